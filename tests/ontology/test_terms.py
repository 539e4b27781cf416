"""Every term says what it is, where that comes from, and which module defines it."""

from __future__ import annotations

from rdflib import DCTERMS, OWL, RDF, RDFS, BNode, Graph, Literal, URIRef

import ontology
from kg.vocabulary import SG


def terms(graph: Graph) -> set[URIRef]:
    return {s for s in graph.subjects(RDF.type, None) if isinstance(s, URIRef) and s.startswith(SG)}


def test_how_many_terms_there_are(merged: Graph) -> None:
    assert len(terms(merged)) > 280


def test_every_term_is_defined_in_one_module(modules: dict[str, Graph]) -> None:
    seen: dict[URIRef, str] = {}
    for name, graph in modules.items():
        for term in terms(graph):
            assert term not in seen, f"{term} is defined in {seen.get(term)} and in {name}"
            seen[term] = name
            assert list(graph.objects(term, RDFS.isDefinedBy)) == [URIRef(f"{ontology.IRI}/{name}")], term


def test_every_term_has_a_label_a_comment_and_a_source(merged: Graph) -> None:
    for term in sorted(terms(merged)):
        for property_ in (RDFS.label, RDFS.comment):
            values = list(merged.objects(term, property_))
            assert len(values) == 1, f"{term}: {property_} {values}"
            assert isinstance(values[0], Literal) and values[0].language == "en" and values[0].strip(), term
        comment = str(merged.value(term, RDFS.comment))
        assert comment[0].isupper() or comment[0] == "'", f"{term}: {comment}"
        assert comment.rstrip(")").endswith("."), f"{term}: {comment}"
        assert list(merged.objects(term, DCTERMS.source)), f"{term} has no source"


def test_labels_tell_terms_of_one_sort_apart(merged: Graph) -> None:
    for sort in (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty):
        labels = [str(merged.value(t, RDFS.label)) for t in terms(merged) if (t, RDF.type, sort) in merged]
        assert len(labels) == len(set(labels)), sorted(label for label in labels if labels.count(label) > 1)


def test_no_term_is_used_that_is_not_defined(modules: dict[str, Graph], merged: Graph) -> None:
    defined = terms(merged)
    for name, graph in modules.items():
        used = {t for triple in graph for t in triple if isinstance(t, URIRef) and t.startswith(SG)}
        assert used <= defined, f"{name}: {sorted(used - defined)}"


def test_a_module_uses_only_terms_of_those_it_imports(modules: dict[str, Graph]) -> None:
    for name, graph in modules.items():
        imported = [str(o).rpartition("/")[2] for o in graph.objects(None, OWL.imports)]
        position = ontology.modules().index(name)
        assert set(imported) <= set(ontology.modules()[:position]), name
        available = {t for other in (name, *imported) for t in terms(modules[other])}
        used = {t for triple in graph for t in triple if isinstance(t, URIRef) and t.startswith(SG)}
        assert used <= available, f"{name}: {sorted(used - available)}"


def test_the_whole_imports_every_module(modules: dict[str, Graph]) -> None:
    imported = {str(o) for o in modules["sitgraph"].objects(None, OWL.imports)}
    assert imported == {f"{ontology.IRI}/{name}" for name in ontology.modules() if name != "sitgraph"}


def test_every_module_says_its_version_title_and_licence(modules: dict[str, Graph]) -> None:
    for name, graph in modules.items():
        header = graph.value(None, RDF.type, OWL.Ontology)
        for property_ in (OWL.versionInfo, DCTERMS.title, DCTERMS.description, DCTERMS.license):
            assert len(list(graph.objects(header, property_))) == 1, f"{name}: {property_}"


def test_there_are_no_blank_nodes(merged: Graph) -> None:
    assert not [t for triple in merged for t in triple if isinstance(t, BNode)]
