"""Counts as a least and a most, and the numbers that count nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.quantities import article_count, find_counts

Bounds = tuple[int | None, int | None]


def counts(text: str) -> list[Bounds]:
    return [(match.count.min, match.count.max) for match in find_counts(text)]


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("102 soldiers", 102, 102),
        ("1,500 men", 1500, 1500),
        ("3 000 men", 3000, 3000),
        ("2.5 million shells", 2_500_000, 2_500_000),
        ("1.1 million shells", 1_100_000, 1_100_000),
        ("the million shells", 1_000_000, 1_000_000),
        ("50 thousand men", 50_000, 50_000),
        ("eleven prisoners", 11, 11),
        ("Twenty-five tanks", 25, 25),
        ("one hundred and twelve men", 112, 112),
        ("two thousand men", 2000, 2000),
        ("about a hundred men", 100, 100),
        ("about 40 men", 40, 40),
        ("some 40 men", 40, 40),
        ("an estimated 40 men", 40, 40),
        ("nearly 40 men", 40, 40),
        ("at least 12 men", 12, None),
        ("no fewer than 104 men", 104, None),
        ("upwards of a dozen tanks", 12, None),
        ("at least one tank", 1, None),
        ("10+ bombers", 10, None),
        ("12 or more tanks", 12, None),
        ("more than 12 tanks", 13, None),
        ("over 12 tanks", 13, None),
        ("well over 600 vehicles", 601, None),
        ("over a hundred men", 101, None),
        ("up to 200 men", None, 200),
        ("as many as 30 men", None, 30),
        ("fewer than 10 men", None, 9),
        ("several hundred men", 200, 999),
        ("hundreds of men", 200, 999),
        ("dozens of men", 24, 99),
        ("many dozens of men", 36, 99),
        ("scores of men", 40, 99),
        ("thousands of men", 2000, 9999),
        ("several thousand men", 2000, 9999),
        ("a few thousand men", 2000, 5000),
        ("tens of thousands of men", 20_000, 99_999),
        ("a few men", 2, 5),
        ("several men", 3, 9),
        ("at least several hundred men", 200, None),
        ("a dozen men", 12, 12),
        ("two dozen men", 24, 24),
        ("half a dozen men", 6, 6),
        ("a couple of men", 2, 2),
        ("a pair of jets", 2, 2),
        ("both crews", 2, 2),
        ("between 20 and 30 BMP-1s", 20, 30),
        ("20 to 30 men", 20, 30),
        ("20–30 men", 20, 30),
        ("two or three tanks", 2, 3),
        ("some 800 to 1,000 soldiers", 800, 1000),
        ("between two hundred and three hundred men", 200, 300),
        ("2 to 3 million men", 2_000_000, 3_000_000),
        ("18 155mm howitzers", 18, 18),
        ("11 Mi-17 helicopters", 11, 11),
        ("tanks: 6", 6, 6),
        ("40k men", 40_000, 40_000),
        ("3x T-90", 3, 3),
        ("lost 2000 soldiers", 2000, 2000),
        ("Destroyed 12 tanks", 12, 12),
        ("On 6 August 12 men died", 12, 12),
        ("flew over two villages", 2, 2),
    ],
)
def test_count(text: str, low: int | None, high: int | None) -> None:
    assert counts(text) == [(low, high)]


@pytest.mark.parametrize(
    "text",
    [
        "in 2022",
        "the 2022 invasion",
        "in 1982 and 2016",
        "the 47th Brigade and the 3rd",
        "the twenty-fifth brigade",
        "at 18:00",
        "at 5 pm",
        "on 6 August",
        "from 24.02 to 01.06",
        "T-72, BMP-3, S-300, Kh-101, F-16",
        "2S19 and 155mm",
        "155 mm shells",
        "Challenger 2 tanks",
        "a Leopard 2A6",
        "Project 22800",
        "ten kilometers",
        "a few kilometers",
        "90 km west",
        "3,000 square km",
        "$2.2 billion",
        "800 million dollars",
        "500 million Canadian dollars",
        "5% and 7 percent",
        "a ten-year agreement",
        "in five days",
        "one tank",
        "a tank",
        "one-third of them",
        "two thirds of them",
        "aged 34",
        "24/7",
        "at 0400",
    ],
)
def test_no_count(text: str) -> None:
    assert counts(text) == []


def test_a_running_total_with_its_increment() -> None:
    found = find_counts("about 30700 (+200) persons, tanks ‒ 1361 (+3)")
    assert [(m.count.min, m.count.max, m.count.scope, m.kind) for m in found] == [
        (30700, 30700, "cumulative", "cardinal"),
        (200, 200, "period", "increment"),
        (1361, 1361, "cumulative", "cardinal"),
        (3, 3, "period", "increment"),
    ]


def test_several_counts_of_one_sentence() -> None:
    assert counts("64 civilians and 16 militants, six of the ten, 300 killed, 2,700 wounded") == [
        *[(64, 64), (16, 16), (6, 6), (10, 10)],
        *[(300, 300), (2700, 2700)],
    ]


@pytest.mark.parametrize(
    ("word", "counted"), [("a", True), ("An", True), ("one", True), ("the", False), ("some", False)]
)
def test_article(word: str, counted: bool) -> None:
    count = article_count(word)
    assert (count is not None) is counted
    assert count is None or (count.min, count.max, count.text) == (1, 1, word)


# Bare figures that could be a year are read as counts only before a noun, as here.
@given(st.integers(2, 10**9))
def test_any_number_is_read_back(number: int) -> None:
    assert counts(f"they lost {number} tanks") == [(number, number)]
    assert counts(f"they lost {number:,} tanks") == [(number, number)]


@given(st.integers(1, 10**6), st.integers(1, 10**6))
def test_a_range_has_its_bounds_in_order(first: int, last: int) -> None:
    found = counts(f"they lost between {first} and {last} tanks")
    if first < last:
        assert found == [(first, last)]
    assert all(low is None or high is None or low <= high for low, high in found)


@given(st.text(alphabet="0123456789 ,.-–+()abdeghinorstuvyTH%$", max_size=60))
def test_any_text_is_read(text: str) -> None:
    position = 0
    for match in find_counts(text):
        assert position <= match.span.start < match.span.end <= len(text)
        assert match.span.cut(text) == match.count.text
        assert match.count.min is None or match.count.max is None or match.count.min <= match.count.max
        position = match.span.end


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("handed over six generators", [(6, 6)]),
        ("turned over 1.1 million rounds", [(1_100_000, 1_100_000)]),
        ("over six generators", [(7, None)]),
        ("a score of tanks", [(20, 20)]),
    ],
)
def test_over_is_no_more_than_behind_verbs_of_handing(text: str, expected: list[tuple[int, int | None]]) -> None:
    assert counts(text) == expected


def test_a_number_of_which_another_is_a_part_is_told_apart() -> None:
    kinds = [match.kind for match in find_counts("two of six missiles, 46 of the 52 drones and nine of them")]
    assert kinds == ["cardinal", "whole", "cardinal", "whole", "cardinal"]
    kinds = [
        match.kind
        for match in find_counts("one of the four crew members, some of 40 drones, no one of note and 12 men")
    ]
    assert kinds == ["whole", "whole", "cardinal"]
