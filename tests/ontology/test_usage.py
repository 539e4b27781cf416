"""What the code writes and asks for exists in the ontology, and what the ontology defines is of use to the code.

The graph writer is run on a reading and events that fill every field, status, role and place relation there are.
"""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pyshacl
import pytest
from rdflib import OWL, RDF, RDFS, Graph, Literal, URIRef

import ontology
from kg import vocabulary
from kg.catalogue import Formation, load_catalogue
from kg.decisions import Decision
from kg.graph import entity_quads, event_quads, formation_quads, reading_quads
from kg.identifiers import claim_id, entity_iri, local_iri, text_sha256
from kg.identity import Identity, Ruling
from kg.identity_graph import decision_quads, identity_quads
from kg.model import Claim, Count, Entity, Event, Filler, Interval, Link, Mention, Reading, Report, Span
from kg.same_links import SameLink
from kg.terms import Quad, to_nquads
from kg.vocabulary import CLAIM_TYPES, ENTITY_KINDS, PLACE_RELATIONS, SG

ROOT = Path(ontology.__file__).parents[1]
TEXT = "Westford was attacked on 6 August, Eastland reportedly said."
REPORT = Report(
    "r1", TEXT, text_sha256(TEXT), date(2024, 8, 7), "A title", "An author", "A publisher",
    "https://example.org/r1", "https://example.org/archive/r1", date(2024, 8, 8), "en", "CC-BY-4.0",
)  # fmt: skip
ENTITIES = {
    kind: Entity(entity_iri(kind, f"Some {kind}"), kind, f"Some {kind}", ("Alias",), (entity_iri(kind, "Above"),))
    for kind in ENTITY_KINDS
}
LOCAL = {kind: Entity(local_iri(kind, "r1", "Westford"), kind, "Westford") for kind in ENTITY_KINDS}
STATE = Entity(
    entity_iri("state", "Norland"), "state", "Norland", ("Norlandia",), (), ("https://sws.geonames.org/1/",), ("XN",)
)
TOWN = Entity(
    entity_iri("place", "Southford"),
    "place",
    "Southford",
    (),
    (STATE.iri,),
    (),
    ("XN-01",),
    latitude=48.0,
    longitude=37.8,
)
FORMATION = Formation("brigade", "mechanized", entity_iri("unit", "Above"))
KINDS_OF_ROLE = {"equipment": "equipment", "weapon": "equipment", "place": "place", "origin": "place", "unit": "unit"}
ABSTRACT = {"Entity", "Record", "EventRecord", "Actor", "Location", "Event", "role", "roleText", "side", "filler"}
"""Terms that nothing is written with: what others have in common."""


RULINGS = tuple(
    Ruling(Decision(verb, (), note="a note"), number, state, (STATE.iri, TOWN.iri), "a reason")
    for number, (verb, state) in enumerate(zip(vocabulary.DECISIONS, vocabulary.DECISION_STATES, strict=True), 1)
)
IDENTITY = Identity(
    {}, {TOWN.iri: STATE.iri}, (SameLink(STATE.iri, TOWN.iri, 0.85, ("a reason", "another")),), RULINGS
)


def filler(entity: Entity | None, kind: str | None = None, rel: str | None = None) -> Filler:
    return Filler(Mention(Span(0, 8), "Westford", kind), Link(entity, 0.9, ("a reason",)) if entity else None, rel)


def claims() -> list[Claim]:
    found = []
    for number, (type_, status) in enumerate((t, s) for t in CLAIM_TYPES.values() for s in t.statuses):
        roles: dict[str, tuple[Filler, ...]] = {}
        for role in type_.roles:
            kind = KINDS_OF_ROLE.get(role, list(ENTITY_KINDS)[number % len(ENTITY_KINDS)])
            roles[role] = (filler(ENTITIES[kind], kind), filler(LOCAL[kind]), filler(None, "person"))
        if "place" in roles:
            roles["place"] = tuple(filler(ENTITIES["place"], None, rel) for rel in PLACE_RELATIONS)
        found.append(
            Claim(
                claim_id("r1", type_.name, status, "Westford", 0, ()), "r1", type_.name, status,
                Span(0, 8), "Westford", roles,
                Count(1, 2, vocabulary.SCOPES[number % 3], "a"),
                Interval(date(2024, 8, 6), date(2024, 8, 6), "on 6 August", vocabulary.TIME_BASES[number % 2]),
                vocabulary.POLARITIES[number % 2], vocabulary.MODALITIES[number % 3],
                vocabulary.CERTAINTIES[number % 5], vocabulary.BASES[number % 3], "reportedly", "a cause",
                "a condition", "a content", (filler(STATE),), 0.75,
            )
        )  # fmt: skip
    return found


def events(found: list[Claim]) -> list[Event]:
    result = []
    for number, claim in enumerate(found):
        roles = {
            role: tuple(
                f.link.entity.iri if f.link else "words" for f in fillers
            ) for role, fillers in claim.roles.items()
        }  # fmt: skip
        if "place" in roles:
            roles |= {f"place.{rel}": (ENTITIES["place"].iri, "words") for rel in PLACE_RELATIONS if rel != "in"}
            roles["place"] = (ENTITIES["place"].iri, "words")
        if "victim" in roles:
            roles["victim"] += (ENTITIES["equipment"].iri,)
        standing = vocabulary.STANDINGS[number % 5]
        result.append(
            Event(claim.id, claim.type, claim.status, roles, (claim.id,), standing, 0.85, claim.count, claim.time)
        )
    return result


