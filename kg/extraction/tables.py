"""Loss tables in running text: "tanks ‒ 1361 (+3)", "– personnel: about 480", "1x T-72B3 destroyed"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.dates import scope_of
from kg.extraction.discourse import Discourse
from kg.extraction.draft import Draft
from kg.model import Count, Filler, Interval, Mention, Span
from kg.nlp.heads import heads

_ENTRY = re.compile(
    r"(?P<item>[A-Za-z][A-Za-z/,'’ -]{2,60}?)\s*(?:[:–—‒-]|\s-\s)\s*(?:about |approximately |around |~|≈)?"
    r"(?P<total>\d[\d, ]*\d|\d)(?!\d|[.,:]\d|-?[a-z]|\s*(?:%|km|March|April|June|July|May))\s*(?P<plus>\(\+\s?\d[\d, ]*\))?"
)
_HEADING = re.compile(r"\b(?:loss(?:es)?|casualties|destroyed|liquidated|damage)\b", re.I)
_TOTAL = re.compile(r"\b(?:total|overall|since|from \d|cumulative)\b", re.I)


def entries(discourse: Discourse) -> Iterator[Draft]:
    """The claims of loss tables: of each entry its total or its number, and the day's increment in brackets."""
    text = discourse.text
    for block in re.finditer(r"[^\n]+(?:\n[^\n]*[:–—‒-] ?(?:about )?\d[^\n]*)*", text):
        heading = _HEADING.search(block.group())
        if heading is None:
            continue
        found = [m for m in _ENTRY.finditer(block.group()) if _known_item(discourse, m, block.start())]
        if len(found) < 3:
            continue
        opening = text[block.start() : block.start() + found[0].start()]
        cumulative = bool(found[0]["plus"]) or bool(_TOTAL.search(opening))
        scope = "cumulative" if cumulative else ("period" if scope_of(opening) == "event" else scope_of(opening))
        times = [t.interval for t in discourse.times if block.start() <= t.span.start < block.start() + found[0].start()]
        stated = next((t for t in times if t is not None), None)
        victim = _victim(discourse, block.start(), block.end())
        for match in found:
            yield from _entry(discourse, match, block.start(), scope, stated, victim)


def _known_item(discourse: Discourse, match: re.Match[str], offset: int) -> bool:
    return bool(_equipment(discourse, match, offset)) or _people(match["item"])


def _people(item: str) -> bool:
    return any(word.strip(",").lower().rstrip("s") in heads()["people"] or word.lower() in ("personnel", "manpower") for word in item.split())


def _equipment(discourse: Discourse, match: re.Match[str], offset: int) -> tuple[Filler, ...]:
    span = Span(offset + match.start("item"), offset + match.end("item"))
    return tuple(f for f in discourse.mentions if f.kind == "equipment" and span.contains(f.mention.span))


def _victim(discourse: Discourse, start: int, end: int) -> tuple[Filler, ...]:
    """Whose losses the table lists: "losses of the enemy", "Russian losses"."""
    opening = discourse.text[start:end].lower()
    if "enemy" in opening or "occupier" in opening:
        own = discourse._own_side()
        other = discourse.opponent(own[0]) if own else None
        if other is not None:
            return (other,)
        states = {f.link.entity.iri: f for f in discourse.mentions if f.kind == "state" and f.link}
        return tuple(states.values()) if len(states) == 1 else ()
    inside = [f for f in discourse.mentions if f.kind in ("state", "armed_group") and start <= f.mention.span.start < end]
    return (inside[0],) if inside else ()


def _number(text: str) -> int:
    return int(re.sub(r"\D", "", text))


def _entry(discourse: Discourse, match: re.Match[str], offset: int, scope: str, stated: Interval | None,
           victim: tuple[Filler, ...]) -> Iterator[Draft]:  # fmt: skip
    items = _equipment(discourse, match, offset)
    start = items[0].mention.span.start if items else offset + match.start("item")
    roles: dict[str, tuple[Filler, ...]] = {"victim": victim} if victim else {}
    type_, status = ("equipment_loss", "lost") if items else ("personnel_loss", "lost")
    if items:
        roles["equipment"] = items
    elif re.search(r"killed|liquidated|eliminated", discourse.text[offset : offset + match.end() + 40][match.start() :]):
        status = "killed"
    if not victim and not items:
        mention = Mention(Span(start, offset + match.end("item")), discourse.text[start : offset + match.end("item")])
        roles["victim"] = (Filler(mention),)
    total = _number(match["total"])
    day = discourse.report.date
    today = Interval(day, day, basis="report_day") if day else None
    if match["plus"]:
        plus = _number(match["plus"])
        if plus:
            span = Span(start, offset + match.end("plus"))
            yield Draft(type_, status, roles, span, count=Count(plus, plus, "period", match["plus"]), time=today, confidence=0.8)
    span = Span(start, offset + match.end("total"))
    count = Count(total, total, scope, match["total"])
    yield Draft(type_, status, roles, span, count=count, time=stated or (today if scope == "period" else None), confidence=0.8)
