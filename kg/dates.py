"""Time expressions of English reports, resolved against the report's date and the dates named before them."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date as Date
from datetime import timedelta

from kg.model import Interval, Span

Days = tuple[Date, Date]


@dataclass(frozen=True, slots=True)
class TimeMatch:
    """A time expression; `interval` is None where the report's date and the words do not fix the days."""

    span: Span
    interval: Interval | None


@dataclass(frozen=True, slots=True)
class _Context:
    """What an expression is read against: the report's day, the last days named before it, and how to take years.

    `told` is the last single day that was named with its year or read by such a one. `historic` is true for a text that never speaks from its own day ("today", "on Monday") but names years: its
    dates without a year belong to the year told last. `ahead` is true where the words before look forward.
    """

    report: Date | None
    anchor: Days | None = None
    told: Date | None = None
    historic: bool = False
    deictic: bool = False
    ahead: bool = False


_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "fall": (9, 11), "winter": (12, 2)}
_NUMBERS = {
    word: number
    for number, word in enumerate("zero one two three four five six seven eight nine ten eleven twelve".split())
} | {"a": 1, "an": 1, "couple": 2, "a couple of": 2, "a couple": 2}
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": -1, "final": -1}

_M = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b\.?)"
)
_WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_ORDINAL_DAY = r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?"
_D = rf"\b{_ORDINAL_DAY}(?![\d%])"
_Y = r"(?:19|20)\d\d(?!\d)"
_N = r"(?:\d{1,3}|a couple of|a couple|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
_UNIT = r"(?:hour|day|night|week|month|year)s?"
_PART = (
    r"(?:early|mid|late|(?:the )?(?:(?:very )?(?:beginning|start|middle|end)|(?:first|second|last|final) half"
    r"|(?:first|second|third|fourth|last|final) week) of)(?: in)?(?:-| )(?:the )?"
)
_DMY = rf"(?:the )?{_D}(?:-| of | ){_M}(?:,? {_Y})?"
_MDY = rf"{_M} (?:the )?{_D}(?![.,:]\d)(?:,? {_Y})?"
_NUMERIC = rf"\b(?:{_Y}-\d\d-\d\d|\d{{1,2}}[./]\d{{1,2}}[./](?:{_Y}|\d\d))(?!\d)"
_DOT = r"\b(?:0[1-9]|[12]\d|3[01])\.(?:0[1-9]|1[0-2])(?![\d.]*\d|\s?(?:%|km|kg|m\b|percent|million|billion|mm))"
_MONTH = rf"(?:{_PART})?{_M}(?:,? (?:of )?{_Y})?"
_SEASON = rf"(?:{_PART})?(?:spring|summer|autumn|fall|winter)(?: of| in)? {_Y}"
_YEAR = rf"(?:{_PART})?{_Y}(?![-–]\d|,\d)"
_DATE = rf"(?:{_WEEKDAY},? (?:the )?)?(?:{_NUMERIC}|{_DMY}|{_MDY})"
_ATOM = rf"(?:{_DATE}|{_SEASON}|{_MONTH}|{_YEAR}|{_DOT}|{_WEEKDAY}|yesterday|today)"
_SEP = r"(?:\s?[–—‒-]\s?| to | and | until | till | through | into )"
_AFTER_DAY = r"(?=\s*(?:$|[.,;:!?)\]\"”’\n]|(?:in|on|at|near|but|to|as|after|before|that|the|when|while|with|for|by|from|and)\b))"
_TIME_OF_DAY = r"(?:dawn|daybreak|sunrise|noon|midday|midnight|dusk|nightfall|sunset)"


def _flags(source: str) -> re.Pattern[str]:
    """Compile with words of either case, but months capitalised ("may", "march") through an explicit check later."""
    return re.compile(source, re.IGNORECASE | re.MULTILINE)


