"""The tables of cases that reading is held to: how many rows there are, how many are negatives, and that each says why."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

CASES = Path(__file__).parent / "cases"
LEAST_ROWS, LEAST_NEGATIVES = 500, 1 / 3
NAMES_ALONE = {"collisions", "common_words", "homonyms", "mentions", "nils"}  # tables of names rather than of claims
TABLES = NAMES_ALONE | {
    "diplomacy",
    "losses",
    "measures",
    "movement",
    "negatives",
    "qualifiers",
    "relations",
    "statements",
    "tables",
    "telegraphic",
    "transfers",
}


def rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (CASES / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


def is_negative(name: str, row: dict[str, Any]) -> bool:
    """Whether a row shows what must not be read: no claim of some types, or no place where a town has the name."""
    return name == "common_words" or (name not in NAMES_ALONE and not row.get("claims"))


def test_the_tables_are_those_that_are_known() -> None:
    assert {path.stem for path in CASES.iterdir()} == TABLES


def test_there_are_sentences_enough_and_a_third_of_them_are_negatives() -> None:
    read = [(name, row) for name in sorted(TABLES) for row in rows(name)]
    negatives = [row for name, row in read if is_negative(name, row)]
    assert len(read) >= LEAST_ROWS
    assert len(negatives) >= LEAST_NEGATIVES * len(read)


@pytest.mark.parametrize("name", sorted(TABLES))
def test_each_row_says_why_in_words_of_its_own(name: str) -> None:
    whys = [row.get("why", "") for row in rows(name)]
    assert all(len(why.split()) > 1 for why in whys)
    assert len(set(whys)) == len(whys)
