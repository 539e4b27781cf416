from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from kg.model import Entity
from kg.occurrences import Occurrence, occurrences, same_setting, same_side
from tests.kg.identity_values import CITY, FARLAND, LEADER, NORLAND, SUDLAND, TOWN, closure, iri, local, reading


def found(*named: Entity, text: str | None = None) -> dict[str, Occurrence]:
    return {o.entity.iri: o for o in occurrences(reading("r1", *named, text=text), closure)}


def test_only_kinds_that_a_report_has_local_entities_of_are_looked_at() -> None:
    assert occurrences(reading("r1", NORLAND, LEADER, TOWN), closure) == ()
    assert set(found(NORLAND, LEADER, local("r1", "Novak", "person"))) == {LEADER.iri, iri("r1", "Novak", "person")}


def test_the_side_is_the_states_above_what_it_belongs_to() -> None:
    unit = found(local("r1", "9th Brigade", side=LEADER))[iri("r1", "9th Brigade")]
    assert unit.side == {NORLAND.iri} and unit.day == date(2031, 5, 2) and unit.start == 0


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("Norland Health Ministry", {NORLAND.iri}),
        ("Norland's Health Ministry", {NORLAND.iri}),
        ("Norland. Health Ministry", set()),
        ("Norland bombed the Health Ministry", set()),
    ],
)
def test_the_side_is_also_told_by_a_state_right_before(text: str, side: set[str]) -> None:
    ministry = local("r1", "Health Ministry", "organisation")
    assert found(NORLAND, ministry, text=text)[ministry.iri].side == side


def test_what_stands_near_leaves_out_states_and_what_is_local() -> None:
    units = (local("r1", "9th Brigade"), local("r1", "8th Brigade"))
    assert found(NORLAND, TOWN, *units)[units[0].iri].near == {TOWN.iri}
    far = "9th Brigade" + " and so on" * 30 + " Korvo"
    assert found(units[0], TOWN, text=far)[units[0].iri].near == set()


def test_settings_are_alike_where_reports_are_about_the_same_states() -> None:
    def of(*named: Entity) -> Occurrence:
        return found(*named, local("r1", "9th Brigade"))[iri("r1", "9th Brigade")]

    assert same_setting(of(NORLAND, SUDLAND), of(TOWN, CITY)) == 1.0
    assert same_setting(of(NORLAND), of(FARLAND)) == 0.0 == same_setting(of(), of(NORLAND))
    assert 0.5 < same_setting(of(NORLAND, SUDLAND), of(NORLAND, FARLAND, TOWN)) < 1.0


def test_sides() -> None:
    one, other, none = (
        found(local("r1", "9th Brigade", side=side))[iri("r1", "9th Brigade")] for side in (NORLAND, SUDLAND, None)
    )
    assert same_side(one, one) is True and same_side(one, other) is False and same_side(one, none) is None


def test_a_place_is_in_one_region_with_another_where_one_region_holds_the_other() -> None:
    def village(*side: Entity) -> Occurrence:
        place = replace(local("r1", "Dol", "place"), broader=tuple(entity.iri for entity in side))
        return found(place)[place.iri]

    assert same_side(village(TOWN), village(NORLAND)) is True
    assert same_side(village(TOWN), village(CITY)) is False
    assert same_side(village(TOWN), village()) is None
