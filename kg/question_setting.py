"""What a question is asked in: the names, the places and the days that the reports of a store speak of."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from datetime import date as Date
from importlib.resources import files

from kg.catalogue import Catalogue
from kg.gazetteer import row_id_of
from kg.graph_names import is_local, kind_of
from kg.identifiers import graph_iri
from kg.identity_records import representative
from kg.model import Entity
from kg.question_spelling import known_spellings
from kg.questions import EXAMPLES
from kg.store import View
from kg.terms import literal
from kg.vocabulary import ACTOR_KINDS, ID

_MOST_TIMES = 20
_EXAMPLES_SHOWN = 3
_SETTLEMENTS = frozenset({"settlement", "city"})
_REGIONS = frozenset("region oblast governorate state province republic district krai okrug".split())


def setting(view: View) -> tuple[Entity, ...]:
    """The states and places that the store's reports speak of, once for each mention: what a question is set in."""
    found = view.query(
        "SELECT ?entity (COUNT(?stretch) AS ?times) WHERE { ?stretch a sg:Mention ; sg:refersTo ?entity } "
        "GROUP BY ?entity ORDER BY ?entity"
    )
    entities: list[Entity] = []
    for record in found.records():
        if (
            kind_of(record["entity"]) in ("state", "place")
            and (entity := view.entity_value(record["entity"])) is not None
        ):
            entities.extend([entity] * min(int(record["times"]), _MOST_TIMES))
    return tuple(entities)


def named(view: View, name: str, kind: str | None = None) -> tuple[Entity, ...]:
    """The entities that the store's reports speak of under a name (of one kind, where it is given), sorted by IRI.

    What is one is given once, by its representative.
    """
    found = view.query(
        "SELECT DISTINCT ?entity WHERE { ?stretch sg:refersTo ?member . ?member rdfs:label ?label . "
        "OPTIONAL { ?member sg:representative ?first } BIND(COALESCE(?first, ?member) AS ?entity) "
        f"FILTER(LCASE(STR(?label)) = {literal(name.lower())}) }} ORDER BY ?entity"
    )
    iris = [record["entity"] for record in found.records() if kind is None or kind_of(record["entity"]) == kind]
    return tuple(e for iri in iris if (e := view.entity_value(iri)) is not None)


def written(view: View, words: str) -> bool:
    """Whether some report's text has the words in it, as words of their own and in any case."""
    pattern = literal(rf"\b{re.escape(words)}\b")
    holds = f"REGEX(?text, {pattern}, 'i')"
    return view.query(f"ASK {{ ?report sg:text ?text FILTER({holds}) }}").boolean


def called(view: View, words: str) -> tuple[str, ...] | None:
    """The IRIs of those that the reports call by words that name no one ("army": the Sudanese army), sorted; None where
    no report has such words for anyone."""
    begins = rf"\b{re.escape(words)}"
    found = view.query(
        "SELECT DISTINCT ?words ?entity WHERE { ?stretch sg:words ?words . "
        "OPTIONAL { ?stretch sg:refersTo ?member . OPTIONAL { ?member sg:representative ?first } "
        "BIND(COALESCE(?first, ?member) AS ?entity) } "
        f"FILTER(REGEX(?words, {literal(begins)}, 'i')) }} ORDER BY ?entity"
    )
    records = list(found.records())
    whole = re.compile(rf"{begins}(?:s|es)?(?: (?:forces?|troops?|soldiers?|fighters?))?$", re.I)
    iris = [r["entity"] for r in records if r.get("entity") and whole.search(r["words"])]
    return tuple(dict.fromkeys(iri for iri in iris if kind_of(iri) in ACTOR_KINDS)) if records else None


def written_as(view: View, catalogue: Catalogue, iri: str) -> tuple[str, ...]:
    """The words, in lower case, that events have for an entity of the catalogue where its name or demonym alone is told
    and no one is known by them: "french" for France; sorted."""
    forms = {
        text.lower()
        for text, meant in catalogue.forms.items()
        if len(meant) == 1 and meant[0].entity.iri == iri and meant[0].role in ("name", "alias", "demonym")
    }
    listed = " ".join(map(literal, sorted(forms)))
    found = view.query(
        f"SELECT DISTINCT ?text WHERE {{ VALUES ?text {{ {listed} }} "
        f"GRAPH <{graph_iri('events')}> {{ ?event ?role ?text }} }} ORDER BY ?text"
    )
    return tuple(record["text"] for record in found.records()) if forms else ()


def standing(view: View, entity: Entity) -> Entity:
    """The entity that stands for one and all that are one with it; the same where nothing else does."""
    first = representative(view, entity.iri)
    return entity if first == entity.iri else view.entity_value(first) or entity


def spellings(view: View, catalogue: Catalogue) -> Mapping[str, str]:
    """Names in lower case to how they are written: first as the store's reports do, then as the catalogue does."""
    found = view.query("SELECT DISTINCT ?words WHERE { ?stretch a sg:Mention ; sg:words ?words } ORDER BY ?words")
    told = [record["words"] for record in found.records()]
    return known_spellings([*told, *catalogue.surfaces])


def newest(view: View) -> Date | None:
    """The day of the newest report: what "yesterday" in a question is the day before."""
    found = view.query("SELECT (MAX(?date) AS ?day) WHERE { ?report a sg:Report ; dcterms:date ?date }")
    return next((Date.fromisoformat(record["day"]) for record in found.records() if record.get("day")), None)


def places(view: View, catalogue: Catalogue, sort: str) -> tuple[str, ...]:
    """The IRIs of the places that events lie at of a sort: ``settlement``, ``region`` or one of the catalogue's; sorted."""
    found = view.query(
        f"SELECT DISTINCT ?place WHERE {{ GRAPH <{graph_iri('events')}> {{ ?event sg:kind ?kind ; ?role ?place }} "
        f'FILTER(STRSTARTS(STR(?place), "{ID}place/")) }} ORDER BY ?place'
    )
    iris = [record["place"] for record in found.records()]
    return tuple(iri for iri in iris if _is_sort(iri, catalogue.sorts.get(iri), sort))


def _is_sort(iri: str, known: str | None, sort: str) -> bool:
    if sort == "settlement":
        return known in _SETTLEMENTS or (known is None and (row_id_of(iri) is not None or is_local(iri)))
    return known in _REGIONS if sort == "region" else known == sort


def examples(view: View) -> tuple[str, ...]:
    """Three questions that the store has an answer to; the usual ones where it has too little."""
    found: list[str] = []
    for question in _askable(view):
        if question not in found:
            found.append(question)
        if len(found) == _EXAMPLES_SHOWN:
            break
    return (*found, *EXAMPLES)[:_EXAMPLES_SHOWN]


def _askable(view: View) -> Iterator[str]:
    for row in csv.DictReader((files("kg") / "question_examples.csv").read_text(encoding="utf-8").splitlines()):
        roles = row["roles"].split()
        filled = " ".join(f"?event sg:{role} ?{role} . ?{role} rdfs:label ?{role}Name ." for role in roles)
        names = " ".join(f"?{role}Name" for role in roles)
        events = f"?event a sg:{row['class']} ; sg:status sg:{row['status']} ."
        query = f"SELECT {names} WHERE {{ {events} {filled} }} ORDER BY {names} LIMIT 1"
        for record in view.query(query).records():
            yield row["question"].format(**{role: record[f"{role}Name"] for role in roles})
