"""Names, types, what lies above, completions and properties of entities of all sources."""

from __future__ import annotations

import pytest

from kg.reconciliation.directory import Directory
from kg.reconciliation.properties import PROPERTIES, properties_of, property_values
from kg.reconciliation.suggesting import described, suggested, suggested_entities
from kg.reconciliation.types import TYPES
from kg.vocabulary import ENTITY_KINDS, ID


@pytest.mark.parametrize(
    ("iri", "types", "words"),
    [
        ("state/ukraine", ["State", "Actor"], "state"),
        ("place/gn-704422", ["Place-settlement", "Place", "Location"], "settlement, Donetsk Oblast, Ukraine"),
        ("place/donetsk-oblast", ["Place-region", "Place", "Location"], "oblast, Donbas, Ukraine"),
        ("unit/47th-mechanized-brigade", ["Unit", "Actor"], "brigade, Ukrainian Ground Forces, Ukraine"),
        ("person/volodymyr-zelensky", ["Person", "Actor"], "President of Ukraine"),
        ("equipment/t-72", ["EquipmentType"], "equipment type, tank"),
        ("unit/r1/blue-storks-company", ["Unit", "Actor"], "military unit, Ukraine"),
        ("state/nowhere", [], ""),
        ("place/gn-99999999999999999999", [], ""),
        ("place/gn-²", [], ""),
    ],
)
def test_what_an_entity_is(directory: Directory, iri: str, types: list[str], words: str) -> None:
    assert list(directory.types(ID + iri)) == types
    assert described(directory, ID + iri) == words


@pytest.mark.parametrize(
    ("prefix", "first"),
    [
        ("Ukr", "state/ukraine"),
        ("T-7", "equipment/t-72"),
        ("Pokrovs", "place/gn-704422"),
        ("47th Mech", "unit/47th-mechanized-brigade"),
        ("Blue St", "unit/r1/blue-storks-company"),
        ("Q212", "state/ukraine"),
        ("state/ukraine", "state/ukraine"),
        ("", None),
        ("zzzzq", None),
    ],
)
def test_completions(directory: Directory, prefix: str, first: str | None) -> None:
    found = suggested_entities(directory, prefix)
    assert (found[0].removeprefix(ID) if found else None) == first
    assert len(set(found)) == len(found)


def test_completions_of_a_type(directory: Directory) -> None:
    states = suggested_entities(directory, "U", ("State",))
    assert f"{ID}state/uganda" in states and all("/state/" in iri for iri in states)


def test_completions_of_types_and_properties() -> None:
    assert [type_.id for type_ in suggested(TYPES.values(), "uni")] == ["Unit"]
    assert [type_.id for type_ in suggested(TYPES.values(), "group")] == ["ArmedGroup"]
    assert [found.id for found in suggested(PROPERTIES.values(), "wiki")] == ["wikidata"]
    assert len(suggested(TYPES.values(), " ")) == len(TYPES)


@pytest.mark.parametrize(
    ("iri", "property_", "values"),
    [
        ("state/ukraine", "isoCode", ("UA", "UKR")),
        ("state/ukraine", "wikidata", ("Q212",)),
        ("state/ukraine", "mentions", (40,)),
        ("state/ukraine", "population", ()),
        ("place/gn-704422", "geonames", ("704422",)),
        ("place/gn-704422", "within", (f"{ID}place/donetsk-oblast",)),
        ("place/gn-704422", "state", (f"{ID}state/ukraine",)),
        ("unit/47th-mechanized-brigade", "echelon", ("brigade",)),
        ("person/volodymyr-zelensky", "officeStart", ("2019-05-20",)),
        ("equipment/m142-himars", "origin", (f"{ID}state/united-states",)),
        ("equipment/t-72", "state", ()),
        ("state/nowhere", "iri", ()),
    ],
)
def test_values(directory: Directory, iri: str, property_: str, values: tuple[object, ...]) -> None:
    assert property_values(directory, ID + iri, PROPERTIES[property_]) == values


def test_every_value_is_of_its_form(directory: Directory) -> None:
    forms = {"entity": str, "identifier": str, "text": str, "day": str, "number": float, "whole": int}
    sample = [*[entity.iri for entity in directory][::23], f"{ID}place/gn-704422"]
    met = set()
    for property_ in PROPERTIES.values():
        for iri in sample:
            for value in property_values(directory, iri, property_):
                met.add(property_.id)
                assert type(value) is forms[property_.form], property_.id
                assert property_.form != "entity" or directory.entity(str(value)), (iri, property_.id, value)
    assert met == PROPERTIES.keys()


def test_types_and_properties_hang_together() -> None:
    for kind in ENTITY_KINDS.values():
        assert kind in TYPES and properties_of(kind)
    assert all(set(property_.types) <= TYPES.keys() for property_ in PROPERTIES.values())
    assert {type_.broader for type_ in TYPES.values()} <= {None, *TYPES}
    units = [property_.id for property_ in properties_of("Unit")]
    assert "echelon" in units and "population" not in units
    assert "population" in [property_.id for property_ in properties_of("Location")]
    assert len(properties_of(None)) == len(PROPERTIES)
