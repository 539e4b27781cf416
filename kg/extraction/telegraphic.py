"""Text without verbs: "1 T-90M and three BMP-3s gone", "Kharkiv. Series of explosions, S-300s", "-3 BMPs".

Read line by line and stretch by stretch (between full stops and colons), since a parser makes little of them. The
place that opens a line and whoever speaks or acts before a colon hold for the stretches behind it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from kg.extraction.attacks import means
from kg.extraction.discourse import Discourse
from kg.extraction.draft import Draft
from kg.extraction.losses import STATES_OF_LOSS
from kg.model import Count, Filler, Interval, Span
from kg.nlp.qualifiers import weaker, words
from kg.quantities import article_count
from kg.vocabulary import ACTOR_KINDS, PLACE_KINDS

_CLOCK = re.compile(r"\W*(?P<clock>\d{1,2}[:.]\d{2})?(?:\s*(?:UTC|EET|am|pm))?\W*")
_STRETCH = re.compile(r"(?:[^.!?;:\n]|[.!?:](?![\s]|$))+[.!?;:]*")
_FATE = (
    r"gone|downed|down|shot down|destro?ye?d|taken as (?:a )?troph(?:y|ies)|captured|seized|burn(?:ed|t)(?: out| down)?|lost"
    r"|intercepted|abandoned|damaged|wrecked|sunk|knocked out|blown up"
)
_FATE_BEHIND = re.compile(
    r"\w{0,2}\)?(?: (?:tanks?|vehicles?|launchers?|systems?|missiles?|drones?|jets?))?,? "
    rf"(?P<fate>{_FATE})\b(?! (?:by|an?|the|its|\d|[A-Z]))"
)
_FATE_IN_BRACKETS = re.compile(r"\w{0,2}\s*\((?P<fate>[a-z-]+)(?:,[^)]*)?\)")
_FATE_BEFORE = re.compile(rf"\b(?P<fate>{_FATE}|loss(?:es)?)\b[^,]*$", re.I)
_NUMBER = r"\d[\d,]*|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|an?"
_NUMBER_BEFORE = re.compile(
    rf"(?:^|(?<=[\s,;:(]))(?P<minus>[-−–]|minus )?(?P<n>{_NUMBER})(?:\s?[x×])?\s+(?:more |another )?(?:[a-z-]+ )?$",
    re.I,
)
_NONE = re.compile(r"\b(?:zero|none|not one|0) of (?:the |its |their )?(?:\w+ )?$", re.I)
_JOINT = re.compile(r"\s*(?:,|and|&|\+|plus|/)?\s*(?:and )?", re.I)
_LEFT_OF_A_LIST = re.compile(r"\b(?:and|plus|x|more)\b|[\s,.;:&+/×!()👇-]", re.I)
_BANG = re.compile(r"\b(?:explosions?|blasts?|(?:direct )?hits?|impacts?|arrivals?|air ?strikes?)\b", re.I)
_SILENT = re.compile(r"\b(?:no|not|n't|without|is|are|was|were|has|had|have|will|said|says)\b", re.I)
_DONE = frozenset({"MD", "VBZ", "VBP"})


@dataclass(frozen=True, slots=True)
class _Line:
    """What holds for a whole line: its clock time, the place that opens it, its text."""

    span: Span
    clocked: bool
    places: tuple[Filler, ...]


@dataclass(frozen=True, slots=True)
class _Item:
    """Counted equipment in a list, with its fate where one stands beside it."""

    filler: Filler
    span: Span
    count: Count
    fate: str | None
    minus: bool


def entries(discourse: Discourse) -> Iterator[Draft]:
    """The claims of stretches that have no verb: equipment with its fate, none of so many shot down, explosions."""
    for match in re.finditer(r"[^\n]+", discourse.text):
        line = _line(discourse, Span(*match.span()))
        before: Span | None = None
        fate: str | None = None
        for part in _STRETCH.finditer(match.group()):
            span = Span(match.start() + part.start(), match.start() + part.end())
            found, fate = _stretch(discourse, line, span, before, fate)
            yield from found
            before = span


def opening_place(discourse: Discourse, offset: int) -> tuple[Filler, ...]:
    """The place that opens the line of an offset, as a heading before a full stop, colon or dash."""
    start = discourse.text.rfind("\n", 0, offset) + 1
    end = discourse.text.find("\n", offset)
    return _line(discourse, Span(start, end if end >= 0 else len(discourse.text))).places


def placed(draft: Draft, discourse: Discourse) -> Draft:
    """A loss or an attack without a place, at the place that opens its line."""
    if draft.type not in ("equipment_loss", "personnel_loss", "attack") or draft.fillers("place"):
        return draft
    found = opening_place(discourse, draft.span.start)
    return replace(draft, roles=draft.with_role("place", found[:1])) if found else draft


def _line(discourse: Discourse, span: Span) -> _Line:
    match = _CLOCK.match(discourse.text, span.start, span.end)
    assert match is not None
    at, places = match.end(), list[Filler]()
    while (filler := _mention_at(discourse, at)) is not None and filler.kind in PLACE_KINDS:
        behind = re.compile(
            r"(?: (?:region|oblast|district|direction|sector))?(?P<end>\.(?=\s)|:(?=\s)|\s[—–-]\s|,\s)"
        ).match(discourse.text, filler.mention.span.end, span.end)
        if behind is None:
            places = []
            break
        places.append(filler)
        at = behind.end()
        if behind["end"][0] in ".:":
            break
    return _Line(span, match["clock"] is not None, tuple(places))


def _mention_at(discourse: Discourse, start: int) -> Filler | None:
    return next(iter(discourse.mentions_in(start, start + 1)), None)


def _stretch(
    discourse: Discourse, line: _Line, span: Span, before: Span | None, fate: str | None
) -> tuple[list[Draft], str | None]:
    """The drafts of a stretch, and the fate that a list behind it would share."""
    text = span.cut(discourse.text)
    items = list(_items(discourse, span))
    drafts: list[Draft] = []
    listed = bool(items) and not _LEFT_OF_A_LIST.sub("", _without(discourse, span, items))
    if listed and fate is not None:
        items = [replace(item, fate=item.fate or fate) for item in items]
    else:
        items = _chained(discourse, items)
    told = [
        item
        for item in items
        if item.fate is not None and (listed or item.minus or _verbless(discourse, item.span, span))
    ]
    drafts.extend(_loss(discourse, line, item, span, before) for item in told)
    drafts.extend(_none_of(discourse, line, span, fate))
    if not drafts and (bang := _bang(discourse, line, span)) is not None:
        drafts.append(bang)
    found = _FATE_BEFORE.search(text.rstrip(" .:!?;"))
    if found is not None and (text.rstrip().endswith(":") or re.search(r"\d", text)) and not _without_loss(text):
        return drafts, _state(found["fate"])
    return drafts, fate if listed or drafts else None


def _without_loss(text: str) -> bool:
    return re.search(r"\b(?:no|none|not|zero)\b", text, re.I) is not None


def _state(words_: str) -> str:
    first = words_.lower()
    if first.startswith("loss"):
        return "lost"
    if first.startswith(("taken", "seized")):
        return "captured"
    if first.startswith(("knocked", "blown", "shot", "burn", "down")):
        return "destroyed"
    return STATES_OF_LOSS.get(first, "destroyed")


def _items(discourse: Discourse, span: Span) -> Iterator[_Item]:
    text = discourse.text
    for filler in discourse.mentions_in(span.start, span.end):
        at = filler.mention.span
        if filler.kind != "equipment" or not span.contains(at):
            continue
        number = _NUMBER_BEFORE.search(text[span.start : at.start])
        behind = text[at.end : span.end]
        bracket = _FATE_IN_BRACKETS.match(behind)
        beside = _FATE_BEHIND.match(behind)
        known = bracket is not None and bracket["fate"] in STATES_OF_LOSS
        fate = STATES_OF_LOSS[bracket["fate"]] if bracket and known else _state(beside["fate"]) if beside else None
        if number is None or re.search(
            r"\b(?:zero|none|not one|0) of (?:the )?$", text[span.start : span.start + number.start()], re.I
        ):
            continue
        minus = number["minus"] is not None
        count = article_count(number["n"]) or _figure(discourse, number["n"], span.start + number.start("n"))
        if count is None:
            continue
        end = at.end + (bracket.end() if bracket and known else beside.end() if beside else 0)
        yield _Item(
            filler, Span(span.start + number.start(), end), count, "lost" if minus and fate is None else fate, minus
        )


def _figure(discourse: Discourse, number: str, offset: int) -> Count | None:
    match = next((c for c in discourse.counts_in(offset - 40, offset + 1) if offset < c.span.end), None)
    if match is not None:
        return match.count
    digits = number.replace(",", "")
    return Count(int(digits), int(digits), text=number) if digits.isdigit() else None


def _without(discourse: Discourse, span: Span, items: list[_Item]) -> str:
    """The stretch without its counted items (and what is joined to them by a slash)."""
    text, at, left = discourse.text, span.start, []
    for item in items:
        if item.span.start >= at:
            left.append(text[at : item.span.start])
        at = max(at, item.span.end)
        if (joined := re.compile(r"s?(?:/[\w-]+)?").match(text, at)) is not None:
            at = joined.end()
    left.append(text[at : span.end])
    return "".join(left)


def _chained(discourse: Discourse, items: list[_Item]) -> list[_Item]:
    """Items with the fate that stands behind the last of their list: "1 T-90M and three BMP-3s gone"."""
    out: list[_Item] = []
    for item in reversed(items):
        if item.fate is None and out and out[-1].fate is not None and not out[-1].minus:
            between = discourse.text[item.span.end : out[-1].span.start]
            if _JOINT.fullmatch(between.lstrip("s")) and between.strip():
                item = replace(item, fate=out[-1].fate)
        out.append(item)
    return out[::-1]


def _verbless(discourse: Discourse, item: Span, span: Span) -> bool:
    """Whether no finite verb stands in the stretch beside the fate itself."""
    for sentence in discourse.sentences:
        for token in sentence.tokens:
            if span.start <= token.start < span.end and not item.start <= token.start < item.end:
                if token.tag in _DONE or (token.tag == "VBD" and _state_word(token.text) is None):
                    return False
    return True


def _state_word(text: str) -> str | None:
    return STATES_OF_LOSS.get(text.lower())


def _loss(discourse: Discourse, line: _Line, item: _Item, span: Span, before: Span | None) -> Draft:
    roles: dict[str, tuple[Filler, ...]] = {"equipment": (item.filler,)}
    stretches = [s for s in (span, before) if s is not None]
    for stretch in stretches:
        own = [m for m in discourse.mentions_in(stretch.start, stretch.end) if m.kind in ACTOR_KINDS and stretch.contains(m.mention.span)
               and m.mention.span.start < item.filler.mention.span.start]  # fmt: skip
        beside = [m for m in own if item.span.contains(m.mention.span)]
        losing = re.search(r"\bloss(?:es)?\b", stretch.cut(discourse.text), re.I) is not None
        if beside:
            roles["victim"] = (beside[-1],)
        elif own and losing:
            roles["victim"] = (own[0],)
        elif own and own[0].kind != "person":
            sides = [m for m in own if m.kind != "unit"]
            roles["perpetrator"] = tuple(sides[:1]) or tuple(own[:1])
            roles["unit"] = tuple(m for m in own if m.kind == "unit")
        if own:
            break
    places = line.places or tuple(
        m
        for s in stretches
        for m in discourse.mentions_in(s.start, s.end)
        if m.kind in PLACE_KINDS and s.contains(m.mention.span)
    )
    roles["place"] = tuple(_placed(discourse, p) for p in places[:1])
    return Draft(
        "equipment_loss", item.fate or "lost", {r: f for r, f in roles.items() if f}, item.span, count=item.count,
        time=_today(discourse, line), attribution=_speaker(discourse, before), basis=_shown(discourse, line),
    )  # fmt: skip


def _placed(discourse: Discourse, place: Filler) -> Filler:
    prefix = discourse.text[max(0, place.mention.span.start - 6) : place.mention.span.start].lower()
    near = re.search(r"\b(?:near|nr|outside)\.? $", prefix) is not None
    return replace(place, rel="near") if near else place


def _speaker(discourse: Discourse, before: Span | None) -> tuple[Filler, ...]:
    """Who says it: an institution or person right before a colon."""
    if before is None or not before.cut(discourse.text).rstrip().endswith(":"):
        return ()
    last = [
        m
        for m in discourse.mentions_in(before.start, before.end)
        if m.kind in ("person", "organisation") and before.contains(m.mention.span)
    ]
    if last and discourse.text[last[-1].mention.span.end : before.end].strip() == ":":
        return (last[-1],)
    return ()


def _shown(discourse: Discourse, line: _Line) -> str | None:
    return (
        "visual"
        if re.search(
            r"\b(?:video|photos?|pics?|pictures?|images?|imagery|film|footage|geolocated)\b",
            line.span.cut(discourse.text),
            re.I,
        )
        else None
    )


def _today(discourse: Discourse, line: _Line) -> Interval | None:
    """The report's day, for lines that begin with a clock time."""
    day = discourse.report.date
    return Interval(day, day, basis="report_day") if day is not None and line.clocked else None


