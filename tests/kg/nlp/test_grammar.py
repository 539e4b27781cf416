"""Names that are known by how they are built: numbered units, designations, institutions, titled persons."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.nlp import grammar
from kg.syntax import Sentence

Parse = Callable[[str], tuple[Sentence, ...]]
DEMONYMS = frozenset({"Russian", "Ukrainian"})


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("the 47th Mechanized Brigade moved", ["47th Mechanized Brigade"]),
        ("The 1st Guards Tank Army", ["1st Guards Tank Army"]),
        ("Russian 200th Motor Rifle Brigade", ["200th Motor Rifle Brigade"]),
        ("the Southern Military District", ["Southern Military District"]),
        ("in its 25th year", []),
        ("the 3rd of May", []),
    ],
)
def test_units(text: str, names: list[str]) -> None:
    found = [span.cut(text) for span, _ in grammar.units(text, DEMONYMS)]
    assert set(names) <= set(found) and (names or not found)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("a Kh-555 fell", ["Kh-555"]),
        ("two Su-57s", ["Su-57s"]),
        ("a 2S19 howitzer", ["2S19"]),
        ("in 2024 we", []),
    ],
)
def test_designations(text: str, names: list[str]) -> None:
    assert [span.cut(text) for span, kind in grammar.equipment(text) if kind == "equipment"] == names


def test_a_numbered_road_is_no_weapon() -> None:
    text = "along the T-0504 highway"
    assert "equipment" not in {kind for span, kind in grammar.equipment(text)}


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("He spoke at the National Security Council.", "National Security Council", "organisation"),
        ("Shells hit Ghardabiya Air Base.", "Ghardabiya Air Base", "facility"),
        ("They crossed the Oskil River.", "Oskil River", "place"),
    ],
)
def test_institutions(text: str, name: str, kind: str, parse_text: Parse) -> None:
    found = {(span.cut(text), k) for sentence in parse_text(text) for span, k in grammar.institutions(sentence)}
    assert (name, kind) in found


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("General Pavlo Hrytsenko left.", "Pavlo Hrytsenko"),
        ("Mayor Olena Kravets spoke.", "Olena Kravets"),
        ("Ivan Kotov, a spokesman, declined.", "Ivan Kotov"),
    ],
)
def test_persons(text: str, name: str, parse_text: Parse) -> None:
    found = {span.cut(text) for sentence in parse_text(text) for span, _ in grammar.persons(sentence)}
    assert name in found
