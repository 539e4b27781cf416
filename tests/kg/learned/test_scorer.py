"""What the weights say: probabilities, the same in any company, and sensible on plain sentences."""

from __future__ import annotations

import numpy as np
import pytest

from kg.learned.confidence import confidence
from kg.learned.scheme import FILLINGS, LABELS, NAMES, TYPES
from kg.learned.scorer import Scores, score
from kg.learned.words import Word, kind_of, numbered
from kg.nlp.pipeline import parse


def words_of(text: str) -> list[Word]:
    ((_, sentences),) = parse([(text, None)])
    at = numbered(sentences)
    return [
        Word(t, n, s.paragraph, at.get((n, t.head), at[n, t.i]), kind_of(t, None))
        for n, s in enumerate(sentences)
        for t in s.tokens
        if (n, t.i) in at
    ]


def scores_of(text: str) -> tuple[list[Word], Scores]:
    words = words_of(text)
    return words, score(words)


@pytest.mark.parametrize(
    ("text", "trigger", "type"),
    [
        ("Ukrainian forces captured the village of Robotyne on Monday.", "captured", "territorial"),
        ("The strike killed at least nine soldiers near Kupiansk.", "killed", "personnel_loss"),
        ("Russia lost two T-72 tanks near Vuhledar.", "lost", "equipment_loss"),
        ("Germany will deliver four Leopard tanks to Ukraine.", "deliver", "transfer"),
        ("Russian drones struck a warehouse in Odesa overnight.", "struck", "attack"),
        ("Russia and Ukraine exchanged 95 prisoners on Friday.", "exchanged", "diplomacy"),
    ],
)
def test_triggers_are_told(text: str, trigger: str, type: str) -> None:
    words, scores = scores_of(text)
    at = next(n for n, word in enumerate(words) if word.token.text == trigger)
    assert scores.chances[at, TYPES.index(type)] > 0.5


@pytest.mark.parametrize(
    "text", ["The recipe needs two eggs and some flour.", "She won the chess match in forty moves."]
)
def test_other_matters_have_no_triggers(text: str) -> None:
    _, scores = scores_of(text)
    assert float(scores.chances.max()) < 0.5


def test_scores_are_probabilities() -> None:
    words, scores = scores_of("Russia lost two T-72 tanks near Vuhledar. Ukraine took Robotyne.")
    assert scores.triggers.shape == (len(words), len(LABELS))
    assert scores.names.shape == (len(words), len(NAMES))
    assert np.allclose(scores.names.sum(-1), 1.0, atol=1e-4)
    assert ((scores.chances >= 0) & (scores.chances <= 1)).all()


def test_scores_of_a_report_are_the_same_again() -> None:
    text = "Russia lost two T-72 tanks near Vuhledar. Ukraine took Robotyne. " * 40
    one, other = scores_of(text)[1], scores_of(text)[1]
    assert (one.triggers == other.triggers).all() and (one.names == other.names).all()


def test_fillers_are_told() -> None:
    text = "The rebels shot down two helicopters near Lashio."
    ((_, (sentence,)),) = parse([(text, None)])
    words, scores = scores_of(text)
    at = {word.token.text: n for n, word in enumerate(words)}
    candidates = [at["rebels"], at["helicopters"], at["Lashio"]]
    found = scores.fillings(at["shot"], "equipment_loss", candidates, sentence, {})
    assert [FILLINGS[int(found[n].argmax())] for n in candidates] == ["perpetrator", "equipment", "place"]


def test_confidence_rises_with_the_score() -> None:
    shares = [confidence(n / 100) for n in range(101)]
    assert shares == sorted(shares) and 0 < shares[0] < 0.6 and shares[-1] > 0.9
    assert 0 < confidence(None) <= 1
