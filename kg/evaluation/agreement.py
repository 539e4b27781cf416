"""When two texts, two fillers, two claims are held to be the same."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from kg.evaluation.gold import ComparedClaim, NamedText

# Words that add a kind to a name and change nothing of what is meant: "Kursk oblast", "Russian forces".
_KIND_WORDS = """
    oblast region province governorate state district raion city town village settlement area direction front axis
    river forces troops soldiers army military servicemen units fighters militants sources officials leadership
    government authorities ministry side system systems tank tanks missile missiles drone drones aircraft jet jets
    launcher launchers brigade regiment battalion division mr mrs president general
"""
KIND_WORDS = frozenset(_KIND_WORDS.split())


def normal(text: str) -> str:
    """A text in lower case without punctuation, articles, possessives and the commonest prepositions.

    >>> normal("the Army’s depot in Kursk-West")
    'army depot kursk west'
    """
    text = re.sub(r"[’']s\b", "", text.lower())
    text = re.sub(r"[^\w\s-]", " ", text)
    text = re.sub(r"\b(the|a|an|its|their|his|her|of|in|at)\b", " ", text)
    return re.sub(r"[\s-]+", " ", text).strip()


def same_text(one: str, other: str) -> bool:
    """Equal, or one is the other with a kind word or a number added, or both share their head noun.

    >>> same_text("Kursk", "Kursk oblast"), same_text("Kursk", "Kursk nuclear plant")
    (True, False)
    """
    short, long = sorted((normal(one).split(), normal(other).split()), key=len)
    if not short or not set(short) <= set(long):
        return False
    added = [word for word in long if word not in short]
    return short[-1] == long[-1] or all(word in KIND_WORDS or word.isdigit() for word in added)


def same_filler(gold: NamedText, found: NamedText) -> bool:
    """One identifier in common, or a text or canonical name of the one that is one of the other."""
    if gold.ids & found.ids:
        return True
    ours, theirs = ((named.text, named.name) for named in (gold, found))
    return any(same_text(one, other) for one in ours if one for other in theirs if other)


def match_fillers(
    gold: Iterable[NamedText], found: Iterable[NamedText]
) -> tuple[list[tuple[NamedText, NamedText | None]], list[NamedText]]:
    """Each filler of gold with the first free one that agrees, and what is left over."""
    left_over = list(found)
    matches: list[tuple[NamedText, NamedText | None]] = []
    for filler in gold:
        match = next((other for other in left_over if same_filler(filler, other)), None)
        if match is not None:
            left_over.remove(match)
        matches.append((filler, match))
    return matches, left_over


def pair_claims(gold: Sequence[ComparedClaim], found: Sequence[ComparedClaim]) -> list[tuple[int, int]]:
    """Indices of claims that are about one thing, one to one, best pairs first.

    A pair needs the same type and quotes that overlap; the same status, fillers in common and more overlap
    make it better.
    """
    scored = []
    for i, ours in enumerate(gold):
        for j, theirs in enumerate(found):
            shared = min(ours.end, theirs.end) - max(ours.start, theirs.start)
            if ours.type == theirs.type and shared > 0:
                overlap = shared / max(1, min(ours.end - ours.start, theirs.end - theirs.start))
                agreement = 2 * (ours.status == theirs.status) + 2 * _role_agreement(ours, theirs) + overlap
                scored.append((agreement, i, j))
    pairs: list[tuple[int, int]] = []
    for _, i, j in sorted(scored, reverse=True):
        if all(i != taken_i and j != taken_j for taken_i, taken_j in pairs):
            pairs.append((i, j))
    return pairs


def _role_agreement(gold: ComparedClaim, found: ComparedClaim) -> float:
    """The share of gold's fillers that the other claim has in the same role."""
    hits = sum(
        any(same_filler(filler, other) for other in found.roles.get(role, ()))
        for role, fillers in gold.roles.items()
        for filler in fillers
    )
    return hits / (sum(map(len, gold.roles.values())) or 1)
