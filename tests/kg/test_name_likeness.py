from __future__ import annotations

from itertools import product

import pytest

from kg.name_likeness import (
    ACRONYM,
    COMMON,
    EVERYWHERE,
    NEARLY,
    SAME,
    SHORTER,
    SPELLED,
    SURNAME,
    TYPE,
    fullness,
    incompatible,
)
from kg.name_likeness import likeness as alike

ALIKE = [
    ("person", "Jan Novak", "Jan Novak", SAME),
    ("person", "Novak", "Novak", COMMON),
    ("person", "Novak", "Jan Novak", SURNAME),
    ("person", "Defence Minister Jan Novak", "Jan Novak", SAME),
    ("person", "Serhiy Pyvovar", "Serhii Pivovar", SAME - SPELLED),
    ("person", "Serhiy Pyvovar", "Sergiy Pivovar", SAME - SPELLED),
    ("person", "Oleg Novak", "Oleh Novak", SAME - SPELLED),
    ("person", "J. Novak", "Jan Novak", SHORTER),
    ("person", "Mohamed Hamdan", "Mohamed Hamdan Dagalo", SAME - SPELLED),
    ("unit", "47th Mechanized Brigade", "47th Separate Mechanised Brigade", SAME),
    ("unit", "47th Brigade", "47th Mechanized Brigade", SHORTER),
    ("unit", "9th Brigade", "9th brigades", EVERYWHERE),
    ("organisation", "Health Ministry", "the Health Ministry", EVERYWHERE),
    ("organisation", "Kelp Island Trust", "Kelp Island Trust", SAME),
    ("organisation", "KIT", "Kelp Island Trust", ACRONYM),
    ("organisation", "Coordination Headquarters", "Co-ordination Headquarters", NEARLY),
    ("facility", "South Hospital", "South Hospital", COMMON),
    ("facility", "Hostomel Airport", "Hostomel Airport", SAME),
    ("equipment", "Kh-555", "Kh-555", TYPE),
]
UNLIKE = [
    ("person", "Jan Novak", "Petr Novak"),
    ("person", "the Colonel", "Colonel"),
    ("person", "Jan", "Jan Novak"),
    ("unit", "47th Tank Brigade", "47th Mechanized Brigade"),
    ("equipment", "Kh-555", "Kh-55"),
    ("equipment", "T-72B", "T-72B3"),
    ("place", "Lyman", "Lymon"),
    ("place", "Dovhenke", "Davydiv Brid"),
    ("organisation", "UN", "Unknown Network"),
    ("organisation", "Sector 12345", "Sector 12346"),
]


@pytest.mark.parametrize(("kind", "one", "other", "score"), ALIKE)
def test_names_that_are_alike(kind: str, one: str, other: str, score: float) -> None:
    found, back = alike(kind, one, other), alike(kind, other, one)
    assert found is not None and back is not None
    assert found.score == back.score == pytest.approx(score) and found.reason == back.reason
    assert {found.shorter, back.shorter} in ({0}, {1, 2}) and not incompatible(kind, one, other)


@pytest.mark.parametrize(("kind", "one", "other"), UNLIKE)
def test_names_that_are_not(kind: str, one: str, other: str) -> None:
    assert alike(kind, one, other) is None and alike(kind, other, one) is None


def test_only_people_and_units_are_told_apart_by_their_names() -> None:
    assert incompatible("person", "Jan Novak", "Petr Novak") and incompatible("unit", "4th Brigade", "5th Brigade")
    assert not incompatible("person", "Novak", "Jan Novak") and not incompatible("place", "Lyman", "Korvo")


def test_what_is_alike_is_never_told_apart() -> None:
    names = sorted({name for row in (*ALIKE, *UNLIKE) for name in row[1:3]})
    for kind, one, other in product(("person", "unit", "place"), names, names):
        assert not (alike(kind, one, other) and incompatible(kind, one, other)), (kind, one, other)
        assert incompatible(kind, one, other) == incompatible(kind, other, one)


@pytest.mark.parametrize(
    ("kind", "fuller", "lesser"),
    [
        ("person", "Jan Novak", "Novak"),
        ("person", "Jan Novak", "Minister Jan Novak"),
        ("unit", "47th Mechanized Brigade", "47th Brigade"),
        ("organisation", "Kelp Island Trust", "KIT"),
    ],
)
def test_the_fuller_name(kind: str, fuller: str, lesser: str) -> None:
    assert fullness(kind, fuller) > fullness(kind, lesser)
