from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings

from kg.errors import ReportError
from kg.graph import entity_quads, event_quads, ontology_quads, reading_from_quads, reading_quads
from kg.graph_names import WORDS, is_local, kind_of, role_of, role_property
from kg.identifiers import graph_iri, local_iri, report_graph_iri
from kg.model import Count, Event, Reading
from kg.rereading import Rereader
from kg.terms import address, from_nquads, literal, name, plain_value, read_term, text_of, to_nquads
from tests.kg.graph_values import KNOWN, NORLAND, TANK, TOWN, closure, reading, readings


@given(readings())
@settings(max_examples=40, deadline=None)
def test_a_reading_comes_back_from_its_quads(value: Reading) -> None:
    quads = reading_quads(value)
    assert reading_from_quads(quads, KNOWN.get) == value
    assert tuple(sorted(from_nquads(to_nquads(quads)))) == quads
    assert {quad.graph for quad in quads} == {f"<{report_graph_iri(value.report.id)}>"}
    assert not any(term.startswith("_:") for quad in quads for term in quad)


def test_quads_are_the_same_every_time_and_sorted() -> None:
    quads = reading_quads(reading())
    assert quads == reading_quads(reading()) == tuple(sorted(quads))


@pytest.mark.parametrize("text", ["\ud800", "a\udfffb"])
def test_half_a_surrogate_pair_is_refused(text: str) -> None:
    value = reading()
    with pytest.raises(ReportError, match="surrogate"):
        reading_quads(replace(value, report=replace(value.report, title=text)))


def test_only_local_entities_are_described_in_a_report() -> None:
    quads = reading_quads(reading())
    labels = {quad.subject: quad.object for quad in quads if quad.predicate == name("rdfs:label")}
    assert labels == {f"<{local_iri('unit', 'r1', '9th Brigade')}>": '"9th Brigade"@en'}


def test_mentions_of_nothing_known_are_left_out() -> None:
    value = reading()
    unlinked = replace(value.mentions[0], link=None)
    assert reading_from_quads(reading_quads(replace(value, mentions=(unlinked,))), KNOWN.get).mentions == ()


def test_an_entity_that_is_no_longer_known_keeps_the_words_of_the_report() -> None:
    back = reading_from_quads(reading_quads(reading()), lambda _: None)
    link = back.claims[0].fillers("equipment")[0].link
    assert link is not None and (link.entity.iri, link.entity.name, link.entity.kind) == (
        TANK.iri,
        "T-1",
        "equipment",
    )


def test_quads_without_a_report_are_no_reading() -> None:
    with pytest.raises(ValueError, match="no report"):
        reading_from_quads([], KNOWN.get)


@pytest.mark.parametrize("entity", KNOWN.values(), ids=KNOWN)
def test_entities_come_back(entity: object) -> None:
    quads = entity_quads([KNOWN[entity.iri]], graph_iri("catalogue"))  # type: ignore[attr-defined]
    assert Rereader(quads).entity(entity.iri) == entity  # type: ignore[attr-defined]


def test_the_ontology_has_a_graph_without_blank_nodes() -> None:
    quads = ontology_quads()
    assert {quad.graph for quad in quads} == {f"<{graph_iri('ontology')}>"}
    terms = {quad.subject for quad in quads}
    assert terms >= {term for term in WORDS if "ontology#" in term}
    assert not [term for term in terms if not term.startswith("<http")]


def objects(event: Event) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for quad in event_quads([event], closure):
        found.setdefault(text_of(quad.predicate).rpartition("#")[2], set()).add(text_of(quad.object))
    return found


@pytest.mark.parametrize(
    ("role", "region"),
    [
        ("place", set(closure(TOWN.iri))),
        ("place.part", set(closure(TOWN.iri))),
        ("place.over", set(closure(TOWN.iri))),
        ("place.near", set(closure(TOWN.iri)) - {TOWN.iri}),
        ("place.toward", set()),
        ("place.from", set()),
    ],
)
def test_how_far_a_place_reaches(role: str, region: set[str]) -> None:
    found = objects(Event("0" * 64, "attack", "air", {role: (TOWN.iri,)}, ("0" * 64,), "accepted", 0.5))
    assert found.get("inRegion", set()) == region
    assert found[role_property(role).rpartition("#")[2]] == {TOWN.iri}


def test_events_have_their_class_only_when_they_are_held_to_have_happened() -> None:
    for standing, type_ in (("accepted", "Attack"), ("disputed", "Attack"), ("planned", "NonActualEvent")):
        event = Event("0" * 64, "attack", "air", {"attacker": ("drones",)}, ("0" * 64,), standing, 0.5)
        found = objects(event)
        assert found["type"] == {f"https://w3id.org/sitgraph/ontology#{type_}"}
        assert found["kind"] == {"https://w3id.org/sitgraph/ontology#Attack"}
        assert found["attackerText"] == {"drones"}


def test_sides_and_classes_are_written_out() -> None:
    roles = {"victim": (NORLAND.iri,), "equipment": (TANK.iri,)}
    event = Event("0" * 64, "equipment_loss", "lost", roles, ("0" * 64,), "accepted", 0.5, Count(2, None), None, 1)
    found = objects(event)
    assert (found["victimSide"], found["equipmentClass"]) == ({NORLAND.iri}, {TANK.iri})
    assert found["countMin"] == {"2"} and "countMax" not in found


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ('a"b\\c', r'"a\"b\\c"'),
        ("\t\n\r\b\f", r'"\t\n\r\b\f"'),
        ("\x00\x0b\x7f\ufffe", r'"\u0000\u000B\u007F\uFFFE"'),
        ("é\U0001f600\u2028", '"é\U0001f600\u2028"'),
        ("\\u0041", r'"\\u0041"'),
    ],
)
def test_literals_are_escaped_as_canonical_nquads(text: str, written: str) -> None:
    assert literal(text) == written and read_term(written).value == text


@pytest.mark.parametrize(
    ("url", "term"),
    [
        ("https://example.org/a?b=c#d", "<https://example.org/a?b=c#d>"),
        ("https://example.org/a b<c>", "<https://example.org/a%20b%3Cc%3E>"),
        ("https://example.org/%20#a#b", "<https://example.org/%20#a%23b>"),
        ("not an address", '"not an address"'),
    ],
)
def test_addresses(url: str, term: str) -> None:
    assert address(url) == term


def test_terms_and_lines_that_are_none_are_refused() -> None:
    for nothing in ("plain", '"open'):
        with pytest.raises(ValueError, match="not an RDF term"):
            read_term(nothing)
    with pytest.raises(ValueError, match="not an N-Quads line"):
        list(from_nquads("<a> <b> .\n"))
    assert plain_value('"1.5"^^<http://www.w3.org/2001/XMLSchema#decimal>') == 1.5


def test_what_iris_tell() -> None:
    assert kind_of(TOWN.iri) == "place" and not is_local(TOWN.iri)
    assert kind_of("https://example.org/state/x") is None
    assert is_local(local_iri("person", "r/1", "A. B."))
    for role in ("victim", "place", "place.near"):
        assert role_of(role_property(role)) == (role, False)
    assert role_of("https://w3id.org/sitgraph/ontology#victimSide") == (None, False)
