"""Who says it where the clause itself does not: the name before the colon that opens a line, the words that begin a list."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from kg.extraction.discourse import Discourse
from kg.extraction.draft import Draft
from kg.model import Span
from kg.vocabulary import ACTOR_KINDS

_TOLD = frozenset({"equipment_loss", "personnel_loss", "attack", "territorial"})
_OPENING = re.compile(r"(?:[^\w\n]*\d{1,2}[:.]\d{2}\b)?[^\w\n]*")
_LISTED = re.compile(r"[\s,;]*(?:and|plus|as well as|&|\+)?\s*(?:[~+\d][\d,.+]*\s+)?")
_FURTHEST = 12
"""Letters from the line's first word to the speaker's name: "the Ukrainian" may stand before it."""
_STOP = re.compile(r"[.!?]\s")


def with_opener(draft: Draft, discourse: Discourse) -> Draft:
    """A claim of a line's first sentence, said by whoever the line opens with: "07:15 Air Force: 40 drones down"."""
    if draft.attribution or draft.type not in _TOLD or draft.origin.by == "tables":
        return draft
    text, at = discourse.text, draft.span.start
    if draft.clause is not None:
        at = max(at, draft.clause.sentence.tokens[draft.clause.head].start)
    start = text.rfind("\n", 0, at) + 1
    opening = _OPENING.match(text, start)
    begin = opening.end() if opening else start
    for speaker in discourse.mentions_in(begin, begin + _FURTHEST):
        end = speaker.mention.span.end
        if speaker.kind not in ACTOR_KINDS or speaker.kind in ("unit", "armed_group", "state"):
            continue
        if end < at and text[end : end + 2] == ": " and not _STOP.search(text, end, at):
            span = Span(max(draft.span.start, end + 2), draft.span.end)
            roles = {
                role: tuple(f for f in fillers if f.mention.span != speaker.mention.span)
                for role, fillers in draft.roles.items()
            }
            return replace(draft, roles=roles, attribution=(speaker,), span=span)
    return draft


def shared(drafts: Sequence[Draft], discourse: Discourse) -> list[Draft]:
    """Losses in text order, each item of a list said by whom its first one is: "FSB says 40 dead, 100 injured"."""
    out: list[Draft] = []
    for draft in drafts:
        before = out[-1] if out else None
        if (
            before is not None
            and before.attribution
            and not draft.attribution
            and draft.type.endswith("_loss")
            and before.type.endswith("_loss")
            and before.span.end <= draft.span.start
            and _LISTED.fullmatch(discourse.text, before.span.end, draft.span.start)
        ):
            certainty = before.certainty if draft.certainty == "asserted" else draft.certainty
            draft = replace(draft, attribution=before.attribution, certainty=certainty)
        out.append(draft)
    return out
