"""Words that are often written wrongly, as they are meant: parsers and tables know only the right ones."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from types import MappingProxyType

from kg.data_files import csv_rows

_WORD = re.compile(r"[A-Za-z]{5,}")


@functools.cache
def _meant() -> Mapping[str, str]:
    return MappingProxyType({row["written"]: row["meant"] for row in csv_rows("kg.nlp", "misspellings.csv")})


def corrected(word: str) -> str:
    """A word as it is meant, in the case that it is written in.

    >>> corrected("Personel"), corrected("twards"), corrected("tanks")
    ('Personnel', 'towards', 'tanks')
    """
    meant = _meant().get(word.lower())
    if meant is None:
        return word
    return meant.upper() if word.isupper() else meant.capitalize() if word[:1].isupper() else meant


def corrected_text(text: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    """A text with its words as they are meant, and where it has been changed: offsets behind them, and letters gained.

    >>> corrected_text("12 personel hurt")
    ('12 personnel hurt', ((12, 1),))
    """
    parts: list[str] = []
    shifts: list[tuple[int, int]] = []
    at = length = 0
    for match in _WORD.finditer(text):
        meant = corrected(match.group())
        if meant != match.group():
            parts += [text[at : match.start()], meant]
            length += match.start() - at + len(meant)
            at = match.end()
            shifts.append((length, len(meant) - len(match.group())))
    return "".join([*parts, text[at:]]), tuple(shifts)