def _add_months(day: Date, months: int) -> Date:
    """The same day of another month, or that month's last day."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return Date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _month(year: int, month: int) -> Days:
    return Date(year, month, 1), Date(year, month, monthrange(year, month)[1])


def _plus(day: Date, days: int) -> Date:
    return day + timedelta(days=days)


def _month_number(word: str) -> int:
    return _MONTHS.index(word[:3].lower()) + 1


def _on(year: int, month: int, day: int) -> Date | None:
    try:
        return Date(year, month, day)
    except ValueError:
        return None


def _dated(month: int, day: int, context: _Context) -> Date | None:
    """A day without a year: the latest not after the report's day (two days' grace), or the year told before."""
    if context.historic and context.told:
        told = context.told
        same = _on(told.year, month, day)
        if same and context.report and same > _plus(context.report, 2):
            return _on(told.year - 1, month, day)
        return _on(told.year + 1, month, day) if same and (told - same).days > 200 else same
    if context.report is None:
        return None
    limit = _plus(context.report, 180 if context.ahead else 2)
    years = range(limit.year, limit.year - 9, -1)
    return next((d for y in years if (d := _on(y, month, day)) and d <= limit), None)


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
        middle = _plus(start, 14 if length < 32 else length // 2 - 1)
        return (_plus(middle, 1), end) if re.search("second|last|final", part) else (start, middle)
    if week := re.search(r"(first|second|third|fourth|last|final) week", part):
        nth = _ORDINALS[week[1]]
        return (_plus(end, -6), end) if nth < 0 else (_plus(start, 7 * nth - 7), _plus(start, 7 * nth - 1))
    if re.match(r"early|(?:the )?(?:very )?(?:beginning|start)", part):
        return start, _plus(start, third - 1)
    if re.match(r"mid|(?:the )?(?:very )?middle", part):
        return _plus(start, third), _plus(start, 2 * third - 1)
    return _plus(start, 2 * third), end


def _whole(text: str, context: _Context) -> Days | None:
    """A month, season or year without its part; the latest that began by the report's day where no year is told."""
    year = re.search(_Y, text)
    if season := re.search(r"spring|summer|autumn|fall|winter", text, re.I):
        first, last = _SEASONS[season[0].lower()]
        start = Date(int(year[0]), first, 1) if year else _dated(first, 1, context)
        return (start, _month(start.year + (last < first), last)[1]) if start else None
    if month := re.search(_M, text):
        number = _month_number(month[0])
        first_day = Date(int(year[0]), number, 1) if year else _dated(number, 1, context)
        return _month(first_day.year, number) if first_day else None
    return (Date(int(year[0]), 1, 1), Date(int(year[0]), 12, 31)) if year else None


def _weekday(text: str, context: _Context, strictly_before: bool = False) -> Days | None:
    if context.report is None:
        return None
    back = (context.report.weekday() - _WEEKDAYS.index(text[:3].lower())) % 7
    if context.ahead and back:
        back -= 7
    day = _plus(context.report, -7 if strictly_before and not back else -back)
    return day, day


def _atom(text: str, context: _Context) -> Days | None:
    """The days of one date, month, season, year or day word."""
    text = re.sub(rf"^{_WEEKDAY},? (?:the )?(?=\S)", "", text.strip(), flags=re.I)
    lower = text.lower()
    if lower in ("today", "yesterday"):
        day = _plus(context.report, -(lower == "yesterday")) if context.report else None
        return (day, day) if day else None
    if re.fullmatch(_WEEKDAY, text, re.I):
        return _weekday(text, context)
    if iso := re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", text):
        found = _on(int(iso[1]), int(iso[2]), int(iso[3]))
    elif numeric := re.fullmatch(r"(\d{1,2})([./])(\d{1,2})[./](\d{2,4})", text):
        day, month, year = int(numeric[1]), int(numeric[3]), int(numeric[4])
        if numeric[2] == "/" and day != month and day <= 12 and month <= 12:
            return None  # 06/08/2024 is read either way round
        if month > 12:
            day, month = month, day
        found = _on(year if year > 99 else 2000 + year, month, day)
    elif dot := re.fullmatch(r"(\d\d)\.(\d\d)", text):
        found = _dated(int(dot[2]), int(dot[1]), context)
    elif (named := re.search(_M, text)) and (number := re.search(rf"\b({_ORDINAL_DAY})(?!\d)", text)):
        month, day = _month_number(named[0]), int(re.sub(r"\D", "", number[0]))
        told = re.search(_Y, text)
        found = _on(int(told[0]), month, day) if told else _dated(month, day, context)
    else:
        part = re.match(_PART, text, re.I)
        days = _whole(text[part.end() :] if part else text, context)
        return _part_of(part[0], days) if part and days else days
    return (found, found) if found else None


