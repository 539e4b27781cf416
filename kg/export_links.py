"""The identifiers that entities have elsewhere, as a table or as RDF: for joining the graph to other data."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping
from typing import Protocol

from kg import export
from kg.errors import QueryError
from kg.filter_terms import confidence_term
from kg.graph_names import kind_of
from kg.identity_records import identifier
from kg.terms import PREFIXES, Quad, iri, literal, name

COLUMNS = ("entity", "name", "kind", "wikidata", "geonames", "iso3166", "credit")
"""The columns of the table: several identifiers of one kind are parted by a semicolon, `credit` is whom to name."""

_GEONAMES_CREDIT = "GeoNames (CC BY 4.0)"


class Rows(Protocol):
    """A query's results."""

    def records(self) -> Iterator[dict[str, str]]:
        """Rows as variable -> value as text."""
        ...


class Source(export.Source, Protocol):
    """What is exported: a view."""

    def named(self, query: str, /, *, limit: int | None = None, offset: int = 0, **bindings: str) -> Rows:
        """Run a shipped query."""
        ...


def export_links(view: Source, format_: str, min_confidence: float = 0.0) -> str:
    """Every entity that reports refer to with its identifiers, as one of `LINK_FORMATS`; QueryError for another.

    With `min_confidence` (0–1), only those that claims of that confidence and over name. Those that are one are given
    once; those without identifiers are in the table, with empty cells, and not in Turtle.
    """
    if format_ not in LINK_FORMATS:
        raise QueryError(f"There are no links as {format_!r}; expected one of {', '.join(LINK_FORMATS)}.")
    found = view.named("external_ids", limit=None, offset=0, **confidence_term(min_confidence)).records()
    return LINK_FORMATS[format_](view, found)


def _table(view: Source, found: Iterator[dict[str, str]]) -> str:
    rows: dict[str, dict[str, list[str]]] = {}
    labels: dict[str, str] = {}
    for record in found:
        row = rows.setdefault(record["entity"], {})
        labels.setdefault(record["entity"], record["label"])
        if "value" in record:
            kind, value = ("iso3166", record["value"]) if _is_code(record) else identifier(record["value"])
            row.setdefault(kind, []).append(value)
    written = io.StringIO()
    table = csv.writer(written, lineterminator="\n")
    table.writerow(COLUMNS)
    for entity, row in rows.items():
        cells = [";".join(row.get(kind, ())) for kind in ("wikidata", "geonames", "iso3166")]
        credit = _GEONAMES_CREDIT if "geonames" in row else ""
        table.writerow((entity, labels[entity], kind_of(entity), *cells, credit))
    return written.getvalue()


def _turtle(view: Source, found: Iterator[dict[str, str]]) -> str:
    quads = set()
    for record in found:
        if "value" in record:
            entity = iri(record["entity"])
            value = literal(record["value"]) if _is_code(record) else iri(record["value"])
            quads.add(Quad(entity, iri(record["property"]), value, ""))
            quads.add(Quad(entity, name("rdfs:label"), literal(record["label"], language="en"), ""))
    return export.turtle(view, sorted(quads))


def _is_code(record: Mapping[str, str]) -> bool:
    return record["property"] == f"{PREFIXES['sg']}isoCode"


LINK_FORMATS: dict[str, Callable[[Source, Iterator[dict[str, str]]], str]] = {"csv": _table, "turtle": _turtle}
"""Format -> what writes it."""
