"""Whether two claims are about one thing: by their roles, place, time and numbers.

Two claims match where nothing in them conflicts and enough of it is shared. What is missing on one side conflicts
with nothing, but is not shared either; a generic noun ("soldiers") that both have is shared only in words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date as Date

from kg.belief import Closure
from kg.model import Claim, Count, Filler, Interval
from kg.vocabulary import CLAIM_TYPES, SIDE_ROLES

WINDOW_DAYS = 3
"""How far apart two reports may be that speak of one thing without both saying when it was."""

SHARED_LEAST = 2
"""How many of actor (twice), thing, place, content and number two claims of the same days must share."""

SHARED_LEAST_UNDATED = 3
"""The same where only the reports are near in time; a place is taken or left but once, so two will do for that."""

_ONCE = frozenset({("territorial", "captured"), ("territorial", "withdrew"), ("territorial", "encircled")})

_ACTOR_ROLES = frozenset({*SIDE_ROLES, "unit"})
_THING_ROLES = frozenset({"equipment", "target", "weapon", "object", "topic", "addressee", "origin"})
_GENERIC_STATUS = {"equipment_loss": "lost", "attack": "unspecified"}
_NOT_GENERIC = {"equipment_loss": ("damaged",), "attack": ("cyber", "sabotage")}
_AT_PLACE = frozenset({None, "in", "part", "near", "over"})
_DETERMINERS = re.compile(r"^(?:the|an?|its|their|his|her|this|that|these|those|some|several|\d[\d,.]*)\s+", re.I)
_SAME_WORDS = 0.6


@dataclass(frozen=True, slots=True)
class Side:
    """One claim as it is compared: its fillers as keys (entity IRIs, or words behind ``~``), and its report's day."""

    claim: Claim
    keys: dict[str, frozenset[str]]
    day: Date | None
    source: str

    def named(self) -> frozenset[str]:
        """The keys that are entities, and in a relation all."""
        every = frozenset().union(*self.keys.values()) if self.keys else frozenset()
        return every if self.claim.type == "relation" else frozenset(key for key in every if key[0] != "~")


def filler_key(filler: Filler) -> str:
    """An entity's IRI, or the words without determiner in lower case behind ``~``."""
    if filler.link is not None:
        return filler.link.entity.iri
    return "~" + " ".join(_DETERMINERS.sub("", filler.mention.text).casefold().split())


def scope(claim: Claim) -> str:
    """What its number is a number of; a claim without one is of its event."""
    return claim.count.scope if claim.count else "event"


def same_status(type_: str, one: str, other: str) -> bool:
    """Whether two statuses of a type may be of one thing: equal, or one of them says less."""
    if one == other:
        return True
    generic = _GENERIC_STATUS.get(type_)
    excluded = _NOT_GENERIC.get(type_, ())
    return generic in (one, other) and one not in excluded and other not in excluded


def shared(anchor: Side, other: Side, closure: Closure) -> int:
    """How much two claims of one type, modality and scope share; 0 where they cannot be about one thing."""
    one, two = anchor.claim, other.claim
    if not same_status(one.type, one.status, two.status):
        return 0
    if one.type == "relation":
        both = (
            anchor.keys.get(role, frozenset()) & other.keys.get(role, frozenset()) for role in ("subject", "object")
        )
        return 3 if all(both) else 0
    time = _same_time(anchor, other)
    if time is None or _places_conflict(anchor, other, closure):
        return 0
    actors = things = 0
    for role in CLAIM_TYPES[one.type].roles:
        if role == "place":
            continue
        relation = _same_fillers(anchor.keys.get(role), other.keys.get(role), closure)
        if relation is None:
            return 0
        actors += relation if role in _ACTOR_ROLES else 0
        things += relation if role in _THING_ROLES else 0
    place = _same_place(anchor, other)
    if one.type == "statement" and not (things or _same_content(one, two)):
        return 0
    number = _same_count(one.count, two.count)
    if number is None and not (actors and (place or things) and (time or in_part(one, two))):
        return 0
    if scope(one) != "event" and not number:
        return 0
    content = one.type == "statement" and _same_content(one, two)
    total = min(actors, 2) + bool(things) + place + content + bool(number and _telling(one.count))
    least = SHARED_LEAST if time or (one.type, one.status) in _ONCE else SHARED_LEAST_UNDATED
    return total if (actors or place) and total >= least else 0


