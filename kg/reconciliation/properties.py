"""The properties that entities are matched by and that tables are extended with."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from kg.identifiers import entity_iri
from kg.model import Entity
from kg.reconciliation.directory import Directory
from kg.reconciliation.types import SETTLEMENT, TYPES

Value = str | int | float
Form = Literal["entity", "identifier", "text", "number", "whole", "day"]
_WIKIDATA, _GEONAMES = "http://www.wikidata.org/entity/", "https://sws.geonames.org/"


@dataclass(frozen=True, slots=True)
class Property:
    """A property: its id, its name, what it says, of what types, and what its values are.

    Values of the form *entity* are IRIs, of type `target` where they all have one; *above* says that what lies
    above a value counts too where a table is matched.
    """

    id: str
    name: str
    description: str
    types: tuple[str, ...]
    form: Form
    values: Callable[[Directory, Entity], Iterable[Value | None]]
    target: str | None = None
    above: bool = False


def property_values(directory: Directory, iri: str, property_: Property) -> tuple[Value, ...]:
    """The values of a property of an entity, in the order of the data; none where it is unknown."""
    entity = directory.entity(iri)
    if entity is None or not set(property_.types) & set(directory.types(iri)):
        return ()
    return tuple(dict.fromkeys(value for value in property_.values(directory, entity) if value not in (None, "")))


def properties_of(type_: str | None) -> tuple[Property, ...]:
    """The properties that entities of a type can have, all without one; those of few types first."""
    if type_ is None:
        return tuple(PROPERTIES.values())
    wider, at = [], type_
    while at:
        wider.append(at)
        at = TYPES[at].broader or ""
    narrower = {other.id for other in TYPES.values() if _is_under(other.id, type_)}
    fitting = [found for found in PROPERTIES.values() if {*wider, *narrower} & set(found.types)]
    return tuple(sorted(fitting, key=lambda found: found.types == _EVERY))


def _is_under(type_: str, ancestor: str) -> bool:
    at: str | None = type_
    while at and at != ancestor:
        at = TYPES[at].broader
    return at == ancestor


def _external(base: str) -> Callable[[Directory, Entity], Iterable[Value | None]]:
    return lambda _, entity: (link.removeprefix(base).strip("/") for link in entity.links if link.startswith(base))


def _states(directory: Directory, entity: Entity) -> Iterable[Value | None]:
    return (iri for iri in directory.closure(entity.iri) if "/state/" in iri)


def _classes(directory: Directory, entity: Entity) -> Iterable[Value | None]:
    levels = directory.catalogue.levels
    return (iri for iri in directory.closure(entity.iri) if levels.get(iri) == "class")


def _origins(directory: Directory, entity: Entity) -> Iterable[Value | None]:
    for origin in directory.catalogue.origins.get(entity.iri, ()):
        state = entity_iri("state", origin)
        yield state if directory.entity(state) else None


def _parents(directory: Directory, entity: Entity) -> Iterable[Value | None]:
    formation = directory.catalogue.formations.get(entity.iri)
    return (formation.parent,) if formation else ()


def _formation(part: str) -> Callable[[Directory, Entity], Iterable[Value | None]]:
    return lambda directory, entity: (getattr(directory.catalogue.formations.get(entity.iri), part, None),)


def _office(part: str) -> Callable[[Directory, Entity], Iterable[Value | None]]:
    def values(directory: Directory, entity: Entity) -> Iterable[Value | None]:
        value = getattr(directory.catalogue.offices.get(entity.iri), part, None)
        return (str(value),) if value else ()

    return values


def _population(directory: Directory, entity: Entity) -> Iterable[Value | None]:
    row = directory.row(entity.iri)
    return (row.population or None,) if row else ()


_EVERY = ("Actor", "Location", "EquipmentType")
_ACTORS, _LOCATIONS = ("Actor",), ("Location",)
_ALL = (
    Property("alias", "also known as", "other names", _EVERY, "text", lambda _, entity: entity.aliases),
    Property("wikidata", "Wikidata", "identifier in Wikidata, as Q212", _EVERY, "identifier", _external(_WIKIDATA)),
    Property("geonames", "GeoNames", "identifier in GeoNames", _LOCATIONS, "identifier", _external(_GEONAMES)),
    Property(
        "isoCode", "ISO 3166", "codes of states and regions", ("State", "Place"), "identifier",
        lambda _, entity: entity.codes,
    ),
    Property(
        "belongsTo", "belongs to", "state, organisation or unit that an actor directly belongs to", _ACTORS,
        "entity", lambda _, entity: entity.broader, above=True,
    ),
    Property(
        "within", "within", "region or state that a place directly lies in", _LOCATIONS, "entity",
        lambda _, entity: entity.broader, above=True,
    ),
    Property("state", "state", "state that it belongs to or lies in", (*_ACTORS, *_LOCATIONS), "entity", _states, "State"),
    Property("parent", "parent unit", "unit or command above a unit", ("Unit",), "entity", _parents, above=True),
    Property("echelon", "echelon", "size of a unit, as brigade", ("Unit",), "text", _formation("echelon")),
    Property("branch", "branch", "branch of a unit, as mechanized", ("Unit",), "text", _formation("branch")),
    Property("office", "office", "what a person is or was", ("Person",), "text", _office("title")),
    Property("officeStart", "in office since", "first day in the office", ("Person",), "day", _office("start")),
    Property("officeEnd", "in office until", "last day in the office", ("Person",), "day", _office("end")),
    Property(
        "broader", "kind of", "family or class directly above an equipment type", ("EquipmentType",), "entity",
        lambda _, entity: entity.broader, "EquipmentType", above=True,
    ),
    Property(
        "equipmentClass", "class", "classes of an equipment type, the nearest first", ("EquipmentType",), "entity",
        _classes, "EquipmentType",
    ),
    Property("origin", "origin", "states that an equipment type is from", ("EquipmentType",), "entity", _origins, "State"),
    Property(
        "level", "level", "class, family or model", ("EquipmentType",), "text",
        lambda directory, entity: (directory.catalogue.levels.get(entity.iri),),
    ),
    Property(
        "sort", "sort", "sort of an organisation or region, as ministry or oblast", ("Organisation", "Place"), "text",
        lambda directory, entity: (directory.catalogue.sorts.get(entity.iri),),
    ),
    Property("latitude", "latitude", "degrees north", _LOCATIONS, "number", lambda _, entity: (entity.latitude,)),
    Property("longitude", "longitude", "degrees east", _LOCATIONS, "number", lambda _, entity: (entity.longitude,)),
    Property("population", "population", "people, by GeoNames", (SETTLEMENT,), "whole", _population),
    Property(
        "mentions", "mentions", "how often claims of the store name it", _EVERY, "whole",
        lambda directory, entity: (directory.mentions.get(entity.iri, 0),),
    ),
    Property("iri", "IRI", "its IRI in the graph", _EVERY, "text", lambda _, entity: (entity.iri,)),
)  # fmt: skip
PROPERTIES: Mapping[str, Property] = MappingProxyType({found.id: found for found in _ALL})
"""All properties by id."""
