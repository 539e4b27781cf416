"""Markdown's marks, left out of the words that people are shown; what is stored and counted keeps every one of them."""

from __future__ import annotations

import re

# A quote may begin or end within a link or between two asterisks, so that each mark is told by what stands beside it.
_MARKS = re.compile(
    r"""
    !?\[(?=[^\]\n]*\]\()                       # what opens a link
    | \[(?![^\]\n]*\])                         # the same, its end beyond the quote
    | \]\([^()\s]*(?:\s"[^"\n]*")?(?:\)|\s*$)  # a link's end with its address
    | \*\*
    | (?<![\w*])\*(?=[^\s*]) | (?<=[^\s*])\*(?![\w*])
    | (?<!\w)__?(?=\w) | (?<=[\w.,!?])__?(?!\w)
    | (?<!\w)`(?=\S) | (?<=\S)`(?!\w)
    | ^[ \t]*\#{1,6}[ \t]+
    | (?<=\n)[ \t]*>[ \t]+(?![ \t\d])           # a quotation; not "> 500", nor where a part may begin within a line
    """,
    re.MULTILINE | re.VERBOSE,
)


def plain(text: str) -> str:
    """The words of a report, or a part of them, without marks of emphasis, links, code, headings and quotations.

    >>> plain("**Kursk:** they lost [two T-72](https://example.org/x) *near* Sudzha [sic], Kh-101_2")
    'Kursk: they lost two T-72 near Sudzha [sic], Kh-101_2'
    >>> plain("47th Brigade** destroyed a *BMP-2"), plain("lost [two T-72"), plain(" tanks](https://example.org) near")
    ('47th Brigade destroyed a BMP-2', 'lost two T-72', ' tanks near')
    """
    return plain_parts(text)[0]


def plain_parts(*parts: str) -> tuple[str, ...]:
    """The same of parts that follow each other: a mark at a border is known by what stands on both sides.

    >>> plain_parts("near [", "Pokrovsk](https://example.org/p", "), a *", "BMP-2", "* burnt")
    ('near ', 'Pokrovsk', ', a ', 'BMP-2', ' burnt')
    """
    dropped = {at for mark in _MARKS.finditer("".join(parts)) for at in range(*mark.span())}
    shown, start = [], 0
    for part in parts:
        shown.append("".join(letter for at, letter in enumerate(part, start) if at not in dropped))
        start += len(part)
    return tuple(shown)
