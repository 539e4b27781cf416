"""Head nouns and what they say of a noun phrase: unit, organisation, facility, place, title, force, people."""

from __future__ import annotations

import csv
import functools
from collections import defaultdict
from collections.abc import Mapping
from importlib.resources import files
from types import MappingProxyType


@functools.cache
def heads() -> Mapping[str, frozenset[str]]:
    """Kind of head → its words, lower-case lemmas; some are of two words."""
    table: dict[str, set[str]] = defaultdict(set)
    with (files("kg.nlp") / "heads.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            table[row["kind"]].add(row["word"])
    return MappingProxyType({kind: frozenset(words) for kind, words in table.items()})
