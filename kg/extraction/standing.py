"""The time that stands over a line: the date of its entry or heading, the hour of a log, the day a communique sums up."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date as Date
from datetime import timedelta

from kg.dates import TimeMatch
from kg.extraction.discourse import Discourse
from kg.model import Interval, Span

_LINE = re.compile(r"[^\n]+")
_MARK = re.compile(r"(?:[^\w\n]|(?:Night|Day) \d+, )*")
_CLOCK = re.compile(r"[^\w\n]*(?P<hour>[01]?\d|2[0-3])[:h](?P<minute>[0-5]\d)\b")
_AFTER_DATE = re.compile(r"(?:,? (?:at )?\d{1,2}[:.]\d\d)?(?: \([^()\n]*\))?\s*(?:[.:–—-]|$)\s*")
_DAY_BEHIND = re.compile(
    r"\b(?:summary|situation|results?|report|events?|happened)\b[^.\n]* the (?:past|last|previous) day\b|^\W*past day\b",
    re.I,
)
_HOURS_BEHIND = re.compile(
    r"\b(?:(?:over|during|in|for|within) the (?:past|last|previous) (?:day|24 hours|24 hrs)|past 24 hours)\b[^.\n]*:?$", re.I
)
_THIS_DAY = re.compile(
    r"\bsince the (?:beginning|start) of (?:this|the) day\b|\bas of (?:the evening\b|(?:1[2-9]|2[0-3])[:.]\d\d)"
    r"|\bduring today\b|^\W*during the day,|\bover the day\b[^.\n]*$|\bevening\b[^.\n]*$",
    re.I,
)
_OPENING_LINES = 3
_FEW_DAYS = 5
_LONG_AFTER = 30


@dataclass(frozen=True, slots=True)
class Standing:
    """A stretch of lines and the days that stand over it; `dated` where the lines are entries of a log or chronology."""

    span: Span
    interval: Interval
    dated: bool


def standing(discourse: Discourse) -> tuple[Standing, ...]:
    """The stretches of a report over which a time stands, in text order and without overlap."""
    lines = [Span(*m.span()) for m in _LINE.finditer(discourse.text) if not m.group().isspace()]
    entries = list(_entries(lines, discourse))
    taken = {stretch.span.start for stretch in entries}
    summed = (s for s in _summed(lines, discourse) if s.span.start not in taken)
    return tuple(sorted((*entries, *summed), key=lambda s: s.span.start))


def over(stretches: tuple[Standing, ...], offset: int) -> Standing | None:
    """The stretch that an offset lies in."""
    return next((s for s in stretches if s.span.start <= offset < s.span.end), None)


def _entries(lines: list[Span], discourse: Discourse) -> Iterator[Standing]:
    """The lines under a date or an hour of their own."""
    openings = [_opening(line, discourse) for line in lines]
    headings = {o[0].interval for o in openings if o is not None}
    hours = [_hour(line, discourse.text) for line in lines]
    wraps = _wraps(hours)
    log = sum(hour is not None for hour in hours) > 1
    current, alone, clocked = None, False, False
    turns = 0
    for n, line in enumerate(lines):
        apart = n > 0 and discourse.text.count("\n", lines[n - 1].end, line.start) > 1
        opening = openings[n]
        if opening is not None and (opening[1] or len(headings) > 1 or not _of_report(opening[0].interval, discourse)):
            current, alone, clocked, turns = opening[0].interval, not opening[1], False, 0
        elif log and hours[n] is not None:
            turns += n in wraps
            if not (current and alone) and not clocked:
                current = _first_day(current, len(wraps), discourse)
            clocked = True
        elif apart and not alone and not clocked:
            current = None
        if current is not None:
            yield Standing(line, _turned(current, turns) if clocked else current, True)


def _opening(line: Span, discourse: Discourse) -> tuple[TimeMatch, bool] | None:
    """The date that opens a line, and whether more than the date stands there."""
    mark = _MARK.match(discourse.text, line.start, line.end)
    start = mark.end() if mark else line.start
    for match in discourse.times_in(Span(start, start + 1)):
        if match.span.start == start and match.interval and (match.interval.end - match.interval.start).days < _FEW_DAYS:
            after = _AFTER_DATE.match(discourse.text, match.span.end, line.end)
            return (match, after.end() < line.end) if after and re.search(r"\d", match.interval.text) else None
    return None


def _of_report(interval: Interval | None, discourse: Discourse) -> bool:
    day = discourse.report.date
    return interval is not None and day is not None and abs((day - interval.end).days) <= 1


def _hour(line: Span, text: str) -> int | None:
    """The minute of the day that opens a line."""
    found = _CLOCK.match(text, line.start, line.end)
    return 60 * int(found["hour"]) + int(found["minute"]) if found else None


def _wraps(hours: list[int | None]) -> frozenset[int]:
    """The lines of a log at which its hours begin anew: midnight has passed."""
    found, last = [], None
    for n, hour in enumerate(hours):
        if hour is not None:
            if last is not None and last - hour > 360:
                found.append(n)
            last = hour
    return frozenset(found)


def _first_day(current: Interval | None, wraps: int, discourse: Discourse) -> Interval | None:
    """The day of a log's first hour: that of the entry it stands under, else so that its last is the report's."""
    if current is not None:
        return replace(current, end=current.start)
    day = discourse.report.date
    first = next((t.interval for t in discourse.times if t.interval is not None), None)
    if first is not None and (day is None or (day - first.end).days > _LONG_AFTER):
        return replace(first, end=first.start) if (first.end - first.start).days < _FEW_DAYS else None
    return Interval(day - timedelta(days=wraps), day - timedelta(days=wraps), "") if day else None


def _turned(interval: Interval, turns: int) -> Interval:
    moved = timedelta(days=turns)
    return Interval(interval.start + moved, interval.end + moved, interval.text)


def _summed(lines: list[Span], discourse: Discourse) -> Iterator[Standing]:
    """The lines of a communique, under the day that its head says it sums up."""
    current: Interval | None = None
    for n, line in enumerate(lines):
        current = _sum(line, n, discourse) or current
        if current is not None:
            yield Standing(line, current, False)


def _sum(line: Span, number: int, discourse: Discourse) -> Interval | None:
    day, words = discourse.report.date, line.cut(discourse.text)
    first = words if len(words) < 160 else words[: words.find(". ") + 1]
    if day is None or (number >= _OPENING_LINES and len(words) > 60):
        return None
    if _DAY_BEHIND.search(first):
        return _days(day, 1, 1)
    if _HOURS_BEHIND.search(first):
        return _days(day, 1, 0)
    if number < _OPENING_LINES and _THIS_DAY.search(first):
        near = (t.interval for t in discourse.times_in(line) if t.interval and t.interval.start == t.interval.end)
        return next((i for i in near if abs((day - i.start).days) <= 1), _days(day, 0, 0))
    return None


def titled(discourse: Discourse) -> Interval | None:
    """The stretch of days that the title of a list or log names up to the report's day: "Loss log, 04-05 Sept"."""
    title = _LINE.search(discourse.text)
    day = discourse.report.date
    if title is None or day is None:
        return None
    times = (t.interval for t in discourse.times_in(Span(*title.span())) if t.interval)
    return next((i for i in times if i.start < i.end and 0 <= (day - i.end).days <= _FEW_DAYS), None)


def _days(day: Date, first: int, last: int) -> Interval:
    return Interval(day - timedelta(days=first), day - timedelta(days=last), "")
