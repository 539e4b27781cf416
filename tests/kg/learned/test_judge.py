"""What the judge of fillers is told of each entity, and what it makes of it."""

from __future__ import annotations

import math

import numpy as np
import pytest

from kg.learned.judge import LEAST, OPPOSITE, Candidate, Case, Floats, judge, judged, pairs
from kg.learned.scheme import FILLINGS
from kg.model import Span
from kg.vocabulary import CLAIM_TYPES


def scores(**chances: float) -> Floats:
    """The probabilities of a word: those named, the rest on its being nothing."""
    given = np.array([chances.get(filling, 0.0) for filling in FILLINGS], dtype=np.float32)
    given[0] = 1.0 - given.sum()
    return given


def case(**candidates: Candidate) -> Case:
    return Case("territorial", Span(0, 10), 0.9, True, candidates)


def test_only_what_the_scores_or_the_rules_hold_possible_is_asked() -> None:
    asked = pairs(
        case(
            Kursk=Candidate("place", ((0, scores(place=0.8)),)),
            Sudzha=Candidate("place", ((0, scores(place=LEAST / 2)),)),
            Russia=Candidate("state", (), frozenset({"actor"})),
        )
    )
    assert set(asked) == {("place", "Kursk"), ("actor", "Russia")}


def test_mentions_are_taken_together() -> None:
    once, twice = scores(actor=0.3), ((-2, scores(actor=0.3)), (1, scores(actor=0.2)))
    known = pairs(case(Russia=Candidate("state", twice), Ukraine=Candidate("state", ((0, once),))))
    russia, ukraine = known["actor", "Russia"], known["actor", "Ukraine"]
    assert russia["any"] == pytest.approx(math.log(0.44 / 0.56), abs=1e-4)
    assert russia["best"] == pytest.approx(ukraine["best"])
    assert (russia["near"], russia["here"], ukraine["here"]) == (math.log1p(1), 0.0, 1.0)


def test_rivals_are_ranked_and_those_of_the_rules_told() -> None:
    known = pairs(
        case(
            Russia=Candidate("state", ((0, scores(actor=0.7)),)),
            Ukraine=Candidate("state", ((0, scores(actor=0.2)),), frozenset({"actor"})),
        )
    )
    russia, ukraine = known["actor", "Russia"], known["actor", "Ukraine"]
    assert (russia["rank"], ukraine["rank"]) == (0, 1)
    assert russia["rival"] == pytest.approx(ukraine["best"])
    assert ukraine["rival"] == pytest.approx(russia["best"])
    assert (russia["others"], ukraine["others"], russia["ruled"], ukraine["ruled"]) == (1.0, 0.0, 0.0, 1.0)


def test_roles_face_each_other_within_one_type() -> None:
    assert all(any({a, b} <= set(t.roles) for t in CLAIM_TYPES.values()) for a, b in OPPOSITE.items())


def test_the_weights_know_what_is_told() -> None:
    (known,) = pairs(case(Kursk=Candidate("place", ((0, scores(place=0.8)),), frozenset({"place"})))).values()
    assert set(known) <= set(judge().places)


@pytest.mark.parametrize(
    ("likely", "unlikely"),
    [
        (Candidate("place", ((0, scores(place=0.95)),), frozenset({"place"})), Candidate("place", ((-6, scores(place=0.05)),))),
        (Candidate("place", ((0, scores(place=0.9)),)), Candidate("place", ((0, scores(place=0.2)),))),
    ],
)  # fmt: skip
def test_what_is_likely_is_told_from_what_is_not(likely: Candidate, unlikely: Candidate) -> None:
    chances = judged(case(Kursk=likely, Sudzha=unlikely))
    assert 0.0 <= chances["place", "Sudzha"] < 0.4 < 0.5 < chances["place", "Kursk"] <= 1.0


def test_a_claim_without_candidates_has_nothing_to_judge() -> None:
    assert judged(case()) == {}
