"""What a draft came from: the row of the lexicon, the family of rules or the learned scores that proposed it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.extraction.draft import Draft

LEXICON, SCORE = "lexicon", "score"
TOLLS, FATES, POSITIONS = "tolls", "things with their fate", "positions"
FRAGMENTS = "fragments without a verb"
"""Families of rules that the scores decide on as on the lexicon's rows."""


@dataclass(frozen=True, slots=True)
class Origin:
    """What made a draft.

    `by` is ``lexicon``, the name of a family of rules, or ``score``; `row` the file and line of the lexicon's row.
    `chance` is the learned probability (0–1) that the trigger tells such a claim, None where it was not asked for;
    `fillings` those of what fills its roles and says so, by role and the offset of the filler's words.
    `others` made drafts that this one took in.
    """

    by: str = ""
    row: str = ""
    chance: float | None = None
    fillings: Mapping[tuple[str, int], float] = field(default_factory=dict, hash=False, compare=False)
    others: tuple[Origin, ...] = ()

    def scored(self, chance: float, fillings: Mapping[tuple[str, int], float]) -> Origin:
        """The origin with what the scores said of the draft."""
        return replace(self, chance=chance, fillings=fillings)

    def with_other(self, other: Origin) -> Origin:
        """The origin of a draft that took in another one."""
        return replace(self, others=(*self.others, replace(other, others=()), *other.others))


def made_by(family: str, drafts: Iterable[Draft]) -> Iterator[Draft]:
    """The drafts of a family of rules; what has an origin keeps it."""
    for draft in drafts:
        yield draft if draft.origin.by else replace(draft, origin=Origin(family))
