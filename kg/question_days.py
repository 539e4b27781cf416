"""The days that a question asks for: those it names, all before or after one, and days that no calendar has."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date as Date
from datetime import timedelta

from kg.date_patterns import MONTH_NAME
from kg.dates import TimeMatch, find_times
from kg.model import Interval

_OPEN = re.compile(r"(?P<way>until|till|after|before|prior to|ahead of) ", re.I)
_DAY = re.compile(
    r"\b(?:(?P<iso>\d{4}-\d{1,2}-\d{1,2})|(?P<parts>\d{1,2}[./]\d{1,2}[./]\d{4}))\b"
    rf"|\b(?P<before>\d{{1,2}})(?:st|nd|rd|th)?(?: of |-| )(?P<month>(?-i:{MONTH_NAME}))(?:,? (?P<year>\d{{4}}))?\b"
    rf"|\b(?P<named>(?-i:{MONTH_NAME})) (?:the )?(?P<behind>\d{{1,2}})(?:st|nd|rd|th)?(?:,? (?P<of>\d{{4}})|(?=\W*$))",
    re.I,
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LEAP_YEAR = 2000
_ONE_DAY = timedelta(days=1)


def asked_days(question: str, today: Date | None) -> tuple[TimeMatch, ...]:
    """The time expressions of a question that fix days; "before" and "after" a day leave one end open.

    >>> [str(found.interval.start) for found in asked_days("what happened after 14 August 2024", None)]
    ['2024-08-15']
    """
    found = (_with_open_end(match, question, today) for match in find_times(question, today))
    return tuple(match for match in found if match.interval is not None)


def _with_open_end(match: TimeMatch, question: str, today: Date | None) -> TimeMatch:
    words = match.span.cut(question)
    opened = _OPEN.match(words) if match.interval is None else None
    if opened is None:
        return match
    days = next((t.interval for t in find_times(words[opened.end() :], today) if t.interval is not None), None)
    if days is None:
        return match
    way = opened["way"].lower()
    if way == "after":
        return TimeMatch(match.span, Interval(days.end + _ONE_DAY, Date.max, words))
    last = days.end if way in ("until", "till") else days.start - _ONE_DAY
    return TimeMatch(match.span, Interval(Date.min, last, words))


def impossible_day(question: str) -> str | None:
    """The first day in a question that no calendar has, as it is written; None where there is none.

    >>> impossible_day("who died on 31 February 2024"), impossible_day("who died on 29 February")
    ('31 February 2024', None)
    """
    return next((match[0] for match in _DAY.finditer(question) if not any(map(_exists, _readings(match)))), None)


def _readings(match: re.Match[str]) -> Iterator[tuple[int, int, int]]:
    """Year, month and day, in each order that they may stand in."""
    if match["iso"]:
        year, month, day = map(int, match["iso"].split("-"))
        yield year, month, day
    elif match["parts"]:
        one, other, year = map(int, re.split(r"[./]", match["parts"]))
        yield from ((year, other, one), (year, one, other))
    else:
        month = _MONTHS.index((match["month"] or match["named"])[:3].lower()) + 1
        yield int(match["year"] or match["of"] or _LEAP_YEAR), month, int(match["before"] or match["behind"])


def _exists(day: tuple[int, int, int]) -> bool:
    try:
        Date(*day)
    except ValueError:
        return False
    return True
