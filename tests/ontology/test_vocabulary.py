"""The table in `kg.vocabulary` and the ontology hold the same words."""

from __future__ import annotations

import csv
import io

import pytest
from rdflib import RDF, RDFS, SKOS, Graph, Namespace, URIRef

import ontology
from kg import vocabulary
from kg.graph_names import (
    BASIS,
    CERTAINTY,
    DECISION,
    DECISION_STATE,
    ECHELON,
    MODALITY,
    POLARITY,
    REL,
    SCOPE,
    STANDING,
    STATUS,
    TIME_BASIS,
)
from kg.vocabulary import CLAIM_TYPES, ENTITY_KINDS, PLACE_RELATIONS, ROLES, SIDE_ROLES, camel

SG = Namespace(vocabulary.SG)


def local(term: object) -> str:
    return str(term).removeprefix(vocabulary.SG)


@pytest.mark.parametrize("type_", CLAIM_TYPES.values(), ids=list(CLAIM_TYPES))
def test_a_kind_has_its_name_statuses_and_roles(merged: Graph, type_: vocabulary.ClaimType) -> None:
    kind = SG[type_.term]
    assert (kind, RDFS.subClassOf, SG.Event) in merged
    assert str(merged.value(kind, SG.jsonName)) == type_.name
    assert {local(r) for r in merged.objects(kind, SG.takesRole)} == set(type_.roles)
    statuses = {status: SG[type_.term + camel(status)] for status in type_.statuses}
    assert set(merged.objects(kind, SG.takesStatus)) == set(statuses.values())
    for word, status in statuses.items():
        assert (status, RDF.type, SG.Status) in merged
        assert str(merged.value(status, SG.jsonName)) == word


def test_there_are_no_other_kinds_or_statuses(merged: Graph) -> None:
    kinds = set(merged.subjects(RDFS.subClassOf, SG.Event))
    assert kinds == {SG[t.term] for t in CLAIM_TYPES.values()}
    assert set(merged.subjects(RDF.type, SG.Status)) == {URIRef(term[1:-1]) for term in STATUS.values()}


@pytest.mark.parametrize(
    ("class_", "terms"),
    [
        ("Polarity", POLARITY),
        ("Modality", MODALITY),
        ("Certainty", CERTAINTY),
        ("Basis", BASIS),
        ("Scope", SCOPE),
        ("PlaceRelation", REL),
        ("TimeBasis", TIME_BASIS),
        ("Standing", STANDING),
        ("DecisionKind", DECISION),
        ("DecisionState", DECISION_STATE),
        ("Echelon", ECHELON),
    ],
)
def test_a_closed_list_is_the_same(merged: Graph, class_: str, terms: dict[str, str]) -> None:
    written = {str(merged.value(s, SG.jsonName)): f"<{s}>" for s in merged.subjects(RDF.type, SG[class_])}
    assert written == terms


def test_units_of_no_fixed_size_are_told_by_the_ontology(merged: Graph) -> None:
    words = {str(label) for label in merged.objects(SG.EchelonUnit, SKOS.altLabel)}
    assert words == vocabulary.OF_NO_FIXED_SIZE


def test_entity_kinds_are_classes_of_entities(merged: Graph) -> None:
    for term in ENTITY_KINDS.values():
        assert SG.Entity in set(merged.transitive_objects(SG[term], RDFS.subClassOf)), term


def test_actors_and_places_are_under_their_class(merged: Graph) -> None:
    for kinds, class_ in ((vocabulary.ACTOR_KINDS, SG.Actor), (vocabulary.PLACE_KINDS, SG.Location)):
        under = set(merged.subjects(RDFS.subClassOf, class_))
        assert under == {SG[ENTITY_KINDS[kind]] for kind in kinds}


def test_every_role_has_its_properties(merged: Graph) -> None:
    places = ["place" + camel(rel) for rel in PLACE_RELATIONS if rel != "in"]
    expected = {
        SG.role: {*ROLES, *places},
        SG.filler: {f"{role}Filler" for role in ROLES},
        SG.roleText: {f"{role}Text" for role in (*ROLES, *places)},
        SG.side: set(SIDE_ROLES.values()),
    }
    for super_, names in expected.items():
        assert {local(s) for s in merged.subjects(RDFS.subPropertyOf, super_)} == names
    for role, side in SIDE_ROLES.items():
        assert merged.value(SG[side], SG.forRole) == SG[role]
    for role in ROLES:
        assert (
            merged.value(SG[role + "Filler"], SG.forRole) == merged.value(SG[role + "Text"], SG.forRole) == SG[role]
        )


def test_near_a_place_is_not_the_place(merged: Graph) -> None:
    for rel in PLACE_RELATIONS:
        if rel != "in":
            above = set(merged.transitive_objects(SG["place" + camel(rel)], RDFS.subPropertyOf))
            assert SG.place not in above


def test_what_is_not_actual_is_no_event(merged: Graph) -> None:
    assert SG.Event not in set(merged.transitive_objects(SG.NonActualEvent, RDFS.subClassOf))


def test_every_echelon_of_the_catalogue_is_in_the_scheme(merged: Graph) -> None:
    echelons = sorted(merged.subjects(SKOS.inScheme, SG.EchelonScheme))
    assert len(echelons) == 22
    words = [str(word) for e in echelons for p in (RDFS.label, SKOS.altLabel) for word in merged.objects(e, p)]
    assert len(words) == len(set(words)), "a word means two echelons"
    rows = list(csv.DictReader(io.StringIO(ontology.catalogue_csv("units"))))
    used = {row["echelon"] for row in rows if row["echelon"]}
    assert used
    assert not used - set(words)
