from __future__ import annotations

import pytest

from kg.markup import plain

SHOWN = [
    ("**Kursk** fell", "Kursk fell"),
    ("__Kursk__ and _Sudzha_", "Kursk and Sudzha"),
    ("*two* T-72, `three` BMPs", "two T-72, three BMPs"),
    ('[two tanks](https://e.example/x "A title") lost', "two tanks lost"),
    ("![map](map.png) of it", "map of it"),
    ("### Losses\n> “We struck it,” he said", "Losses\n“We struck it,” he said"),
    ("destroyed near [Pokrovsk](https://e.example/p", "destroyed near Pokrovsk"),
    ("Pokrovsk](https://e.example/p) fell", "Pokrovsk fell"),
    # what only looks like a mark
    ("he [Putin] said so [1]", "he [Putin] said so [1]"),
    ("5 * 6 and #3, -> Lgov, a > b", "5 * 6 and #3, -> Lgov, a > b"),
    ("> 500 KIA", "> 500 KIA"),
    ("> many tanks", "> many tanks"),  # the rest of "a loss of > many tanks"
    ("Losses:\n> 500 KIA,\n>  20 tanks", "Losses:\n> 500 KIA,\n>  20 tanks"),
    ("Kostiantynivka`s 2S19_M2 and obr_2022", "Kostiantynivka`s 2S19_M2 and obr_2022"),
    ("the town (see below) fell", "the town (see below) fell"),
]


@pytest.mark.parametrize(("text", "shown"), SHOWN, ids=[text[:25] for text, _ in SHOWN])
def test_marks_are_left_out_and_nothing_else(text: str, shown: str) -> None:
    assert plain(text) == shown
