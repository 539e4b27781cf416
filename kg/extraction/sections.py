"""Sections of losses: a heading says whose they are ("Enemy losses:", "Our losses:"), the lines below it what was lost."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from kg.extraction.discourse import Discourse
from kg.extraction.draft import Draft
from kg.model import Filler, Span
from kg.nlp.misspellings import corrected

_HEADING = re.compile(
    r"^[^\w\n]*(?P<words>[^\n:.]{0,60}\b(?:loss(?:es)?|casualties)\b[^\n:.]{0,40}):(?P<rest>[^\n]*)$", re.M | re.I
)
_ENEMY = re.compile(r"\b(?:enemy|enemies|occupiers?|invaders?|aggressors?)\b", re.I)
_OWN = re.compile(r"\b(?:our|own|friendly)\b", re.I)
_NONE = re.compile(r"\b(?:no|without|zero)\b", re.I)
_FIGHTING = frozenset("personnel soldier troop serviceman servicemen fighter man men militant".split())


def owned(draft: Draft, discourse: Discourse) -> Draft:
    """A loss told below a heading that says whose the losses are, with that side as its victim."""
    if not draft.type.endswith("_loss") or any(f.link is not None for f in draft.fillers("victim")):
        return draft
    if draft.type == "personnel_loss" and not all(map(_is_fighting, draft.fillers("victim"))):
        return draft
    victim = next((side for span, side in _sections(discourse) if span.contains(draft.span)), None)
    if victim is None:
        return draft
    same = {victim.name, discourse.side(victim)}
    roles = {
        role: fillers
        for role, fillers in draft.roles.items()
        if role != "perpetrator" or not any(f.name in same or discourse.side(f) in same for f in fillers)
    }
    return replace(draft, roles={"victim": (victim,), **{r: f for r, f in roles.items() if r != "victim"}})


def _is_fighting(filler: Filler) -> bool:
    last = corrected(filler.mention.text.lower().split()[-1])
    return last in _FIGHTING or last.rstrip("s") in _FIGHTING or _ENEMY.fullmatch(last) is not None


def _sections(discourse: Discourse) -> Iterator[tuple[Span, Filler]]:
    """The stretches below such headings, each with the side whose losses they tell."""
    for match in _HEADING.finditer(discourse.text):
        side = _side(discourse, match)
        if side is not None:
            yield Span(match.start("rest"), _end(discourse.text, match)), side


def _side(discourse: Discourse, heading: re.Match[str]) -> Filler | None:
    words = heading["words"]
    if _NONE.search(words):
        return None
    if _ENEMY.search(words):
        return next(iter(discourse.enemy()), None)
    if _OWN.search(words):
        return next(iter(discourse.own_side()), None)
    named = discourse.mentions_in(heading.start("words"), heading.end("words"))
    sides = {f.name: f for f in named if f.kind in ("state", "armed_group") and f.link is not None}
    return next(iter(sides.values())) if len(sides) == 1 else None


def _end(text: str, heading: re.Match[str]) -> int:
    """Where a section ends: with its line, or with the list below it, before a blank line or another heading."""
    if heading["rest"].strip():
        return heading.end()
    end = heading.end()
    for line in re.compile(r"\n(?P<words>[^\n]*)").finditer(text, end):
        if (
            line.start() != end
            or (not line["words"].strip() and end > heading.end())
            or line["words"].rstrip().endswith(":")
        ):
            break
        end = line.end()
    return end
