"""Counts in English text: figures, number words, vague amounts and ranges, as a least and a most."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, replace
from itertools import pairwise
from types import MappingProxyType

from text_to_num import text2num  # type: ignore[import-untyped]

from kg.dates import find_times
from kg.model import Count, Span


@dataclass(frozen=True, slots=True)
class CountMatch:
    """A count and where it stands.

    `kind` is "cardinal", "increment" for the ``(+3)`` of a table of losses, or "whole" for the six of "two of six".
    """

    span: Span
    count: Count
    kind: str = "cardinal"


Bounds = tuple[int, int]

_VAGUE: MappingProxyType[str, Bounds] = MappingProxyType(
    {
        "hundreds of thousands": (200_000, 999_999),
        "several hundred thousand": (200_000, 999_999),
        "tens of thousands": (20_000, 99_999),
        "many thousands": (3_000, 9_999),
        "several thousand": (2_000, 9_999),
        "a few thousand": (2_000, 5_000),
        "thousands": (2_000, 9_999),
        "many hundreds": (300, 999),
        "several hundred": (200, 999),
        "a few hundred": (200, 500),
        "hundreds": (200, 999),
        "many dozens": (36, 99),
        "several dozen": (24, 99),
        "a few dozen": (24, 60),
        "dozens": (24, 99),
        "scores": (40, 99),
        "millions": (2_000_000, 9_999_999),
        "half a dozen": (6, 6),
        "a half dozen": (6, 6),
        "a couple of dozen": (24, 24),
        "a couple hundred": (200, 200),
        "a couple of hundred": (200, 200),
        "a couple": (2, 2),
        "a pair of": (2, 2),
        "both": (2, 2),
        "a score of": (20, 20),
        "a handful": (2, 5),
        "a few": (2, 5),
        "several": (3, 9),
    }
)
_SCALES = MappingProxyType({"dozen": 12, "hundred": 100, "thousand": 1_000, "million": 10**6, "billion": 10**9})
_WORD = (
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen"
    r"|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|million|billion)"
)
_JOINT = r"(?:[ -]|(?<=hundred) and |(?<=thousand) and |(?<=million) and )"
_FIGURE = (
    r"\d{1,3}(?:[,\u00a0\u202f ]\d{3}){1,4}(?![\dA-Za-z])"
    r"|(?!0\d)\d{1,15}(?!\d)(?:k\b|\.\d{1,6}(?=\s(?:thousand|million|billion)))?"
)
_NUMBER = (
    rf"(?:(?:{'|'.join(_VAGUE)})(?![-\w])"
    rf"|(?:an? |{_WORD} )?dozen(?![-\w])"
    rf"|(?:a )?{_WORD}(?:{_JOINT}{_WORD})*(?![\w]|-[a-z])"
    rf"|(?:{_FIGURE})(?:\s(?:thousand|million|billion|hundred)\b)?)"
)
_LEAST = (
    r"at least|at the least|no fewer than|no less than|not less than|not fewer than|a minimum of|minimum|min\."
    r"|upwards of"
)
_ABOVE = r"(?:well |just |slightly |far )?(?:more than|over|above|exceeding|in excess of|greater than)"
_MOST = r"up to|as many as|at most|no more than|not more than|a maximum of|maximum"
_BELOW = r"(?:well |just |slightly |far )?(?:fewer than|less than|under|below)"
_ABOUT = (
    r"about|around|some|nearly|almost|roughly|approximately|approx\.?|circa|close to|an estimated|estimated|only|just"
    r"|exactly|perhaps|maybe|a total of|another|a further|the|all|as few as"
)
_MODIFIER = rf"(?:{_LEAST}|{_ABOVE}|{_MOST}|{_BELOW}|{_ABOUT}|[~≈])"
_COUNT = re.compile(
    rf"(?<![\w.,:/$€£+\-–—#’])(?P<mods>(?:{_MODIFIER}\s*(?<=[\s~≈])){{0,3}})"
    rf"(?:(?:between|from) (?P<a>{_NUMBER}) (?:and|to) (?P<b>{_NUMBER})"
    rf"|(?P<c>{_NUMBER})(?:\s?[–—‒-]\s?| to | or )(?P<d>{_NUMBER})"
    rf"|(?P<n>{_NUMBER}))"
    r"(?P<plus>\+(?!\d)| or more\b| plus\b)?(?:\s?[x×](?=\s))?(?:\s?\(\+\s?(?P<more>\d+)\))?",
    re.IGNORECASE,
)

_UNIT = (
    r"km2?|kms|kilomet(?:er|re)s?|met(?:er|re)s?|m2?|miles?|mi|yards?|feet|ft|inch(?:es)?|hectares?|ha|acres?|sq"
    r"|tons?|tonnes?|kg|kilograms?|grams?|lit(?:er|re)s?|gallons?|barrels?|mm|cm|percent|per cent|percentage|degrees?"
    r"|seconds?|minutes?|hours?|days?|nights?|weeks?|months?|years?|decades?|centuries|mph|kph|knots|mw|gw|times"
    r"|dollars?|euros?|pounds?|rubles?|roubles?|hryvnias?|usd|eur|yuan|cents?"
)
_MEASURE = re.compile(
    r"\s?[%°]|(?:\s|-)(?:of )?(?:(?:square|cubic|nautical|metric|straight|full|more|consecutive"
    rf"|Canadian|US|U\.S\.|Australian) )?(?:{_UNIT})(?![-\w])"
    r"|\s?(?:a\.m|p\.m|am\b|pm\b|o['’]clock|GMT|UTC)|:\d|/\d|[.,]\d|-?(?:st|nd|rd|th)\b|\s(?:thirds?|quarters?|fifths?)\b",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"(?:\b(?:aged?|no\.|nos\.|number|article|resolution|phase|stage|paragraph|category|type|flight|group|hill|height"
    r"|route|highway|unit|object|project|chapter|page|day|level|room|boeing|airbus|point|area|zone|sector|version|part"
    r"|block|mark|mk\.?|model)\s|[$€£]\s?)$",
    re.IGNORECASE,
)
_GLUED = re.compile(r"[A-Za-z_]|-[A-Za-z]|[–-]\d")
_NAME_BEFORE = re.compile(r"(?:^|[^\w])(?P<word>[A-Z][\w’'-]*)[ \u00a0]$")
# Capitalised at the head of a sentence or in a calendar, they begin no designation as in "Challenger 2".
_ORDINARY = re.compile(
    r"the|these|those|another|some|about|over|nearly|almost|only|all|at|by|with|and|of|their|its|in|on|to|from|for|but|or"
    r"|as|that|this|we|they|our|his|her|between|including|plus|destroyed|killed|captured|lost|losing|shot|downed|no|so|if"
    r"|when|while|after|before|up|down|total|around|under|above|roughly|approximately|exactly|perhaps|maybe|least|just"
    r"|said|says|yes|also|now|then|last|next|first|today|yesterday|overnight|(?:mon|tues|wednes|thurs|fri|satur|sun)day",
    re.IGNORECASE,
)
_FUNCTION_WORD = (
    r"(?:and|or|in|on|at|of|to|from|by|for|with|was|were|is|are|has|had|have|as|but|the|that|which|near|after|before)"
)
_NOUN_AFTER = re.compile(rf"\s(?!{_FUNCTION_WORD}\b)[a-z]")
_SPATIAL = re.compile(
    r"\b(?:fl(?:y|ew|own|ying|ight|ights)|hover\w*|crash\w*|bridges?|control|power|victory|ridge"
    # "handed over six generators" are six
    r"|(?:hand|turn|sign|pass)(?:s|ed|ing)?|g[ai]v(?:e|es|ing)|gave|given|tak(?:e|es|en|ing)|took|br(?:ing|ings|inging|ought))\s$",
    re.I,
)
_PART = re.compile(
    r"\b(?:one|none|some|most|many|several|half|any|either|neither) of (?:the|its|their|his|her|our|these|those)?\s*$",
    re.I,
)
_SHARE = re.compile(r" of (?:(?:the|its|their|his|some|about|a total of) )?")


def _whole(text: str) -> int | None:
    """The number that figures or number words say, None where they say none."""
    plain = re.sub(r"(?<=\d)[,\u00a0\u202f ](?=\d{3})", "", text.strip().lower())
    plain = re.sub(r"(?<=\d)k$", " thousand", plain)
    if figure := re.fullmatch(r"(\d+(?:\.\d+)?)(?:\s(\w+))?", plain):
        scale = _SCALES[figure[2]] if figure[2] else 1
        # The fraction is scaled in whole numbers: 1.1 million is no binary fraction.
        whole, _, fraction = figure[1].partition(".")
        return int(whole) * scale + (int(fraction) * scale // 10 ** len(fraction) if fraction else 0)
    if dozen := re.fullmatch(r"(?:(\w+) )?dozen", plain):
        count = 1 if dozen[1] in (None, "a", "an") else _whole(dozen[1])
        return 12 * count if count else None
    words = re.sub(r"^a(?= )", "one", plain)
    if words in _SCALES:
        return _SCALES[words]  # "the million shells"
    try:
        return int(text2num(words, "en"))
    except ValueError:
        return None


def _bounds(text: str) -> Bounds | None:
    if vague := _VAGUE.get(text.lower()):
        return vague
    number = _whole(text)
    return None if number is None else (number, number)


def _range(first: str, last: str) -> Bounds | None:
    scale = re.search(r"\s(thousand|million|billion)$", last)
    if scale and re.fullmatch(r"[\d.]+", first):
        first += scale[0]
    low, high = _bounds(first), _bounds(last)
    return (low[0], high[1]) if low and high and low[0] < high[1] else None


def _opened(mods: str, bounds: Bounds, plus: str | None) -> tuple[int | None, int | None]:
    """The bounds as the words around the number open or move them."""
    low, high = bounds
    words = mods.lower()
    if re.search(_LEAST, words) or plus:
        return low, None
    if re.search(_MOST, words):
        return None, high
    if re.search(_BELOW, words):
        return None, max(low - 1, 0)
    return (high + 1 if low == high else low, None) if re.search(_ABOVE, words) else (low, high)


def _is_no_count(text: str, m: re.Match[str], number: str, start: int) -> bool:
    """Whether the number is a year, an ordinal, a clock time, a measure, or part of a designation."""
    before, figures = text[max(0, start - 40) : start], bool(re.match(r"\d", number))
    # A letter or a hyphenated word that follows makes it 155mm, 2S19, 1990s, a "ten-year" pact.
    if _GLUED.match(text, m.end()) or _MEASURE.match(text, m.end()) or _LABEL.search(before):
        return True
    noun = _NOUN_AFTER.match(text, m.end())
    if re.fullmatch(r"(?:19|20)\d\d", number) and (
        not noun or re.search(r"\b(?:in|since|by|until|during|of|the|mid|early|late)[ -]$", before, re.I)
    ):
        return not re.search(r"[:‒–—-]\s$", before) and not m["more"]
    name = _NAME_BEFORE.search(before)
    if figures and name and not _ORDINARY.fullmatch(name["word"]) and not m["more"]:
        return len(number) == 1 or not noun
    return False


def find_counts(text: str) -> tuple[CountMatch, ...]:
    """The counts of a text in its order, without overlap; open ends are None.

    Not counts: years, dates and durations, ordinals, clock times, distances, areas, money, shares, and the numbers
    of designations (T-72, Challenger 2). A bare "a", "an" or "one" is left to `article_count`. A running total with
    its increment, ``1361 (+3)``, gives two: one of scope cumulative, one of scope period.

    >>> [(match.count.min, match.count.max) for match in find_counts("over 12 tanks, dozens of T-72s, up to 200 men")]
    [(13, None), (24, 99), (None, 200)]
    """
    times = [match.span for match in find_times(text, None)]
    ends = [time.end for time in times]
    matches: list[CountMatch] = []
    position = 0
    while m := _COUNT.search(text, position):
        found, position = _read(text, m), m.end()
        if not found and not m["n"]:
            position = m.start("b" if m["b"] else "d")  # no range, but its second number may be a count
        matches += (match for match in found if not _within(match.span, times, ends))
    return tuple(
        replace(m, kind="whole") if m and _is_whole(text, before, m) else m
        for before, m in pairwise((None, *matches))
        if m
    )


def _is_whole(text: str, share: CountMatch | None, match: CountMatch) -> bool:
    """Whether a number is that of which a part is told before it: the six of "two of six missiles", "one of the six"."""
    parted = share is not None and _SHARE.fullmatch(text, share.span.end, match.span.start)
    return bool(parted or _PART.search(text[max(0, match.span.start - 24) : match.span.start]))


def _within(span: Span, times: list[Span], ends: list[int]) -> bool:
    """Whether a span overlaps one of the sorted times."""
    nearest = bisect_right(ends, span.start)
    return nearest < len(times) and times[nearest].overlaps(span)


def _read(text: str, m: re.Match[str]) -> tuple[CountMatch, ...]:
    number = m["n"] or m["b"] or m["d"]
    first = m.start("n") if m["n"] else m.start("a") if m["a"] else m.start("c")
    mods, start = m["mods"], m.start()
    if _SPATIAL.search(text[max(0, start - 12) : start]) or re.fullmatch(r"(?:the|all)\s+", mods, re.I):
        mods, start = "", first if m["n"] or m["c"] else m.start() + len(m["mods"])
    if m["n"] and m["n"].lower() in _SCALES and not re.search(r"\b(?:the|this|that)\s$", text[:first], re.I):
        return ()
    bare_one = m["n"] and m["n"].lower() in ("one", "a one") and not mods.strip() and not m["plus"]
    bounds = _bounds(m["n"]) if m["n"] else _range(m["a"] or m["c"], number)
    if bounds is None or bare_one or _is_no_count(text, m, number, first):
        return ()
    end = m.start("more") - 1 if m["more"] else m.end()
    words = text[start:end].rstrip(" (+") if m["more"] else text[start:end]
    low, high = _opened(mods, bounds, m["plus"])
    count = Count(low, high, "cumulative" if m["more"] else "event", words)
    cardinal = CountMatch(Span(start, start + len(words)), count)
    if not m["more"]:
        return (cardinal,)
    more = int(m["more"])
    increment = CountMatch(Span(m.start("more"), m.end("more")), Count(more, more, "period", m["more"]), "increment")
    return (cardinal, increment)


def article_count(word: str) -> Count | None:
    """The count that a determiner before a singular noun implies, None for others.

    >>> article_count("a"), article_count("the")
    (Count(min=1, max=1, scope='event', text='a'), None)
    """
    if re.fullmatch(r"an?|one|another|(?:a|one) single|one more|a lone", word.strip(), re.IGNORECASE):
        return Count(1, 1, text=word)
    return None
