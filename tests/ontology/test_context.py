"""The JSON-LD context names what there is, and carries every example there and back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from rdflib import RDF, RDFS, Graph, URIRef
from rdflib.namespace import OWL

import ontology
from kg.terms import PREFIXES
from kg.vocabulary import ID, SG

# rdflib's own JSON-LD parser uses a class that rdflib deprecates
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")

FOLDER = Path(ontology.__file__).parent / "examples"
VALID = sorted(FOLDER.rglob("valid-*.ttl"))
CONTEXT = ontology.context()["@context"]


def expanded(value: str) -> str:
    prefix, colon, local_name = value.partition(":")
    return CONTEXT[prefix] + local_name if colon and not local_name.startswith("//") else value


@pytest.mark.parametrize("path", VALID, ids=lambda path: path.stem)
def test_an_example_survives_json_ld(path: Path) -> None:
    graph = Graph().parse(path)
    assert len(graph) > 1
    text = graph.serialize(format="json-ld", context=CONTEXT, auto_compact=True)
    assert set(Graph().parse(data=text, format="json-ld")) == set(graph)


def test_json_ld_written_by_hand_means_what_its_turtle_means() -> None:
    path = FOLDER / "statements" / "valid-least-claim.jsonld"
    document = json.loads(path.read_text(encoding="utf-8")) | {"@context": CONTEXT}
    graph = Graph().parse(data=json.dumps(document), format="json-ld")
    assert set(graph) == set(Graph().parse(path.with_suffix(".ttl")))


def test_every_term_of_ours_in_it_exists(merged: Graph) -> None:
    ids = [expanded(term["@id"]) for term in CONTEXT.values() if isinstance(term, dict)]
    ours = [iri for iri in ids if iri.startswith(SG)]
    assert len(ours) > 90
    assert not [iri for iri in ours if (URIRef(iri), RDF.type, None) not in merged]


def test_every_property_of_data_is_in_it(merged: Graph) -> None:
    named = {expanded(term["@id"]) for term in CONTEXT.values() if isinstance(term, dict)}
    abstract = set(merged.objects(None, RDFS.subPropertyOf)) - {URIRef(SG + "belongsTo")}
    for sort in (OWL.ObjectProperty, OWL.DatatypeProperty):
        for term in merged.subjects(RDF.type, sort):
            if term.startswith(SG) and term not in abstract:
                assert str(term) in named, term


def test_prefixes_are_those_of_the_exports() -> None:
    assert CONTEXT["data"] == ID and CONTEXT["@vocab"] == SG
    for prefix in ("sg", "rdfs", "owl", "xsd", "dcterms", "skos", "oa", "prov", "geo"):
        assert CONTEXT[prefix] == PREFIXES[prefix]
