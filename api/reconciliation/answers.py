"""What is answered, in the forms that the specification gives."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from api.pages import local
from api.reconciliation.requests import Asked, Extension, Wanted
from kg.reconciliation.directory import Directory
from kg.reconciliation.properties import PROPERTIES, Property, Value, property_values
from kg.reconciliation.scoring import candidates
from kg.reconciliation.suggesting import described
from kg.reconciliation.types import TYPES
from kg.reconciliation.values import Candidate
from kg.vocabulary import ID

Json = dict[str, Any]
LONGEST_NAME = 300
FEATURES = {
    "name": "How well the name fits, 0 to 1: 1 for an entity's own name, less for other names, nearly equal ones least.",
    "type": "Whether it is of a type that is asked for.",
    "prior": "How likely it is meant at all, 0 to 1: by its people, and by how often claims of the store name it.",
    "mentions": "How often claims of the store name it.",
    "population": "Its people, by GeoNames.",
} | {
    f"property-{property_.id}": f"How well the value given for {property_.name} agrees with what is known, 0 to 1."
    for property_ in PROPERTIES.values()
}
"""Matching feature -> what it says."""


def results(directory: Directory, batch: Mapping[str, Asked]) -> dict[str, Json]:
    """The candidates for each query of a batch; none for what is too long to be a name."""
    answered = {}
    for key, asked in batch.items():
        found: tuple[Candidate, ...] = ()
        if len(asked.query.name) <= LONGEST_NAME and (asked.query.name or asked.query.constraints):
            found = candidates(directory, asked.query, asked.limit)
        answered[key] = {"result": [_candidate(directory, candidate) for candidate in found]}
    return answered


def entity_json(directory: Directory, iri: str) -> Json:
    """An entity by id and name, with a description that tells it from its namesakes."""
    entity = directory.entity(iri)
    return {
        "id": local(iri),
        "name": entity.name if entity else local(iri),
        "description": described(directory, iri),
    }


def types_json(directory: Directory, iri: str) -> list[Json]:
    """An entity's types, the narrowest first."""
    return [{"id": type_, "name": TYPES[type_].name} for type_ in directory.types(iri)]


def property_json(property_: Property) -> Json:
    """A property."""
    return {"id": property_.id, "name": property_.name, "description": property_.description}


def extended(directory: Directory, extension: Extension) -> Json:
    """The values of the wanted properties, by entity; what is not known has none."""
    rows = {
        id_: {wanted.property.id: _values(directory, id_, wanted) for wanted in extension.properties}
        for id_ in extension.ids
    }
    return {"meta": [_meta(wanted) for wanted in extension.properties], "rows": rows}


def _candidate(directory: Directory, candidate: Candidate) -> Json:
    return {
        **entity_json(directory, candidate.iri),
        "score": candidate.score,
        "match": candidate.match,
        "type": types_json(directory, candidate.iri),
        "features": [{"id": name, "value": value} for name, value in candidate.features],
        "reasons": list(candidate.reasons),
    }


def _meta(wanted: Wanted) -> Json:
    told: Json = {"id": wanted.property.id, "name": wanted.property.name}
    if wanted.property.target and wanted.content == "entity":
        target = TYPES[wanted.property.target]
        told["type"] = {"id": target.id, "name": target.name}
    return told


def _values(directory: Directory, id_: str, wanted: Wanted) -> list[Json]:
    iri = id_ if id_.startswith(ID) else ID + id_
    values: Iterable[Value] = property_values(directory, iri, wanted.property)
    if wanted.limit:
        values = list(values)[: wanted.limit]
    return [_value(directory, wanted, value) for value in values]


def _value(directory: Directory, wanted: Wanted, value: Value) -> Json:
    if wanted.property.form == "entity":
        entity = directory.entity(str(value))
        name = entity.name if entity else local(str(value))
        if wanted.content == "entity":
            return {"id": local(str(value)), "name": name}
        return {"str": name if wanted.content == "name" else local(str(value))}
    if wanted.property.form == "day":
        return {"date": f"{value}T00:00:00Z"}
    if isinstance(value, float):
        return {"float": value}
    return {"int": value} if isinstance(value, int) else {"str": value}
