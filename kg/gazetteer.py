"""The gazetteer: finds the names of settlements and divisions in a text, and makes entities of its rows.

Names are looked up by token: one to five words of which the first and the last are written like names; the longest
wins. Words that are no places although a place has their name stand in ``ontology/catalogue/not_places.csv``.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from kg.catalogue import load_catalogue
from kg.gazetteer_added import open_added
from kg.gazetteer_entities import PlaceEntities, place_iri, row_id_of
from kg.gazetteer_hints import PlaceMatch, hinted, place_words
from kg.gazetteer_index import DISTRICT, DIVISION, PLACE, PlaceRow, fold
from kg.gazetteer_layers import Layers
from kg.gazetteer_names import alike
from kg.gazetteer_packages import open_packages
from kg.gazetteer_tables import cities, not_places, theatres, usual_names, wikidata_ids
from kg.model import Entity, Span
from kg.user_folders import cache_folder, data_folder, stamp

__all__ = [
    "DISTRICT",
    "DIVISION",
    "PLACE",
    "Gazetteer",
    "PlaceMatch",
    "PlaceRow",
    "fold",
    "load_gazetteer",
    "place_iri",
    "row_id_of",
]

_LONGEST = 5
_TOKEN = re.compile(r"[^\W_](?:[^\W_]|[\u0300-\u036f])*(?:['’‘ʼʻ`\-‐‑](?:[^\W_]|[\u0300-\u036f])+)*")
_GAP = re.compile(r"[ \t\u00a0]{1,2}['’‘ʼʻʿʾ`]?|[ \t]*\n[ \t]*|\. ")
_ARTICLES = frozenset(
    ("al", "el", "as", "ash", "ad", "ar", "an", "at", "az", "ed", "es", "et", "ez", "er", "en", "il", "ul", "um")
)
_LONE_ARTICLES = frozenset(("al", "el", "ash", "ad", "ar", "az", "ed", "ez"))
_INNER = _ARTICLES | frozenset(
    ("of", "on", "the", "de", "da", "do", "du", "di", "del", "des", "la", "le", "les", "nad", "pod", "in", "and",
     "na", "ob", "der", "am", "upon", "by", "sur", "bint", "ain")
)  # fmt: skip
_POSSESSIVE = re.compile(r"['’ʼ]s$|(?<=[sz])['’]$")
_PIECE = re.compile(r"[^\-‐‑–]+")


class _Token(NamedTuple):
    start: int
    end: int
    text: str
    key: str
    capital: bool


class Gazetteer(PlaceEntities):
    """Places by name, and as entities; states and the regions of the catalogue are taken from `entities`.

    `fingerprint` is the SHA-256 of what decides what is found.
    """

    def __init__(self, layers: Layers, entities: Iterable[Entity]) -> None:
        super().__init__(layers, entities)
        refused = not_places()
        self._never = refused.keys() | self.state_names
        self._persons = frozenset(word for word, reason in refused.items() if reason == "personal name")
        self._spellings = usual_names()[0]
        self._rows = lru_cache(maxsize=50_000)(self._rows_of)
        told = "".join(f"{word}\n" for word in sorted(self._never)) + repr(
            (place_words(), usual_names(), sorted(theatres()), cities(), dict(wikidata_ids()))
        )
        self.fingerprint = hashlib.sha256(f"{layers.fingerprint}\n{told}".encode()).hexdigest()

    def lookup(self, name: str) -> tuple[PlaceRow, ...]:
        """The rows that bear a name in any of its spellings, those with it as their own name first."""
        return tuple(row for row, _ in self._rows(fold(name)))

    def beginning(self, prefix: str) -> Iterator[tuple[str, PlaceRow, bool]]:
        """The folded names that begin like `prefix`, each with a row that bears it, and whether it is its own name."""
        yield from self._layers.beginning(fold(prefix))

    def neighbours(self, country: str) -> tuple[str, ...]:
        """The ISO 3166-1 alpha-2 codes of the states that share a land border with a state."""
        return tuple(self._layers.base.neighbours.get(country, ()))

    def credit(self, row_id: int) -> str | None:
        """Whom a place of an added gazetteer is to be credited to; None for one of the packages."""
        return self._layers.credit(row_id)

    def at_war(self, country: str) -> bool:
        """Whether a present war is fought in the state of an ISO 3166-1 alpha-2 code."""
        return country in theatres()

    def usual(self, name: str) -> tuple[int, ...]:
        """The GeoNames ids that ``place_spellings.csv`` gives for a name."""
        return self._spellings.get(fold(name), ())

    def find(self, text: str) -> tuple[PlaceMatch, ...]:
        """All place names in a text, in its order; the longest where several begin, none overlapping."""
        tokens = [_token(found) for found in _TOKEN.finditer(text)]
        small = {token.text for token in tokens if not token.capital}
        found: list[PlaceMatch] = []
        past = 0
        for at, token in enumerate(tokens):
            if at >= past and (token.capital or token.key in _LONE_ARTICLES):
                length, matches = self._match(text, tokens, at, small)
                found.extend(matches)
                past = at + length
        return tuple(hinted(text, found))

    def _match(self, text: str, tokens: list[_Token], at: int, small: set[str]) -> tuple[int, list[PlaceMatch]]:
        first = tokens[at]
        if not first.capital and not (at + 1 < len(tokens) and tokens[at + 1].capital):
            return 1, []
        reach = at + 1
        while reach < len(tokens) and reach - at < _LONGEST:
            token = tokens[reach]
            if not (token.capital or token.key in _INNER) or not _GAP.fullmatch(
                text, tokens[reach - 1].end, token.start
            ):
                break
            if "." in text[tokens[reach - 1].end : token.start] and len(tokens[reach - 1].text) > 3:
                break
            reach += 1
        for end in range(reach, at, -1):
            last = tokens[end - 1]
            if not last.capital:
                continue
            if end - at == 1:
                named = (
                    at > 0 and tokens[at - 1].key in self._persons and text[tokens[at - 1].end : first.start] == " "
                )
                rows = () if named or not first.capital else self._single(first, small)
            else:
                rows = self._rows(" ".join(token.key for token in tokens[at:end]))
            if rows:
                span = Span(first.start, last.end)
                return end - at, [PlaceMatch(span, tuple(row for row, _ in rows), span.cut(text))]
        if parts := list(self._parts(first, small)):
            return 1, parts
        for end in range(min(reach, at + 3), at, -1):
            if tokens[end - 1].capital and first.capital and not first.text.isupper():
                why, rows = self._doubtful(" ".join(token.key for token in tokens[at:end]))
                if rows:
                    span = Span(first.start, tokens[end - 1].end)
                    return end - at, [PlaceMatch(span, tuple(row for row, _ in rows), span.cut(text), doubtful=why)]
        return 1, []

    def _doubtful(self, key: str) -> tuple[str, tuple[tuple[PlaceRow, bool], ...]]:
        """Rows for what is a name only if the words around it say so: common words, and names spelled alike."""
        if rows := self._rows(key):
            return "word", rows
        form = alike(key) if key not in self._never else ""
        return "spelling", self._rows(f"~{form}") if form else ()

    def _single(self, token: _Token, small: set[str]) -> tuple[tuple[PlaceRow, bool], ...]:
        key = token.key
        if len(key) < 3 or key in self._never or token.text.lower() in small:
            return ()
        rows = self._rows(key)
        if rows and token.text.isupper():
            # an abbreviation more often than a town, but for datelines
            if len(key) < 4:
                return ()
            rows = tuple((row, own) for row, own in rows if own and row.population >= 5000)
        return rows

    def _parts(self, token: _Token, small: set[str]) -> Iterator[PlaceMatch]:
        """The places in a compound: ``Kyiv-based`` has one, ``Kursk-Belgorod`` two."""
        if token.text.isalpha():
            return
        pieces = [_token(piece, token.start) for piece in _PIECE.finditer(token.text)]
        if len(pieces) < 2:
            return
        names = [piece for piece in pieces if piece.capital]
        rows = [self._single(piece, small) for piece in names]
        if all(rows) and (len(names) > 1 or pieces[0].capital):
            for piece, held in zip(names, rows, strict=True):
                yield PlaceMatch(Span(piece.start, piece.end), tuple(row for row, _ in held), piece.text)

    def _rows_of(self, key: str) -> tuple[tuple[PlaceRow, bool], ...]:
        rows = dict(self._layers.named(key))
        for geonames in self._spellings.get(key, ()):
            row = self._layers.row(geonames)
            if row is not None:
                rows[row] = True
        for city in self.city_rows(key, rows):
            rows.setdefault(city, False)  # "Kyiv City" is a name of the division's row only, and means the city
        once = {row.id: (row, own) for row, own in reversed(rows.items())}
        return tuple(sorted(once.values(), key=lambda pair: (not pair[1], -pair[0].population, pair[0].id)))


def _token(found: re.Match[str], offset: int = 0) -> _Token:
    text, key, capital = _shape(found[0])
    start = offset + found.start()
    return _Token(start, start + len(text), text, key, capital)


@lru_cache(maxsize=50_000)
def _shape(word: str) -> tuple[str, str, bool]:
    """A word without its possessive ending, its folded form, and whether it is written like a name."""
    text = _POSSESSIVE.sub("", word)
    head, _, rest = text.partition("-")
    capital = text[:1].isupper() or (head.lower() in _ARTICLES and rest[:1].isupper())
    return text, fold(text) if capital or not text.isascii() else text, capital


def load_gazetteer(cache_dir: Path | None = None, data_dir: Path | None = None) -> Gazetteer:
    """The gazetteer with the catalogue's states and regions; indexes are built once into the cache folder.

    The folders are those given, else those of the variables SITGRAPH_CACHE and SITGRAPH_DATA, else the user's own.
    """
    folder = data_folder(data_dir)
    return _loaded(cache_folder(cache_dir), folder, (stamp(folder / "gazetteers"), stamp(folder / "catalogue")))


@cache
def _loaded(cache_dir: Path, data_dir: Path, _: object) -> Gazetteer:
    layers = Layers(open_packages(cache_dir), open_added(data_dir, cache_dir))
    return Gazetteer(layers, load_catalogue(data_dir).entities)
