"""Loss tables in running text: "tanks ‒ 1361 (+3)", "– personnel: about 480", "1x T-72B3 destroyed"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

from kg.dates import scope_of
from kg.extraction.discourse import Discourse
from kg.extraction.draft import Draft
from kg.model import Count, Filler, Interval, Mention, Span
from kg.nlp.heads import heads

_ENTRY = re.compile(
    r"(?P<item>[A-Za-z][A-Za-z/,'’ -]{2,60}?)\s*(?:[:–—‒-]|\s-\s)\s*(?:about |approximately |approx\.? |around |up to |~|≈)?"
    r"(?P<total>\d[\d, ]*\d|\d)(?!\d|[.,:]\d|-?[a-z]|\s*(?:%|km|March|April|June|July|May))\s*"
    r"(?P<plus>\(\+\s?\d[\d, ]*\))?(?P<fate> (?:persons|people|soldiers|troops)(?: were)? (?:killed|liquidated|eliminated))?"
)
_COUNTED = re.compile(
    r"(?P<total>\d[\d,]*\d|\d)\s+(?P<item>[A-Za-z][A-Za-z'’-]*(?: [A-Za-z][A-Za-z'’-]*){0,3})(?P<plus>\(\+\d+\))?(?P<fate>)"
)
_HEADING = re.compile(r"\b(?:loss(?:es)?|casualties|destroyed|liquidated|damage)\b", re.I)
_TOTAL = re.compile(r"\b(?:total|overall|since|from \d|cumulative)\b", re.I)
_BLOCK = re.compile(r"[^\n]+(?:\n[^\n]*[:–—‒-] ?(?:about |approximately |approx\.? |around |up to |~|≈)?\d[^\n]*)*")
_LINE = re.compile(r"[^\n]+")
_OF_WHICH = re.compile(r"\b\d+, of which\b")
_FATES = {"killed": "killed", "dead": "killed", "wounded": "wounded", "injured": "wounded", "captured": "captured", "prisoners": "captured",
          "missing": "missing"}  # fmt: skip
_PIECES = re.compile(
    r"\((?P<numbers>\d+(?:(?:,| and|-) ?\d+)*), (?P<fate>destroyed|damaged|captured|abandoned|sunk|lost)[a-z ,]*\)"
)


def entries(discourse: Discourse) -> Iterator[Draft]:
    """The claims of loss tables: of each entry its total or its number, and the day's increment in brackets."""
    for block in _BLOCK.finditer(discourse.text):
        found, opening = _rows(discourse, block)
        if not found:
            continue
        cumulative = any(m["plus"] for m in found) or bool(_TOTAL.search(opening))
        scope = "cumulative" if cumulative else ("period" if scope_of(opening) == "event" else scope_of(opening))
        end = block.start() + len(opening)
        head = _head(discourse.text, block.start(), opening)
        times = [t.interval for t in discourse.times_in(Span(head, end)) if head <= t.span.start]
        stated = next((t for t in times if t is not None), None)
        victim = _victim(discourse, block.start(), block.end())
        places = tuple(f for f in discourse.mentions_in(block.start(), end) if f.kind == "place")
        for match in found:
            yield from _entry(discourse, match, block.start(), scope, stated, victim, places[:1])
    yield from _pieces(discourse)


def _head(text: str, start: int, opening: str) -> int:
    """Where the words that say what a table lists begin: with the line before a blank one that ends in a colon."""
    before = text[:start].rstrip()
    if re.search(r"\d{4}|\bsince\b|\bfrom\b", opening) or not before.endswith(":"):
        return start
    return before.rfind("\n") + 1


def headings(discourse: Discourse) -> list[Span]:
    """The openings of tables, which say whose losses and since when, and are no claims of their own."""
    found = []
    for block in _BLOCK.finditer(discourse.text):
        rows, opening = _rows(discourse, block)
        if rows:
            found.append(Span(block.start(), block.start() + len(opening)))
    for line in _LINE.finditer(discourse.text):
        if _OF_WHICH.search(line.group()):
            found.append(Span(*line.span()))
    return found


def _rows(discourse: Discourse, block: re.Match[str]) -> tuple[list[re.Match[str]], str]:
    """The entries of a table and the words before them; none where the block is no table of losses."""
    text = block.group()
    if _HEADING.search(text) is None:
        return [], ""
    found = [m for m in _ENTRY.finditer(text) if _known_item(discourse, m, block.start())]
    if len(found) < 3:
        # "Losses per day: 980 personnel, 6 tanks, 23 armoured vehicles": the colon before a list of numbers
        colon = re.search(r"\b(?:loss(?:es)?|casualties)\b[^\n.:]*:(?=\s)", text, re.I)
        found = list(_COUNTED.finditer(text, colon.end())) if colon else []
        found = [m for m in found if _known_item(discourse, m, block.start())]
    if len(found) < 3:
        return [], ""
    opening = text[: found[0].start()]
    return (found, opening) if _HEADING.search(opening) or found[0]["plus"] else ([], "")


