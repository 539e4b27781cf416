"""Files that places are added from: GeoNames dumps of a country, tables with a header, and GeoJSON points."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from typing import Any

from kg.errors import GazetteerError

FIELDS = ("name", "aliases", "latitude", "longitude", "country", "region", "district", "population", "id", "geonames",
          "wikidata")  # fmt: skip
"""What a column can be mapped to; only the name, a position and a country must be there."""

_USUAL = {
    "latitude": ("lat", "y"), "longitude": ("lon", "lng", "long", "x"), "country": ("iso2", "country_code"),
    "region": ("admin1", "oblast", "province", "state"), "district": ("admin2", "raion"),
    "aliases": ("alternatenames", "alt_names", "names"), "geonames": ("geonameid", "geonames_id"),
    "wikidata": ("qid",), "id": ("osm_id", "@id"),
}  # fmt: skip
_DUMP_COLUMNS = 19
_DUMP = ("geonames", "name", "ascii", "aliases", "latitude", "longitude", "class", "code", "country", "cc2", "region",
         "district", "admin3", "admin4", "population", "elevation", "dem", "timezone", "modified")  # fmt: skip
_SETTLEMENT = "P"

Tell = Callable[[str], None]
TOLD_EVERY = 1000
"""Rows between two messages of progress."""


@dataclass(frozen=True, slots=True)
class Record:
    """One place of a file: where it stands (``file:line``), and its fields by the names of `FIELDS`, as written."""

    place: str
    text: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Mapped:
    """How a table is to be read: the file's columns by field, and values that hold for all its rows."""

    columns: Mapping[str, str] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)


def read_records(path: Path, mapped: Mapped | None = None, tell: Tell | None = None) -> Iterator[Record]:
    """The places of a file, in its order; `tell` hears after every `TOLD_EVERY` rows where it is.

    ``.csv`` and ``.tsv`` are tables with a header, ``.geojson`` and ``.json`` a FeatureCollection of points,
    ``.txt`` is a dump of GeoNames, of which the populated places are taken. Raises GazetteerError, naming file and
    line, for what cannot be read.
    """
    mapped = mapped or Mapped()
    kind = path.suffix.lower()
    if kind not in _READERS:
        raise GazetteerError(
            str(path), f"{kind or 'no ending'} is no format of places",
            expected="a GeoNames dump (.txt), .csv, .tsv, .geojson or .json",
            advice="unzip it first" if kind == ".zip" else "",
        )  # fmt: skip
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise GazetteerError(f"{path}:{line}", "not UTF-8", advice="convert it to UTF-8") from error
    except OSError as error:
        raise GazetteerError(str(path), f"cannot be read: {error.strerror}") from error
    for number, record in enumerate(_READERS[kind](path, text, mapped), 1):
        if tell is not None and number % TOLD_EVERY == 0:
            tell(record.place)
        yield record


def is_dump(path: Path) -> bool:
    """Whether the file is taken for a GeoNames dump."""
    return path.suffix.lower() == ".txt"


def _dump(path: Path, text: str, mapped: Mapped) -> Iterator[Record]:
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        parts = line.rstrip("\r").split("\t")
        if len(parts) != _DUMP_COLUMNS or not parts[0].isdigit():
            raise GazetteerError(
                f"{path}:{number}", f"{len(parts)} columns, the first of them {parts[0][:20]!r}",
                expected=f"a line of a GeoNames dump: {_DUMP_COLUMNS} columns with tabs between, the first an id",
                advice="name other tables .csv or .tsv",
            )  # fmt: skip
        fields = dict(zip(_DUMP, parts, strict=True))
        if fields["class"] == _SETTLEMENT:
            names = [fields["ascii"], *fields["aliases"].split(",")]
            fields["aliases"] = ";".join(name for name in names if name)
            fields["district"] = ""
            yield Record(f"{path}:{number}", {name: fields[name] for name in FIELDS if name in fields})


