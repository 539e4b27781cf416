"""Pairs of reports that name what no table has: few are wrongly put together, most that are one are."""

from __future__ import annotations

from collections import Counter

import pytest

from benchmarks.identity import Judged, figures, judge, pairs

LEAST_PAIRS, LEAST_PRECISION, LEAST_RECALL = 60, 0.92, 0.8


@pytest.fixture(scope="module")
def judged() -> list[Judged]:
    return judge(pairs())


def test_the_table_has_pairs_of_all_kinds_and_both_answers() -> None:
    rows = pairs()
    assert len(rows) >= LEAST_PAIRS
    told = Counter((row["kind"], row["same"]) for row in rows)
    assert {kind for kind, _ in told} == {"unit", "person", "place", "equipment"}
    assert all(told[kind, same] >= 3 for kind, _ in told for same in ("yes", "no"))
    assert {row["same"] for row in rows} == {"yes", "no"}
    for row in rows:
        assert row["name"] in row["text"] and row["other_name"] in row["other_text"] and row["why"], row


def test_most_are_found_and_told_apart(judged: list[Judged]) -> None:
    precision, recall, found = figures(judged)
    assert precision >= LEAST_PRECISION and recall >= LEAST_RECALL and found >= 0.95


def test_what_contradicts_itself_is_never_put_together(judged: list[Judged]) -> None:
    apart = ("two sides", "two numbers", "two branches", "two armies", "two first names", "two states", "two regions")
    assert [one.row for one in judged if one.row["why"] in apart and one.together] == []
