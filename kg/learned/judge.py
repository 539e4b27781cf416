"""Which entities fill which roles of a claim: the scores of all mentions of each, beside its rivals and what the rules say."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files

import numpy as np
from numpy.typing import NDArray

from kg.errors import SettingsError
from kg.learned.scheme import FILLINGS, SCHEME
from kg.model import Span
from kg.vocabulary import CLAIM_TYPES

Floats = NDArray[np.float32]
LEAST = 0.04
"""From which probability of its likeliest mention on an entity is asked about."""
_FAR = 13
_FACING = (("victim", "perpetrator"), ("attacker", "target"), ("actor", "opponent"), ("supplier", "recipient"))
OPPOSITE = {one: other for pair in _FACING for one, other in (pair, pair[::-1])}
"""Roles that two sides fill against each other."""
_CLIPPED = 5.0


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entity that may fill roles of a claim.

    `kind` is its kind of entity, empty for a phrase; `seen` holds for each of its mentions how many sentences it stands from
    the trigger (negative before it) and the probability of each of `FILLINGS`; `ruled` are the roles that the rules give it,
    `side` is the belligerent that it belongs to, empty where it is none's.
    """

    kind: str
    seen: tuple[tuple[int, Floats], ...]
    ruled: frozenset[str] = frozenset()
    side: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """A claim whose roles are to be filled: its type, where it stands in the report, the probability that its trigger tells
    it (0–1), whether the rules have it too, the candidates by name, and the belligerents that say so."""

    type: str
    span: Span
    chance: float
    by_rules: bool
    candidates: Mapping[str, Candidate]
    saying: frozenset[str] = frozenset()


def pairs(case: Case) -> dict[tuple[str, str], dict[str, float]]:
    """What is known of each entity that may fill a role, by role and name; what is left out is 0."""
    known: dict[tuple[str, str], dict[str, float]] = {}
    tops = {name: _tops(candidate) for name, candidate in case.candidates.items()}
    for role in CLAIM_TYPES[case.type].roles:
        n = FILLINGS.index(role)
        asked = [name for name, c in case.candidates.items() if tops[name][n] >= LEAST or role in c.ruled]
        ranked = sorted(asked, key=lambda name: (-tops[name][n], name))
        ruled = [name for name in asked if role in case.candidates[name].ruled]
        for rank, name in enumerate(ranked):
            rival = tops[ranked[1 if rank == 0 else 0]][n] if len(ranked) > 1 else 0.0
            known[role, name] = {
                **_of_candidate(case.candidates[name], role, tops[name]), **_of_side(case, name, role), "rank": rank,
                "rival": _logit(rival), "beside": len(ruled), "others": float(any(other != name for other in ruled)),
                "chance": _logit(case.chance), "rules": float(case.by_rules), f"{case.type} {role}": 1.0,
            }  # fmt: skip
    return known


def _tops(candidate: Candidate) -> list[float]:
    """The highest probability of each of `FILLINGS` that a mention of an entity has."""
    if not candidate.seen:
        return [0.0] * len(FILLINGS)
    tops: list[float] = np.max([scores for _, scores in candidate.seen], axis=0).tolist()
    return tops


def _of_candidate(candidate: Candidate, role: str, tops: Sequence[float]) -> dict[str, float]:
    n, kind = FILLINGS.index(role), candidate.kind or "phrase"
    chances = [float(scores[n]) for _, scores in candidate.seen]
    near = min((abs(apart) for apart, _ in candidate.seen), default=_FAR)
    return {
        "best": _logit(tops[n]),
        "any": _logit(1.0 - math.prod(1.0 - chance for chance in chances)),
        "nothing": _logit(min((float(scores[0]) for _, scores in candidate.seen), default=0.5)),
        "elsewhere": _logit(max(top for m, top in enumerate(tops) if m not in (0, n))),
        "mentions": math.log1p(len(chances)),
        "unseen": float(not chances),
        "near": math.log1p(near),
        "here": float(near == 0),
        "ruled": float(role in candidate.ruled),
        "ruled else": float(bool(candidate.ruled - {role})),
        "ruled opposite": float(OPPOSITE.get(role) in candidate.ruled),
        role: 1.0, kind: 1.0, f"{role} {kind}": 1.0,
    }  # fmt: skip


def _of_side(case: Case, name: str, role: str) -> dict[str, float]:
    """How an entity's side stands to the other candidates that the rules name, and to who says so."""
    side = case.candidates[name].side
    if not side:
        return {}
    others = [c for other, c in case.candidates.items() if other != name and c.side]
    facing = {c.side for c in others if OPPOSITE.get(role) in c.ruled}
    return {
        "of a side": 1.0,
        "with the ruled": float(any(c.side == side for c in others if role in c.ruled)),
        "against the ruled": float(any(c.side != side for c in others if role in c.ruled)),
        "faces its own": float(side in facing),
        "faces another": float(bool(facing - {side})),
        f"{role} says so": float(side in case.saying),
        f"{role} hears so": float(bool(case.saying - {side})),
    }


def _logit(chance: float) -> float:
    chance = min(max(chance, 1e-4), 1 - 1e-4)
    return math.log(chance / (1 - chance))


def judged(case: Case) -> dict[tuple[str, str], float]:
    """The probability (0–1) of each entity that may fill a role of a claim, by role and name."""
    known = pairs(case)
    if not known:
        return {}
    return dict(zip(known, judge().chances(list(known.values())).tolist(), strict=True))


@dataclass(frozen=True, slots=True)
class Judge:
    """Networks of one hidden layer whose answers are averaged; `places` numbers what they are given."""

    places: Mapping[str, int]
    mean: Floats
    scale: Floats
    hidden: Floats
    hidden_bias: Floats
    out: Floats
    out_bias: Floats

    def given(self, rows: Sequence[Mapping[str, float]]) -> Floats:
        """The rows as the networks take them; what they were not trained on is left out."""
        values = np.zeros((len(rows), len(self.places)), dtype=np.float32)
        for n, row in enumerate(rows):
            for name, value in row.items():
                if (place := self.places.get(name)) is not None:
                    values[n, place] = value
        return np.asarray(np.clip((values - self.mean) / self.scale, -_CLIPPED, _CLIPPED), dtype=np.float32)

    def chances(self, rows: Sequence[Mapping[str, float]]) -> Floats:
        """The probability of each row."""
        inner = np.maximum(self.given(rows) @ self.hidden + self.hidden_bias[:, None], 0.0)
        scores = (inner * self.out[:, None]).sum(-1) + self.out_bias[:, None]
        return np.asarray((1.0 / (1.0 + np.exp(-scores))).mean(0), dtype=np.float32)


@cache
def judge() -> Judge:
    """The judge that comes with the package."""
    with as_file(files("kg.learned") / "weights" / "judge.npz") as file, np.load(file) as stored:
        if "scheme" not in stored or tuple(map(str, stored["scheme"])) != SCHEME:
            raise SettingsError("kg/learned/weights were trained for another vocabulary: run `make train`")
        tables = {name: stored[name].astype(np.float32) for name in stored.files if name not in ("names", "scheme")}
        return Judge({str(name): n for n, name in enumerate(stored["names"])}, **tables)
