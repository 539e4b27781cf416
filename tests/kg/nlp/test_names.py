"""Known names in a text: case, boundaries, apostrophes, the longest first."""

from __future__ import annotations

from itertools import pairwise

import pytest

from kg.nlp.names import NameMatcher, fold, load_matcher


@pytest.fixture(scope="module")
def matcher() -> NameMatcher:
    return load_matcher()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("A HIMARS fired.", ["HIMARS"]),
        ("a T-72B3 and a T-72", ["T-72B3", "T-72"]),
        ("BMP-3s burn", ["BMP-3s"]),
        ("The Black Sea Fleet left.", ["Black Sea Fleet"]),
        ("Ukrainians and Ukraine", ["Ukrainians", "Ukraine"]),
        ("UKRAINE", ["UKRAINE"]),
        ("ukrainelike", []),
        ("NATOx", []),
        ("pre-NATO days", ["NATO"]),
    ],
)
def test_whole_names_are_found_the_longest_first(text: str, words: list[str], matcher: NameMatcher) -> None:
    assert [m.span.cut(text) for m in matcher.find(text)] == words


def test_a_short_form_in_capitals_needs_its_capitals(matcher: NameMatcher) -> None:
    assert not any(m.span.cut("we saw us and who") == "us" for m in matcher.find("we saw us and who"))


@pytest.mark.parametrize("text", ["Chasiv Yar’s", "T‑72", "ĲSSEL İzmir", "Straße", "Ukraine’s\u00a0army"])
def test_folding_keeps_every_code_point_in_its_place(text: str) -> None:
    assert len(fold(text)) == len(text)


def test_matches_do_not_overlap(matcher: NameMatcher) -> None:
    text = "The Ministry of Defence of the Russian Federation and the Armed Forces of Ukraine named the T-72B3M."
    spans = [m.span for m in matcher.find(text)]
    assert all(one.end <= other.start for one, other in pairwise(spans))
