"""What surrounds a claim's verb: denial, plans, possibility, hedges, proof, conditions and speakers."""

from __future__ import annotations

from typing import Any

import pytest

from kg.nlp.qualifiers import weaker, words


@pytest.mark.cases("qualifiers")
def test_qualifiers_of_a_claim(case: dict[str, Any], read_text: Any, assert_reads: Any) -> None:
    assert_reads({"only": [], **case}, read_text(case["text"]))


@pytest.mark.parametrize(
    ("one", "other", "less_sure"),
    [
        ("confirmed", "asserted", "asserted"),
        ("asserted", "probable", "probable"),
        ("possible", "probable", "possible"),
        ("doubtful", "possible", "doubtful"),
        ("asserted", "asserted", "asserted"),
    ],
)
def test_the_less_sure_of_two_does_not_hang_on_their_order(one: str, other: str, less_sure: str) -> None:
    assert weaker(one, other) == weaker(other, one) == less_sure


def test_the_table_of_qualifiers_names_known_effects() -> None:
    table = words()
    assert set(table["hedge"].values()) <= {"probable", "possible", "doubtful"}
    assert set(table["modal"].values()) <= {"planned", "possible", "actual", ""}
