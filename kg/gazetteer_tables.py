"""The catalogue's tables on places that the gazetteer's rows are read with; each read once."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

import ontology
from kg.gazetteer_index import fold


@dataclass(frozen=True, slots=True)
class City:
    """A city that is a first-level division of its own: one place, of which GeoNames has two rows.

    `city` and `division` are their GeoNames ids, `aliases` its other English names, `within` the name of a region of
    the catalogue that it lies in; empty where that is the state.
    """

    name: str
    aliases: tuple[str, ...]
    city: int
    division: int
    within: str = ""


@cache
def cities() -> tuple[City, ...]:
    """The cities of ``cities.csv``."""
    return tuple(
        City(
            row["name"],
            tuple(filter(None, row["aliases"].split(";"))),
            int(row["city"]),
            int(row["division"]),
            row["within"],
        )
        for row in _rows("cities")
    )


@cache
def wikidata_ids() -> Mapping[int, str]:
    """QIDs of settlements by GeoNames id, from ``place_links.csv``."""
    return MappingProxyType({int(row["geonames"]): row["wikidata"] for row in _rows("place_links")})


@cache
def not_places() -> Mapping[str, str]:
    """Folded words that are no places although a place has their name, with the reason: ``not_places.csv``."""
    return MappingProxyType({row["surface"]: row["reason"] for row in _rows("not_places")})


@cache
def theatres() -> frozenset[str]:
    """The ISO 3166-1 alpha-2 codes of states where a present war is fought: ``theatres.csv``."""
    return frozenset(row["iso2"] for row in _rows("theatres"))


@cache
def usual_names() -> tuple[Mapping[str, tuple[int, ...]], Mapping[int, str]]:
    """Usual English names that the packages lack or hide, of ``place_spellings.csv``: GeoNames ids by folded name, and
    the first name by id."""
    ids: dict[str, tuple[int, ...]] = {}
    preferred: dict[int, str] = {}
    for row in _rows("place_spellings"):
        key, geonames = fold(row["name"]), int(row["geonames"])
        ids[key] = (*ids.get(key, ()), geonames)
        preferred.setdefault(geonames, row["name"])
    return MappingProxyType(ids), MappingProxyType(preferred)


def _rows(table: str) -> list[dict[str, str]]:
    return list(csv.DictReader(ontology.read_text(f"catalogue/{table}.csv").splitlines()))
