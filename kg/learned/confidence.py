"""How often claims of a score turned out right, as measured on the part of the corpus that nothing was trained on."""

from __future__ import annotations

from functools import cache

import numpy as np

from kg.data_files import csv_rows


def confidence(chance: float | None, *, learned: bool = True) -> float:
    """The share of claims right (0–1) that were scored like this one.

    For None it is that of the claims that are left to the rules: of all claims where `learned` is false.

    Between the scores of the table it is interpolated. Source: isotonic regression (Zadrozny and Elkan 2002) in
    `training/calibrate.py`.
    """
    scores, shares, unscored, by_rules = _table()
    if not learned:
        return by_rules
    return unscored if chance is None else float(np.interp(chance, scores, shares))


@cache
def _table() -> tuple[tuple[float, ...], tuple[float, ...], float, float]:
    rows = csv_rows("kg.learned.weights", "confidence.csv")
    shares = {row["score"]: float(row["right"]) for row in rows}
    unscored, by_rules = shares.pop("pattern"), shares.pop("rules")
    return tuple(map(float, shares)), tuple(shares.values()), unscored, by_rules
