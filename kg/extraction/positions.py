"""How a claim lies to its places where the tree does not tell: by the words right before their names."""

from __future__ import annotations

import re
from dataclasses import replace

from kg.extraction.discourse import Discourse
from kg.extraction.draft import Draft
from kg.model import Filler

_SIDE = r"(?:(?:north|south)(?:[ -]?(?:east|west))?|east|west|N|S|E|W|NE|NW|SE|SW)(?:ern)?"
_NAME = r"[A-Z][\w’'-]*"
_NEAR = re.compile(
    rf"\b(?:(?i:{_SIDE}) of|(?i:near|nr\.?|outside|beside|off|below|before|around|opposite))"
    rf" (?:the )?(?:(?:town|village|city) of )?(?:{_NAME}(?:, {_NAME})*,? and )?$"
)
_TOWARD = re.compile(r"\b(?:towards?|in the direction of) (?:the )?$", re.I)
_OVER = re.compile(r"\b(?:over|above) (?:the )?$", re.I)
_PART = re.compile(
    r"\b(?:outskirts|edge|suburbs?|parts?|half|centre|center|streets?|districts?|quarter) (?:of|in) (?:the )?$", re.I
)
_LOOKED_AT = 60


def positioned(draft: Draft, discourse: Discourse) -> Draft:
    """The draft with the relation that the words before its places give them; what the tree tells stays."""
    places = draft.fillers("place")
    found = tuple(_positioned(place, draft, discourse) for place in places)
    return draft if found == places else replace(draft, roles=draft.with_role("place", found))


def _positioned(place: Filler, draft: Draft, discourse: Discourse) -> Filler:
    if place.rel is not None or draft.status == "withdrew":
        return place
    at = place.mention.span.start
    before = discourse.text[max(0, at - _LOOKED_AT) : at]
    if _NEAR.search(before):
        return replace(place, rel="near")
    if _TOWARD.search(before):
        return replace(place, rel="toward")
    if draft.type == "equipment_loss" and _OVER.search(before):
        return replace(place, rel="over")
    return replace(place, rel="part") if draft.type == "territorial" and _PART.search(before) else place
