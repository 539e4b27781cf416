from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.model import Entity, Reading
from kg.occurrences import occurrences
from kg.same_links import THRESHOLD, SameLink, same_links
from tests.kg.identity_values import (
    FARLAND,
    LAWS,
    LEADER,
    NORLAND,
    SUDLAND,
    TANK,
    TOWN,
    closure,
    local,
    many,
    reading,
)


def links(*readings: Reading) -> tuple[SameLink, ...]:
    return same_links([occurrence for one in readings for occurrence in occurrences(one, closure)])


def two(kind: str, one: str, other: str, *, context: tuple[Entity, ...] = (), elsewhere: tuple[Entity, ...] | None = None,
        sides: tuple[Entity | None, Entity | None] = (None, None), days: int = 1) -> tuple[SameLink, ...]:  # fmt: skip
    """The links between a name of a first report and a name of a second; `elsewhere` is the second's context."""
    first = reading("r1", *context, local("r1", one, kind, sides[0]))
    there = context if elsewhere is None else elsewhere
    return links(first, reading("r2", *there, local("r2", other, kind, sides[1]), day=1 + days))


WAR = (NORLAND, SUDLAND)
BASE = replace(TOWN, iri=f"{TOWN.iri}-base", broader=())
ONE = [
    ("a full name in one war", two("person", "Jan Novak", "Jan Novak", context=WAR)),
    ("spelled otherwise", two("person", "Serhiy Pyvovar", "Serhii Pivovar", context=WAR)),
    ("a designation spelled otherwise",
     two("unit", "47th Mechanized Brigade", "47th Separate Mechanised Brigade", context=WAR)),
    ("a shorter designation of one side",
     two("unit", "47th Brigade", "47th Mechanized Brigade", context=WAR, sides=(NORLAND, NORLAND))),
    ("a low number of one side", two("unit", "9th Brigade", "9th Brigade", context=WAR, sides=(NORLAND, NORLAND))),
    ("a common name of one side",
     two("organisation", "Health Ministry", "Health Ministry", context=WAR, sides=(NORLAND, NORLAND))),
    ("a surname near the same town in the same weeks", two("person", "Novak", "Novak", context=(*WAR, TOWN))),
    ("a place of the same weeks", two("place", "Westford", "Westford", context=WAR)),
    ("a full name in reports that name no state", two("person", "Jan Novak", "Jan Novak", context=(TANK, BASE))),
    ("a type of equipment, anywhere", two("equipment", "Kh-5", "Kh-5", context=(NORLAND,), elsewhere=(FARLAND,))),
]  # fmt: skip
TWO = [
    ("a full name in another war", two("person", "Jan Novak", "Jan Novak", context=(NORLAND,), elsewhere=(FARLAND,))),
    ("other sides", two("unit", "47th Mechanized Brigade", "47th Mechanized Brigade", context=WAR, sides=(NORLAND, SUDLAND))),
    ("another branch", two("unit", "47th Tank Brigade", "47th Mechanized Brigade", context=WAR, sides=(NORLAND, NORLAND))),
    ("another number", two("unit", "47th Tank Brigade", "48th Tank Brigade", context=WAR, sides=(NORLAND, NORLAND))),
    ("a low number of no side", two("unit", "9th Brigade", "9th Brigade", context=(*WAR, TOWN))),
    ("a common name of no side", two("organisation", "Health Ministry", "Health Ministry", context=(*WAR, TOWN))),
    ("a surname in another report", two("person", "Novak", "Jan Novak", context=WAR)),
    ("a surname months later", two("person", "Novak", "Novak", context=(*WAR, TOWN), days=90)),
    ("another first name", two("person", "Jan Novak", "Petr Novak", context=WAR)),
    ("a place months later", two("place", "Westford", "Westford", context=WAR, days=90)),
    ("a short name nearly the same", two("place", "Lyman", "Lymon", context=(*WAR, TOWN))),
    ("another kind", links(reading("r1", *WAR, local("r1", "Kelp Trust", "organisation")),
                           reading("r2", *WAR, local("r2", "Kelp Trust", "facility")))),
]  # fmt: skip


@pytest.mark.parametrize("found", [row[1] for row in ONE], ids=[row[0] for row in ONE])
def test_what_is_one(found: tuple[SameLink, ...]) -> None:
    (link,) = found
    assert THRESHOLD <= link.score <= 1 and round(link.score, 2) == link.score
    assert link.reasons and link.one < link.other


@pytest.mark.parametrize("found", [row[1] for row in TWO], ids=[row[0] for row in TWO])
def test_what_is_two(found: tuple[SameLink, ...]) -> None:
    assert found == ()


def within(*named: Entity) -> list[tuple[str, str, str]]:
    found = links(reading("r1", *named))
    return [(link.one.rpartition("/")[2], link.other.rpartition("/")[2], link.reasons[0]) for link in found]


def test_a_surname_reaches_the_person_that_the_report_names_in_full() -> None:
    novak, jan, petr = (local("r1", name, "person") for name in ("Novak", "Jan Novak", "Petr Novak"))
    assert within(novak, jan) == [("jan-novak", "novak", "the surname of one named in full")]
    assert within(novak, jan, petr) == [], "it may mean either"


def test_a_surname_reaches_a_known_person_that_the_report_names_in_full() -> None:
    marek = local("r1", "Marek", "person")
    assert within(marek, LEADER) == [("ivo-marek", "marek", "the surname of one named in full")]
    assert within(marek) == []
    assert links(reading("r1", marek), reading("r2", LEADER, local("r2", "Novak", "person"))) == ()


def test_a_short_designation_means_the_one_unit_that_it_can_mean() -> None:
    short, long, other = (
        local("r1", name) for name in ("47th Brigade", "47th Mechanized Brigade", "47th Tank Brigade")
    )
    assert within(short, long) == [("47th-brigade", "47th-mechanized-brigade", "a shorter designation")]
    assert within(short, long, other) == []


def test_an_acronym_is_that_of_a_name_in_the_report() -> None:
    short, long = local("r1", "KIT", "organisation"), local("r1", "Kelp Island Trust", "organisation")
    assert within(short, long) == [("kelp-island-trust", "kit", "its acronym")]
    assert (
        links(reading("r1", *WAR, short), reading("r2", *WAR, local("r2", "Kelp Island Trust", "organisation"))) == ()
    )


@LAWS
@given(many(), st.randoms())
def test_links_do_not_depend_on_the_order_of_occurrences(readings: tuple[Reading, ...], dice: random.Random) -> None:
    found = [occurrence for one in readings for occurrence in occurrences(one, closure)]
    shuffled = dice.sample(found, len(found))
    assert same_links(shuffled) == same_links(found)


@LAWS
@given(many())
def test_a_link_of_two_reports_is_of_these_two_only(readings: tuple[Reading, ...]) -> None:
    """Without what is short for another, no third report changes a link."""
    for link in links(*readings):
        reports = {part.split("/")[-2] for part in (link.one, link.other)}
        those = [one for one in readings if one.report.id in reports]
        if len(those) == 2 and "short" not in " ".join(link.reasons) and "fewer" not in " ".join(link.reasons):
            assert link in links(*those)


def test_a_name_in_many_reports_is_compared_with_its_neighbours_in_time() -> None:
    readings = [reading(f"r{number:03}", *WAR, local(f"r{number:03}", "Jan Novak", "person"), day=number)
                for number in range(200)]  # fmt: skip
    found = links(*readings)
    assert 199 <= len(found) <= 200 * 40
