"""The catalogue's tables on places of GeoNames: cities that are divisions too, and settlements' Wikidata ids."""

from __future__ import annotations

import csv
import os
from importlib.resources import files
from pathlib import Path

import pytest
from rigour.territories import get_territories

from kg.gazetteer import DIVISION, PLACE, Gazetteer, fold, load_gazetteer
from kg.gazetteer_names import alike

FACTS = os.environ.get("SITGRAPH_FACTS")


def table(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader((files("ontology") / "catalogue" / name).read_text(encoding="utf-8").splitlines()))


CITIES, LINKS = table("cities.csv"), table("place_links.csv")


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return load_gazetteer()


def test_cities_stand_in_their_divisions(gazetteer: Gazetteer) -> None:
    assert len(CITIES) >= 85
    for city in CITIES:
        inner, outer = gazetteer.row(int(city["city"])), gazetteer.row(int(city["division"]))
        assert (inner.feature, outer.feature) == (PLACE, DIVISION), city["name"]
        assert (inner.country, inner.admin1) == (outer.country, outer.admin1), city["name"]
        assert not city["within"] or gazetteer.regions_named(city["within"]), city["name"]


@pytest.mark.parametrize(("rows", "column"), [(CITIES, "city"), (CITIES, "division"), (LINKS, "geonames"),
                                              (LINKS, "wikidata")])  # fmt: skip
def test_nothing_stands_twice(rows: list[dict[str, str]], column: str) -> None:
    assert len({row[column] for row in rows}) == len(rows)


def test_links_are_of_places_with_that_name(gazetteer: Gazetteer) -> None:
    assert len(LINKS) >= 150
    assert {row["source"] for row in LINKS} == {"facts", "rigour"}
    for row in LINKS:
        entity = gazetteer.entity(int(row["geonames"]))
        assert (entity.name, entity.kind) == (row["name"], "place")


def test_wikidata_ids_from_rigour(gazetteer: Gazetteer) -> None:
    codes = {qid: territory.code.upper() for territory in get_territories() for qid in (territory.qid,) if qid}
    rows = [row for row in LINKS if row["source"] == "rigour"]
    assert rows
    for row in rows:
        assert codes[row["wikidata"]] in gazetteer.entity(int(row["geonames"])).codes, row["name"]


@pytest.mark.skipif(not FACTS, reason="SITGRAPH_FACTS does not name the folder of compiled tables")
def test_wikidata_ids_from_the_facts(gazetteer: Gazetteer) -> None:
    """A settlement has a row of its name there, a city that is a division the row of its ISO code."""
    assert FACTS
    names: dict[str, set[str]] = {}
    for row in rows_of(Path(FACTS) / "entities.tsv"):
        if row["kind"] == "settlement" and row["confidence"] != "weak":
            names.setdefault(row["qid"], set()).update((row["name"], *(row["aliases"] or "").split(";")))
    codes = {row["qid"]: row["iso3166_2"] for row in rows_of(Path(FACTS) / "admin1_qids.tsv")}
    for row in (row for row in LINKS if row["source"] == "facts"):
        place = gazetteer.row(int(row["geonames"]))
        known = {fold(name) for name in names.get(row["wikidata"], ()) if name}
        by_name = {place.name, row["name"]}
        forms = {fold(name) for name in by_name} | {alike(fold(name), place.country) for name in by_name} - {""}
        spelled = known | {alike(name, place.country) for name in known}
        coded = codes.get(row["wikidata"]) in gazetteer.entity(place.id).codes
        assert coded or forms & spelled, row


def rows_of(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE))
