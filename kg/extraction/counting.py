"""How many: the number that stands before what is lost, moved or given."""

from __future__ import annotations

import re
from dataclasses import replace

from kg.extraction.discourse import Discourse
from kg.extraction.draft import Draft
from kg.model import Count, Filler

_COUNTED = {
    "movement": ("unit", "equipment"),
    "transfer": ("equipment",),
    "personnel_loss": ("victim",),
    "equipment_loss": ("equipment",),
}
_BETWEEN = re.compile(r"(?: [\w'’-]+){0,4} ?(?:of (?:the |its |their )?)?")
_BEHIND = re.compile(r"\s?[x×]\s?(\d{1,4})\b")


def counted(draft: Draft, discourse: Discourse) -> Draft:
    """The draft with the number of what it is about, where one stands right before it."""
    if draft.count is not None:
        return draft
    for role in _COUNTED.get(draft.type, ()):
        for filler in draft.fillers(role):
            count = _times(filler, discourse) or before(filler, discourse)
            if count is not None:
                return replace(draft, count=count)
    return draft


def _times(filler: Filler, discourse: Discourse) -> Count | None:
    """The number right behind a name in a list: "MT-LB x9"."""
    found = _BEHIND.match(discourse.text, filler.mention.span.end)
    return Count(int(found[1]), int(found[1]), text=found[0].strip()) if found else None


def with_named(draft: Draft, discourse: Discourse) -> Draft:
    """A loss without a number, with that of what it names: persons, the one piece of a type in the singular."""
    if draft.count is not None or draft.polarity == "negative":
        return draft
    number = 0
    if draft.type == "personnel_loss":
        victims = draft.fillers("victim")
        number = len(victims) if all(f.kind == "person" for f in victims) else 0
    elif draft.type == "equipment_loss":
        lost = draft.fillers("equipment")
        number = 1 if len(lost) == 1 and _is_one(lost[0], discourse) else 0
    return replace(draft, count=Count(number, number)) if number else draft


def _is_one(filler: Filler, discourse: Discourse) -> bool:
    """Whether a name of equipment stands in the singular, and not for a kind: "the Su-24 was shot down"."""
    words = filler.mention.text
    return discourse.is_named(filler) and any(c.isdigit() or c.isupper() for c in words) and not words.endswith("s")


def before(filler: Filler, discourse: Discourse) -> Count | None:
    """The number right before a phrase, at most four words from it with nothing but words between."""
    start = filler.mention.span.start
    for match in reversed(discourse.counts):
        if match.kind == "whole":
            continue
        if match.span.end > start:
            if match.span.start <= start < match.span.end:
                return match.count
            continue
        if start - match.span.end > 50:
            return None
        gap = discourse.text[match.span.end : start]
        return (
            match.count
            if _BETWEEN.fullmatch(gap) and not re.search(r"\b(?:and|or|to|in|at|on|from|by|with)\b", gap)
            else None
        )
    return None