def _pieces(discourse: Discourse) -> Iterator[Draft]:
    """Lists that number each piece with its fate: "T-72B3: (1, destroyed) (2, damaged)"; equal fates are one figure."""
    victim: tuple[Filler, ...] = ()
    for line in re.finditer(r"[^\n]+", discourse.text):
        pieces = list(_PIECES.finditer(line.group()))
        if not pieces:
            named = [m for m in discourse.mentions_in(line.start(), line.end()) if m.kind in ("state", "armed_group")]
            victim = (named[0],) if named else victim
            continue
        head = Span(line.start(), line.start() + pieces[0].start())
        items = tuple(
            f
            for f in discourse.mentions_in(head.start, head.end)
            if f.kind == "equipment" and head.contains(f.mention.span)
        )
        tally: dict[str, list[re.Match[str]]] = {}
        for piece in pieces:
            tally.setdefault({"sunk": "destroyed"}.get(piece["fate"], piece["fate"]), []).append(piece)
        for fate, same in tally.items():
            number = sum(_how_many(piece["numbers"]) for piece in same)
            span = Span(line.start() + same[0].start(), line.start() + same[-1].end())
            span = Span(items[0].mention.span.start if items else span.start, span.end)
            roles = {"victim": victim, "equipment": items[:1]}
            if items:
                yield Draft("equipment_loss", fate, {r: f for r, f in roles.items() if f}, span, count=Count(number, number),
                            certainty="confirmed", basis="visual")  # fmt: skip


def _how_many(numbers: str) -> int:
    bounds = re.fullmatch(r"(\d+)- ?(\d+)", numbers)
    return int(bounds[2]) - int(bounds[1]) + 1 if bounds else len(re.findall(r"\d+", numbers))


def _known_item(discourse: Discourse, match: re.Match[str], offset: int) -> bool:
    return bool(_equipment(discourse, match, offset)) or _people(match["item"])


def _people(item: str) -> bool:
    known = heads()["people"] | {"personnel", "manpower", *_FATES}
    return any(
        word.strip(",").lower() in known or word.strip(",").lower().rstrip("s") in known for word in item.split()
    )


def _equipment(discourse: Discourse, match: re.Match[str], offset: int) -> tuple[Filler, ...]:
    span = Span(offset + match.start("item"), offset + match.end("item"))
    return tuple(
        f
        for f in discourse.mentions_in(span.start, span.end)
        if f.kind == "equipment" and span.contains(f.mention.span)
    )


def _victim(discourse: Discourse, start: int, end: int) -> tuple[Filler, ...]:
    """Whose losses the table lists: "losses of the enemy", "Russian losses"."""
    opening = discourse.text[start:end].lower()
    if "enemy" in opening or "occupier" in opening:
        own = discourse.own_side()
        other = discourse.opponent(own[0]) if own else None
        if other is not None:
            return (other,)
        states = {f.link.entity.iri: f for f in discourse.mentions if f.kind == "state" and f.link}
        return tuple(states.values()) if len(states) == 1 else ()
    inside = [f for f in discourse.mentions_in(start, end) if f.kind in ("state", "armed_group")]
    return (inside[0],) if inside else ()


def _number(text: str) -> int:
    return int(re.sub(r"\D", "", text))


def _entry(discourse: Discourse, match: re.Match[str], offset: int, scope: str, stated: Interval | None,
           victim: tuple[Filler, ...], places: tuple[Filler, ...]) -> Iterator[Draft]:  # fmt: skip
    items = _equipment(discourse, match, offset)
    start = items[0].mention.span.start if items else offset + match.start("item")
    roles: dict[str, tuple[Filler, ...]] = {"victim": victim} if victim else {}
    type_, status = ("equipment_loss", "lost") if items else ("personnel_loss", "lost")
    if places:
        roles["place"] = places
    if items:
        roles["equipment"] = items
    elif match["fate"]:
        status = "killed"
    else:
        status = _FATES.get(match["item"].strip().lower(), "lost")
    if not victim and not items:
        mention = Mention(Span(start, offset + match.end("item")), discourse.text[start : offset + match.end("item")])
        roles["victim"] = (Filler(mention),)
    total = _number(match["total"])
    day = discourse.report.date
    today = Interval(day, day, basis="report_day") if day else None
    before = Interval(day - timedelta(days=1), day - timedelta(days=1), basis="report_day") if day else None
    if match["plus"]:
        plus = _number(match["plus"])
        if plus:
            span = Span(
                start if items or not match["fate"] else offset + match.start("plus"),
                offset + match.end("fate" if match["fate"] else "plus"),
            )
            yield Draft(
                type_,
                status,
                roles,
                span,
                count=Count(plus, plus, "period", match["plus"]),
                time=before,
            )
    start = min(start, offset + match.start("total"))
    end = match.end("fate") if match["fate"] else max(match.end("total"), match.end("item"))
    span = Span(start, offset + end)
    count = Count(total, total, scope, match["total"])
    yield Draft(type_, status, roles, span, count=count, time=stated or (today if scope == "period" else None))
