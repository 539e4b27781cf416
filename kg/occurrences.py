"""What one report says of an entity beside its name: its side, what stands near it, which states the report is about.

Two entities of different reports can be one only where this agrees; it is read from the one report and from nothing else.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date as Date

from kg.belief import Closure
from kg.graph_names import is_local
from kg.model import Entity, Filler, Reading, Report, Span
from kg.nlp.heads import heads
from kg.vocabulary import ID, PLACE_KINDS

_NEAR = 150
_BETWEEN = 60
_STATE = f"{ID}state/"


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One entity as one report knows it.

    `side` holds the actors that it is said to belong to and all above them; of a place, what it lies in, directly
    (`side`) and with all above (`above`). `near` are known entities, states aside, in one claim with it or a line
    or two from it; `setting` the states that the report is about, each with a weight, the squares of which sum to 1.
    """

    entity: Entity
    report: str
    day: Date | None
    start: int
    side: frozenset[str] = frozenset()
    above: frozenset[str] = frozenset()
    near: frozenset[str] = frozenset()
    setting: Mapping[str, float] = field(default_factory=dict, hash=False)

    @property
    def local(self) -> bool:
        """Whether only its report knows it."""
        return is_local(self.entity.iri)


def occurrences(reading: Reading, closure: Closure) -> tuple[Occurrence, ...]:
    """The local entities of a report, and the known ones of kinds that it has local ones of, sorted by IRI."""
    fillers = tuple(_fillers(reading))
    spans: dict[str, list[Span]] = defaultdict(list)
    entities: dict[str, Entity] = {}
    for filler in fillers:
        if filler.link is not None:
            entities.setdefault(filler.link.entity.iri, filler.link.entity)
            spans[filler.link.entity.iri].append(filler.mention.span)
    kinds = {entity.kind for iri, entity in entities.items() if is_local(iri)}
    if not kinds:
        return ()
    setting = _setting(fillers, closure)
    told = sorted((span.end, iri) for iri, found in spans.items() if iri.startswith(_STATE) for span in found)
    near = _near(reading, spans)
    found = []
    for iri, entity in sorted(entities.items()):
        if entity.kind not in kinds:
            continue
        direct = frozenset(entity.broader)
        if not direct and entity.kind not in (*PLACE_KINDS, "equipment"):
            direct = frozenset(_told_side(reading.report, spans[iri], told))
        above = frozenset(a for broader in direct for a in closure(broader))
        side = direct if entity.kind in PLACE_KINDS else _states(above)
        companions = frozenset(other for other in near[iri] if not other.startswith(_STATE) and not is_local(other))
        start = min(span.start for span in spans[iri])
        report = reading.report
        found.append(Occurrence(entity, report.id, report.date, start, side, above, companions, setting))
    return tuple(found)


def same_side(one: Occurrence, other: Occurrence) -> bool | None:
    """Whether two belong to one side, or two places lie in one region; None where one of the reports does not say."""
    if not one.side or not other.side:
        return None
    if one.entity.kind in PLACE_KINDS:
        return one.side <= other.above or other.side <= one.above
    return bool(one.side & other.side)


def same_setting(one: Occurrence, other: Occurrence) -> float:
    """How far two reports are about the same states: 0 to 1, two decimals."""
    return round(sum(weight * other.setting.get(state, 0.0) for state, weight in sorted(one.setting.items())), 2)


def _fillers(reading: Reading) -> Iterator[Filler]:
    yield from reading.mentions
    for claim in reading.claims:
        for fillers in claim.roles.values():
            yield from fillers
        yield from claim.attribution


def _states(above: frozenset[str]) -> frozenset[str]:
    """Of actors and all above them the states; without one, the actors themselves."""
    return frozenset(iri for iri in above if iri.startswith(_STATE)) or above


def _setting(fillers: Iterable[Filler], closure: Closure) -> Mapping[str, float]:
    counts: dict[str, int] = defaultdict(int)
    for filler in fillers:
        if filler.link is not None and not is_local(filler.link.entity.iri):
            for above in closure(filler.link.entity.iri):
                if above.startswith(_STATE):
                    counts[above] += 1
    length = math.sqrt(sum(count * count for count in counts.values()))
    return {state: count / length for state, count in sorted(counts.items())}


def _near(reading: Reading, spans: Mapping[str, list[Span]]) -> Mapping[str, set[str]]:
    """For each entity, those in one claim with it, and those mentioned close to it."""
    near: dict[str, set[str]] = defaultdict(set)
    for claim in reading.claims:
        groups = (*claim.roles.values(), claim.attribution)
        together = {filler.link.entity.iri for group in groups for filler in group if filler.link}
        for iri in together:
            near[iri] |= together
    ordered = sorted({(span, iri) for iri, found in spans.items() for span in found})
    for number, (span, iri) in enumerate(ordered):
        for other, beside in ordered[number + 1 :]:
            if other.start - span.end > _NEAR:
                break
            near[iri].add(beside)
            near[beside].add(iri)
    return near


def _told_side(report: Report, spans: Iterable[Span], told: Sequence[tuple[int, str]]) -> Iterator[str]:
    """The states right before a name, with no more than titles between: "Lebanese Health Ministry".

    `told` are the states' mentions, each by its end, sorted.
    """
    for span in spans:
        first = bisect_left(told, (span.start - _BETWEEN, ""))
        for end, actor in told[first : bisect_right(told, (span.start, "~"))]:
            if _only_titles(report.text[end : span.start]):
                yield actor


def _only_titles(between: str) -> bool:
    words = re.sub(r"['’]s?\b", " ", between)
    if "\n" in words or any(mark in words for mark in ".,;:()"):
        return False
    known = (
        heads()["title"] | heads()["unit_modifier"] | {"defence", "defense", "foreign", "interior", "prime", "vice"}
    )
    return all(word.casefold() in known for word in words.split())
