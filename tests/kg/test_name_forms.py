from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.name_forms import plain, skeleton

NAMES = st.text(st.characters(codec="utf-8"), max_size=30)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Serhiy Pyvovar", "Serhii Pivovar"),
        ("Artyom", "Artem"),
        ("Ítalo Piaggi", "Italo Piaggi"),
        ("Niu-York", "Niu York"),
        ("Slov’yansk", "Sloviansk"),
        ("the General Staff", "General Staff"),
        ("Kharkiv's", "KHARKIV"),
    ],
)
def test_ways_of_writing_one_name(one: str, other: str) -> None:
    assert skeleton(one) == skeleton(other)


@pytest.mark.parametrize(
    ("one", "other"), [("Ivan", "Iwan"), ("Kh-555", "Kh-55"), ("Jan", "Yan"), ("Lyman", "Limans")]
)
def test_names_that_stay_apart(one: str, other: str) -> None:
    assert skeleton(one) != skeleton(other)


@given(NAMES)
def test_a_plain_name_is_plain(name: str) -> None:
    assert plain(plain(name)) == plain(name) or "the " in plain(name)
    assert plain(name) == " ".join(plain(name).split())
