"""What the words beside a place's name say of it: what kind of place it is, and the region that it lies in."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

import ontology
from kg.gazetteer_index import DISTRICT, DIVISION, PLACE, PlaceRow
from kg.model import Entity, Span

Region = tuple[str, str]
"""A first-level division: the state's ISO 3166-1 alpha-2 code and the division's code in GeoNames."""

_AFTER = re.compile(r"[ \u00a0]([^\W_]+)")
_JOINED = re.compile(r" and | or |, and |, or |, |/| & ")
_BESIDE = re.compile(r",? (?:in|of) (?:the )?(?:[a-z]+ ){0,2}|, (?:the )?|,? ?\((?:in )?(?:the )?")
_OWNS = re.compile(r"['’ʼ]s? (?:[a-z]+ ){0,3}")
_BREAK = re.compile(r"[.!?;:](?=\s)|\n\s*\n")
_PLURAL = ("divisions", "districts")
_LEAD = 24


@dataclass(frozen=True, slots=True)
class PlaceMatch:
    """A place name in a text: its span, the rows that bear the name, the name itself, and what words around it say.

    `hint` is ``settlement``, ``division`` or ``district`` where a word beside the name says so (``Kursk region``,
    ``the village of Korenevo``); a kind word after the name belongs to the span. `within` are the regions named right
    beside it (``Korenevo in Kursk Oblast``), `around` those named in its sentence. `doubtful` is ``word`` for words
    that mean something else more often than a place, ``spelling`` for names that only look like a place's.
    """

    span: Span
    candidates: tuple[PlaceRow, ...]
    name: str = ""
    hint: str | None = None
    within: frozenset[Region] = frozenset()
    around: frozenset[Region] = frozenset()
    doubtful: str = ""


@dataclass(frozen=True, slots=True)
class PlaceWords:
    """Words for kinds of places: those after a name, and those before it with the blank that follows them.

    `locating` stand before places of any kind ("near ").
    """

    after: dict[str, str]
    before: tuple[tuple[str, str], ...]
    locating: tuple[str, ...]


@cache
def place_words() -> PlaceWords:
    """The words of ``ontology/catalogue/place_words.csv``."""
    rows = list(csv.DictReader(ontology.read_text("catalogue/place_words.csv").splitlines()))
    return PlaceWords(
        {row["word"]: row["means"] for row in rows if row["position"] == "after"},
        tuple((f"{row['word']} ", row["means"]) for row in rows if row["position"] == "before"),
        tuple(f"{row['word']} " for row in rows if row["position"] == "locating"),
    )


def hinted(text: str, matches: Sequence[PlaceMatch]) -> list[PlaceMatch]:
    """The matches, in order, with what is said beside them; doubtful ones that nothing makes places are left out."""
    kinds = _kinds(text, matches)
    regions = [_regions(match) for match in kinds]
    result = []
    for at, match in enumerate(kinds):
        if match.hint not in ("division", "district") and any(row.feature == PLACE for row in match.candidates):
            beside, around = _named_beside(text, kinds, regions, at), _named_around(text, kinds, regions, at)
            match = replace(match, within=beside, around=around)
        if not match.doubtful or _made_a_place(text, match):
            result.append(match)
    return result


def _made_a_place(text: str, match: PlaceMatch) -> bool:
    """Whether the words beside a doubtful name make it one: "the town of Union", "Most in Ústí nad Labem Region"."""
    if match.hint == "settlement":
        return True
    if match.doubtful == "spelling" and text[max(0, match.span.start - _LEAD) : match.span.start].lower().endswith(
        place_words().locating
    ):
        return True
    return any((row.country, row.admin1) in match.within for row in match.candidates)


def _kinds(text: str, matches: Sequence[PlaceMatch]) -> list[PlaceMatch]:
    """The matches with the kinds that are said; enumerations share a plural's ("Donetsk and Luhansk oblasts")."""
    words = place_words()
    result: list[PlaceMatch] = []
    shared: str | None = None
    following: PlaceMatch | None = None
    for match in reversed(matches):
        end = match.span.end
        after = _AFTER.match(text, end)
        means = words.after.get(after[1].lower()) if after else None
        if match.doubtful and means == "settlement":
            means = None  # "The city", "Most towns": the word before is no name
        joined = following is not None and _JOINED.fullmatch(text, end, following.span.start)
        shared = means.removesuffix("s") if means in _PLURAL else shared if joined else None
        lead = text[max(0, match.span.start - _LEAD) : match.span.start].lower()
        before = next((kind for told, kind in words.before if lead.endswith(told)), None)
        told = means.removesuffix("s") if means else before or shared or _inside(match, words)
        following = match
        fitting = _of_kind(match.candidates, told)
        if not told or not fitting:
            result.append(match)
            continue
        if means and after and means == told and told != "settlement":
            span = Span(match.span.start, after.end())
            match = replace(match, span=span, candidates=fitting, name=span.cut(text), hint=told)
        else:
            match = replace(match, candidates=fitting, hint=told)
        result.append(match)
    result.reverse()
    return result


