"""The types that entities are matched by: the classes of the ontology, and two sorts of places."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from kg.vocabulary import ENTITY_KINDS

SETTLEMENT, REGION = "Place-settlement", "Place-region"
REGION_SORTS = frozenset("district governorate krai oblast okrug province region republic state".split())
SETTLEMENT_SORTS = frozenset(("city", "settlement"))


@dataclass(frozen=True, slots=True)
class Type:
    """A type: its id (the local name of a class of the ontology), its name, what it is, the id of the broader one."""

    id: str
    name: str
    description: str
    broader: str | None = None


_ALL = (
    Type("State", "state", "states, recognised or not", "Actor"),
    Type(
        "Organisation", "organisation", "governments, ministries, armed forces, alliances, companies, media", "Actor"
    ),
    Type("ArmedGroup", "armed group", "armed groups that are no state's forces", "Actor"),
    Type("Person", "person", "persons", "Actor"),
    Type("Unit", "military unit", "formations and units, from team to group of forces", "Actor"),
    Type("EquipmentType", "equipment type", "classes, families and models of equipment"),
    Type("Place", "place", "settlements, regions, waters, fronts", "Location"),
    Type(SETTLEMENT, "settlement", "cities, towns and villages", "Place"),
    Type(REGION, "region", "oblasts, provinces, districts and other regions", "Place"),
    Type("Facility", "facility", "bases, plants, bridges and other sites", "Location"),
    Type("Actor", "actor", "states, organisations, armed groups, persons and units"),
    Type("Location", "location", "places and facilities"),
)
TYPES: Mapping[str, Type] = MappingProxyType({type_.id: type_ for type_ in _ALL})
"""All types by id; the usual ones first."""


def types_of(kind: str, *sorts: str) -> tuple[str, ...]:
    """The ids of an entity's types, the narrowest first; `sorts` are `SETTLEMENT`, `REGION` or, for a city that is a
    division of its own, both.

    >>> types_of("place", SETTLEMENT)
    ('Place-settlement', 'Place', 'Location')
    """
    found = list(sorts) if kind == "place" else []
    at: str | None = ENTITY_KINDS[kind]
    while at:
        found.append(at)
        at = TYPES[at].broader
    return tuple(found)
