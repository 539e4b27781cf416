"""How often claims of a score turned out right, as measured on the part of the corpus that nothing was trained on."""

from __future__ import annotations

from functools import cache

import numpy as np

from kg.data_files import csv_rows


def confidence(chance: float | None) -> float:
    """The share of claims right (0–1) that were scored like this one; of those that the rules alone decide on for None.

    Between the scores of the table it is interpolated. Source: isotonic regression (Zadrozny and Elkan 2002) in
    `training/calibrate.py`.
    """
    scores, shares, unscored = _table()
    return unscored if chance is None else float(np.interp(chance, scores, shares))


@cache
def _table() -> tuple[tuple[float, ...], tuple[float, ...], float]:
    rows = csv_rows("kg.learned.weights", "confidence.csv")
    scored = [(float(row["score"]), float(row["right"])) for row in rows if row["score"]]
    unscored = next(float(row["right"]) for row in rows if not row["score"])
    return tuple(score for score, _ in scored), tuple(right for _, right in scored), unscored
