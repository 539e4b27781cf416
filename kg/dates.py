"""Time expressions of English reports, resolved against the report's date and the dates named before them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date as Date

from kg.date_context import Context, told_of
from kg.date_patterns import AHEAD, CUMULATIVE, DEICTIC, PERIOD, RULES, UNCASED_MONTH, YEAR
from kg.date_resolution import FROM_REPORT, RESOLVERS
from kg.model import Interval, Span


@dataclass(frozen=True, slots=True)
class TimeMatch:
    """A time expression; `interval` is None where the report's date and the words do not fix the days."""

    span: Span
    interval: Interval | None


def _matches(text: str) -> list[tuple[re.Match[str], str]]:
    """All matches with their rules' names, the earliest first, then the longest, then by the order of the rules."""
    found = [
        (m, number, name)
        for number, (name, pattern) in enumerate(RULES)
        for m in pattern.finditer(text)
        if not UNCASED_MONTH.search(m[0])
    ]
    found.sort(key=lambda item: (item[0].start(), -item[0].end(), item[1]))
    kept: list[tuple[re.Match[str], str]] = []
    for m, _, name in found:
        if not kept or m.start() >= kept[-1][0].end():
            kept.append((m, name))
    return kept


def find_times(text: str, report_date: Date | None) -> tuple[TimeMatch, ...]:
    """The time expressions of a text, in its order and without overlap, as days where the words fix them.

    Give the whole report: "the following day" is read against the date named before it. A date without a year is
    the latest one not after the report's day (in a text that only looks back and names years, of the year told
    last); both ends of an interval are inclusive.

    >>> [str(match.interval.start) for match in find_times("On 4 June they left.", Date(2016, 6, 11))]
    ['2016-06-04']
    """
    found = _matches(text)
    told = told_of(text, (m[0] for m, _ in found), report_date)
    deictic = told is None and bool(DEICTIC.search(text))
    context = Context(
        report_date, None, told, historic=told is not None, retrospective=told is not None, deictic=deictic
    )
    matches = []
    for m, name in found:
        ahead = bool(AHEAD.search(text, max(0, m.start() - 120), m.start()))
        context = replace(context, ahead=ahead)
        try:
            days = None if told and name in FROM_REPORT else RESOLVERS[name](m, context)
        except (ValueError, OverflowError):  # a day outside the calendar
            days = None
        matches.append(TimeMatch(Span(*m.span()), Interval(days[0], days[1], m[0]) if days else None))
        # Years, seasons and "the previous October" are background that no "following day" refers to, and only a whole
        # date tells the year of those that follow: "in November 2021" is often an aside.
        if days and (days[1] - days[0]).days < 32 and name != "named month":
            context = replace(context, anchor=days)
        if days and days[0] == days[1] and (context.historic or re.search(YEAR, m[0])):
            context = replace(context, told=days[0], historic=context.historic or not deictic)
    return tuple(matches)


def is_period(text: str) -> bool:
    """Whether words say that a number counts over a stretch of time rather than at one event.

    >>> is_period("since 6 August"), is_period("in one day"), is_period("on Monday")
    (True, True, False)
    """
    return bool(PERIOD.search(text))


def scope_of(text: str) -> str:
    """The scope, of `vocabulary.SCOPES`, that the words about a number give it ("in total" sums up one event).

    >>> scope_of("since the start of the war"), scope_of("over the past day"), scope_of("in total")
    ('cumulative', 'period', 'event')
    """
    if CUMULATIVE.search(text):
        return "cumulative"
    return "period" if is_period(text) else "event"
