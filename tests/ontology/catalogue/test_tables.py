"""All tables of the catalogue: their form, what they refer to, and that no written form means two of a kind."""

from __future__ import annotations

import csv
from collections import Counter
from importlib.resources import files
from pathlib import Path

import pytest

from kg.catalogue import load_catalogue
from kg.catalogue_tables import TABLES, Table

FOLDER = files("ontology") / "catalogue"
ROWS = {
    table.kind: list(csv.DictReader((FOLDER / table.file).read_text(encoding="utf-8").splitlines()))
    for table in TABLES
}
LEAST = {
    "state": 205,
    "organisation": 510,
    "armed_group": 180,
    "person": 870,
    "unit": 480,
    "equipment": 1400,
    "place": 615,
}
KINDS = sorted(LEAST)


def several(field: str) -> list[str]:
    return [part for part in field.split(";") if part]


def written(kind: str) -> list[tuple[str, str]]:
    columns = ("aliases", "demonyms", "seats")
    return [
        (form, row["name"])
        for row in ROWS[kind]
        for form in (row["name"], *(form for column in columns for form in several(row.get(column, ""))))
    ]


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.file)
def test_every_table_is_read_in_full(table: Table) -> None:
    entities = [entity for entity in load_catalogue().entities if entity.kind == table.kind]
    assert len(entities) == len(ROWS[table.kind]) >= LEAST[table.kind]


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.file)
def test_files_are_plain(table: Table) -> None:
    data = (FOLDER / table.file).read_bytes()
    assert data.endswith(b"\n") and not data.endswith(b"\n\n")
    assert not data.startswith(b"\xef\xbb\xbf") and b"\r" not in data and b"\t" not in data


@pytest.mark.parametrize("kind", KINDS)
def test_forms_are_written_cleanly(kind: str) -> None:
    assert [form for form, _ in written(kind) if form != " ".join(form.split()) or len(form) < 2] == []
    assert [form for form, _ in written(kind) if form.startswith("the ")] == []


@pytest.mark.parametrize("kind", KINDS)
def test_no_form_means_two_of_a_kind(kind: str) -> None:
    declared = ambiguous()
    meanings: dict[str, set[str]] = {}
    for text, forms in load_catalogue().forms.items():
        names = {form.entity.name for form in forms if form.entity.kind == kind}
        if len(names) > 1 and text not in declared:
            meanings[text] = names
    assert meanings == {}


def test_no_form_means_entities_of_two_kinds() -> None:
    """Where words are both a name and a seat of government, a kind word or the sentence decides; none are listed twice."""
    declared = ambiguous()
    meanings = {
        text: [(form.entity.kind, form.entity.name) for form in forms]
        for text, forms in load_catalogue().forms.items()
        if len(forms) > 1 and text not in declared
    }
    assert meanings == {}


def test_what_the_tables_know_beside_names() -> None:
    catalogue = load_catalogue()
    dated = [office for office in catalogue.offices.values() if office.title and (office.start or office.end)]
    assert len(dated) >= 590
    assert len(catalogue.offices) >= 870
    assert [office for office in dated if office.start and office.end and office.start > office.end] == []
    assert sum(bool(formation.echelon) for formation in catalogue.formations.values()) >= 480
    assert sum(bool(formation.parent) for formation in catalogue.formations.values()) >= 300
    assert set(catalogue.levels.values()) == {"class", "family", "model"}


def test_no_hierarchy_has_a_cycle() -> None:
    catalogue = load_catalogue()
    for entity in catalogue.entities:
        for above in entity.broader:
            assert entity.iri not in catalogue.broader_closure(above), entity.name


def ambiguous() -> dict[str, str]:
    """Forms that are known to mean several entities of one kind, with the reason why they stay."""
    source = FOLDER / "ambiguous.csv"
    if not source.is_file():
        return {}
    return {row["surface"]: row["reason"] for row in csv.DictReader(source.read_text(encoding="utf-8").splitlines())}


@pytest.mark.parametrize("kind", ["armed_group", "organisation", "person", "unit"])
def test_no_actor_is_called_by_an_ordinary_word(kind: str) -> None:
    """A form in lower case matches in any case, so none may be a plain word of the language."""
    assert [form for form, _ in written(kind) if form.isalpha() and form.islower()] == []


@pytest.mark.parametrize(
    "word", ["Ministry of Defence", "Air Force", "General Staff", "army", "MoD", "Foreign Ministry"]
)
def test_what_every_state_has_is_not_listed_bare(word: str) -> None:
    assert word not in load_catalogue().forms


def test_names_of_states_and_their_codes_are_unique() -> None:
    for column in ("iso2", "iso3", "wikidata"):
        counts = Counter(row[column] for row in ROWS["state"] if row[column])
        assert [value for value, count in counts.items() if count > 1] == []
    assert all(len(row["iso2"]) in (0, 2) and len(row["iso3"]) in (0, 3) for row in ROWS["state"])
    assert all(bool(row["iso2"]) == bool(row["iso3"]) for row in ROWS["state"])


def test_states_speak_through_their_capitals() -> None:
    seats = {row["name"]: several(row["seats"]) for row in ROWS["state"]}
    assert {"Moscow", "Kremlin"} <= set(seats["Russia"])
    assert {"Washington", "White House"} <= set(seats["United States"])
    assert sum(map(bool, seats.values())) >= 170


def test_origins_of_equipment_are_states() -> None:
    states = {row["name"] for row in ROWS["state"]}
    origins = {origin for row in ROWS["equipment"] for origin in several(row["origin"])}
    assert origins - states == set()


def test_organisations_and_units_are_sorted_by_a_few_words() -> None:
    assert len({row["kind"] for row in ROWS["organisation"]}) <= 40
    assert all(row["kind"] for row in ROWS["organisation"])
    assert len({row["echelon"] for row in ROWS["unit"]}) <= 25
    assert all(row["echelon"] and row["belongs_to"] for row in ROWS["unit"])


def test_offices_begin_before_they_end() -> None:
    backwards = [
        row["name"]
        for row in ROWS["person"]
        if row["office_start"] and row["office_end"] and row["office_start"] >= row["office_end"]
    ]
    assert backwards == []


def test_offices_have_the_times_of_the_tables_that_were_read() -> None:
    """`office_times.csv` says what public tables state of offices; a day that it leaves empty no table states."""
    persons = {row["name"]: row for row in ROWS["person"]}
    checked = list(
        csv.DictReader(Path(__file__).with_name("office_times.csv").read_text(encoding="utf-8").splitlines())
    )
    assert len({row["person"] for row in checked}) == len(checked) >= 400
    other = [
        (row["person"], column)
        for row in checked
        for column in ("office_start", "office_end")
        if row[column] and persons[row["person"]][column] != row[column]
    ]
    assert other == []
    assert [
        row["person"] for row in checked if not (row["table"] and (row["office_start"] or row["office_end"]))
    ] == []


def test_identifiers_belong_to_one_entity() -> None:
    for column in ("wikidata", "geonames"):
        counts = Counter(row[column] for rows in ROWS.values() for row in rows if row.get(column))
        assert [value for value, count in counts.items() if count > 1] == []
    unnamed = [row["name"] for rows in ROWS.values() for row in rows if not row["source"] and row["wikidata"]]
    assert unnamed == []
