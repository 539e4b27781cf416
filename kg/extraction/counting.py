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


def counted(draft: Draft, discourse: Discourse) -> Draft:
    """The draft with the number of what it is about, where one stands right before it."""
    if draft.count is not None:
        return draft
    for role in _COUNTED.get(draft.type, ()):
        for filler in draft.fillers(role):
            count = before(filler, discourse)
            if count is not None:
                return replace(draft, count=count)
    return draft


def before(filler: Filler, discourse: Discourse) -> Count | None:
    """The number right before a phrase, at most four words from it with nothing but words between."""
    start = filler.mention.span.start
    for match in reversed(discourse.counts):
        if match.span.end > start or match.kind == "measure":
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
