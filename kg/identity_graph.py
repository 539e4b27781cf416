"""The graphs of identity: derived links and representatives in one, people's decisions in the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.graph_names import DECISION, DECISION_STATE
from kg.identifiers import decision_iri, graph_iri, same_link_iri
from kg.identity import Identity, Ruling
from kg.same_links import SameLink
from kg.terms import RDF_TYPE, Quad, decimal, iri, literal, name


def identity_quads(identity: Identity) -> tuple[Quad, ...]:
    """The graph of derived identity: each link inside a cluster, and each member's representative; sorted."""
    graph = iri(graph_iri("identity"))
    triples = [t for link in identity.links for t in _link_triples(link)]
    triples += [
        (iri(member), name("sg:representative"), iri(first)) for member, first in identity.representatives.items()
    ]
    return tuple(sorted(Quad(s, p, o, graph) for s, p, o in triples))


def decision_quads(rulings: Iterable[Ruling]) -> tuple[Quad, ...]:
    """The graph of decisions, each with what became of it; sorted. What only undoes another is none by itself."""
    graph = iri(graph_iri("decisions"))
    return tuple(sorted({Quad(s, p, o, graph) for ruling in rulings for s, p, o in _ruling_triples(ruling)}))


def _link_triples(link: SameLink) -> Iterator[tuple[str, str, str]]:
    node = iri(same_link_iri(link.one, link.other))
    yield node, RDF_TYPE, name("sg:SameLink")
    yield node, name("sg:joins"), iri(link.one)
    yield node, name("sg:joins"), iri(link.other)
    yield node, name("sg:sameScore"), decimal(link.score)
    yield node, name("sg:sameReason"), literal("\n".join(link.reasons))


def _ruling_triples(ruling: Ruling) -> Iterator[tuple[str, str, str]]:
    node = iri(decision_iri(ruling.number, ruling.decision.id))
    yield node, RDF_TYPE, name("sg:Decision")
    yield node, name("sg:decides"), DECISION[ruling.decision.verb]
    yield node, name("sg:decisionState"), DECISION_STATE[ruling.state]
    for entity in ruling.entities:
        yield node, name("sg:about"), iri(entity)
    for property_, text in (("sg:stateReason", ruling.reason), ("sg:note", ruling.decision.note)):
        if text:
            yield node, name(property_), literal(text)
