"""Entities of the gazetteer's rows: cities that are divisions too are one place, and identifiers lead to places."""

from __future__ import annotations

import pytest

from kg.gazetteer import Gazetteer, load_gazetteer
from kg.gazetteer_entities import GEONAMES, WIKIDATA
from kg.gazetteer_tables import City, cities, wikidata_ids
from kg.vocabulary import ID


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return load_gazetteer()


@pytest.mark.parametrize("city", cities(), ids=lambda city: city.name)
def test_a_city_that_is_a_division_is_one_place(gazetteer: Gazetteer, city: City) -> None:
    entity, row = gazetteer.entity(city.city), gazetteer.row(city.city)
    assert entity.name == city.name and entity.latitude is not None
    assert gazetteer.entity(city.division) == gazetteer.region(row.country, row.admin1) == entity
    assert entity.iri == f"{ID}place/gn-{city.city}"
    assert {f"{GEONAMES}{city.city}/", f"{GEONAMES}{city.division}/"} <= set(entity.links)
    assert entity.iri not in entity.broader and len(entity.broader) == 1
    assert gazetteer.identified(str(city.division)) == (entity.iri,)
    for name in (city.name, *city.aliases, gazetteer.row(city.division).name):
        assert city.city in [found.id for found in gazetteer.lookup(name)], name


ABOVE = [
    # GeoNames id, the last part of the IRI that it lies in
    (703448, "ukraine"),  # Kyiv, not in itself
    (688758, "gn-703448 ukraine"),  # Troieshchyna, a part of Kyiv; the state too where the region is the gazetteer's
    (524901, "russia"),
    (498817, "russia"),
    (694423, "crimea"),  # Sevastopol
    (625144, "belarus"),
    (704422, "donetsk-oblast"),
    (538560, "kursk-oblast"),
    (170654, "damascus-governorate"),  # has an item of its own in Wikidata
]


@pytest.mark.parametrize(("number", "above"), ABOVE)
def test_what_places_lie_in(gazetteer: Gazetteer, number: int, above: str) -> None:
    assert [iri.rpartition("/")[2] for iri in gazetteer.entity(number).broader] == above.split()


IDENTIFIED = [
    ("Q1899", "gn-703448"),
    ("703447", "gn-703448"),
    ("UA-30", "gn-703448"),
    ("Q649", "gn-524901"),
    ("UA-40", "gn-694423"),
    ("UA-32", "kyiv-oblast"),
    ("Q1000446", "gn-704422"),
    ("704422", "gn-704422"),
    ("Q212", ""),
    ("1", ""),
    ("9" * 30, ""),
    ("", ""),
]


@pytest.mark.parametrize(("code", "place"), IDENTIFIED)
def test_identifiers_lead_to_places(gazetteer: Gazetteer, code: str, place: str) -> None:
    assert [iri.rpartition("/")[2] for iri in gazetteer.identified(code)] == ([place] if place else [])


def test_settlements_have_their_wikidata_ids(gazetteer: Gazetteer) -> None:
    for number, qid in wikidata_ids().items():
        assert f"{WIKIDATA}{qid}" in gazetteer.entity(number).links
    assert gazetteer.entity(704422).links == (f"{WIKIDATA}Q1000446", f"{GEONAMES}704422/")
