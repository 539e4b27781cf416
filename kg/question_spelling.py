"""Names in questions as reports write them: people ask in lower case, and names are known by their capitals."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from kg.question_words import word_set

_WORD = re.compile(r"\w+(?:[-'’./]\w+)*")
_LONGEST = 6


def known_spellings(names: Iterable[str]) -> Mapping[str, str]:
    """Names in lower case to how they are written; those that are written in lower case need no help.

    Where two differ in capitals alone, the first one given goes.
    """
    found: dict[str, str] = {}
    for name in names:
        lower = name.lower()
        if name != lower and not (len(lower.split()) == 1 and (lower in word_set("ordinary") or len(lower) < 3)):
            found.setdefault(lower, name)
    return found


def respell(question: str, spellings: Mapping[str, str], is_place: Callable[[str], bool] = lambda name: False) -> str:
    """The question with the known names in it written as they are known; words with a capital stay as they are.

    `is_place` says of a capitalised word whether it is a place's name; it is asked only behind words such as "in".

    >>> respell("what did ukraine lose in August?", {"ukraine": "Ukraine"})
    'what did Ukraine lose in August?'
    """
    words = list(_WORD.finditer(question))
    parts: list[str] = []
    done = n = 0
    while n < len(words):
        longest, written = 0, ""
        for length in range(min(_LONGEST, len(words) - n), 0, -1):
            stretch = question[words[n].start() : words[n + length - 1].end()]
            if (found := spellings.get(stretch.lower())) is not None and _unwritten(stretch, n):
                longest, written = length, found
                break
        if not longest:
            longest, written = 1, _single(question, words, n, is_place)
        parts += [question[done : words[n].start()], written]
        done = words[n + longest - 1].end()
        n += longest
    return "".join(parts) + question[done:]


def _unwritten(stretch: str, n: int) -> bool:
    """Whether a stretch carries no capitals of its own, but for the one that a question begins with."""
    return stretch == stretch.lower() or (n == 0 and stretch[1:] == stretch[1:].lower())


def _single(question: str, words: list[re.Match[str]], n: int, is_place: Callable[[str], bool]) -> str:
    word = words[n][0]
    before = words[n - 1][0].lower() if n else ""
    named = word in word_set("month") | word_set("weekday")
    if not named and word.islower() and len(word) > 3 and word not in word_set("ordinary"):
        named = before in word_set("before a place") and is_place(word.capitalize())
    return word.capitalize() if named else word