def in_part(one: Claim, other: Claim) -> bool:
    """Whether one report has a figure from someone and itself confirms a part of it: 102 claimed, dozens to be seen."""
    if one.report_id != other.report_id or one.polarity != other.polarity:
        return False
    claimed, seen = (one, other) if other.basis != "none" else (other, one)
    if claimed.count is None or seen.count is None:
        return False
    if seen.basis == "none" or claimed.basis != "none" or seen.attribution or not claimed.attribution:
        return False
    least, most = claimed.count.min, seen.count.max
    return least is not None and most is not None and most < least


def counts_conflict(one: Count | None, other: Count | None) -> bool:
    """Whether two numbers cannot be of one thing: both are given and their ranges do not meet."""
    return _same_count(one, other) is None


def _same_fillers(one: frozenset[str] | None, other: frozenset[str] | None, closure: Closure) -> int | None:
    """1 where an entity is shared, None where the fillers conflict, 0 where neither can be said."""
    if not one or not other:
        return 0
    if one & other:
        return 1 if any(key[0] != "~" for key in one & other) else 0
    left, right = ({key for key in keys if key[0] != "~"} for keys in (one, other))
    if not left or not right:
        return 0 if bool(left) != bool(right) else None
    above_left = {above for key in left for above in closure(key)}
    above_right = {above for key in right for above in closure(key)}
    return 0 if left & above_right or right & above_left else None


def _rels(claim: Claim) -> set[str | None]:
    return {filler.rel for filler in claim.fillers("place")}


def _places_conflict(anchor: Side, other: Side, closure: Closure) -> bool:
    one, two = anchor.keys.get("place"), other.keys.get("place")
    if not one or not two:
        return False
    rels, others = _rels(anchor.claim), _rels(other.claim)
    if anchor.claim.type == "territorial":
        if {r or "in" for r in rels}.isdisjoint({r or "in" for r in others}):
            return True
    elif rels.isdisjoint(others) and not (rels & _AT_PLACE and others & _AT_PLACE):
        return True
    return _same_fillers(one, two, closure) is None


def _same_place(anchor: Side, other: Side) -> bool:
    keys = anchor.keys.get("place", frozenset()) & other.keys.get("place", frozenset())
    return any("/state/" not in key for key in keys)


def _same_time(anchor: Side, other: Side) -> int | None:
    """1 where both times meet, 0 where the reports are near each other in time, None where they are not."""
    one, two = anchor.claim.time, other.claim.time
    if one is not None and two is not None:
        if _meet(one, two):
            return 1
        gap = max((one.start - two.end).days, (two.start - one.end).days)
        return 0 if "report_day" in (one.basis, two.basis) and gap <= WINDOW_DAYS else None
    if anchor.day is None or other.day is None:
        return None
    stated = one or two
    days = abs((anchor.day - other.day).days)
    if stated is not None:  # the report that gives no time must not be from before it
        silent = other.day if one is not None else anchor.day
        if silent < stated.start:
            return None
    return 0 if days <= WINDOW_DAYS else None


def _meet(one: Interval, other: Interval) -> bool:
    return one.start <= other.end and other.start <= one.end


def _same_count(one: Count | None, other: Count | None) -> int | None:
    """1 where the numbers meet, 0 where one is missing, None where they conflict."""
    if one is None or other is None:
        return 0
    low = max(one.min or 0, other.min or 0)
    highs = [high for high in (one.max, other.max) if high is not None]
    return 1 if not highs or low <= min(highs) else None


def _telling(count: Count | None) -> bool:
    """Whether a number is one that two reports hardly have by chance: exact, and more than two."""
    return count is not None and count.min is not None and count.min == count.max and count.min > 2


def _same_content(one: Claim, two: Claim) -> bool:
    words, others = _words((one.content, one.quote)), _words((two.content, two.quote))
    return len(words & others) >= _SAME_WORDS * max(len(words), len(others), 1)


def _words(texts: Iterable[str | None]) -> set[str]:
    text = next((text for text in texts if text), "")
    return {word for word in re.findall(r"\w+", text.casefold()) if len(word) > 3 or word.isdigit()}
