"""Texts about other things in the words of war: sport, trade, weather, medicine, law, art, games, gardens, films."""

from __future__ import annotations

from typing import Any

import pytest

from ..conftest import load_cases

MOST = 5


def test_hardly_a_claim_is_read_where_there_is_no_conflict(read_text: Any) -> None:
    records = load_cases("negatives")
    spurious = [
        f"{record['why']}: {claim.type}/{claim.status} «{claim.quote}»"
        for record in records
        for claim in read_text(record["text"]).claims
    ]
    assert len(records) >= 100
    assert len(spurious) <= MOST, "\n".join(spurious)


@pytest.mark.parametrize(
    "text",
    [
        "Russian troops captured Vuhledar.",
        "Shelling killed two people in Nikopol.",
        "The RSF took Wad Madani.",
        "Germany will deliver 18 Leopard 2 tanks to Ukraine.",
        "Putin met Lukashenko in Minsk.",
        "Two missiles hit a hospital in Kharkiv.",
    ],
)
def test_one_sentence_on_a_conflict_is_evidence_enough(text: str, read_text: Any) -> None:
    assert read_text(text).claims


def test_the_same_words_are_claims_beside_evidence_and_none_without(read_text: Any) -> None:
    sentence = "Two people were wounded."
    assert not read_text(f"A tree fell on a bus in Linz. {sentence}").claims
    assert any(
        claim.type == "personnel_loss" for claim in read_text(f"Russian artillery shelled Nikopol. {sentence}").claims
    )
