"""Whether confidence can be relied on: of the claims of about one confidence, how many are right."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from kg.evaluation.comparison import Comparison

EDGES = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)
"""The ends of the bins; one that two bins share belongs to the upper one, 1 to the last."""


@dataclass(frozen=True, slots=True)
class Bin:
    """The claims found with a confidence from `low` on, below `high` (the last bin: up to it), and how many are right:
    paired with a claim of gold."""

    low: float
    high: float
    claims: int
    right: int
    confidence: float
    """The sum of their confidences."""

    @property
    def mean(self) -> float:
        """The mean confidence of its claims, 0 where there are none."""
        return self.confidence / self.claims if self.claims else 0.0

    @property
    def share(self) -> float:
        """The share of its claims that are right, 0 where there are none."""
        return self.right / self.claims if self.claims else 0.0

    def to_json(self) -> dict[str, float | int]:
        """The bin for programs; shares to three decimals."""
        ends: dict[str, float | int] = {"low": self.low, "high": self.high, "claims": self.claims}
        return {**ends, "mean": round(self.mean, 3), "right": self.right, "share": round(self.share, 3)}


def reliability(compared: Iterable[Comparison]) -> tuple[Bin, ...]:
    """The bins of all reports' claims; claims that tell no confidence are in none."""
    told = [
        (claim.confidence, right)
        for report in compared
        for claims, right in (((pair.found for pair in report.pairs), True), (report.spurious, False))
        for claim in claims
        if claim.confidence is not None
    ]
    bins = []
    for low, high in pairwise(EDGES):
        held = [(c, right) for c, right in told if low <= c < high or (c == high == EDGES[-1])]
        bins.append(Bin(low, high, len(held), sum(right for _, right in held), sum(c for c, _ in held)))
    return tuple(bins)
