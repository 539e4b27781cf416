"""The modules stay within OWL 2 DL; they have no blank nodes, so no class expressions, and triples tell it all."""

from __future__ import annotations

from rdflib import OWL, RDF, RDFS, SKOS, XSD, Graph, Literal, URIRef

SORTS = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty, OWL.NamedIndividual)
PROPERTIES = SORTS[1:4]
BUILT_IN_ANNOTATIONS = {RDFS.label, RDFS.comment, RDFS.seeAlso, RDFS.isDefinedBy, OWL.versionInfo, OWL.priorVersion}
AXIOMS = {
    RDF.type, RDFS.subClassOf, RDFS.subPropertyOf, RDFS.domain, RDFS.range, OWL.disjointWith, OWL.imports
}  # fmt: skip
DATATYPES = {RDFS.Literal, XSD.string, XSD.integer, XSD.nonNegativeInteger, XSD.decimal, XSD.boolean, XSD.anyURI}
"""Those of OWL 2's datatype map that are used here; xsd:date is not in the map."""


def declared(graph: Graph, sort: URIRef) -> set[object]:
    return set(graph.subjects(RDF.type, sort))


def test_nothing_is_of_two_sorts(merged: Graph) -> None:
    sorts = [declared(merged, sort) for sort in SORTS]
    for i, first in enumerate(sorts):
        for second in sorts[i + 1 :]:
            assert not first & second


def test_a_module_declares_what_it_uses(modules: dict[str, Graph]) -> None:
    for name, graph in modules.items():
        imported = {str(o).rpartition("/")[2] for o in graph.objects(None, OWL.imports)}
        known = Graph()
        for other in (name, *imported):
            known += modules[other]
        classes, objects, data, annotations, _ = (declared(known, sort) for sort in SORTS)
        annotations = annotations | BUILT_IN_ANNOTATIONS
        for subject, predicate, object_ in graph:
            where = f"{name}: {subject} {predicate} {object_}"
            if predicate == RDFS.subClassOf or predicate == OWL.disjointWith:
                assert subject in classes and object_ in classes, where
            elif predicate == RDFS.subPropertyOf:
                assert any(subject in sort and object_ in sort for sort in (objects, data)), where
            elif predicate == RDFS.domain:
                assert subject in objects | data and object_ in classes, where
            elif predicate == RDFS.range:
                assert (subject in objects and object_ in classes) or (subject in data and object_ in DATATYPES), (
                    where
                )
            elif predicate == RDF.type:
                meta = {*SORTS, OWL.Ontology, OWL.TransitiveProperty}
                assert object_ in meta or (
                    object_ in classes and (subject, RDF.type, OWL.NamedIndividual) in graph
                ), where
            elif predicate not in AXIOMS:
                assert predicate in annotations | objects | data, where
                assert predicate not in data or isinstance(object_, Literal), where
                assert predicate not in objects or isinstance(object_, URIRef), where


def test_individuals_have_a_class_and_are_none(merged: Graph) -> None:
    individuals = declared(merged, OWL.NamedIndividual)
    assert len(individuals) > 100
    for individual in individuals:
        assert len(set(merged.objects(individual, RDF.type)) - {OWL.NamedIndividual}) == 1, individual
        assert not set(merged.subjects(RDFS.subClassOf, individual)), individual


def test_classes_are_subject_to_axioms_and_annotations_only(merged: Graph) -> None:
    facts = declared(merged, OWL.ObjectProperty) | declared(merged, OWL.DatatypeProperty)
    for class_ in declared(merged, OWL.Class):
        assert not set(merged.predicates(class_, None)) & facts, class_
        assert not set(merged.predicates(None, class_)) & facts, class_


def test_transitive_properties_are_in_no_axiom_that_needs_a_simple_one(merged: Graph) -> None:
    transitive = declared(merged, OWL.TransitiveProperty)
    assert {str(p).rpartition("#")[2] for p in transitive} == {"belongsTo", "within"}
    for sort in (
        OWL.FunctionalProperty,
        OWL.InverseFunctionalProperty,
        OWL.IrreflexiveProperty,
        OWL.AsymmetricProperty,
    ):
        assert not transitive & declared(merged, sort)


def test_no_class_is_below_two_disjoint_ones(merged: Graph) -> None:
    for left, right in merged.subject_objects(OWL.disjointWith):
        both = set(merged.transitive_subjects(RDFS.subClassOf, left)) & set(
            merged.transitive_subjects(RDFS.subClassOf, right)
        )
        assert not both


def test_hierarchies_have_no_circles(merged: Graph) -> None:
    for property_ in (RDFS.subClassOf, RDFS.subPropertyOf, SKOS.broader):
        for term in set(merged.subjects(property_, None)):
            above = {
                higher
                for direct in merged.objects(term, property_)
                for higher in merged.transitive_objects(direct, property_)
            }
            assert term not in above, term
