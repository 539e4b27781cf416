"""Claims about one thing, across reports, pooled into events.

An event is a pure function of its claims: they are put in order (report date, report id, offset, claim id), the
first of them anchors an event, and each later one joins the event whose anchor it shares most with, or anchors
one itself. Members are compared with the anchor, never with each other, so that events do not drift. Two claims
of one report are two things, unless they are from different sources or one denies the other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date as Date
from datetime import timedelta

from kg.belief import Closure, belief, source, sources
from kg.matching import WINDOW_DAYS, Side, counts_conflict, filler_key, in_part, same_status, scope, shared
from kg.model import Claim, Count, Event, Interval, Reading, Report
from kg.vocabulary import CLAIM_TYPES

_LONG_DAYS = 31


@dataclass(slots=True)
class _Pool:
    anchor: Side
    number: int
    status: str
    members: list[Side] = field(default_factory=list)
    voices: set[tuple[str, str, str]] = field(default_factory=set)

    def admits(self, side: Side) -> bool:
        """Whether the status fits, and no member is of the same report and source and polarity.

        A figure that confirms a part of a member's is of one event with it, whatever else its source says.
        """
        claim = side.claim
        if not same_status(claim.type, self.status, claim.status):
            return False
        if _voice(side) not in self.voices:
            return True
        return claim.basis != "none" and any(in_part(member.claim, claim) for member in self.members)

    def add(self, side: Side) -> None:
        """Take a claim in; a status that says more takes the place of one that says less."""
        self.members.append(side)
        self.voices.add(_voice(side))
        if self.status in ("lost", "unspecified"):
            self.status = side.claim.status


def _voice(side: Side) -> tuple[str, str, str]:
    return side.claim.report_id, side.source, side.claim.polarity


def consolidate(readings: Iterable[Reading], closure: Closure) -> tuple[Event, ...]:
    """The events that the claims of readings amount to, sorted by id; the order of readings does not matter.

    Entities are one where their IRIs are: `identity.Identity.resolved` puts representatives in their place.
    Claims of other modality (planned, possible) are other events, and numbers of other scope are never pooled.
    """
    held = tuple(readings)
    reports = {reading.report.id: reading.report for reading in held}
    claims = [claim for reading in held for claim in reading.claims]
    ordered = sorted(claims, key=lambda claim: _order(claim, reports[claim.report_id]))
    pools: list[_Pool] = []
    index: dict[tuple[object, ...], list[_Pool]] = defaultdict(list)
    for claim in ordered:
        side = _side(claim, reports[claim.report_id])
        best = max(
            ((shared(pool.anchor, side, closure), -pool.number, pool) for pool in _candidates(side, index)),
            key=lambda found: found[:2],
            default=(0, 0, None),
        )
        pool = best[2] if best[0] else None
        if pool is None:
            pool = _Pool(side, len(pools), claim.status)
            pools.append(pool)
            for key in _index_keys(side):
                index[key].append(pool)
        pool.add(side)
    events = (_event(pool, reports, closure) for pool in pools)
    return tuple(sorted(events, key=lambda event: event.id))


def _order(claim: Claim, report: Report) -> tuple[Date, str, int, str]:
    return report.date or Date.max, report.id, claim.evidence.start, claim.id


def _side(claim: Claim, report: Report) -> Side:
    keys = {role: frozenset(filler_key(f) for f in fillers) for role, fillers in claim.roles.items()}
    return Side(claim, keys, report.date, source(claim, report))


def _index_keys(side: Side) -> Iterator[tuple[object, ...]]:
    """Where an anchor is filed: under each of its entities, by its report's day and by the days it lies on."""
    claim = side.claim
    group = claim.type, claim.modality, scope(claim)
    days: list[object] = [side.day] if side.day else []
    if claim.time is not None:
        length = (claim.time.end - claim.time.start).days
        days += [("t", d) for d in _days(claim.time)] if length <= _LONG_DAYS else ["long"]
    if claim.type == "relation":
        days = ["any"]
    for name in sorted(side.named()):
        yield from ((*group, name, day) for day in days)