def _range(first: str, last: str, context: _Context) -> Days | None:
    """From one date to another; what one of them leaves out (month, year) is taken from the other."""
    year, month = re.search(_Y, last), re.search(_M, last)
    if re.fullmatch(_ORDINAL_DAY, last.strip()) and (known := re.search(_M, first)):
        last = f"{last.strip()} {known[0]}" + (f" {told[0]}" if (told := re.search(_Y, first)) else "")
    elif re.fullmatch(_ORDINAL_DAY, first.strip()) and month:
        days = [int(re.sub(r"\D", "", re.findall(r"\d+(?=\D|$)", part)[0])) for part in (first, last)]
        number = _month_number(month[0]) - (days[0] > days[1])
        first = f"{days[0]} {_MONTHS[(number - 1) % 12].title()}"
    if year and not re.search(_Y, first):
        end = _atom(last, context)
        start = _atom(f"{first} {year[0]}", context) if re.search(_M, first) else _atom(first, context)
        if start and end and start[0] > end[1]:
            start = _atom(f"{first} {int(year[0]) - 1}", context)
    else:
        start = _atom(first, context)
        if (told := re.search(_Y, first)) and not year and month:
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
    moved = _plus(day, count * {"week": 7, "day": 1, "night": 1}.get(unit, 0))
    return moved, moved


