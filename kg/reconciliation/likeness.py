"""How alike two names are, given in the form that `kg.gazetteer.fold` makes."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

LEAST = 0.8
"""Names that are less alike are held to be different ones."""

_NUMBER = re.compile(r"\d+")
_SHORT = 5


def squeezed(folded: str) -> str:
    """A folded name without its spaces, by which "T-72" and "T72" are one.

    >>> squeezed("t 72")
    't72'
    """
    return folded.replace(" ", "")


def likeness(one: str, other: str) -> float:
    """0–1; names with different numbers in them, and short ones that differ, are not alike at all.

    >>> likeness("47th brigade", "46th brigade"), likeness("kursk", "kursk"), likeness("iran", "iraq")
    (0.0, 1.0, 0.0)
    >>> likeness("zelenskyy volodymyr", "volodymyr zelensky") > 0.9
    True
    """
    if squeezed(one) == squeezed(other):
        return 1.0
    if min(len(one), len(other)) < _SHORT or sorted(_NUMBER.findall(one)) != sorted(_NUMBER.findall(other)):
        return 0.0
    words, others = sorted(one.split()), sorted(other.split())
    ratios = [SequenceMatcher(None, one, other, autojunk=False).ratio()]
    if len(words) > 1 or len(others) > 1:
        ratios.append(SequenceMatcher(None, " ".join(words), " ".join(others), autojunk=False).ratio())
    return max(ratios)
