"""Windows hold every word once as their own; ways through the tree; buckets of distance."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.learned.scheme import DISTANCES, KINDS, SHAPES, STANDINGS, distance, shape
from kg.learned.words import FAR, KNOWN, LONGEST, Word, laid_out, near_of, numbered, path, root, standings, windows
from kg.nlp.pipeline import parse
from kg.syntax import Token

PLACES = ("Aleppo", "Homs", "Hama", "Idlib")


def word(n: int, sentence: int) -> Word:
    return Word(Token(n, n, n + 1, "x", "x", "NOUN", "NN", "ROOT", n), sentence, 0, n, 0)


@given(st.lists(st.integers(1, 90), min_size=1, max_size=40), st.integers(1, 12))
def test_every_word_is_scored_in_one_window(sizes: list[int], pieces: int) -> None:
    words = [word(n, number) for number, size in enumerate(sizes) for n in range(size)]
    found = list(windows(words, [(7,) * pieces] * len(words)))
    assert [n for w in found for n in range(w.own, w.last)] == list(range(len(words)))
    for w in found:
        assert 0 <= w.first <= w.own < w.last
        assert len(w.pieces) == w.last - w.first
        assert sum(map(len, w.pieces)) <= LONGEST - 2 or w.last == w.own + 1


@given(st.lists(st.integers(1, 12), min_size=1, max_size=60))
def test_the_rows_of_a_window_are_of_one_length(lengths: list[int]) -> None:
    pieces = [tuple(range(200, 200 + length)) for length in lengths]
    numbers = list(range(len(lengths)))
    rows = laid_out(pieces, dict.fromkeys(KNOWN, numbers), [n - 1 for n in numbers])
    assert len({len(rows[name]) for name in ("ids", *KNOWN)}) == 1
    assert rows["heads"] == [max(n - 1, 0) for n in numbers]
    for n, of_word in enumerate(pieces):
        first, last = rows["firsts"][n], rows["lasts"][n]
        assert tuple(rows["ids"][first : last + 1]) == of_word
        assert set(rows["kinds"][first : last + 1]) == {n}


def test_candidates_stand_among_those_of_their_group() -> None:
    text = "Rebels took Aleppo. Troops held Homs and Hama.\n\nThey shelled Idlib."
    ((_, sentences),) = parse([(text, None)])
    at = numbered(sentences)
    words = [
        Word(t, n, s.paragraph, at.get((n, t.head), at[n, t.i]), KINDS.index("place" if t.text in PLACES else "noun"))
        for n, s in enumerate(sentences)
        for t in s.tokens
        if not t.text.isspace()
    ]
    near = [n for n, w in enumerate(words) if w.token.text in (*PLACES, "Rebels", "Troops")]
    where = {w.token.text: n for n, w in enumerate(words)}
    held = dict(zip((words[j].token.text for j in near), standings(words, near, where["held"]), strict=True))
    assert held == {"Rebels": 9, "Aleppo": 9, "Troops": 0, "Homs": 3, "Hama": 4, "Idlib": 19}
    shelled = dict(zip((words[j].token.text for j in near), standings(words, near, where["shelled"]), strict=True))
    assert shelled == {"Rebels": 10, "Aleppo": 15, "Troops": 6, "Homs": 11, "Hama": 7, "Idlib": 3}
    assert standings(words, near, where["Homs"])[near.index(where["Homs"])] == STANDINGS - 1


@pytest.mark.parametrize(
    ("names", "expected"), [(("", ""), [0, 0]), (("3rd", "92nd"), [1, 0]), (("92nd", "92nd"), [0, 0])]
)
def test_those_of_one_name_stand_as_one(names: tuple[str, str], expected: list[int]) -> None:
    words = [replace(word(n, 0), name=name) for n, name in enumerate((*names, ""))]
    assert standings(words, [0, 1], 2) == expected


def test_a_trigger_is_paired_within_its_window_and_near_it() -> None:
    words = [word(n, n) for n in range(40)]
    assert list(near_of(words, range(0, 40, 2), 20, 10, 30)) == list(range(10, 30, 2))
    assert list(near_of(words, range(0, 40, 2), 20, 0, 40)) == list(range(20 - FAR, 20 + FAR + 1, 2))


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, len(KINDS) - 1)), min_size=1, max_size=30), st.data())
def test_every_standing_has_a_bucket(given_words: list[tuple[int, int]], data: st.DataObject) -> None:
    words = [
        Word(replace(word(n, 0).token, text=str(kind)), step, step // 2, n, kind)
        for n, (step, kind) in enumerate(sorted(given_words))
    ]
    own = data.draw(st.integers(0, len(words) - 1))
    near = list(range(len(words)))
    assert all(0 <= standing < STANDINGS for standing in standings(words, near, own))


@given(st.integers(-2000, 2000), st.integers(-50, 50))
def test_distances_have_a_bucket(words: int, sentences: int) -> None:
    assert 0 <= distance(words, sentences) < DISTANCES


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Kyiv", "title"), ("HIMARS", "upper"), ("tank", "lower"), ("T-72", "mixed"), ("12", "digit"), ("—", "other")],
)
def test_shapes(text: str, expected: str) -> None:
    assert SHAPES[shape(text)] == expected


def test_ways_through_the_tree() -> None:
    ((_, (sentence,)),) = parse([("Russia destroyed two tanks near Sumy.", None)])
    at = {token.text: token.i for token in sentence.tokens}
    assert path(sentence, at["destroyed"], at["Russia"]) == ">nsubj"
    assert path(sentence, at["destroyed"], at["tanks"]) == ">dobj"
    assert "prep:near" in path(sentence, at["destroyed"], at["Sumy"])
    assert path(sentence, at["Russia"], at["destroyed"]) == "<nsubj"
    assert root(sentence, 0, len("Russia destroyed")) == at["destroyed"]
