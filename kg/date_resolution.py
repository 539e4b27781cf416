"""From a matched time expression to days: one resolver per kind of form in `kg.date_patterns`."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date as Date

from kg.date_context import MONTHS, Context, Days, dated, day_of_month, digits, month_number, on, ordinal, plus
from kg.date_patterns import (
    DAY_NUMBER,
    MONTH_NAME,
    PART,
    SEASON_NAME,
    TIME_OF_DAY,
    WEEKDAY,
    YEAR,
)

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "fall": (9, 11), "winter": (12, 2)}
_NUMBER_WORDS = (
    *("zero", "one", "two", "three", "four", "five", "six"),
    *("seven", "eight", "nine", "ten", "eleven", "twelve"),
)
_NUMBERS = {word: number for number, word in enumerate(_NUMBER_WORDS)} | {
    "a": 1,
    "an": 1,
    "couple": 2,
    "a couple of": 2,
    "a couple": 2,
}
_AFTERWARDS = ("later", "afterward", "afterwards")
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": -1, "final": -1}


def _add_months(day: Date, months: int) -> Date:
    """The same day of another month, or that month's last day."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return Date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _month(year: int, month: int) -> Days:
    return Date(year, month, 1), Date(year, month, monthrange(year, month)[1])


def _third_of_year(part: str) -> tuple[int, int] | None:
    """The months that early, mid or late in a year means."""
    words = (("early|beginning|start", (1, 4)), ("mid", (5, 8)), ("late|end of", (9, 12)))
    return next((months for word, months in words if re.match(rf"(?:the )?(?:very )?(?:{word})", part)), None)


