"""The equipment catalogue: one taxonomy without gaps, in which every surface form means one type."""

from __future__ import annotations

import csv
import re
from collections import Counter
from importlib.resources import files

import pytest

from kg.identifiers import slug

COLUMNS = ["name", "level", "broader", "aliases", "origin", "wikidata", "source"]
ROOT = "military equipment"
TEXT = files("ontology").joinpath("catalogue/equipment.csv").read_text(encoding="utf-8")
ROWS = {row["name"]: row for row in csv.DictReader(TEXT.splitlines())}


def several(field: str) -> list[str]:
    return [part for part in field.split(";") if part]


def closure(name: str, below: tuple[str, ...] = ()) -> set[str]:
    """The type and all broader ones; a cycle fails."""
    assert name not in below, f"{name} is broader than itself: {below}"
    above = (closure(broader, (*below, name)) for broader in several(ROWS[name]["broader"]))
    return {name}.union(*above)


def surfaces() -> list[tuple[str, str]]:
    return [(surface, name) for name, row in ROWS.items() for surface in (name, *several(row["aliases"]))]


def test_columns() -> None:
    lines = TEXT.splitlines()
    assert lines[0] == ",".join(COLUMNS)
    assert all(len(record) == len(COLUMNS) for record in csv.reader(lines))


def test_names_and_their_slugs_are_unique() -> None:
    assert len(ROWS) == len(TEXT.splitlines()) - 1
    assert [part for part, count in Counter(map(slug, ROWS)).items() if count > 1] == []


def test_levels_and_their_numbers() -> None:
    levels = Counter(row["level"] for row in ROWS.values())
    assert set(levels) == {"class", "family", "model"}
    assert levels["family"] + levels["model"] >= 900
    assert levels["class"] >= 150


def test_every_type_leads_up_to_the_root() -> None:
    assert [name for name, row in ROWS.items() if not row["broader"]] == [ROOT]
    assert {broader for row in ROWS.values() for broader in several(row["broader"])} <= set(ROWS)
    assert [name for name in ROWS if ROOT not in closure(name)] == []


def test_nothing_is_broader_than_its_level_allows() -> None:
    order = {"class": 0, "family": 1, "model": 2}
    too_narrow = [
        (name, broader)
        for name, row in ROWS.items()
        for broader in several(row["broader"])
        if order[ROWS[broader]["level"]] > order[row["level"]]
    ]
    assert too_narrow == []


def test_every_surface_means_one_type() -> None:
    meanings: dict[str, set[str]] = {}
    for surface, name in surfaces():
        meanings.setdefault(surface.lower(), set()).add(name)
    assert {surface: names for surface, names in meanings.items() if len(names) > 1} == {}


def test_surfaces_are_written_cleanly() -> None:
    assert [surface for surface, _ in surfaces() if surface != " ".join(surface.split())] == []
    repeated = [name for name, row in ROWS.items() if name in several(row["aliases"])]
    assert repeated == []
    assert [surface for surface, _ in surfaces() if len(surface) < 2 or surface.isdigit()] == []


def test_lower_case_words_mean_classes_only() -> None:
    """A bare lower-case word is matched in any case, so a type of one word must not claim it."""
    claimed = [
        (surface, name)
        for surface, name in surfaces()
        if ROWS[name]["level"] != "class" and re.fullmatch(r"[a-z]+", surface)
    ]
    assert claimed == []


def test_identifiers_are_well_formed_and_belong_to_one_type() -> None:
    identified = [row for row in ROWS.values() if row["wikidata"]]
    assert len(identified) >= 350
    assert all(re.fullmatch(r"Q[1-9]\d*", row["wikidata"]) and row["source"] == "facts" for row in identified)
    assert all(row["source"] == "" for row in ROWS.values() if not row["wikidata"])
    assert [qid for qid, count in Counter(row["wikidata"] for row in identified).items() if count > 1] == []


def test_no_state_that_is_none() -> None:
    origins = {state for row in ROWS.values() for state in several(row["origin"])}
    assert origins.isdisjoint({"Soviet Union", "USSR", "USA", "US", "UK", "Czech Republic", "Türkiye"})


@pytest.mark.parametrize(
    ("name", "kinds"),
    [
        ("T-72B3 Obr. 2022", {"T-72B3", "T-72", "tank", "armoured fighting vehicle", "military vehicle"}),
        ("M2A2 Bradley ODS", {"M2 Bradley", "infantry fighting vehicle"}),
        ("BTR-82A", {"BTR", "armoured personnel carrier", "infantry fighting vehicle"}),
        ("2S19 Msta-S", {"self-propelled artillery", "howitzer", "artillery"}),
        ("M777", {"towed artillery", "howitzer"}),
        ("M142 HIMARS", {"multiple rocket launcher", "artillery"}),
        ("Shahed-136", {"Shahed", "long-range strike drone", "loitering munition", "unmanned aerial vehicle"}),
        ("Pantsir-S1", {"surface-to-air missile system", "air defence system"}),
        ("Ka-52 Alligator", {"attack helicopter", "helicopter", "aircraft"}),
        ("A-50", {"airborne early warning and control aircraft", "aircraft"}),
        ("Storm Shadow", {"cruise missile", "missile", "munition"}),
        ("Ropucha-class landing ship", {"landing ship", "warship", "ship"}),
        ("FAB-500", {"bomb", "munition"}),
    ],
)
def test_questions_about_kinds_reach_the_types(name: str, kinds: set[str]) -> None:
    assert kinds <= closure(name)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Shahed-136", "aircraft"),
        ("FPV drone", "aircraft"),
        ("M142 HIMARS", "missile"),
        ("MT-LB", "tank"),
        ("Pantsir-S1", "artillery"),
        ("Storm Shadow", "ballistic missile"),
        ("R-360 Neptune", "surface-to-air missile"),
        ("Ural-4320", "armoured fighting vehicle"),
    ],
)
def test_kinds_do_not_spill_over(name: str, kind: str) -> None:
    assert kind not in closure(name)


@pytest.mark.parametrize(
    ("surface", "name"),
    [
        ("drone", "unmanned aerial vehicle"),
        ("armored vehicle", "armoured fighting vehicle"),
        ("MLRS", "multiple rocket launcher"),
        ("air defense system", "air defence system"),
        ("MANPADS", "man-portable air defence system"),
        ("SCALP", "Storm Shadow"),
        ("Geran-2", "Shahed-136"),
        ("ATACMS", "MGM-140 ATACMS"),
        ("Humvee", "HMMWV"),
        ("Challenger II", "Challenger 2"),
        ("fuel tank", "fuel truck"),
        ("matériel", "military equipment"),
    ],
)
def test_words_of_reports(surface: str, name: str) -> None:
    assert name in {meant for written, meant in surfaces() if written == surface}


@pytest.mark.parametrize("surface", ["fighter", "Moskva", "Boxer", "Challenger", "Kozak", "round"])
def test_words_that_usually_mean_something_else_are_absent(surface: str) -> None:
    assert surface not in {written for written, _ in surfaces()}
