"""A claim in the making: what a trigger and its arguments give, before time, certainty and ids are settled."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kg.extraction.origin import Origin
from kg.model import Count, Filler, Interval, Span
from kg.syntax import Clause


@dataclass(frozen=True, slots=True)
class Draft:
    """What is known of a claim so far; `settled` names the fields that its family has set and that stay as they are,
    `origin` what proposed it.
    """

    type: str
    status: str
    roles: Mapping[str, tuple[Filler, ...]] = field(hash=False)
    span: Span
    clause: Clause | None = None
    count: Count | None = None
    time: Interval | None = None
    polarity: str | None = None
    modality: str | None = None
    certainty: str | None = None
    basis: str | None = None
    attribution: tuple[Filler, ...] = ()
    content: str | None = None
    condition: str | None = None
    cause: str | None = None
    origin: Origin = field(default=Origin(), compare=False)

    def fillers(self, role: str) -> tuple[Filler, ...]:
        """The fillers of a role."""
        return self.roles.get(role, ())

    def with_role(self, role: str, fillers: tuple[Filler, ...]) -> Mapping[str, tuple[Filler, ...]]:
        """The roles with one of them filled anew."""
        return {**self.roles, role: fillers} if fillers else dict(self.roles)