def _part_of(part: str, days: Days) -> Days:
    """Early, middle or late in a month, season or year (thirds; a month's at the 10th and 20th), or its nth week."""
    start, end = days
    part, length = part.lower(), (end - start).days + 1
    if length > 300 and (edges := _third_of_year(part)):
        return Date(start.year, edges[0], 1), _month(start.year, edges[1])[1]
    third = 10 if length < 32 else length // 3
    if "half" in part:
        middle = plus(start, 14 if length < 32 else length // 2 - 1)
        return (plus(middle, 1), end) if re.search("second|last|final", part) else (start, middle)
    if week := re.search(r"(first|second|third|fourth|last|final) week", part):
        nth = _ORDINALS[week[1]]
        return (plus(end, -6), end) if nth < 0 else (plus(start, 7 * nth - 7), plus(start, 7 * nth - 1))
    if re.match(r"early|(?:the )?(?:very )?(?:beginning|start)", part):
        return start, plus(start, third - 1)
    if re.match(r"mid|(?:the )?(?:very )?middle", part):
        return plus(start, third), plus(start, 2 * third - 1)
    return plus(start, 2 * third), end


def _whole(text: str, context: Context) -> Days | None:
    """A month, season or year without its part; the latest that began by the report's day where no year is told."""
    year = re.search(YEAR, text)
    if season := re.search(SEASON_NAME, text, re.I):
        first, last = _SEASONS[season[0].lower()]
        start = Date(int(year[0]), first, 1) if year else dated(first, 1, context)
        return (start, _month(start.year + (last < first), last)[1]) if start else None
    if month := re.search(MONTH_NAME, text, re.I):
        number = month_number(month[0])
        first_day = Date(int(year[0]), number, 1) if year else dated(number, 1, context)
        return _month(first_day.year, number) if first_day else None
    return (Date(int(year[0]), 1, 1), Date(int(year[0]), 12, 31)) if year else None


def _weekday(text: str, context: Context, strictly_before: bool = False) -> Days | None:
    if context.report is None:
        return None
    back = (context.report.weekday() - _WEEKDAYS.index(text[:3].lower())) % 7
    if context.ahead and back:
        back -= 7
    day = plus(context.report, -7 if strictly_before and not back else -back)
    return day, day


def _atom(text: str, context: Context) -> Days | None:
    """The days of one date, month, season, year or day word."""
    text = re.sub(rf"^{WEEKDAY},? (?:the )?(?=\S)", "", text.strip(), flags=re.I)
    lower = text.lower()
    if lower in ("today", "yesterday"):
        return (plus(context.report, -(lower == "yesterday")),) * 2 if context.report else None
    if re.fullmatch(WEEKDAY, text, re.I):
        return _weekday(text, context)
    if iso := re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", text):
        found = on(int(iso[1]), int(iso[2]), int(iso[3]))
    elif numeric := re.fullmatch(r"(\d{1,2})([./])(\d{1,2})[./](\d{2,4})", text):
        found = _numeric(int(numeric[1]), int(numeric[3]), int(numeric[4]), numeric[2])
    elif dot := re.fullmatch(r"(\d\d)\.(\d\d)", text):
        found = dated(int(dot[2]), int(dot[1]), context)
    elif (named := re.search(MONTH_NAME, text, re.I)) and (number := re.search(rf"\b{DAY_NUMBER}(?!\d)", text)):
        month, day = month_number(named[0]), digits(number[0])
        told = re.search(YEAR, text)
        found = on(int(told[0]), month, day) if told else dated(month, day, context)
    else:
        part = re.match(PART, text, re.I)
        days = _whole(text[part.end() :] if part else text, context)
        return _part_of(part[0], days) if part and days else days
    return (found, found) if found else None


def _numeric(day: int, month: int, year: int, separator: str) -> Date | None:
    """A date in figures: day first, but 06/08/2024 is read either way round and so not at all."""
    if separator == "/" and day != month and day <= 12 and month <= 12:
        return None
    if month > 12:
        day, month = month, day
    return on(year if year > 99 else 2000 + year, month, day)


def _range(first: str, last: str, context: Context) -> Days | None:
    """From one date to another; what one of them leaves out (month, year) is taken from the other."""
    year, month = re.search(YEAR, last), re.search(MONTH_NAME, last, re.I)
    if re.fullmatch(DAY_NUMBER, last.strip()) and (known := re.search(MONTH_NAME, first, re.I)):
        last = f"{last.strip()} {known[0]}" + (f" {told[0]}" if (told := re.search(YEAR, first)) else "")
    elif re.fullmatch(DAY_NUMBER, first.strip()) and month:
        day = re.search(rf"\b{DAY_NUMBER}(?!\d)", last)
        number = month_number(month[0]) - bool(day and digits(first) > digits(day[0]))
        first = f"{digits(first)} {MONTHS[(number - 1) % 12].title()}"
    if year and not re.search(YEAR, first):
        end = _atom(last, context)
        start = _atom(f"{first} {year[0]}", context) if re.search(MONTH_NAME, first, re.I) else _atom(first, context)
        if start and end and start[0] > end[1]:
            start = _atom(f"{first} {int(year[0]) - 1}", context)
    else:
        start = _atom(first, context)
        if (told := re.search(YEAR, first)) and not year and month:
            last = f"{last} {told[0]}"
        end = _atom(last, context)
        if start and end and end[1] < start[0]:
            end = _add_months(end[0], 12), _add_months(end[1], 12)
    return (start[0], end[1]) if start and end and start[0] <= end[1] else None


def _ago(number: str, unit: str, day: Date, sign: int) -> Days:
    """So many units before (-1) or after (+1) a day; a number of months or years gives that month or year whole."""
    count, unit = sign * (_NUMBERS.get(number.lower()) or int(number)), unit.lower().rstrip("s")
    if unit == "year":
        return Date(day.year + count, 1, 1), Date(day.year + count, 12, 31)
    if unit == "month":
        moved = _add_months(day, count)
        return _month(moved.year, moved.month)
    moved = plus(day, count * {"week": 7, "fortnight": 14, "day": 1, "night": 1}.get(unit, 0))
    return moved, moved


def _past(m: re.Match[str], context: Context) -> Days | None:
    """Over the past day, week, two weeks and so on, up to the report's day."""
    if context.report is None:
        return None
    number, unit = m["n"] or "1", m["unit"].lower().rstrip("s")
    count = _NUMBERS.get(number.lower()) or int(number)
    if unit in ("month", "year"):
        return _add_months(context.report, -count * (12 if unit == "year" else 1)), context.report
    days = {"week": 7 * count, "fortnight": 14 * count, "hour": (count + 23) // 24 if m["n"] else 0}.get(unit, count)
    return plus(context.report, -(days + days // 2 if m["half"] else days)), context.report


def _calendar(m: re.Match[str], context: Context) -> Days | None:
    """This or last week, weekend, month or year; last summer."""
    if context.report is None:
        return None
    today, which, unit = context.report, (m["which"] or "").lower(), m["unit"].lower()
    last = which in ("last", "previous")
    if which == "next":
        return _next(unit, today)
    if unit in _SEASONS:
        days = _whole(unit, context)
        return (_add_months(days[0], -12), _add_months(days[1], -12)) if days and last and days[1] >= today else days
    if unit == "weekend":
        saturday = plus(today, -((today.weekday() - 5) % 7))
        return saturday, plus(saturday, 1)
    if unit == "week":
        monday = plus(today, -today.weekday())
        whole = (plus(monday, -7), plus(monday, -1)) if last else (monday, plus(monday, 6))
    elif unit == "month":
        first = _add_months(today.replace(day=1), -1 if last else 0)
        whole = _month(first.year, first.month)
    else:
        whole = Date(today.year - last, 1, 1), Date(today.year - last, 12, 31)
    if m["part"]:
        later, part = m["part"].lower().startswith("later"), m["part"]
        return (
            _part_of(part, whole)
            if "earlier" not in part.lower() and not later
            else ((today, whole[1]) if later else (whole[0], today if not last else whole[1]))
        )
    return whole if last else (whole[0], min(whole[1], today))


def _next(unit: str, today: Date) -> Days:
    """The calendar week, month or year after a day's; the fortnight that follows it."""
    if unit == "fortnight":
        return plus(today, 1), plus(today, 14)
    if unit == "week":
        monday = plus(today, 7 - today.weekday())
        return monday, plus(monday, 6)
    following = _add_months(today.replace(day=1), 1)
    return _month(following.year, following.month) if unit == "month" else _whole_year(today.year + 1)


def _whole_year(year: int) -> Days:
    return Date(year, 1, 1), Date(year, 12, 31)


def _single(m: re.Match[str], context: Context) -> Days | None:
    return _atom(m["atom"], context)


def _shifted(m: re.Match[str], context: Context) -> Days | None:
    """The same, next, previous day … as seen from the days named last."""
    word, unit = m["which"].lower(), m["unit"].lower()
    named = context.anchor if unit in ("month", "year", "week", "time", "period") else context.day()
    if named is None:
        return None
    start, end = named
    if unit in ("time", "period"):
        return named
    if unit in ("month", "year"):
        moved = _add_months(start, 12 if unit == "year" else 1) if word in ("next", "following") else start
        return (
            _month(moved.year, moved.month) if unit == "month" else (Date(moved.year, 1, 1), Date(moved.year, 12, 31))
        )
    if unit == "week":
        return (plus(end, 1), plus(end, 7)) if word in ("next", "following") else None
    shift = {"next": 1, "following": 1, "previous": -1, "preceding": -1}.get(word, 0)
    return (plus(end, shift),) * 2 if shift > 0 else (plus(start, shift), plus(end if not shift else start, shift))


def _later(m: re.Match[str], context: Context) -> Days | None:
    """Two days later, a year earlier: from the days named last."""
    afterwards = m["way"].lower() in _AFTERWARDS
    if context.anchor is not None:
        named = context.anchor if m["unit"].lower().startswith(("month", "year")) else context.day()
        day = named[0] if named else None
    else:
        day = None if afterwards or context.retrospective else context.report
    if day is None:
        return None
    return _ago(m["n"], m["unit"], day, 1 if m["way"].lower() in _AFTERWARDS else -1)


def _day_word(m: re.Match[str], context: Context) -> Days | None:
    if context.report is None:
        return None
    word = m[0].lower()
    back = -2 if "before yesterday" in word else -1 if re.search("yest|y.day|overnight|last night", word) else 0
    start = 1 if word == "tomorrow" else back
    end = 0 if "overnight" in word or word.endswith("last night") else start
    return plus(context.report, start), plus(context.report, end)


def _night(m: re.Match[str], context: Context) -> Days | None:
    """Overnight on a date is the night that ends with it; the night of a date is the one that begins with it."""
    days = _range(m["a"], m["b"], context) if m["b"] else _atom(m["a"], context)
    if days is None or m["b"]:
        return days
    return (days[0], days[0]) if "night of" in m[0].lower() else (plus(days[0], -1), days[1])


def _since(m: re.Match[str], context: Context) -> Days | None:
    if context.report is None:
        return None
    if re.search(TIME_OF_DAY + "|this morning", m[0], re.I):
        return context.report, context.report
    if m["then"]:
        start = context.anchor[0] if context.anchor else None
    elif m["unit"]:
        whole = {"month": context.report.replace(day=1), "year": context.report.replace(month=1, day=1)}
        start = whole.get(m["unit"].lower(), plus(context.report, -context.report.weekday()))
    else:
        days = _atom(m["atom"], context) if m["atom"] else None
        start = days[0] if days else None
    return (start, context.report) if start and start <= context.report else None


def _time_of_day(m: re.Match[str], context: Context) -> Days | None:
    if named := context.day():
        return named[1], named[1]
    if context.anchor:
        return None
    return (context.report, context.report) if context.deictic and context.report else None


def _nothing(m: re.Match[str], context: Context) -> Days | None:
    return None


def _today(m: re.Match[str], context: Context) -> Days | None:
    if context.historic:
        named = context.day()
        return (named[1], named[1]) if named else None
    return (context.report, context.report) if context.report else None


def _edge(m: re.Match[str], context: Context) -> Days | None:
    """The first or last day of a month or year."""
    days = _whole(m["atom"], context)
    return ((days[0],) * 2 if m["edge"].lower() == "first" else (days[1],) * 2) if days else None


def _tonight(m: re.Match[str], context: Context) -> Days | None:
    """In the night, said by a report on its own day: the one that ends with it."""
    return (plus(context.report, -1), context.report) if context.report and not context.historic else None


def _day_of_month(m: re.Match[str], context: Context) -> Days | None:
    """On the 9th, on the 9th and 10th, in the night to the 9th."""
    first = day_of_month(ordinal(m["n"]), context)
    if first is None:
        return None
    if re.search(r"\b(?:over)?night", m[0], re.I) and not m["last"]:
        return (first, first) if "night of" in m[0].lower() else (plus(first, -1), first)
    if m[0].lower().startswith("since"):
        return (
            (first, context.report) if context.report and not context.historic and first <= context.report else None
        )
    last = on(first.year, first.month, ordinal(m["last"])) if m["last"] else first
    return (first, last) if last and first <= last else None


def _named_month(m: re.Match[str], context: Context) -> Days | None:
    """The previous October, the following January: from the days named last, else from the report's."""
    day = context.anchor[0] if context.anchor else context.report
    if day is None:
        return None
    number, back = month_number(m["atom"]), m["which"].lower() != "following"
    later = number >= day.month if back else number <= day.month
    return _month(day.year + (later if not back else -later), number)


def _between(m: re.Match[str], context: Context) -> Days | None:
    return _range(m["a"], m["b"], context)


def _last_weekday(m: re.Match[str], context: Context) -> Days | None:
    words = m.groupdict()
    return _weekday(
        words["day"] or words.get("first") or "", context, strictly_before=m[0].lower().startswith(("last", "past"))
    )


def _day_beside(m: re.Match[str], context: Context) -> Days | None:
    named = context.day()
    if named is None:
        return None
    day = plus(named[0], -1) if m["way"].lower() == "before" else plus(named[1], 1)
    return day, day


def _so_long_ago(m: re.Match[str], context: Context) -> Days | None:
    return _ago(m["n"], m["unit"], context.report, -1) if context.report else None


RESOLVERS = {
    "since": _since,
    "unknown": _nothing,
    "night": _night,
    "between": _between,
    "single": _single,
    "last weekday": _last_weekday,
    "day word": _day_word,
    "past": _past,
    "calendar": _calendar,
    "ago": _so_long_ago,
    "shifted by": _later,
    "named day": _shifted,
    "named month": _named_month,
    "day before or after": _day_beside,
    "time of day": _time_of_day,
    "report day": _today,
    "edge": _edge,
    "report night": _tonight,
    "day of month": _day_of_month,
}
FROM_REPORT = frozenset({"since", "last weekday", "day word", "past", "calendar", "ago", "report night"})
"""The kinds of form that are counted from the report's day, and so tell nothing in a history."""