def closure(iri: str) -> tuple[str, ...]:
    return (iri, iri.rpartition("/")[0] + "/above")


def triples(quads: tuple[Quad, ...]) -> str:
    """The quads without their graphs, as N-Triples."""
    return "".join(f"{q.subject} {q.predicate} {q.object} .\n" for q in quads)


@pytest.fixture(scope="module")
def quads() -> tuple[Quad, ...]:
    found = claims()
    reading = Reading(REPORT, (filler(STATE),), tuple(found))
    return (
        *reading_quads(reading),
        *entity_quads((STATE, *ENTITIES.values()), "catalogue"),
        *entity_quads((TOWN,), "places"),
        *formation_quads({ENTITIES["unit"].iri: FORMATION}, "catalogue"),
        *event_quads(events(found), closure),
        *identity_quads(IDENTITY),
        *decision_quads(IDENTITY.rulings),
    )


@pytest.fixture(scope="module")
def written(quads: tuple[Quad, ...]) -> Graph:
    return Graph().parse(data=triples(quads), format="nt")


@pytest.fixture(scope="module")
def emitted(quads: tuple[Quad, ...]) -> set[str]:
    return set(re.findall(rf"<{re.escape(SG)}(\w+)>", to_nquads(quads)))


@pytest.fixture(scope="module")
def defined(merged: Graph) -> set[str]:
    return {str(s).removeprefix(SG) for s in merged.subjects(RDF.type, None) if str(s).startswith(SG)}


def in_sources() -> dict[str, set[str]]:
    """Local name -> files of the code, the queries and the pages that spell it out in full."""
    found: dict[str, set[str]] = {}
    for folder in ("kg", "api"):
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in {".py", ".rq", ".html", ".js", ".jinja", ".ttl"} and "node_modules" not in path.parts:
                text = path.read_text(encoding="utf-8")
                for name in re.findall(rf"(?:\bsg:|{re.escape(SG)})([A-Za-z]\w*)(?![\w{{])", text):
                    found.setdefault(name, set()).add(str(path.relative_to(ROOT)))
    return found


def test_what_the_graph_holds_is_defined(emitted: set[str], defined: set[str]) -> None:
    assert len(emitted) > 200
    assert not emitted - defined


def test_what_code_and_queries_name_is_defined(defined: set[str]) -> None:
    found = in_sources()
    assert len(found) > 30
    assert not {name: sorted(files) for name, files in found.items() if name not in defined}


def test_properties_hold_what_their_sort_says(written: Graph, merged: Graph) -> None:
    for subject, predicate, object_ in written:
        if (predicate, RDF.type, OWL.ObjectProperty) in merged:
            assert isinstance(object_, URIRef), (subject, predicate, object_)
        elif (predicate, RDF.type, OWL.DatatypeProperty) in merged:
            assert isinstance(object_, Literal), (subject, predicate, object_)
            ranges = set(merged.objects(predicate, RDFS.range)) - {RDFS.Literal}
            datatype = object_.datatype or URIRef("http://www.w3.org/2001/XMLSchema#string")
            assert not ranges or datatype in ranges, (subject, predicate, object_)


def test_what_is_defined_is_of_use(merged: Graph, emitted: set[str], defined: set[str]) -> None:
    """A term is written by the code or named in it, or other terms are described with it or listed by it."""
    annotations = {str(s).removeprefix(SG) for s in merged.subjects(RDF.type, OWL.AnnotationProperty)}
    described_with = {name for name in annotations if (None, URIRef(SG + name), None) in merged}
    echelons = {name for name in defined if name.startswith("Echelon")}
    closed_lists = {
        str(class_).removeprefix(SG)
        for name in emitted
        for class_ in merged.objects(URIRef(SG + name), RDF.type)
        if str(class_).startswith(SG)
    }
    useful = emitted | set(in_sources()) | described_with | echelons | closed_lists | ABSTRACT
    assert not sorted(defined - useful)


def test_the_exceptions_are_none_of_what_the_code_uses(emitted: set[str], defined: set[str]) -> None:
    assert defined >= ABSTRACT
    assert not emitted & ABSTRACT


def test_what_the_code_writes_conforms_to_the_shapes(written: Graph, shapes: Graph) -> None:
    conforms, _, text = pyshacl.validate(written, shacl_graph=shapes, inference="none")
    assert conforms, text[:3000]


def test_the_catalogue_conforms_to_the_shapes(shapes: Graph) -> None:
    catalogue = load_catalogue()
    quads = (
        *entity_quads(catalogue.entities, "catalogue"),
        *formation_quads(catalogue.formations, "catalogue"),
    )
    assert len(quads) > 5000
    conforms, _, text = pyshacl.validate(
        Graph().parse(data=triples(quads), format="nt"), shacl_graph=shapes, inference="none"
    )
    assert conforms, text[:3000]
