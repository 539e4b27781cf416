from __future__ import annotations

from hypothesis import given

from kg.decisions import Decision, Party
from kg.identity import identify
from kg.identity_graph import decision_quads, identity_quads
from kg.identity_records import members, representative, same_links
from kg.model import Reading
from kg.terms import Quad, name
from kg.validation import validate_quads
from tests.kg.identity_values import KNOWN, LAWS, NORLAND, SUDLAND, closure, iri, local, many, reading

NINTH = [reading(f"r{number}", NORLAND, SUDLAND, local(f"r{number}", "9th Brigade", side=NORLAND), day=number)
         for number in (1, 2)]  # fmt: skip
ONE, OTHER = (iri(f"r{number}", "9th Brigade") for number in (1, 2))


class Graphs:
    """Quads as a view gives them."""

    def __init__(self, quads: tuple[Quad, ...]) -> None:
        self._quads = quads

    def quads(self, graph: str | None = None, subject: str | None = None) -> list[Quad]:
        return [q for q in self._quads if graph in (None, q.graph[1:-1]) and subject in (None, q.subject[1:-1])]

    def pointing_at(self, property_: str, object_: str) -> list[Quad]:
        return [q for q in self._quads if q.predicate == name(property_) and q.object == f"<{object_}>"]


def test_the_graph_says_who_stands_for_whom_and_why() -> None:
    graphs = Graphs(identity_quads(identify(NINTH, (), closure, KNOWN.get)))
    assert representative(graphs, OTHER) == ONE == representative(graphs, ONE)
    assert members(graphs, OTHER) == (ONE, OTHER) == members(graphs, ONE)
    (link,) = same_links(graphs, ONE)
    assert link["entity"] == OTHER and link["score"] >= 0.7 and "of one side" in link["reasons"]
    assert representative(graphs, NORLAND.iri) == NORLAND.iri and same_links(graphs, NORLAND.iri) == []


def test_every_decision_is_in_the_graph_with_what_became_of_it() -> None:
    made = [
        Decision("same", (Party(ONE), Party(iri("gone", "x"))), note="why"),
        Decision("different", (Party(ONE), Party(OTHER))),
    ]
    made += [made[1], Decision("undo", of=made[0].id)]
    quads = decision_quads(identify(NINTH, made, closure, KNOWN.get).rulings)
    said = {quad.object for quad in quads if quad.predicate == name("sg:decisionState")}
    assert said == {name("sg:UndoneState"), name("sg:AppliedState")}
    assert len({quad.subject for quad in quads}) == 3
    assert validate_quads(quads) == ()


@LAWS
@given(many())
def test_what_is_written_conforms(readings: tuple[Reading, ...]) -> None:
    quads = identity_quads(identify(readings, (), closure, KNOWN.get))
    assert not quads or validate_quads(quads) == ()
