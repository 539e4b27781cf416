"""What a reasoner (OWL 2 RL) concludes from the ontology and the valid examples together."""

from __future__ import annotations

from pathlib import Path

import owlrl
import pytest
from rdflib import RDF, Graph, Namespace, URIRef
from rdflib.namespace import PROV, SKOS

import ontology
from kg.vocabulary import ID
from kg.vocabulary import SG as OURS

SG = Namespace(OURS)
SEM = Namespace("http://semanticweb.cs.vu.nl/2009/11/sem/")
ERROR = URIRef("http://www.daml.org/2002/03/agents/agent-ont#error")
VALID = sorted((Path(ontology.__file__).parent / "examples").rglob("valid-*.ttl"))


def closed(*graphs: Graph) -> Graph:
    whole = Graph()
    for graph in graphs:
        whole += graph
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(whole)
    return whole


@pytest.fixture(scope="module")
def concluded(merged: Graph) -> Graph:
    return closed(merged, *(Graph().parse(path) for path in VALID))


def test_the_examples_contradict_nothing(concluded: Graph) -> None:
    assert len(VALID) == 16
    assert not list(concluded.objects(None, ERROR))


def test_what_is_planned_is_not_concluded_to_have_happened(concluded: Graph) -> None:
    planned = set(concluded.subjects(RDF.type, SG.NonActualEvent))
    happened = set(concluded.subjects(RDF.type, SEM.Event))
    assert len(planned) == len(happened) == 1
    assert not planned & happened


def test_claims_are_not_concluded_to_be_events(concluded: Graph) -> None:
    claims = set(concluded.subjects(RDF.type, SG.Claim))
    assert claims and not claims & set(concluded.subjects(RDF.type, SG.EventRecord))
    assert claims <= set(concluded.subjects(RDF.type, PROV.Entity))


def test_a_unit_belongs_to_its_superior_formation(concluded: Graph) -> None:
    assert (
        URIRef(f"{ID}unit/1st-example-brigade"),
        SG.belongsTo,
        URIRef(f"{ID}unit/2nd-example-division"),
    ) in concluded


def test_containment_is_transitive(concluded: Graph) -> None:
    assert (URIRef(f"{ID}facility/westford-bridge"), SG.within, URIRef(f"{ID}state/norland")) in concluded


def test_equipment_types_are_concepts(concluded: Graph) -> None:
    assert (URIRef(f"{ID}equipment/t-1b"), RDF.type, SKOS.Concept) in concluded


@pytest.mark.parametrize(("first", "second"), [("State", "Person"), ("Unit", "ArmedGroup"), ("Claim", "Attack")])
def test_contradictions_are_found(merged: Graph, first: str, second: str) -> None:
    impossible = Graph()
    for class_ in (first, second):
        impossible.add((URIRef(f"{ID}x"), RDF.type, SG[class_]))
    relevant = Graph()
    for triple in merged:
        if triple[1].endswith(("subClassOf", "disjointWith")):
            relevant.add(triple)
    assert list(closed(relevant, impossible).objects(None, ERROR))
