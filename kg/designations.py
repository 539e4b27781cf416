"""The grammar of units' names: number, echelon, branch and what else a formation is called by.

"47th Mechanized Brigade", "47th Separate Mechanised Brigade" and "47th Brigade" name one unit as far as their words
go; "47th Tank Brigade" names another. The words are in `designations.csv`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from types import MappingProxyType

from kg.data_files import csv_rows
from kg.name_forms import skeleton

_LEAST_TELLING = 20
_NUMBER = re.compile(r"(\d{1,4})(?:st|nd|rd|th|d)?")
_MOST_WORDS = 3


@dataclass(frozen=True, slots=True)
class Designation:
    """A unit's name taken apart: its number, its echelon (empty where it is not said), its branches, other words."""

    number: int | None
    echelon: str
    branches: frozenset[str]
    names: frozenset[str]

    @property
    def parts(self) -> int:
        """How much the name says."""
        return (self.number is not None) + bool(self.echelon) + len(self.branches) + len(self.names)

    @property
    def telling(self) -> bool:
        """Whether few armies have a unit of this name: it has a word of its own, or a high number and a branch."""
        return bool(self.names) or (self.number is not None and self.number >= _LEAST_TELLING and bool(self.branches))


@lru_cache(maxsize=50_000)
def designation(name: str) -> Designation | None:
    """A unit's name taken apart; None where it has neither number nor echelon.

    >>> designation("47th Separate Mechanised Brigade") == designation("47th Mechanized Brigades")
    True
    """
    words = [word.strip(",.()’'") for word in re.sub(r"['’]s\b", "", name.casefold()).split()]
    number: int | None = None
    echelon = ""
    branches: set[str] = set()
    names: set[str] = set()
    at = 0
    while at < len(words):
        length, sort, means = _longest(words, at)
        match = _NUMBER.fullmatch(words[at])
        if sort == "echelon" and not echelon:
            echelon = means
        elif sort == "branch":
            branches.add(means)
        elif match and number is None:
            number = int(match[1])
        elif sort != "filler" and words[at]:
            names.add(skeleton(words[at]))
        at += length
    if number is None and not echelon:
        return None
    return Designation(number, echelon, frozenset(branches), frozenset(names))


def agree(one: Designation, other: Designation) -> bool:
    """Whether two names can be of one unit: no part of one contradicts the other, and they share what tells units apart.

    >>> long, short, tank = map(designation, ("47th Mechanized Brigade", "47th Brigade", "47th Tank Brigade"))
    >>> agree(long, short), agree(short, tank), agree(long, tank)
    (True, True, False)
    """
    if contradict(one, other):
        return False
    if one.number is not None and one.number == other.number:
        return one.echelon == other.echelon or bool(one.branches & other.branches) or bool(one.names & other.names)
    return bool(one.names & other.names) and (one.echelon == other.echelon)


def contradict(one: Designation, other: Designation) -> bool:
    """Whether two names cannot be of one unit: other numbers, echelons, branches or proper names."""
    if one.number is not None and other.number is not None and one.number != other.number:
        return True
    if one.echelon and other.echelon and one.echelon != other.echelon:
        return True
    return _apart(one.branches, other.branches) or _apart(one.names, other.names)


def _apart(one: frozenset[str], other: frozenset[str]) -> bool:
    return bool(one) and bool(other) and not (one <= other or other <= one)


def _longest(words: list[str], at: int) -> tuple[int, str, str]:
    """The longest entry of the table that begins at a word: how many words, its sort, what it means."""
    table = _table()
    for length in range(min(_MOST_WORDS, len(words) - at), 0, -1):
        written = " ".join(words[at : at + length])
        found = table.get(written) or table.get(written.removesuffix("s"))
        if found:
            return length, *found
    return 1, "", ""


@cache
def _table() -> Mapping[str, tuple[str, str]]:
    return MappingProxyType({row["word"]: (row["sort"], row["means"]) for row in csv_rows("kg", "designations.csv")})
