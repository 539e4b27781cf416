from __future__ import annotations

from itertools import product

import pytest

from kg.designations import agree, contradict, designation

ONE_UNIT = [
    ("47th Mechanized Brigade", "47th Separate Mechanised Brigade"),
    ("47th Mechanized Brigade", "47th Brigade"),
    ("47th Magura Mechanized Brigade", "47th Mechanized Brigade"),
    ("3rd Assault", "3rd Separate Assault Brigade"),
    ("1st Guards Tank Army", "1st Tank Army"),
    ("155th Naval Infantry Brigade", "155th Guards Marine Brigade"),
    ("228th brigades", "228th Brigade"),
    ("10th Motorised Rifle Bde", "10th Motor Rifle Brigade"),
    ("Azov Brigade", "12th Azov Brigade"),
]
TWO_UNITS = [
    ("47th Mechanized Brigade", "47th Tank Brigade"),
    ("47th Mechanized Brigade", "48th Mechanized Brigade"),
    ("47th Brigade", "47th Regiment"),
    ("12th Azov Brigade", "12th Kelp Brigade"),
    ("110th Mechanized Brigade", "110th Motor Rifle Brigade"),
    ("4th Army", "4th Army Corps"),
]


@pytest.mark.parametrize(("one", "other"), ONE_UNIT)
def test_names_of_one_unit(one: str, other: str) -> None:
    first, second = designation(one), designation(other)
    assert first and second and agree(first, second) and agree(second, first) and not contradict(first, second)


@pytest.mark.parametrize(("one", "other"), TWO_UNITS)
def test_names_of_two_units(one: str, other: str) -> None:
    first, second = designation(one), designation(other)
    assert first and second and not agree(first, second) and not agree(second, first)


def test_names_that_contradict_never_agree() -> None:
    names = {name for pair in (*ONE_UNIT, *TWO_UNITS) for name in pair}
    for one, other in product([d for n in sorted(names) if (d := designation(n))], repeat=2):
        assert contradict(one, other) == contradict(other, one)
        assert agree(one, other) == agree(other, one)
        assert not (agree(one, other) and contradict(one, other))


@pytest.mark.parametrize("name", ["Border Guards", "the defenders", "Jan Novak"])
def test_what_is_no_designation(name: str) -> None:
    assert designation(name) is None


@pytest.mark.parametrize(
    ("name", "telling"),
    [
        ("47th Mechanized Brigade", True),
        ("47th Brigade", False),
        ("3rd Tank Brigade", False),
        ("Azov Brigade", True),
    ],
)
def test_how_telling_a_designation_is(name: str, telling: bool) -> None:
    found = designation(name)
    assert found is not None and found.telling is telling
