"""Which entities are one: laws that hold for any reports and decisions, and cases."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from itertools import combinations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kg.decisions import VERBS, Decision, Party
from kg.events import consolidate
from kg.identity import Identity, identify
from kg.model import Reading
from kg.occurrences import occurrences
from kg.same_links import apart
from tests.kg.identity_values import (
    KNOWN,
    LAWS,
    LEADER,
    NORLAND,
    SUDLAND,
    TOWN,
    closure,
    entities,
    iri,
    local,
    many,
    reading,
)

WAR = (NORLAND, SUDLAND)


def identity(readings: Iterable[Reading], decisions: Sequence[Decision] = ()) -> Identity:
    return identify(readings, decisions, closure, KNOWN.get)


def clusters(readings: Iterable[Reading], *decisions: Decision) -> set[tuple[str, ...]]:
    return set(identity(readings, decisions).members.values())


def decided(verb: str, *iris: str) -> Decision:
    return Decision(verb, tuple(Party(one) for one in iris))


def states(found: Identity) -> list[str]:
    return [ruling.state for ruling in found.rulings]


@st.composite
def cases(draw: st.DrawFn) -> tuple[tuple[Reading, ...], list[Decision]]:
    """Reports and decisions on what they name, or once named."""
    readings = draw(many())
    named = [*entities(readings), iri("gone", "9th Brigade")]
    parties = st.lists(st.sampled_from(named), min_size=2, max_size=3, unique=True)
    made = draw(st.lists(st.tuples(st.sampled_from(VERBS[:-1]), parties), max_size=4)) if len(named) > 1 else []
    decisions = [decided(verb, *iris) for verb, iris in made]
    if decisions and draw(st.booleans()):
        decisions.append(Decision("undo", of=draw(st.sampled_from(decisions)).id))
    return readings, decisions


@LAWS
@given(cases(), st.randoms())
def test_the_order_of_reports_does_not_matter(
    case: tuple[tuple[Reading, ...], list[Decision]], dice: random.Random
) -> None:
    readings, decisions = case
    assert identity(dice.sample(readings, len(readings)), decisions) == identity(readings, decisions)


@LAWS
@given(cases())
def test_clusters_are_disjoint_and_have_one_representative_each(
    case: tuple[tuple[Reading, ...], list[Decision]],
) -> None:
    found = identity(*case)
    every = [member for group in found.members.values() for member in group]
    assert len(every) == len(set(every)) and all(len(group) > 1 for group in found.members.values())
    assert {m: first for first, group in found.members.items() for m in group if m != first} == found.representatives
    assert all(first in group for first, group in found.members.items())
    for first, group in found.members.items():
        assert first in KNOWN or not any(member in KNOWN for member in group)


@LAWS
@given(cases())
def test_decisions_said_twice_say_no_more(case: tuple[tuple[Reading, ...], list[Decision]]) -> None:
    readings, decisions = case
    found, again = identity(readings, decisions), identity(readings, [*decisions, *decisions])
    assert again.members == found.members and again.links == found.links


@LAWS
@given(cases(), st.data())
def test_to_merge_and_then_to_split_is_as_before(
    case: tuple[tuple[Reading, ...], list[Decision]], data: st.DataObject
) -> None:
    readings, decisions = case
    before = identity(readings, decisions)
    named = entities(readings)
    assume(len(named) > 1)
    one, other = data.draw(st.lists(st.sampled_from(named), min_size=2, max_size=2, unique=True))
    assume(before.representative(one) != before.representative(other))
    after = identity(readings, [*decisions, decided("merge", one, other), decided("split", one, other)])
    assert after.members == before.members and after.links == before.links


@LAWS
@given(cases(), st.data())
def test_what_is_undone_leaves_no_trace_but_in_the_list(
    case: tuple[tuple[Reading, ...], list[Decision]], data: st.DataObject
) -> None:
    readings, decisions = case
    named = entities(readings)
    assume(len(named) > 1)
    parties = data.draw(st.lists(st.sampled_from(named), min_size=2, max_size=3, unique=True))
    decision = decided(data.draw(st.sampled_from(VERBS[:-1])), *parties)
    assume(decision not in decisions)
    before = identity(readings, decisions)
    after = identity(readings, [*decisions, decision, Decision("undo", of=decision.id)])
    assert (after.members, after.links) == (before.members, before.links)
    assert states(after) == [*states(before), "undone"]


@LAWS
@given(cases())
def test_the_newest_decision_holds(case: tuple[tuple[Reading, ...], list[Decision]]) -> None:
    readings, decisions = case
    assume(decisions and decisions[-1].verb != "undo")
    found = identity(readings, decisions)
    last = found.rulings[-1]
    assert last.state == ("unfit" if len(last.entities) < len(last.decision.parties) else "applied")
    for one, other in last.decision.pairs(last.entities):
        assert (found.representative(one) == found.representative(other)) is last.decision.one


@LAWS
@given(many())
def test_without_decisions_nothing_is_one_that_reports_keep_apart(readings: tuple[Reading, ...]) -> None:
    told = [occurrence for one in readings for occurrence in occurrences(one, closure)]
    for group in identity(readings).members.values():
        inside = [occurrence for occurrence in told if occurrence.entity.iri in group]
        assert not [(a.entity.iri, b.entity.iri) for a, b in combinations(inside, 2) if apart(a, b)]


@LAWS
@given(cases())
def test_resolved_readings_name_representatives_and_say_the_same(
    case: tuple[tuple[Reading, ...], list[Decision]],
) -> None:
    readings, decisions = case
    found = identity(readings, decisions)
    named = KNOWN | {f.link.entity.iri: f.link.entity for one in readings for f in one.mentions if f.link}
    for one in readings:
        resolved = found.resolved(one, named)
        assert set(entities([resolved])).isdisjoint(found.representatives)
        assert [claim.id for claim in resolved.claims] == [claim.id for claim in one.claims]
        assert [f.mention for f in resolved.mentions] == [f.mention for f in one.mentions]


NINTH = [reading("r1", *WAR, local("r1", "9th Brigade", side=NORLAND)),
         reading("r2", *WAR, local("r2", "9th Brigade", side=NORLAND), day=3),
         reading("r3", *WAR, local("r3", "9th Brigade", side=SUDLAND), day=4),
         reading("r4", *WAR, local("r4", "the Ninth", "unit"), day=5)]  # fmt: skip
R1, R2, R3 = (iri(f"r{number}", "9th Brigade") for number in (1, 2, 3))
R4 = iri("r4", "the Ninth")


def test_units_of_one_name_are_one_per_side() -> None:
    assert clusters(NINTH) == {(R1, R2)}
    assert identity(NINTH).representatives == {R2: R1}


@pytest.mark.parametrize(
    ("decisions", "expected", "became"),
    [
        ([("same", R1, R4)], {(R1, R2, R4)}, ["applied"]),
        ([("merge", R1, R3, R4)], {(R1, R2, R3, R4)}, ["applied"]),
        ([("different", R1, R2)], set(), ["applied"]),
        ([("split", R2, R1)], set(), ["applied"]),
        ([("different", R1, R2), ("same", R1, R2)], {(R1, R2)}, ["overruled", "applied"]),
        ([("same", R1, R4), ("same", R4, R3), ("different", R1, R3)], {(R1, R2), (R3, R4)},
         ["overruled", "applied", "applied"]),
        ([("different", R1, R3), ("same", R1, R4), ("same", R4, R3)], {(R1, R2, R3, R4)},
         ["overruled", "applied", "applied"]),
        ([("merge", R1, iri("gone", "9th Brigade"), R4)], {(R1, R2, R4)}, ["unfit"]),
        ([("same", R1, "https://w3id.org/sitgraph/id/unit/none")], {(R1, R2)}, ["unfit"]),
    ],
)  # fmt: skip
def test_what_decisions_do(
    decisions: list[tuple[str, ...]], expected: set[tuple[str, ...]], became: list[str]
) -> None:
    found = identity(NINTH, [decided(*made) for made in decisions])
    assert set(found.members.values()) == expected and states(found) == became
    assert all(bool(ruling.reason) == (ruling.state != "applied") for ruling in found.rulings)


def test_a_decision_finds_its_entity_again_by_the_claim_or_its_words() -> None:
    claim = NINTH[3].claims[0]
    by_claim = Party(iri("r4", "old slug"), "the Ninth", claim.id, "other words", "the Ninth")
    by_quote = Party(iri("r4", "old slug"), "the Ninth", "0" * 64, claim.quote, "the Ninth")
    lost = Party(iri("r4", "old slug"), "the Ninth", "0" * 64, "other words", "the Ninth")
    for party, expected in ((by_claim, "applied"), (by_quote, "applied"), (lost, "unfit")):
        found = identity(NINTH, [Decision("same", (Party(R1), party))])
        assert states(found) == [expected] and ((R1, R2, R4) in found.members.values()) == (expected == "applied")


def test_a_known_entity_stands_for_what_is_one_with_it_and_no_two_known_ones_are_derived_to_be_one() -> None:
    marek = local("r1", "Marek", "person")
    assert identity([reading("r1", marek, LEADER)]).representatives == {marek.iri: LEADER.iri}
    two = identity([reading("r1", TOWN)], [decided("same", TOWN.iri, NORLAND.iri)])
    assert two.members == {TOWN.iri: tuple(sorted((TOWN.iri, NORLAND.iri)))}


def test_the_fullest_name_stands_for_a_cluster_else_the_first() -> None:
    readings = [reading("r1", *WAR, local("r1", "47th Brigade", side=NORLAND)),
                reading("r2", *WAR, local("r2", "47th Mechanized Brigade", side=NORLAND), day=2),
                reading("r3", *WAR, local("r3", "47th Mechanised Brigade", side=NORLAND), day=3)]  # fmt: skip
    (first,) = identity(readings).members
    assert first == iri("r2", "47th Mechanized Brigade")


def test_a_cluster_belongs_to_all_that_its_members_belong_to() -> None:
    found = identity(NINTH, [decided("same", R1, R4)])
    told = {f.link.entity.iri: f.link.entity for one in NINTH for f in one.mentions if f.link}

    def plain(one: str) -> tuple[str, ...]:
        return tuple(sorted({one, *(told[one].broader if one in told else ())}))

    assert found.closure(plain)(R1) == tuple(sorted((R1, NORLAND.iri)))
    assert found.closure(plain)(R3) == tuple(sorted((R3, SUDLAND.iri)))
    assert identity(NINTH, [decided("same", R4, R1)]).closure(plain)(R1) == tuple(sorted((R1, NORLAND.iri)))


def test_events_are_of_clusters() -> None:
    found = identity(NINTH)
    named = {f.link.entity.iri: f.link.entity for one in NINTH for f in one.mentions if f.link}
    events = consolidate([found.resolved(one, named) for one in NINTH], found.closure(closure))
    assert {unit for event in events for unit in event.roles["unit"]} == {R1, R3, R4}
