"""That two entities are one, from their names and from what their reports say: scored, with reasons, never certain.

A link is a pure function of the two occurrences. A short name ("Kobzev", "47th Brigade") is linked to a fuller one
only where no second one that it could mean as well is about.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date as Date

from kg.designations import designation
from kg.name_forms import skeleton
from kg.name_likeness import Likeness, incompatible, initials, likeness, untitled
from kg.occurrences import Occurrence, same_setting, same_side

THRESHOLD = 0.7
"""The score under which two entities stay apart."""

_SAME_REPORT, _SAME_SIDE = 0.35, 0.25
_SETTING, _OTHER_SETTING, _NEAR, _DAYS = 0.15, -0.25, 0.1, 0.05
_ALIKE, _UNLIKE, _FEW_DAYS = 0.5, 0.2, 30
_SENSE = 0.05
_COMPARED = 40
"""With how many of those next to it in time an entity is compared that shares a word of its name."""


@dataclass(frozen=True, slots=True, order=True)
class SameLink:
    """That two entities are one; their IRIs are in order, the score lies in 0–1 (two decimals)."""

    one: str
    other: str
    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Pair:
    one: Occurrence
    other: Occurrence
    link: SameLink
    shorter: int


def same_links(found: Iterable[Occurrence]) -> tuple[SameLink, ...]:
    """All links that reach `THRESHOLD` between occurrences, the best for each two entities, sorted.

    The order of occurrences does not matter.
    """
    pairs = [pair for one, other in _candidates(found) if (pair := _compare(one, other)) is not None]
    best: dict[tuple[str, str], SameLink] = {}
    for pair in _unambiguous(pairs):
        key = pair.link.one, pair.link.other
        if key not in best or (-pair.link.score, pair.link.reasons) < (-best[key].score, best[key].reasons):
            best[key] = pair.link
    return tuple(best[key] for key in sorted(best))


def apart(one: Occurrence, other: Occurrence) -> bool:
    """Whether two cannot be one: other kinds, other sides, or names that contradict each other."""
    if one.entity.kind != other.entity.kind or (not one.local and not other.local):
        return one.entity.iri != other.entity.iri
    if same_side(one, other) is False:
        return True
    return incompatible(one.entity.kind, one.entity.name, other.entity.name)


def _compare(one: Occurrence, other: Occurrence) -> _Pair | None:
    if one.entity.iri == other.entity.iri or apart(one, other) or not (one.local or other.local):
        return None
    within = one.report == other.report
    if not within and not (one.local and other.local):
        return None
    named = _named(one, other)
    if named is None or (named.within and not within):
        return None
    scored = [(named.score, named.reason), *_context(one, other)]
    score = round(min(1.0, sum(part for part, _ in scored)), 2)
    if score < THRESHOLD:
        return None
    first, second = sorted((one.entity.iri, other.entity.iri))
    return _Pair(one, other, SameLink(first, second, score, tuple(why for _, why in scored)), named.shorter)


def _named(one: Occurrence, other: Occurrence) -> Likeness | None:
    """The best likeness of any of their names; a known entity has several."""
    found = [
        alike
        for name in (one.entity.name, *one.entity.aliases)
        for second in (other.entity.name, *other.entity.aliases)
        if (alike := likeness(one.entity.kind, name, second)) is not None
    ]
    return max(found, key=lambda alike: (alike.score, alike.reason), default=None)


def _context(one: Occurrence, other: Occurrence) -> Iterator[tuple[float, str]]:
    if one.report == other.report:
        yield _SAME_REPORT, "in one report"
    if same_side(one, other):
        yield _SAME_SIDE, "of one side"
    if one.report == other.report or one.entity.kind == "equipment":
        return
    setting = same_setting(one, other)
    if setting >= _ALIKE:
        yield _SETTING, "reports about the same states"
    elif setting < _UNLIKE and one.setting and other.setting:
        yield _OTHER_SETTING, "reports about other states"
    if one.near & other.near:
        yield _NEAR, "named beside the same"
    if one.day and other.day and abs((one.day - other.day).days) <= _FEW_DAYS:
        yield _DAYS, "reports of the same weeks"


def _candidates(found: Iterable[Occurrence]) -> Iterator[tuple[Occurrence, Occurrence]]:
    """Pairs that share a word of their names, of reports near each other in time; none twice."""
    blocks: dict[tuple[str, str], list[Occurrence]] = defaultdict(list)
    for one in found:
        for key in _keys(one):
            blocks[one.entity.kind, key].append(one)
    seen: set[tuple[str, str, str, str]] = set()
    for _, block in sorted(blocks.items()):
        block.sort(key=_order)
        for number, one in enumerate(block):
            for other in block[number + 1 : number + 1 + _COMPARED]:
                both = one.report, one.entity.iri, other.report, other.entity.iri
                if (one.local or other.local) and both not in seen:
                    seen.add(both)
                    yield one, other


def _order(one: Occurrence) -> tuple[Date, str, str]:
    return one.day or Date.max, one.report, one.entity.iri


def _keys(one: Occurrence) -> set[str]:
    """What an occurrence is filed under: a unit's number, a person's last word, words of at least three letters."""
    keys: set[str] = set()
    for name in (one.entity.name, *one.entity.aliases):
        if one.entity.kind == "person":
            words = untitled(name)
            keys.update((*words[-1:], *(word[:4] for word in words[:1])))
        elif one.entity.kind == "unit" and (found := designation(name)) and found.number is not None:
            keys.add(str(found.number))
        else:
            keys.update(word[:4] for word in skeleton(name).split(" ") if len(word) > 2)
            keys.add(initials(name).casefold()[:4])
            keys.add(skeleton(name)[:4])
    return keys - {""}


def _unambiguous(pairs: list[_Pair]) -> list[_Pair]:
    """The pairs without those of short names that may as well mean another entity, and without their lesser meanings."""
    meanings: dict[tuple[str, str], list[_Pair]] = defaultdict(list)
    for pair in pairs:
        if pair.shorter:
            short = pair.one if pair.shorter == 1 else pair.other
            meanings[short.report, short.entity.iri].append(pair)
    dropped: set[int] = set()
    for group in meanings.values():
        most = max(pair.link.score for pair in group)
        best = [pair for pair in group if pair.link.score >= most - _SENSE]
        longs = [_long(pair) for pair in best]
        if any(apart(one, other) for number, one in enumerate(longs) for other in longs[number + 1 :]):
            dropped.update(id(pair) for pair in group)
        else:
            dropped.update(id(p) for p in group if any(apart(_long(p), other) for other in longs))
    return [pair for pair in pairs if id(pair) not in dropped]


def _long(pair: _Pair) -> Occurrence:
    return pair.other if pair.shorter == 1 else pair.one