def _table(path: Path, text: str, mapped: Mapped) -> Iterator[Record]:
    head = text.partition("\n")[0]
    delimiter = max(",;\t", key=head.count)
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
    header = [name.strip() for name in next(reader, [])]
    if not any(header):
        raise GazetteerError(f"{path}:1", "the file is empty", expected="a header and a row for each place")
    columns = _columns(f"{path}:1", header, mapped)
    try:
        for parts in reader:
            if not any(parts):
                continue
            if len(parts) != len(header):
                raise GazetteerError(
                    f"{path}:{reader.line_num}", f"{len(parts)} fields", expected=f"{len(header)}, as in the header"
                )
            row = dict(zip(header, parts, strict=True))
            yield _record(f"{path}:{reader.line_num}", row, columns, mapped)
    except csv.Error as error:
        raise GazetteerError(f"{path}:{reader.line_num}", f"no table: {error}") from error


def _geojson(path: Path, text: str, mapped: Mapped) -> Iterator[Record]:
    try:
        document = json.loads(text)
    except json.JSONDecodeError as error:
        raise GazetteerError(f"{path}:{error.lineno}", f"no JSON: {error.msg}") from error
    features = document.get("features") if isinstance(document, dict) else None
    if not isinstance(features, list):
        raise GazetteerError(f"{path}:1", "no list of features", expected="a GeoJSON FeatureCollection")
    for number, feature in enumerate(features, 1):
        where = f"{path}: feature {number}"
        properties = feature.get("properties") if isinstance(feature, dict) else None
        geometry = feature.get("geometry") if isinstance(feature, dict) else None
        if not isinstance(geometry, dict) or geometry.get("type") != "Point":
            raise GazetteerError(where, "no point", expected='a geometry of the type "Point"')
        position = geometry.get("coordinates")
        if not isinstance(position, list) or len(position) < 2:
            raise GazetteerError(where, f"coordinates are {position!r}", expected="[longitude, latitude]")
        row = {str(name): _plain(value) for name, value in (properties or {}).items()}
        row |= {"longitude": str(position[0]), "latitude": str(position[1])}
        columns = _columns(where, list(row), mapped)
        yield _record(where, row, columns | {"longitude": "longitude", "latitude": "latitude"}, mapped)


def _plain(value: Any) -> str:
    if isinstance(value, list):
        return ";".join(map(str, value))
    return "" if value is None else str(value)


def _columns(where: str, header: list[str], mapped: Mapped) -> dict[str, str]:
    """The file's column for each field: the one that is told, else one of the field's name, else a usual one."""
    found = dict(mapped.columns)
    for name, column in found.items():
        if name not in FIELDS:
            raise GazetteerError(where, f"{name!r} is no field of places", expected=", ".join(FIELDS))
        if column not in header:
            raise GazetteerError(where, f"there is no column {column!r}", expected=f"one of {', '.join(header)}")
    lower = {column.lower(): column for column in reversed(header)}
    for name in FIELDS:
        usual = next((lower[known] for known in (name, *_USUAL.get(name, ())) if known in lower), None)
        if name not in found and usual is not None:
            found[name] = usual
    missing = [name for name in ("name", "latitude", "longitude") if name not in found]
    if missing:
        raise GazetteerError(
            where, f"no column for {', '.join(missing)} among {', '.join(header)}",
            advice=f"map one, as --map {missing[0]}=COLUMN",
        )  # fmt: skip
    return found


def _record(where: str, row: Mapping[str, str], columns: Mapping[str, str], mapped: Mapped) -> Record:
    fields = dict(mapped.constants) | {
        name: value for name, column in columns.items() if (value := row.get(column, "").strip())
    }
    return Record(where, fields)


_READERS: dict[str, Callable[[Path, str, Mapped], Iterator[Record]]] = {
    ".txt": _dump,
    ".csv": _table,
    ".tsv": _table,
    ".geojson": _geojson,
    ".json": _geojson,
}