def _past(m: re.Match[str], context: _Context) -> Days | None:
    """Over the past day, week, two weeks and so on, up to the report's day."""
    if context.report is None:
        return None
    number, unit = m["n"] or "1", m["unit"].lower().rstrip("s")
    count = _NUMBERS.get(number.lower()) or int(number)
    if unit in ("month", "year"):
        return _add_months(context.report, -count * (12 if unit == "year" else 1)), context.report
    days = {"week": 7 * count, "hour": (count + 23) // 24 if m["n"] else 0}.get(unit, count)
    return _plus(context.report, -(days + days // 2 if m["half"] else days)), context.report


def _calendar(m: re.Match[str], context: _Context) -> Days | None:
    """This or last week, weekend, month or year; last summer."""
    if context.report is None:
        return None
    today, which, unit = context.report, m["which"].lower(), m["unit"].lower()
    last = which in ("last", "previous")
    if unit in _SEASONS:
        days = _whole(unit, context)
        return (_add_months(days[0], -12), _add_months(days[1], -12)) if days and last and days[1] >= today else days
    if unit == "weekend":
        saturday = _plus(today, -((today.weekday() - 5) % 7))
        return saturday, _plus(saturday, 1)
    if unit == "week":
        monday = _plus(today, -today.weekday())
        whole = (_plus(monday, -7), _plus(monday, -1)) if last else (monday, _plus(monday, 6))
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


def _single(m: re.Match[str], context: _Context) -> Days | None:
    return _atom(m["atom"], context)


def _shifted(m: re.Match[str], context: _Context) -> Days | None:
    """The same, next, previous day … as seen from the days named last."""
    if context.anchor is None:
        return None
    start, end = context.anchor
    word, unit = m["which"].lower(), m["unit"].lower()
    if unit in ("month", "year"):
        moved = _add_months(start, 12 if unit == "year" else 1) if word in ("next", "following") else start
        return (
            _month(moved.year, moved.month) if unit == "month" else (Date(moved.year, 1, 1), Date(moved.year, 12, 31))
        )
    if unit == "week":
        return (_plus(end, 1), _plus(end, 7)) if word in ("next", "following") else None
    shift = {"next": 1, "following": 1, "previous": -1, "preceding": -1}.get(word, 0)
    return (_plus(end, shift),) * 2 if shift > 0 else (_plus(start, shift), _plus(end if not shift else start, shift))


def _later(m: re.Match[str], context: _Context) -> Days | None:
    """Two days later, a year earlier: from the days named last."""
    if context.anchor is None and (m["way"].lower() == "later" or context.report is None):
        return None
    day = context.anchor[0] if context.anchor else context.report
    assert day is not None
    return _ago(m["n"], m["unit"], day, 1 if m["way"].lower() == "later" else -1)


def _day_word(m: re.Match[str], context: _Context) -> Days | None:
    if context.report is None:
        return None
    word = m[0].lower()
    start = -2 if "before yesterday" in word else -1 if re.search("yesterday|overnight|last night", word) else 0
    end = 0 if "overnight" in word or word.endswith("last night") else start
    return _plus(context.report, start), _plus(context.report, end)


def _night(m: re.Match[str], context: _Context) -> Days | None:
    """Overnight on a date is the night that ends with it; the night of a date is the one that begins with it."""
    days = _range(m["a"], m["b"], context) if m["b"] else _atom(m["a"], context)
    if days is None or m["b"]:
        return days
    return (days[0], _plus(days[1], 1)) if "night of" in m[0].lower() else (_plus(days[0], -1), days[1])


def _since(m: re.Match[str], context: _Context) -> Days | None:
    if context.report is None:
        return None
    if re.search(_TIME_OF_DAY + "|this morning", m[0], re.I):
        return context.report, context.report
    if m["then"]:
        start = context.anchor[0] if context.anchor else None
    elif m["unit"]:
        whole = {"month": context.report.replace(day=1), "year": context.report.replace(month=1, day=1)}
        start = whole.get(m["unit"].lower(), _plus(context.report, -context.report.weekday()))
    else:
        days = _atom(m["atom"], context) if m["atom"] else None
        start = days[0] if days else None
    return (start, context.report) if start and start <= context.report else None


def _time_of_day(m: re.Match[str], context: _Context) -> Days | None:
    if context.anchor:
        return context.anchor[1], context.anchor[1]
    return (context.report, context.report) if context.deictic and context.report else None


_Resolver = Callable[[re.Match[str], _Context], Days | None]


def _nothing(m: re.Match[str], context: _Context) -> Days | None:
    return None


def _today(m: re.Match[str], context: _Context) -> Days | None:
    return (context.report, context.report) if context.report else None


def _between(m: re.Match[str], context: _Context) -> Days | None:
    return _range(m["a"], m["b"], context)


def _last_weekday(m: re.Match[str], context: _Context) -> Days | None:
    return _weekday(m["day"], context, strictly_before=True)


_RULES: tuple[tuple[re.Pattern[str], _Resolver], ...] = tuple(
    (_flags(source), resolver)
    for source, resolver in (
        (
            rf"\bsince (?:(?:about|around|at least) )?(?:the (?:start|beginning) of (?:the |this )(?P<unit>week|month|year)"
            rf"|(?P<then>then)|(?:last )?(?P<atom>{_ATOM})|{_TIME_OF_DAY}|this morning)",
            _since,
        ),
        (
            r"\bsince (?:the )?(?:start|beginning|outbreak|onset) of (?:\S+ ){1,4}?(?:war|invasion|conflict|aggression|hostilities"
            r"|operation|offensive|uprising)\b",
            _nothing,
        ),
        (rf"\b(?:until|till|after|before|next|prior to|ahead of) (?:{_ATOM}|week|month|year|{_WEEKDAY})\b", _nothing),
        (
            rf"\b(?:overnight|(?:during |in |on )?the night)(?: of| on| from| into| between)?(?: the)? (?P<a>{_ATOM})(?:{_SEP}(?P<b>{_ATOM}|{_D}))?",
            _night,
        ),
        (
            rf"\b(?:overnight|(?:during |in |on )?the night)(?: of| on| from| between)? (?P<a>{_D}){_SEP}(?P<b>{_DMY})",
            _night,
        ),
        (rf"\b(?:from |between )?(?P<a>{_D}){_SEP}(?P<b>{_DMY})", _between),
        (rf"\b(?:from |between )?(?P<a>{_MDY})(?:\s?[–—‒-]\s?)(?P<b>{_D})", _between),
        (rf"\b(?:from |between )?(?P<a>{_M} (?:the )?{_D}){_SEP}(?P<b>{_D}(?:, {_Y})|{_D}{_AFTER_DAY})", _between),
        (rf"\b(?:from|between) (?P<a>{_ATOM}){_SEP}(?P<b>{_ATOM})", _between),
        (rf"\b(?P<a>{_DATE})(?:\s?[–—‒-]\s?| to | through | until )(?P<b>{_DATE})", _between),
        (rf"(?P<atom>{_DATE}|{_SEASON}|{_M},? (?:of )?{_Y})", _single),
        (rf"(?P<atom>\b{_PART}(?:{_M}|{_Y})(?:,? {_Y})?)", _single),
        (
            rf"(?:\b(?:in|of|by|during|throughout|from|for|until) |\blast |\bthis )(?P<atom>{_M})(?![-\w]| \d)",
            _single,
        ),
        (rf"\b(?:in|of|by|during|throughout|from|the year) (?P<atom>{_Y})(?![-–]\d|[,.]\d)", _single),
        (rf"(?:\b(?:on|from|to|by|of|at|for|dated) |^)(?P<atom>{_DOT})", _single),
        (rf"\b(?:last|past) (?P<day>{_WEEKDAY})\b", _last_weekday),
        (rf"\b(?P<atom>{_WEEKDAY})\b(?! (?:Times|Mirror|Express))", _single),
        (
            r"\b(?:the day before yesterday|(?:earlier |late |later |early )?(?:today|yesterday)(?:['’]?s)?"
            r"(?: (?:morning|afternoon|evening|night))?|tonight|overnight|last night|(?:early |earlier |late )?this (?:morning|afternoon|evening))\b",
            _day_word,
        ),
        (
            rf"\b(?:(?:over|in|during|within|for|of|from|across) )?the (?:past|last|previous) (?:(?P<n>{_N}) )?(?P<unit>{_UNIT})"
            r"(?P<half> and (?:a )?half)?(?! of\b)\b",
            _past,
        ),
        (
            r"\b(?P<part>(?:earlier|later|early|mid|late)[ -]|(?:the )?(?:start|beginning|middle|end|first half|second half) of (?:the )?)?"
            r"(?P<which>this|last|previous)\s(?P<unit>weekend|week|month|year|spring|summer|autumn|winter)\b",
            _calendar,
        ),
        (
            r"\b(?P<part>(?:the )?(?:start|beginning|middle|end|first half|second half) of )(?P<which>the )(?P<unit>month|year)\b",
            _calendar,
        ),
        (r"\b(?:at|over|during) (?P<which>the )(?P<unit>weekend)(?P<part>\b)", _calendar),
        (
            rf"\b(?:(?:more|less) than |over |about |nearly |almost )(?:{_N}) (?P<unit>{_UNIT}|minutes?) ago\b",
            _nothing,
        ),
        (
            rf"\b(?P<n>{_N}) (?P<unit>{_UNIT}|minutes?) (?P<way>ago)\b",
            lambda m, context: _ago(m["n"], m["unit"], context.report, -1) if context.report else None,
        ),
        (rf"\b(?P<n>{_N}) (?P<unit>(?:day|night|week|month|year)s?) (?P<way>earlier|before|later)\b", _later),
        (
            r"\b(?:(?:on|in) )?(?:the )?(?P<which>same|next|following|previous|preceding) (?P<unit>day|night|morning|afternoon|evening"
            r"|month|year|week)\b",
            _shifted,
        ),
        (r"\b(?:on |in )?(?P<which>that) (?P<unit>day|night|morning|afternoon|evening|month|year)\b", _shifted),
        (
            r"\b(?P<which>the day) (?P<unit>before|after)(?= ?[.,;]|$)",
            lambda m, context: _shift_by(m["unit"], context),
        ),
        (rf"\b(?:since|before|after|by|at|around|until|from) (?:about )?{_TIME_OF_DAY}\b", _time_of_day),
        (r"\b(?:during|over|throughout|in the course of) the (?:day|night)\b", _today),
        (
            rf"\b(?:(?:for|in|within|over|after|during) )?(?:(?:about|over|nearly|almost|more than|at least|some) )?{_N} "
            r"(?:day|night|week|month|year|hour)s?\b",
            _nothing,
        ),
    )
)

_DEICTIC = re.compile(
    rf"\b(?:today|yesterday|tonight|overnight|last night|this (?:morning|week|month|evening)|last week|ago|{_WEEKDAY})\b",
    re.I,
)
_AHEAD = re.compile(
    r"\b(?:will|shall|due|scheduled|plans?|planned|planning|expected|upcoming|set to|intends?|is to|are to)\b[^.!?\n]*$",
    re.I,
)
_CASED_MONTH = re.compile(r"\b(?:may|march|mar|dec|sep|jun|jan)\b")


def _shift_by(way: str, context: _Context) -> Days | None:
    if context.anchor is None:
        return None
    day = _plus(context.anchor[0], -1) if way.lower() == "before" else _plus(context.anchor[1], 1)
    return day, day


def _candidates(text: str) -> list[tuple[re.Match[str], _Resolver]]:
    """All matches, the earliest first, then the longest, then by the order of the rules; none overlap."""
    found = [
        (m, number)
        for number, (pattern, _) in enumerate(_RULES)
        for m in pattern.finditer(text)
        if not _CASED_MONTH.search(m[0])
    ]
    found.sort(key=lambda item: (item[0].start(), -item[0].end(), item[1]))
    kept: list[tuple[re.Match[str], _Resolver]] = []
    for m, number in found:
        if not kept or m.start() >= kept[-1][0].end():
            kept.append((m, _RULES[number][1]))
    return kept


def find_times(text: str, report_date: Date | None) -> tuple[TimeMatch, ...]:
    """The time expressions of a text, in its order and without overlap, as days where the words fix them.

    Give the whole report: "the following day" is read against the date named before it. A date without a year is
    the latest one not after the report's day (in a text that only looks back and names years, of the year told
    last); both ends of an interval are inclusive.

    >>> [str(match.interval.start) for match in find_times("On 4 June they left.", Date(2016, 6, 11))]
    ['2016-06-04']
    """
    deictic = bool(_DEICTIC.search(text))
    context = _Context(report_date, deictic=deictic)
    matches = []
    for m, resolve in _candidates(text):
        ahead = bool(_AHEAD.search(text, max(0, m.start() - 120), m.start()))
        context = replace(context, ahead=ahead)
        try:
            days = resolve(m, context)
        except (ValueError, OverflowError):  # a day outside the calendar
            days = None
        matches.append(TimeMatch(Span(*m.span()), Interval(days[0], days[1], m[0]) if days else None))
        # Years and seasons are background that no "following day" refers to, and only a whole date tells the year
        # of those that follow: "in November 2021" is often an aside.
        if days and (days[1] - days[0]).days < 32:
            context = replace(context, anchor=days)
        if days and days[0] == days[1] and (context.historic or re.search(_Y, m[0])):
            context = replace(context, told=days[0], historic=not deictic)
    return tuple(matches)


_CUMULATIVE = re.compile(
    r"since (?:the )?(?:start|beginning|outbreak|onset) of (?:\S+ ){0,4}?(?:war|invasion|conflict|aggression|hostilities|operation)"
    r"|since (?:24 February|February 24),? 2022|\btotal (?:\w+ )?(?:loss|casualt)|\b(?:loss|casualt)\w+ (?:in total|to date)"
    r"|\bto date\b|\bcumulative|\brunning total|\b(?:so far|overall) (?:in|during) (?:the|this) (?:war|invasion|conflict)",
    re.I,
)
_PERIOD = re.compile(
    r"\bsince\b|\b(?:over|in|during|within|for|across|throughout) the (?:past|last|previous|course)\b|\bduring (?!the (?:night|morning))"
    r"|\b(?:this|last) (?:week|month|year|spring|summer|autumn|winter)\b|\bin (?:a|one|just|under|less)\b.*\b(?:day|week|month|year|night)s?\b"
    rf"|\b(?:in|within|over|for) {_N} (?:day|week|month|year|hour)s?\b|\b(?:a|per|each|every) (?:day|week|month|year|night)\b(?! (?:ago|later|earlier|before))"
    rf"|\b(?:first|second) half of\b|\b(?:from|between) .*(?: to | and |until|[–-])|\bso far (?:this|in)\b|\bin {_M}|\bin {_Y}",
    re.I,
)


def is_period(text: str) -> bool:
    """Whether words say that a number counts over a stretch of time rather than at one event.

    >>> is_period("since 6 August"), is_period("in one day"), is_period("on Monday")
    (True, True, False)
    """
    return bool(_PERIOD.search(text))


def scope_of(text: str) -> str:
    """The scope, of `vocabulary.SCOPES`, that the words about a number give it ("in total" sums up one event).

    >>> scope_of("since the start of the war"), scope_of("over the past day"), scope_of("in total")
    ('cumulative', 'period', 'event')
    """
    if _CUMULATIVE.search(text):
        return "cumulative"
    return "period" if is_period(text) else "event"
