from __future__ import annotations

from pathlib import Path

import pytest

from kg import pipeline
from kg.graph import reading_quads
from kg.model import Entity
from kg.settings import Settings
from kg.store import Store, View
from kg.unit_records import unit_record
from tests.kg.unit_values import CORPS, RUSSIA, UKRAINE, brigade, read

UNIT = brigade("r1", "949th Kelp Brigade", CORPS)


@pytest.mark.parametrize(
    ("sides", "how"),
    [
        ({"victim": UKRAINE}, "lost"),
        ({"victim": UKRAINE, "perpetrator": RUSSIA}, "lost"),
        ({"victim": RUSSIA, "perpetrator": UKRAINE}, "destroyed or captured"),
        ({"victim": RUSSIA}, "in a loss of"),
    ],
)
def test_what_a_unit_has_to_do_with_a_loss_is_told_by_its_side(
    sides: dict[str, Entity], how: str, tmp_path: Path
) -> None:
    reading = read("r1", 1, UNIT, "Jan Novak", sides)
    with Store.open(tmp_path / "war") as opened:
        opened.put(reading, reading_quads(reading))
        pipeline.publish(opened, Settings(store=tmp_path / "war"))
    with View.open(tmp_path / "war") as view:
        record = unit_record(view, UNIT.iri)
        above = unit_record(view, CORPS.iri)
        none = unit_record(view, UNIT.iri, 0.99)
    assert all(none[key] == [] for key in ("equipment", "commanders", "places", "claims")) and none["parents"]
    assert [(thing["name"], thing["how"]) for thing in record["equipment"]] == [("T-72", how)]
    assert [who["name"] for who in record["commanders"]] == ["Jan Novak"] and record["people"] == []
    assert [below["name"] for below in above["subordinates"]] == [UNIT.name]
    assert above["claims"] == [] == above["equipment"]