def _candidates(side: Side, index: Mapping[tuple[object, ...], list[_Pool]]) -> list[_Pool]:
    claim = side.claim
    group = claim.type, claim.modality, scope(claim)
    days: list[object] = ["any"] if claim.type == "relation" else ["long"]
    if side.day is not None and claim.type != "relation":
        days += [side.day - timedelta(days=n) for n in range(WINDOW_DAYS + 1)]
    if claim.time is not None and (claim.time.end - claim.time.start).days <= _LONG_DAYS:
        days += [("t", day) for day in _days(claim.time)]
    found = {
        pool.number: pool for name in side.named() for day in days for pool in index.get((*group, name, day), ())
    }
    return [pool for _, pool in sorted(found.items()) if pool.admits(side)]


def _days(time: Interval) -> Iterator[Date]:
    return (time.start + timedelta(days=n) for n in range((time.end - time.start).days + 1))


def _event(pool: _Pool, reports: Mapping[str, Report], closure: Closure) -> Event:
    claims = [member.claim for member in pool.members]
    positive = [claim for claim in claims if claim.polarity == "positive"]
    return Event(
        id=pool.anchor.claim.id,
        type=pool.anchor.claim.type,
        status=pool.status,
        roles=_roles(pool.members, closure),
        claims=tuple(claim.id for claim in claims),
        standing=_standing(claims),
        belief=belief(claims, reports, closure),
        count=_envelope([claim.count for claim in (positive or claims) if claim.count]),
        time=_narrowest([claim.time for claim in claims if claim.time]),
        sources=len(sources(claims, reports)),
    )


def _standing(claims: list[Claim]) -> str:
    polarities = {claim.polarity for claim in claims}
    if polarities == {"negative"}:
        return "refuted"
    if claims[0].modality != "actual":
        return claims[0].modality
    if len(polarities) > 1:
        return "disputed"
    # A toll that one report tells in two ways is in dispute; one that changes from report to report has a range.
    by_report: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        by_report[claim.report_id].append(claim)
    contradicted = any(
        counts_conflict(one.count, other.count) and not in_part(one, other)
        for group in by_report.values()
        for one in group
        for other in group
    )
    return "disputed" if contradicted else "accepted"


def _roles(members: list[Side], closure: Closure) -> dict[str, tuple[str, ...]]:
    """The fillers of all members by role: entities without those that contain another; words where there are none."""
    gathered: dict[str, set[str]] = defaultdict(set)
    for member in members:
        for role, fillers in member.claim.roles.items():
            for filler in fillers:
                key = filler_key(filler)
                rel = filler.rel if role == "place" and filler.rel not in (None, "in") else None
                gathered[f"{role}.{rel}" if rel else role].add(key)
    order = {role: number for number, role in enumerate(CLAIM_TYPES[members[0].claim.type].roles)}
    roles = {}
    for role in sorted(gathered, key=lambda role: (order.get(role.partition(".")[0], len(order)), role)):
        entities = {key for key in gathered[role] if key[0] != "~"}
        wider = {above for key in entities for above in closure(key) if above != key}
        narrowest = entities - wider if len(members) > 1 else entities
        words = {key[1:] for key in gathered[role]} if not entities else set()
        if narrowest or any(words):
            roles[role] = tuple(sorted(narrowest or {word for word in words if word}))
    return roles


def _envelope(counts: list[Count]) -> Count | None:
    if not counts:
        return None
    lows, highs = [count.min for count in counts], [count.max for count in counts]
    low = None if None in lows else min(value for value in lows if value is not None)
    high = None if None in highs else max(value for value in highs if value is not None)
    return Count(low, high, counts[0].scope)


def _narrowest(times: list[Interval]) -> Interval | None:
    """The days that all times share; where there are none, the shortest time."""
    if not times:
        return None
    stated = [time for time in times if time.basis == "stated"] or times
    start, end = max(time.start for time in stated), min(time.end for time in stated)
    if start > end:
        shortest = min(stated, key=lambda time: (time.end - time.start, time.start))
        start, end = shortest.start, shortest.end
    return Interval(start, end, basis=stated[0].basis)
