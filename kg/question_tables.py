"""What questions also mean, and what their nouns want, from tables."""

from __future__ import annotations

import csv
import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A type and status that a question also means, with its roles for ours; `asking` is the word it must ask with."""

    type: str
    status: str
    roles: Mapping[str, str]
    asking: str


@functools.cache
def neighbours() -> Mapping[tuple[str, str], tuple[Neighbour, ...]]:
    """By type and status of what was read, what the question means beside it."""
    table: dict[tuple[str, str], list[Neighbour]] = {}
    for row in _rows("neighbours.csv"):
        roles = dict(pair.split("=") for pair in row["roles"].split())
        found = Neighbour(row["also_type"], row["also_status"], roles, row["asking"])
        table.setdefault((row["type"], row["status"]), []).append(found)
    return {key: tuple(found) for key, found in table.items()}


def kinds_of(noun: str) -> tuple[tuple[str, ...], str | None]:
    """The kinds of entity that a noun asks for, and the sort of places; none where it is no noun of the table.

    >>> kinds_of("town"), kinds_of("tank")
    ((('place',), 'settlement'), ((), None))
    """
    return _nouns().get(noun, ((), None))


@functools.cache
def _nouns() -> Mapping[str, tuple[tuple[str, ...], str | None]]:
    return {
        noun: (tuple(row["kinds"].split()), row["sort"] or None)
        for row in _rows("asked_nouns.csv")
        for noun in row["nouns"].split()
    }


def _rows(file: str) -> Iterator[dict[str, str]]:
    yield from csv.DictReader((files("kg") / file).read_text(encoding="utf-8").splitlines())
