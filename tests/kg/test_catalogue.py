"""The catalogue as a value: names, written forms and their roles, what contains what, and errors in its tables."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kg.catalogue import Catalogue, CatalogueError, load_catalogue, read_catalogue
from kg.identifiers import entity_iri

STATES = "name,aliases,demonyms,seats,iso2,iso3,wikidata,source\n"
ORGANISATIONS = "name,aliases,kind,belongs_to,wikidata,source\n"
PERSONS = "name,aliases,surname_alone,belongs_to,office,office_start,office_end,wikidata,source\n"
UNITS = "name,aliases,echelon,branch,parent,belongs_to,wikidata,source\n"
EQUIPMENT = "name,level,broader,aliases,origin,wikidata,source\n"


def meant(surface: str, catalogue: Catalogue | None = None) -> list[tuple[str, str]]:
    return [(form.entity.name, form.role) for form in (catalogue or load_catalogue()).forms.get(surface, ())]


@pytest.mark.parametrize(
    ("surface", "name", "role"),
    [
        ("Russian", "Russia", "demonym"),
        ("Russians", "Russia", "demonym"),
        ("Chinese", "China", "demonym"),
        ("Kremlin", "Russia", "seat"),
        ("Kyiv", "Ukraine", "seat"),
        ("U.S.", "United States", "alias"),
        ("DPR", "Donetsk People's Republic", "alias"),
        ("Pentagon", "United States Department of Defense", "alias"),
        ("Russian Ministry of Defense", "Ministry of Defence of Russia", "alias"),
        ("Rus MoD", "Ministry of Defence of Russia", "alias"),
        ("Russia's Defense Ministry", "Ministry of Defence of Russia", "alias"),
        ("SBU", "Security Service of Ukraine", "alias"),
        ("Wagner", "Wagner Group", "alias"),
        ("RSF", "Rapid Support Forces", "alias"),
        ("Zelenskiy", "Volodymyr Zelensky", "surname"),
        ("Vassily Nebenzya", "Vasily Nebenzya", "alias"),
        ("Ermak", "Andriy Yermak", "surname"),
        ("Sergey Shoigu", "Sergei Shoigu", "alias"),
        ("47th Separate Mechanized Brigade", "47th Mechanized Brigade", "alias"),
        ("47th mechanised brigade", "47th Mechanized Brigade", "alias"),
        ("47th Brigade", "47th Mechanized Brigade", "short"),
        ("810th Naval Infantry Brigade", "810th Separate Guards Naval Infantry Brigade", "alias"),
        ("58th CAA", "58th Combined Arms Army", "alias"),
        ("Leopard 2s", "Leopard 2", "plural"),
        ("drones", "unmanned aerial vehicle", "plural"),
    ],
)
def test_forms_and_their_roles(surface: str, name: str, role: str) -> None:
    assert (name, role) in meant(surface)
    assert name in {entity.name for entity in load_catalogue().surfaces[surface]}


@pytest.mark.parametrize("surface", ["Smirnov", "Kim", "36th Brigade", "3rd Brigade", "16th Army Aviation Brigade"])
def test_what_could_mean_several_is_no_form(surface: str) -> None:
    assert meant(surface) == []


def test_entities_by_name_and_iri() -> None:
    catalogue = load_catalogue()
    (ukraine,) = catalogue.by_name("Ukraine")
    assert ukraine.iri == entity_iri("state", "Ukraine")
    assert ukraine.codes == ("UA", "UKR")
    assert ukraine.links == ("http://www.wikidata.org/entity/Q212",)
    assert catalogue.by_iri(ukraine.iri) is ukraine
    assert catalogue.by_iri(ukraine.iri + "x") is None
    assert catalogue.by_name("Kyiv's") == ()


def test_entities_are_sorted_and_unique() -> None:
    iris = [entity.iri for entity in load_catalogue().entities]
    assert iris == sorted(set(iris))


def test_what_contains_what() -> None:
    catalogue = load_catalogue()
    regiment = entity_iri("unit", "252nd Guards Motor Rifle Regiment")
    above = catalogue.broader_closure(regiment)
    assert above == tuple(sorted(above))
    assert {
        regiment,
        entity_iri("unit", "3rd Motor Rifle Division"),
        entity_iri("unit", "20th Guards Combined Arms Army"),
        entity_iri("organisation", "Armed Forces of Russia"),
        entity_iri("state", "Russia"),
    } <= set(above)
    assert catalogue.is_under(regiment, entity_iri("state", "Russia"))
    assert not catalogue.is_under(entity_iri("state", "Russia"), regiment)
    assert catalogue.broader_closure("https://example.org/x") == ("https://example.org/x",)
    tank = entity_iri("equipment", "T-72B3")
    assert catalogue.is_under(tank, entity_iri("equipment", "tank"))


def test_every_closure_is_closed() -> None:
    catalogue = load_catalogue()
    for entity in catalogue.entities:
        above = set(catalogue.broader_closure(entity.iri))
        assert all(set(catalogue.broader_closure(iri)) <= above for iri in above)
        assert all(catalogue.by_iri(iri) for iri in above)


def test_what_stands_beside_the_entities() -> None:
    catalogue = load_catalogue()
    office = catalogue.offices[entity_iri("person", "Valerii Zaluzhnyi")]
    assert (office.start, office.end) == (date(2021, 7, 27), date(2024, 2, 8))
    formation = catalogue.formations[entity_iri("unit", "4th Guards Tank Division")]
    assert (formation.echelon, formation.parent) == ("division", entity_iri("unit", "1st Guards Tank Army"))
    assert catalogue.levels[entity_iri("equipment", "tank")] == "class"
    assert catalogue.origins[entity_iri("equipment", "M142 HIMARS")] == ("United States",)
    assert catalogue.sorts[entity_iri("organisation", "NATO")] == "alliance"
    assert catalogue.sorts[entity_iri("place", "Kursk Oblast")] == "oblast"


def folder(path: Path, **tables: str) -> Path:
    for name, text in tables.items():
        (path / f"{name}.csv").write_text(text, encoding="utf-8")
    return path


HOLDERS = PERSONS + (
    "Ada Kell,,yes,,Minister,2020-01-01,2021-12-31,,\n"
    "Bo Kell,,yes,,Minister,2022-01-01,,,\n"
    "Cy Kell,,yes,,Adviser,,,,\n"
    "Di Ross,,yes,,Governor,2020-01-01,2020-12-31,,\n"
    "Ed Ames,,yes,,Adviser,,,,\n"
    "Flo Ames,,yes,,Mayor,2020-01-01,2020-12-31,,\n"
)
HELD = [
    # surname, day, who is meant
    ("Kell", "2021-12-31", "Ada Kell"),
    ("Kell", "2022-01-01", "Bo Kell"),
    ("Kell", "2019-01-01", "Cy Kell"),  # nobody in office is known: the one whose time is not
    ("Kell", "", None),
    ("Ross", "2024-01-01", "Di Ross"),  # the only one
    ("Ross", "", "Di Ross"),
    ("Ames", "2020-06-01", "Flo Ames"),
    ("Ames", "2024-06-01", "Ed Ames"),
]


@pytest.mark.parametrize(("surname", "day", "name"), HELD)
def test_a_surname_means_who_is_in_office(tmp_path: Path, surname: str, day: str, name: str | None) -> None:
    catalogue = read_catalogue(folder(tmp_path, persons=HOLDERS))
    found = catalogue.holder(catalogue.forms[surname], date.fromisoformat(day) if day else None)
    assert (found.entity.name if found else None) == name


def test_an_empty_folder_is_an_empty_catalogue(tmp_path: Path) -> None:
    assert read_catalogue(tmp_path).entities == ()


def test_the_fingerprint_is_of_the_data(tmp_path: Path) -> None:
    first = read_catalogue(folder(tmp_path, states=STATES + "Utopia,,Utopian,,,,,\n"))
    assert first.fingerprint == read_catalogue(tmp_path).fingerprint
    assert len(first.fingerprint) == 64
    second = read_catalogue(folder(tmp_path, states=STATES + "Utopia,,Utopian;Utopist,,,,,\n"))
    assert second.fingerprint != first.fingerprint


def test_a_made_form_that_two_share_is_left_out(tmp_path: Path) -> None:
    names = ("61st Tank Brigade (A)", "61st Tank Brigade (B)", "62nd Tank Brigade")
    units = UNITS + "".join(f"{name},,brigade,,,,,\n" for name in names)
    catalogue = read_catalogue(folder(tmp_path, units=units))
    assert meant("61st Tank Brigade", catalogue) == []
    assert meant("62nd Brigade", catalogue) == [("62nd Tank Brigade", "short")]


def test_the_closest_role_wins(tmp_path: Path) -> None:
    states = STATES + "Thai,,Thai,Thai,,,,\nZed,Thai,,,,,,\n"
    assert meant("Thai", read_catalogue(folder(tmp_path, states=states))) == [("Thai", "name"), ("Zed", "alias")]


@pytest.mark.parametrize(
    ("tables", "place", "problem"),
    [
        ({"states": "name,aliases\nUtopia,\n"}, "states.csv:1", "header"),
        ({"states": ""}, "states.csv:1", "header"),
        ({"states": STATES + "Utopia,,\n"}, "states.csv:2", "3 fields, expected 8"),
        ({"states": STATES + ",,,,,,,\n"}, "states.csv:2", "name is empty"),
        ({"states": STATES + "Utopia,,,,,,,\nUtopia,,,,,,,\n"}, "states.csv:3", "stands already at states.csv:2"),
        ({"states": STATES + "New Utopia,,,,,,,\nNew-Utopia,,,,,,,\n"}, "states.csv", "stands already"),
        ({"states": STATES + "Utopia,Utopia,,,,,,\n"}, "states.csv:2", "repeats the name"),
        ({"states": STATES + "Utopia,,,,,,1234,facts\n"}, "states.csv:2", "no wikidata identifier"),
        ({"states": STATES + "Utopia,,,,,,Q12,\n"}, "states.csv:2", "source is ''"),
        ({"states": STATES + "Utopia,,,,,,Q12,memory\n"}, "states.csv:2", "source is 'memory'"),
        ({"organisations": ORGANISATIONS + "Army,,army,Utopia,,\n"}, "organisations.csv:2", "'Utopia'"),
        ({"persons": PERSONS + "A B,,perhaps,,,,,,\n"}, "persons.csv:2", "surname_alone"),
        ({"persons": PERSONS + "A B,,yes,,Boss,1 May 2020,,,\n"}, "persons.csv:2", "YYYY-MM-DD"),
        ({"equipment": EQUIPMENT + "tank,kind,,,,,\n"}, "equipment.csv:2", "level is 'kind'"),
        ({"equipment": EQUIPMENT + "tank,class,gun,,,,\ngun,class,tank,,,,\n"}, "equipment.csv", "belongs to itself"),
        ({"equipment": EQUIPMENT + "tank,class,vehicle,,,,\n"}, "equipment.csv:2", "no table of equipment has"),
    ],
)
def test_errors_name_file_and_line(tmp_path: Path, tables: dict[str, str], place: str, problem: str) -> None:
    with pytest.raises(CatalogueError, match=problem) as caught:
        read_catalogue(folder(tmp_path, **tables))
    assert caught.value.place.startswith(place)
    assert str(caught.value).startswith(place)
