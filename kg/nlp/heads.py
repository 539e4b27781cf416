"""Head nouns and what they say of a noun phrase: unit, organisation, facility, place, title, force, people."""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Mapping
from types import MappingProxyType

from kg.data_files import csv_rows


@functools.cache
def heads() -> Mapping[str, frozenset[str]]:
    """Kind of head → its words, lower-case lemmas; some are of two words."""
    table: dict[str, set[str]] = defaultdict(set)
    for row in csv_rows("kg.nlp", "heads.csv"):
        table[row["kind"]].add(row["word"])
    return MappingProxyType({kind: frozenset(words) for kind, words in table.items()})
