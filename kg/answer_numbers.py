"""What the numbers of an answer's rows come to: a sum where they are of different things, a range where that is not known."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date as Date
from datetime import timedelta
from itertools import combinations

import networkx

from kg.answer_rows import Row
from kg.graph_names import role_of
from kg.matching import WINDOW_DAYS, same_status
from kg.terms import Quad, text_of
from kg.vocabulary import SG, SIDE_ROLES

NumberText = int | str
Range = tuple[int, int | None]
Source = tuple[str, str | None]
"""A report, and whom it has something from."""
_CLOSURES = {f"{SG}{side}": role for role, side in SIDE_ROLES.items()} | {
    f"{SG}equipmentClass": "equipment",
    f"{SG}inRegion": "place",
}


@dataclass(frozen=True, slots=True)
class Involved:
    """The entities in an event by role: themselves, and with all that they lie in, belong to or are a kind of."""

    own: Mapping[str, frozenset[str]] = field(default_factory=dict)
    wider: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @classmethod
    def from_quads(cls, quads: Iterable[Quad]) -> Involved:
        """From what the graph of events says of one; what goes by words alone is not known."""
        own: dict[str, set[str]] = defaultdict(set)
        wider: dict[str, set[str]] = defaultdict(set)
        for quad in quads:
            property_ = quad.predicate[1:-1]
            role, words = role_of(property_)
            if role is not None and not words:
                own[role.partition(".")[0]].add(text_of(quad.object))
            elif property_ in _CLOSURES:
                wider[_CLOSURES[property_]].add(text_of(quad.object))
        sets = {role: frozenset(found) for role, found in own.items()}
        return cls(sets, {role: found | wider[role] for role, found in sets.items()})

    def fits(self, other: Involved) -> bool:
        """Whether two events may be one: in no role do both have entities of which none is, or holds, one of the other's."""
        return all(
            own & other.wider[role] or other.own[role] & self.wider[role]
            for role, own in self.own.items()
            if role in other.own
        )


def number(
    rows: Sequence[Row], asked_scope: str, involved: Callable[[str], Involved] = lambda event: Involved()
) -> NumberText:
    """What the numbers of rows come to: a figure, ``lowest–highest``, ``at least N``, or ``unknown``.

    Numbers of different scope are not added up: those of the scope that is asked for, else single events, else the
    widest period, else the running total. Within an event exact figures go before vague ones; single events add up,
    unless they may be one thing that different sources (reports, or those whom one quotes) tell of: then the least is what
    those come to that are apart from each other, or the most that one source tells, and the most is the sum. What a report
    tells with the same figure by another's word is counted once. `involved` tells who and what is in an event.
    """
    scopes = {row.scope or "event" for row in rows if row.count}
    scope = next((s for s in (asked_scope, "event", "period", "cumulative") if s in scopes), None)
    by_event: dict[str, list[Row]] = {}
    silent: set[str] = set()
    for row in rows:
        if row.count and (row.scope or "event") == scope:
            by_event.setdefault(row.event, []).append(row)
        elif not row.count:
            silent.add(row.event)
    if not by_event:
        return "unknown"
    silent -= set(by_event)
    if scope == "event":
        by_event = _without_retold(by_event, involved)
    ranges = {event: _range(held) for event, held in by_event.items()}
    highs = [high for _, high in ranges.values()]
    if scope == "event":
        least = _least(by_event, ranges, involved)
    else:
        least = min(low for low, _ in ranges.values())
    if None in highs or (scope == "event" and silent):
        return f"at least {least}"
    known = [high for high in highs if high is not None]
    most = sum(known) if scope == "event" else max(known)
    return least if least == most else f"{least}–{most}"


def _range(rows: Sequence[Row]) -> Range:
    """The figures given for one event as one range: an exact figure before vague ones, what all leave open where they
    agree, else from the lowest to the highest.
    """
    counts = [row.count for row in rows if row.count]
    used = [c for c in counts if c[0] is not None and c[0] == c[1]] or counts
    lows, highs = [c[0] or 0 for c in used], [c[1] for c in used if c[1] is not None]
    if not highs or max(lows) <= min(highs):
        return max(lows), min(highs, default=None)
    return min(lows), max(highs) if len(highs) == len(used) else None


def _without_retold(by_event: Mapping[str, list[Row]], involved: Callable[[str], Involved]) -> dict[str, list[Row]]:
    """The events without those that one report tells twice, by its own word and another's, with the same figure."""
    kept: dict[str, list[Row]] = {}
    for event, rows in by_event.items():
        twin = next(
            (
                other
                for other, held in kept.items()
                if not {row.report for row in held}.isdisjoint(row.report for row in rows)
                and _range(held) == _range(rows)
                and _may_be_one(held, rows)
                and involved(event).fits(involved(other))
            ),
            event,
        )
        kept.setdefault(twin, []).extend(rows)
    return kept


def _may_be_one(ours: Sequence[Row], theirs: Sequence[Row]) -> bool:
    """Whether events may be one by their days and their fate; what one source tells apart is two."""
    (first, last), (begun, ended) = _days(ours), _days(theirs)
    told, also = ours[0], theirs[0]
    return (
        first <= ended
        and begun <= last
        and _sources(ours).isdisjoint(_sources(theirs))
        and told.type == also.type
        and same_status(told.type, told.status, also.status)
    )


def _sources(rows: Sequence[Row]) -> frozenset[Source]:
    return frozenset((row.report, row.speaker) for row in rows)


def _least(
    by_event: Mapping[str, Sequence[Row]], ranges: Mapping[str, Range], involved: Callable[[str], Involved]
) -> int:
    """What events come to at least: of those that may be one with others, what is apart or what one source tells, if more."""
    sources = {event: _sources(rows) for event, rows in by_event.items()}
    days = {event: _days(rows) for event, rows in by_event.items()}
    things = {event: involved(event) for event in by_event}

    def may_be_one(one: str, other: str) -> bool:
        return _may_be_one(by_event[one], by_event[other]) and things[one].fits(things[other])

    alike: networkx.Graph[str] = networkx.Graph()
    alike.add_nodes_from(by_event)
    alike.add_edges_from(pair for pair in combinations(by_event, 2) if may_be_one(*pair))
    total = 0
    for group in networkx.connected_components(alike):
        taken: list[str] = []
        told: dict[Source, int] = defaultdict(int)
        for event in sorted(group, key=lambda event: (-ranges[event][0], days[event], event)):
            if not any(alike.has_edge(event, other) for other in taken):
                taken.append(event)
            for source in sources[event]:
                told[source] += ranges[event][0]
        total += max(sum(ranges[event][0] for event in taken), *told.values())
    return total


def _days(rows: Sequence[Row]) -> tuple[Date, Date]:
    """When it was, as far as is told: a report that gives no time tells of the days before it."""
    times = [row.time for row in rows if row.time]
    if times:
        return Date.fromisoformat(min(start for start, _ in times)), Date.fromisoformat(max(end for _, end in times))
    reported = [Date.fromisoformat(row.date) for row in rows if row.date]
    if not reported:
        return Date.min, Date.max
    return min(reported) - timedelta(days=WINDOW_DAYS), max(reported)
