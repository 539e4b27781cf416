"""Sets of words that questions are read by, from a table."""

from __future__ import annotations

import csv
import functools
from collections.abc import Mapping
from importlib.resources import files


@functools.cache
def _table() -> Mapping[str, frozenset[str]]:
    lines = (files("kg") / "question_words.csv").read_text(encoding="utf-8").splitlines()
    return {row["set"]: frozenset(row["words"].split()) for row in csv.DictReader(lines)}


def word_set(name: str) -> frozenset[str]:
    """The words of a set, in lower case; KeyError where the table has none of that name.

    >>> "whom" in word_set("asking")
    True
    """
    return _table()[name]
