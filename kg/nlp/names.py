"""Known names in a text: every form of the catalogue, found in one pass."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ahocorasick_rs import AhoCorasick

from kg.catalogue import Catalogue, Form, load_catalogue
from kg.model import Span
from kg.nlp.heads import heads

_PLAIN = str.maketrans(
    {"’": "'", "ʼ": "'", "‘": "'", "`": "'", "‑": "-", "‐": "-", "–": "-", "\u00a0": " ", "\n": "\v"}
)


@dataclass(frozen=True, slots=True)
class NameMatch:
    """A known form at a place of the text, with what it can mean."""

    span: Span
    forms: tuple[Form, ...]


def fold(text: str) -> str:
    """The text in lower case with plain apostrophes and hyphens, code point by code point.

    >>> fold("Chasiv Yar’s T‑72")
    "chasiv yar's t-72"
    """
    plain = text.translate(_PLAIN)
    lower = plain.lower()
    if len(lower) != len(plain):
        lower = "".join(c if len(c.lower()) != 1 else c.lower() for c in plain)
    return lower


class NameMatcher:
    """Finds the forms of a catalogue; forms with a capital match only where the text has it too (or is all capitals)."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._forms: dict[str, list[tuple[str, tuple[Form, ...]]]] = {}
        for surface, forms in catalogue.forms.items():
            self._forms.setdefault(fold(surface), []).append((surface.translate(_PLAIN), forms))
        self._keys = sorted(self._forms)
        self._automaton = AhoCorasick(self._keys)

    def find(self, text: str) -> tuple[NameMatch, ...]:
        """The longest matches in text order, none overlapping another."""
        lower, plain = fold(text), text.translate(_PLAIN)
        hits = sorted(
            (
                (start, end, key)
                for key, start, end in self._automaton.find_matches_as_indexes(lower, overlapping=True)
            ),
            key=lambda hit: (hit[0] - hit[1], hit[0]),
        )
        taken = bytearray(len(text))
        found: list[NameMatch] = []
        for start, end, key in hits:
            if not _whole_word(plain, start, end) or any(taken[start:end]):
                continue
            forms = tuple(self._allowed(self._keys[key], plain[start:end]))
            if forms:
                taken[start:end] = b"\1" * (end - start)
                found.append(NameMatch(Span(start, end), forms))
        found.sort(key=lambda match: match.span)
        return tuple(found)

    def _allowed(self, key: str, written: str) -> Iterator[Form]:
        seen: set[str] = set()
        for surface, forms in self._forms[key]:
            lower_case = surface == surface.lower()
            loud = written.isupper() and len(written) > 4 and not surface.isupper()
            small = (
                written == surface.lower()
                and len(written) > 4
                and written.isalpha()
                and written not in heads()["lowercase"]
            )
            if written == surface or lower_case or loud or small:
                for form in forms:
                    # states in small letters are an idiom of telegraphic reports ("russian army") and of questions
                    if (
                        small
                        and not lower_case
                        and written != surface
                        and (form.entity.kind != "state" or form.role == "seat")
                    ):
                        continue
                    if form.entity.iri not in seen:
                        seen.add(form.entity.iri)
                        yield form


def _whole_word(text: str, start: int, end: int) -> bool:
    if start and (text[start - 1].isalnum() or text[start - 1] == "_"):
        return False
    if start > 1 and text[start - 1] in "-." and text[start - 2].isdigit():
        return False
    if end < len(text):
        after = text[end]
        if after.isalnum() or after == "_":
            return False
        # "BMP-3" is no BMP, "T-72-style" is a T-72 in name only
        if after == "-" and end + 1 < len(text) and text[end + 1].isdigit():
            return False
    return True


def load_matcher(data_dir: Path | None = None) -> NameMatcher:
    """The matcher of `load_catalogue`, built once."""
    return _matcher(load_catalogue(data_dir))


@cache
def _matcher(catalogue: Catalogue) -> NameMatcher:
    return NameMatcher(catalogue)
