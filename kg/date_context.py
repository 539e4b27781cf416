"""What a time expression is read against: the report's day, the days named before it, the year that a history tells of."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date as Date
from datetime import timedelta

from kg.date_patterns import DAY_NUMBER, MONTH_NAME, NOW, ORDINAL_WORDS, YEAR

Days = tuple[Date, Date]

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LONG_AFTER = 200
_LATELY = 60
_OWN_DAYS = 14
_TITLE = 120


@dataclass(frozen=True, slots=True)
class Context:
    """What an expression is read against: the report's day, the last days named before it, and how to take years.

    `told` is the last single day that was named with its year or read by such a one. `historic` is true for a text
    that never speaks from its own day ("today", "on Monday") but names years: its dates without a year belong to the
    year told last. `retrospective` is true for one that moreover tells only of what lay long behind it. `deictic` is
    true for a text that speaks from its own day; `ahead` where the words before look forward.
    """

    report: Date | None
    anchor: Days | None = None
    told: Date | None = None
    historic: bool = False
    retrospective: bool = False
    deictic: bool = False
    ahead: bool = False

    def day(self) -> Days | None:
        """The days named last, where they are as few as "that evening" can mean."""
        return self.anchor if self.anchor and (self.anchor[1] - self.anchor[0]).days <= 2 else None


def told_of(text: str, words: Iterable[str], report: Date | None) -> Date | None:
    """The day that a history written long afterwards begins with, None where the text is no such history.

    `words` are the text's time expressions in its order. A text that speaks from its own day, or names one of the
    last weeks, is no history, unless it is an anniversary; a bare year tells only where no month has one. One that
    begins with a date of its year is a history though some of its days are also among the last before the report's.
    """
    if report is None or NOW.search(text):
        return None
    found = [(told, _named(told)) for told in words]
    precise = [day for told, day in found if day and _has_month(told, day)]
    title = list(_of_title(text))
    first = next(iter((*precise, *title, *(day for _, day in found if day))), None)
    if first is None or (report - first).days <= _LONG_AFTER:
        return None
    if any(0 <= (report - day).days < _LATELY for day in precise):
        return None
    if title or any(_is_anniversary(day, report) for day in precise):
        return first
    bare = [apart for told, _ in found if (apart := _apart(told, report)) is not None]
    opening = next((told for told, day in found if _has_month(told, day) or _apart(told, report) is not None), "")
    if re.search(YEAR, opening):
        return None if bare and max(bare) <= _OWN_DAYS else first
    return None if bare and min(bare) < _LATELY else first


def _has_month(words: str, day: Date | None) -> bool:
    """Whether words name a month or day with its year."""
    return day is not None and bool(re.search(MONTH_NAME + r"|-\d\d-", words, re.I))


def _named(words: str) -> Date | None:
    """The day, or a month's or year's first, that words name with its year."""
    year, month = re.search(rf"\b{YEAR}", words), re.search(MONTH_NAME, words, re.I)
    if year is None or re.match(r"since\b", words, re.I):
        return None
    if iso := re.search(r"(\d{4})-(\d\d)-(\d\d)", words):
        return on(int(iso[1]), int(iso[2]), int(iso[3]))
    day = re.search(rf"\b{DAY_NUMBER}(?!\d)", words) if month else None
    number = digits(day[0]) if day else 1
    return on(int(year[0]), month_number(month[0]) if month else 1, number)


def _of_title(text: str) -> Iterator[Date]:
    """The first day of the year that a title names."""
    title, _, rest = text.lstrip().partition("\n")
    if rest and len(title) < _TITLE and (year := re.search(rf"\b{YEAR}", title)):
        yield Date(int(year[0]), 1, 1)


def _apart(words: str, report: Date) -> int | None:
    """How many days before the report's the last such day lies that words name without a year; None where they name none."""
    month, day = re.search(MONTH_NAME, words, re.I), re.search(rf"\b{DAY_NUMBER}(?!\d)", words)
    if month is None or day is None or re.search(rf"\b{YEAR}", words):
        return None
    number = digits(day[0])
    named = (on(year, month_number(month[0]), number) for year in (report.year, report.year - 1))
    return next(((report - n).days for n in named if n and n <= report), None)


def _is_anniversary(day: Date, report: Date) -> bool:
    """Whether a report is written at the time of year of what it tells."""
    apart = (report - day).days % 365
    return min(apart, 365 - apart) <= _LATELY


def plus(day: Date, days: int) -> Date:
    """The day so many days later, or earlier where the number is negative."""
    return day + timedelta(days=days)


def month_number(word: str) -> int:
    """The number of a month from its name or abbreviation."""
    return MONTHS.index(word[:3].lower()) + 1


def digits(text: str) -> int:
    """The number that the figures of a text make."""
    return int(re.sub(r"\D", "", text))


def ordinal(word: str) -> int:
    """The number of an ordinal, in figures or from "fourth" to "twentieth".

    >>> ordinal("21st"), ordinal("fifth")
    (21, 5)
    """
    return digits(word) if word[0].isdigit() else 4 + ORDINAL_WORDS.index(word.lower())


def on(year: int, month: int, day: int) -> Date | None:
    """A day of the calendar, None where it has no such day."""
    try:
        return Date(year, month, day)
    except ValueError:
        return None


def dated(month: int, day: int, context: Context) -> Date | None:
    """A day without a year: the latest not after the report's day (two days' grace), or the year told before."""
    latest = None
    if context.report:
        limit = plus(context.report, 180 if context.ahead else 2)
        years = range(limit.year, limit.year - 9, -1)
        latest = next((d for year in years if (d := on(year, month, day)) and d <= limit), None)
    if not (context.historic and context.told):
        return latest
    if latest and context.report and (context.report - latest).days <= _LATELY and not context.retrospective:
        return latest  # a report on its own days, with an older date as background
    told = context.told
    same = on(told.year, month, day)
    if same and context.report and same > plus(context.report, 2):
        return on(told.year - 1, month, day)
    return on(told.year + 1, month, day) if same and (told - same).days > _LONG_AFTER else same


def day_of_month(number: int, context: Context) -> Date | None:
    """The day that "the 13th" is: of the month told last, of the next where that day is past, or the latest by the report's."""
    whole = context.anchor is None or (context.anchor[1] - context.anchor[0]).days > _OWN_DAYS
    if context.report and not context.historic and whole:
        return _latest(number, context.report)
    if context.anchor is None:
        return None
    last = context.anchor[0]
    found = on(last.year, last.month, number)
    if found is None or (last - found).days > 15:
        found = _in_month_after(last, number)
    if found and context.report and found > plus(context.report, 31 if context.ahead else 2):
        return _latest(number, context.report)
    return found


def _latest(number: int, report: Date) -> Date | None:
    if number <= report.day:
        return on(report.year, report.month, number)
    before = plus(report.replace(day=1), -1)
    return on(before.year, before.month, number)


def _in_month_after(day: Date, number: int) -> Date | None:
    after = plus(day.replace(day=monthrange(day.year, day.month)[1]), 1)
    return on(after.year, after.month, number)