def _none_of(discourse: Discourse, line: _Line, span: Span, fate: str | None) -> Iterator[Draft]:
    """ "Zero of eight Iskanders intercepted", "None of the 7 Kinzhals was intercepted"."""
    for filler in discourse.mentions_in(span.start, span.end):
        at = filler.mention.span
        if filler.kind != "equipment" or not span.contains(at):
            continue
        none = _NONE.search(discourse.text[span.start : at.start])
        behind = re.match(
            rf"\w{{0,2}}(?: (?:was|were|has been|have been|had been))? (?P<fate>{_FATE})\b",
            discourse.text[at.end : span.end],
        )
        state = _state(behind["fate"]) if behind else fate
        if none is None or state is None:
            continue
        roles = {"equipment": (filler,), "place": line.places[:1]}
        whole = Span(span.start + none.start(), at.end + (behind.end() if behind else 0))
        yield Draft("equipment_loss", state, {r: f for r, f in roles.items() if f}, whole, polarity="negative",
                    time=_today(discourse, line))  # fmt: skip


def _bang(discourse: Discourse, line: _Line, span: Span) -> Draft | None:
    """An attack told by its noise under a place: "Kharkiv. Series of explosions, prob S-300s"."""
    text = span.cut(discourse.text)
    bang = _BANG.search(text)
    if not line.places or bang is None or _SILENT.search(text):
        return None
    weapons = tuple(
        m
        for m in discourse.mentions_in(span.start, span.end)
        if m.kind == "equipment" and span.contains(m.mention.span)
    )
    inside = [
        m
        for m in discourse.mentions
        if m.kind in PLACE_KINDS and span.contains(m.mention.span) and m not in line.places
    ]
    origins = tuple(
        replace(m, rel="from")
        for m in inside
        if discourse.text[: m.mention.span.start].endswith(("from ", "out of "))
    )
    towns = tuple(m for m in line.places if m.kind == "place")
    roles = {
        "target": tuple(m for m in line.places if m.kind == "facility"),
        "place": towns + origins,
        "weapon": weapons,
    }
    status = next((s for w in weapons if (s := means(w, discourse))), "missile" if weapons else "unspecified")
    certainty = "asserted"
    for word in re.findall(r"[a-z]+", text.lower()):
        certainty = weaker(certainty, words()["hedge"].get(word, "asserted"))
    start = min(line.places[0].mention.span.start, span.start)
    end = max((m.mention.span.end for m in (*weapons, *inside)), default=span.start + bang.end())
    return Draft("attack", status, {r: f for r, f in roles.items() if f}, Span(start, max(end, span.start + bang.end())),
                 certainty=certainty, time=_today(discourse, line))  # fmt: skip
