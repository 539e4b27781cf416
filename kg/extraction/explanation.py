"""Why a claim was made: its trigger, what proposed it, and each filler's way to it through the tree."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kg.extraction.discourse import Discourse
from kg.extraction.draft import Draft
from kg.extraction.origin import Origin
from kg.extraction.scored import root_in, trigger_of
from kg.learned.words import path
from kg.model import Claim, Filler, Span

TRIGGER, FAR = "the trigger itself", "elsewhere in the report"
UNCONNECTED = "elsewhere in the sentence"
_LONGEST = 20


@dataclass(frozen=True, slots=True)
class SlotExplanation:
    """One filler of a role or source of a claim.

    `way` leads from the trigger to it: ``<label`` is a step up the tree, ``>label`` one down, prepositions by their
    words; else it is `TRIGGER`, `UNCONNECTED` or `FAR`. `score` is the learned probability (0–1, two decimals), None
    where none decided.
    """

    role: str
    filler: Filler
    way: str
    score: float | None


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a claim came from.

    `trigger` is the word that it hangs on, None where there is none. `proposed_by` is ``lexicon``, a family of rules
    or ``score``, `row` the file and line of the lexicon's row; `score` the learned probability (0–1, two decimals)
    that the trigger tells such a claim, None where the rules decided alone. `others` proposed the same claim.
    """

    trigger: Span | None
    trigger_text: str
    proposed_by: str
    row: str
    score: float | None
    slots: tuple[SlotExplanation, ...]
    others: tuple[str, ...] = ()


def explain(claim: Claim, draft: Draft, discourse: Discourse) -> Explanation:
    """What a claim came from; `draft` is the one that it was made from."""
    at = trigger_of(draft, discourse)
    token = discourse.sentences[at[0]].tokens[at[1]] if at is not None else None
    origin = draft.origin
    return Explanation(
        trigger=Span(token.start, token.end) if token is not None else None,
        trigger_text=token.text if token is not None else "",
        proposed_by=origin.by,
        row=origin.row,
        score=_rounded(origin.chance),
        slots=tuple(_slots(claim, origin, at, discourse)),
        others=tuple(dict.fromkeys(f"{other.by} {other.row}".strip() for other in origin.others)),
    )


def _slots(
    claim: Claim, origin: Origin, trigger: tuple[int, int] | None, discourse: Discourse
) -> Iterator[SlotExplanation]:
    for role, fillers in (*claim.roles.items(), ("attribution", claim.attribution)):
        for filler in fillers:
            at = root_in(filler.mention.span, discourse)
            score = _rounded(origin.fillings.get((role, filler.mention.span.start)))
            yield SlotExplanation(role, filler, _way(trigger, at, discourse), score)


def _way(trigger: tuple[int, int] | None, filler: tuple[int, int] | None, discourse: Discourse) -> str:
    if trigger is None or filler is None or trigger[0] != filler[0]:
        return FAR
    if trigger == filler:
        return TRIGGER
    return path(discourse.sentences[trigger[0]], trigger[1], filler[1], _LONGEST) or UNCONNECTED


def _rounded(chance: float | None) -> float | None:
    return None if chance is None else round(chance, 2)


def explanation_to_json(explanation: Explanation) -> dict[str, object]:
    """An explanation as JSON values; what is not known is null."""
    trigger = explanation.trigger
    return {
        "trigger": {"start": trigger.start, "end": trigger.end, "text": explanation.trigger_text}
        if trigger
        else None,
        "proposed_by": explanation.proposed_by,
        "row": explanation.row or None,
        "score": explanation.score,
        "also": list(explanation.others),
        "slots": [
            {
                "role": slot.role,
                "start": slot.filler.mention.span.start,
                "end": slot.filler.mention.span.end,
                "text": slot.filler.mention.text,
                "way": slot.way,
                "score": slot.score,
            }
            for slot in explanation.slots
        ],
    }