def _inside(match: PlaceMatch, words: PlaceWords) -> str | None:
    """What the last word of the name itself says: ``Idlib Governorate`` is a division."""
    first, _, last = match.name.rpartition(" ")
    means = words.after.get(last.lower()) if first else None
    return means if means in ("division", "district") else None


def _of_kind(rows: tuple[PlaceRow, ...], told: str | None) -> tuple[PlaceRow, ...]:
    wanted = {"settlement": (PLACE,), "division": (DIVISION,), "district": (DISTRICT,)}.get(told or "", ())
    fitting = tuple(row for row in rows if row.feature in wanted)
    if not fitting and told in ("division", "district"):
        fitting = tuple(row for row in rows if row.feature != PLACE)
    return fitting


def _regions(match: PlaceMatch) -> frozenset[Region]:
    """The regions that a match names, or that the districts it names lie in; none where it may well be a town."""
    if match.hint in ("division", "district") or all(row.feature != PLACE for row in match.candidates):
        return frozenset((row.country, row.admin1) for row in match.candidates)
    return frozenset()


def _named_beside(
    text: str, matches: Sequence[PlaceMatch], regions: Sequence[frozenset[Region]], at: int
) -> frozenset[Region]:
    """The region right after a name ("Korenevo in Kursk Oblast", "Korenevo, Kursk region") or owning it before it."""
    span = matches[at].span
    for other in (at + 1, at + 2):  # a district may stand between
        if other < len(matches) and regions[other]:
            if _BESIDE.fullmatch(text, matches[other - 1].span.end, matches[other].span.start):
                return regions[other]
            break
        if other < len(matches) and not _BESIDE.fullmatch(text, span.end, matches[other].span.start):
            break
    if at and regions[at - 1] and _OWNS.fullmatch(text, matches[at - 1].span.end, span.start):
        return regions[at - 1]
    return frozenset()


def _named_around(
    text: str, matches: Sequence[PlaceMatch], regions: Sequence[frozenset[Region]], at: int
) -> frozenset[Region]:
    """The regions that the sentence names, the nearest ones before and after the name."""
    span = matches[at].span
    found: set[Region] = set()
    for step in (range(at - 1, -1, -1), range(at + 1, len(matches))):
        for other in step:
            begin, end = sorted((matches[other].span.end, span.start) if other < at else
                                (span.end, matches[other].span.start))  # fmt: skip
            if _BREAK.search(text, begin, end):
                break
            if regions[other]:
                found |= regions[other]
                break
    return frozenset(found)


def region_beside(text: str, span: Span, named: Mapping[int, Entity]) -> Entity | None:
    """The region or state right after a name ("Nova, Donetsk Oblast"); `named` are the text's entities by offset."""
    gap = _BESIDE.match(text, span.end)
    entity = named.get(gap.end()) if gap else None
    if entity is None or entity.latitude is not None or entity.kind not in ("place", "state"):
        return None
    return entity
