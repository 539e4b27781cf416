"""Several gazetteers as one: the one of the packages, and those that the user has added over it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.gazetteer_index import Index, PlaceRow


@dataclass(frozen=True, slots=True)
class Layer:
    """An added gazetteer: its name, its index, and whom its places are to be credited to."""

    name: str
    index: Index
    credit: str


class Layers:
    """Rows by name and by id, from the index of the packages and from added ones; a place stands in one of them.

    `fingerprint` is that of the packages' index where nothing is added.
    """

    def __init__(self, base: Index, added: Sequence[Layer] = ()) -> None:
        self.base, self.added = base, tuple(added)
        told = [base.fingerprint, *(f"{layer.name} {layer.index.fingerprint}" for layer in added)]
        self.fingerprint = hashlib.sha256("\n".join(told).encode()).hexdigest() if added else base.fingerprint

    def named(self, key: str) -> Iterator[tuple[PlaceRow, bool]]:
        """The rows that bear a folded name, and whether it is their own name in English."""
        for index in self._indexes():
            for number, own in index.rows(key):
                yield index.row(number), own

    def beginning(self, prefix: str) -> Iterator[tuple[str, PlaceRow, bool]]:
        """The folded names that begin so, each with a row that bears it, and whether it is its own name."""
        for index in self._indexes():
            for key, number, own in index.beginning(prefix):
                yield key, index.row(number), own

    def row(self, row_id: int) -> PlaceRow | None:
        """The row of an id."""
        for index in self._indexes():
            number = index.number(row_id)
            if number is not None:
                return index.row(number)
        return None

    def wikidata(self, row_id: int) -> str | None:
        """The QID of a row, where its gazetteer has one."""
        for index in self._indexes():
            if qid := index.wikidata.get(str(row_id)):
                return qid
        return None

    def credit(self, row_id: int) -> str | None:
        """Whom a place of an added gazetteer is to be credited to; None for one of the packages."""
        if self.base.number(row_id) is not None:
            return None
        return next((layer.credit for layer in self.added if layer.index.number(row_id) is not None), None)

    def division(self, country: str, admin1: str) -> PlaceRow | None:
        """The row of a country's first-level division, by its code in GeoNames."""
        number = self.base.division(country, admin1)
        return self.base.row(number) if number is not None else None

    def _indexes(self) -> Iterator[Index]:
        yield self.base
        for layer in self.added:
            yield layer.index
