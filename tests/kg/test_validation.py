from __future__ import annotations

import pytest

from kg.errors import ValidationError
from kg.events import consolidate
from kg.graph import entity_quads, event_quads, reading_quads
from kg.identifiers import graph_iri
from kg.terms import Quad, decimal, iri, name
from kg.validation import check_quads, validate_quads
from tests.kg.graph_values import KNOWN, NORLAND, closure, reading

QUADS = reading_quads(reading())
CLAIM = next(quad.subject for quad in QUADS if quad.object == name("sg:Claim"))
GRAPH = QUADS[0].graph


def without(property_: str) -> list[Quad]:
    return [quad for quad in QUADS if quad.predicate != name(property_)]


def test_what_we_write_conforms() -> None:
    readings = [reading("r1"), reading("r2", day=9)]
    assert validate_quads([quad for value in readings for quad in reading_quads(value)]) == ()
    assert validate_quads(event_quads(consolidate(readings, closure), closure)) == ()
    assert validate_quads(entity_quads(KNOWN.values(), graph_iri("catalogue"))) == ()


@pytest.mark.parametrize(
    ("quads", "expected"),
    [
        (without("sg:polarity"), "exactly one sg:polarity"),
        (without("sg:evidence"), "exactly one sg:evidence"),
        ([*without("sg:confidence"), Quad(CLAIM, name("sg:confidence"), decimal(7), GRAPH)], "Found: 7"),
        ([*QUADS, Quad(CLAIM, name("sg:speakerFiller"), iri(NORLAND.iri), GRAPH)], "its roles are victim"),
    ],
)
def test_messages_name_the_claim_by_its_words(quads: list[Quad], expected: str) -> None:
    messages = validate_quads(quads)
    assert any(expected in message for message in messages)
    assert any("claim 'its 9th Brigade lost two T-1 near Korvo' of r1" in message for message in messages)
    with pytest.raises(ValidationError, match="r1: "):
        check_quads("r1", quads)


def test_one_report_of_several_is_named() -> None:
    quads = [*without("sg:polarity"), *reading_quads(reading("r2", day=9))]
    (message,) = validate_quads(quads)
    assert "of r1: A claim needs" in message
