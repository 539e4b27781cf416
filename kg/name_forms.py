"""What stays of a name however it is written: without case, accents, apostrophes and ways of transliterating."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_APOSTROPHES = re.compile(r"['’ʼ‘`\"“”]")
_POSSESSIVE = re.compile(r"['’ʼ‘]s\b")
_SEPARATORS = re.compile(r"[\s\-‐‑–—_/]+")
_LETTERS = str.maketrans({"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe"})
# Cyrillic and Arabic letters that English texts write in several ways.
_WAYS = (
    (re.compile(r"(?:ie|ye|yo)"), "e"),
    (re.compile(r"(?:iy|yi|ii|yy|y)"), "i"),
    (re.compile(r"kh"), "h"),
    (re.compile(r"ks"), "x"),
    (re.compile(r"ou"), "u"),
    (re.compile(r"w"), "v"),
    (re.compile(r"(?:tz|ts)"), "c"),
    (re.compile(r"(.)\1"), r"\1"),
)
_LEAST_LETTERS = 5


@lru_cache(maxsize=100_000)
def plain(name: str) -> str:
    """A name without case, accents, possessive, apostrophes and the article, its words parted by one space.

    >>> plain("The Security Council’s"), plain("Ítalo Piaggi"), plain("Chasiv-Yar")
    ('security council', 'italo piaggi', 'chasiv yar')
    """
    text = _APOSTROPHES.sub("", _POSSESSIVE.sub("", name))
    text = unicodedata.normalize("NFKD", text).casefold().translate(_LETTERS)
    text = "".join(character for character in text if not unicodedata.combining(character))
    text = " ".join(_SEPARATORS.sub(" ", text).replace(".", " ").split())
    return text.removeprefix("the ") or text


@lru_cache(maxsize=100_000)
def skeleton(name: str) -> str:
    """A plain name with what transliterations differ in taken out; words of fewer than five letters stay as they are.

    >>> skeleton("Serhiy Pyvovar") == skeleton("Serhii Pivovar"), skeleton("Bin Jawad")
    (True, 'bin javad')
    """
    return " ".join(_word(word) for word in plain(name).split(" "))


def _word(word: str) -> str:
    if len(word) < _LEAST_LETTERS or any(character.isdigit() for character in word):
        return word
    for pattern, way in _WAYS:
        word = pattern.sub(way, word)
    return word
