"""Gazetteers that the user adds: their files, what is found with them, and errors that name file and line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg.catalogue import load_catalogue
from kg.errors import GazetteerError
from kg.gazetteer import Gazetteer, place_iri, row_id_of
from kg.gazetteer_added import Added, add_gazetteer, added_gazetteers, open_added, remove_gazetteer
from kg.gazetteer_formats import Mapped
from kg.gazetteer_index import Index
from kg.gazetteer_layers import Layers
from kg.gazetteer_packages import open_packages

DUMP = "\t".join(
    ("99000001", "Nova Testivka", "Nova Testivka", "Новая Тестовка,Нова Тестівка", "48.21", "37.33", "P", "PPL", "UA", "",
     "05", "", "", "", "42", "", "120", "Europe/Kyiv", "2024-01-01")
)  # fmt: skip
KNOWN = DUMP.replace("99000001", "704422").replace("Nova Testivka", "Pokrovsk")
HILL = DUMP.replace("99000001", "99000002").replace("\tP\tPPL\t", "\tT\tHLL\t")
MAPPED = Mapped({"name": "title", "latitude": "y", "longitude": "x", "aliases": "other"}, {"country": "UA"})


@pytest.fixture(scope="module")
def base() -> Index:
    return open_packages()


def add(base: Index, folder: Path, name: str, content: str, mapped: Mapped | None = None, **told: str) -> Added:
    file = folder / name
    file.write_text(content, encoding="utf-8")
    return add_gazetteer(file, base, mapped=mapped, data_dir=folder / "data", **told)  # type: ignore[arg-type]


def gazetteer(base: Index, folder: Path) -> Gazetteer:
    layers = Layers(base, open_added(folder / "data", folder / "cache"))
    return Gazetteer(layers, load_catalogue().entities)


def test_a_dump_of_geonames(base: Index, tmp_path: Path) -> None:
    added = add(base, tmp_path, "UA.txt", f"{DUMP}\n{KNOWN}\n{HILL}\n")
    assert (added.name, added.places, added.known, added.licence) == ("ua", 1, 1, "CC BY 4.0")
    places = gazetteer(base, tmp_path)
    for name in ("Nova Testivka", "Novaya Testovka", "Nova Testivka’s"):
        (match,) = places.find(f"Shells hit {name} at dawn.")
        assert [row.id for row in match.candidates] == [99000001]
    entity = places.entity(99000001)
    assert entity.iri.endswith("/place/gn-99000001")
    assert entity.links == ("https://sws.geonames.org/99000001/",)
    assert entity.broader == ("https://w3id.org/sitgraph/id/place/donetsk-oblast",)
    assert places.credit(99000001) == "Places of 'ua': GeoNames (https://www.geonames.org), CC BY 4.0."
    assert places.credit(704422) is None


def test_a_table_with_columns_of_other_names(base: Index, tmp_path: Path) -> None:
    content = "title;y;x;other\nTestivka Tretia;48.21;37.33;Testovka Tretya;\n".replace("Tretya;\n", "Tretya\n")
    added = add(base, tmp_path, "Villages 2024.csv", content, MAPPED, source="A survey", licence="ODbL 1.0")
    assert (added.name, added.places) == ("villages-2024", 1)
    assert added.credit == "Places of 'villages-2024': A survey, ODbL 1.0."
    places = gazetteer(base, tmp_path)
    (match,) = places.find("Shells hit Testovka Tretya at dawn.")
    (row,) = match.candidates
    entity = places.entity(row.id)
    assert row_id_of(entity.iri) == row.id
    assert place_iri(row.id) == entity.iri
    assert entity.links == ()
    assert (row.country, row.admin1) == ("UA", "05"), "the region of the settlements around it"


def test_points_of_geojson(base: Index, tmp_path: Path) -> None:
    feature = {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [37.33, 48.21]},
        "properties": {
            "name": "Testivka",
            "country": "UA",
            "region": "Kharkiv Oblast",
            "wikidata": "Q42",
            "aliases": ["T a"],
        },
    }
    add(base, tmp_path, "v.geojson", json.dumps({"type": "FeatureCollection", "features": [feature]}))
    places = gazetteer(base, tmp_path)
    (match,) = places.find("Shells hit Testivka at dawn.")
    assert places.entity(match.candidates[0].id).links == ("http://www.wikidata.org/entity/Q42",)
    assert match.candidates[0].admin1 == "07"


def test_the_same_file_gives_the_same_places(base: Index, tmp_path: Path) -> None:
    content = "name,lat,lon,country\nTestivka,48.21,37.33,UA\nTestivka,48.5,37.5,UA\n"
    first = add(base, tmp_path, "a.csv", content)
    again = add(base, tmp_path, "a.csv", content)
    assert first == again
    assert first.places == 2
    assert [added.name for added in added_gazetteers(tmp_path / "data")] == ["a"]


def test_what_is_added_shows_in_the_fingerprint_until_it_is_removed(base: Index, tmp_path: Path) -> None:
    before = gazetteer(base, tmp_path).fingerprint
    add(base, tmp_path, "a.csv", "name,lat,lon,country\nTestivka,48.21,37.33,UA\n")
    assert gazetteer(base, tmp_path).fingerprint != before
    remove_gazetteer("a", tmp_path / "data")
    assert gazetteer(base, tmp_path).fingerprint == before
    assert gazetteer(base, tmp_path).find("Shells hit Testivka at dawn.") == ()
    with pytest.raises(GazetteerError, match="no gazetteer of that name"):
        remove_gazetteer("a", tmp_path / "data")


HEAD = "name,lat,lon,country\n"


@pytest.mark.parametrize(
    ("file", "content", "where", "problem"),
    [
        ("a.txt", "not a dump\n", "a.txt:1", "19 columns"),
        ("a.txt", f"{DUMP}\n{DUMP[8:]}\n", "a.txt:2", "19 columns"),
        ("a.zip", "", "a.zip", "unzip"),
        ("a.xlsx", "", "a.xlsx", "is no format"),
        ("a.csv", "", "a.csv:1", "empty"),
        ("a.csv", HEAD, "a.csv", "no places"),
        ("a.csv", "name,country\nA,UA\n", "a.csv:1", "--map latitude=COLUMN"),
        ("a.csv", f"{HEAD}A,1,2\n", "a.csv:2", "3 fields"),
        ("a.csv", f"{HEAD},48,37,UA\n", "a.csv:2", "name is empty"),
        ("a.csv", f"{HEAD}A,48,37,UA\nB,91,37,UA\n", "a.csv:3", "latitude is '91'"),
        ("a.csv", f"{HEAD}A,48,x,UA\n", "a.csv:2", "longitude is 'x'"),
        ("a.csv", f"{HEAD}A,48,37,\n", "a.csv:2", "--country"),
        ("a.csv", f"{HEAD}A,48,37,Ukraine\n", "a.csv:2", "alpha-2"),
        ("a.csv", "name,lat,lon,country,region\nA,48,37,UA,Bavaria\n", "a.csv:2", "'Bavaria' is none of UA"),
        ("a.csv", "name,lat,lon,country,population\nA,48,37,UA,many\n", "a.csv:2", "population is 'many'"),
        ("a.csv", "name,lat,lon,country,wikidata\nA,48,37,UA,42\n", "a.csv:2", "QID"),
        ("a.csv", "name,lat,lon,country,geonames\nA,48,37,UA,Q1\n", "a.csv:2", "GeoNames id"),
        ("a.geojson", "{", "a.geojson:1", "no JSON"),
        ("a.geojson", "[]", "a.geojson:1", "FeatureCollection"),
        ("a.geojson", '{"features": [{"geometry": {"type": "Polygon"}}]}', "a.geojson: feature 1", "Point"),
    ],
)
def test_errors_name_file_and_line(
    base: Index, tmp_path: Path, file: str, content: str, where: str, problem: str
) -> None:
    with pytest.raises(GazetteerError) as caught:
        add(base, tmp_path, file, content)
    told = str(caught.value)
    assert f"{tmp_path}/{where}" in told
    assert problem in told
    assert added_gazetteers(tmp_path / "data") == ()


def test_other_columns_must_be_there_and_fields_known(base: Index, tmp_path: Path) -> None:
    with pytest.raises(GazetteerError, match="no column 'title'"):
        add(base, tmp_path, "a.csv", HEAD, MAPPED)
    with pytest.raises(GazetteerError, match="'colour' is no field"):
        add(base, tmp_path, "a.csv", HEAD, Mapped({"colour": "name"}))


def test_bytes_that_are_no_utf_8_are_told_by_their_line(base: Index, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(HEAD.encode() + b"K\xfcstrin,52,14,DE\n")
    with pytest.raises(GazetteerError, match=r"a\.csv:2: not UTF-8"):
        add_gazetteer(tmp_path / "a.csv", base, data_dir=tmp_path / "data")


def test_long_files_tell_how_far_they_are(base: Index, tmp_path: Path) -> None:
    rows = "".join(f"Testivka {number},48.2,37.{number:04},UA\n" for number in range(2500))
    (tmp_path / "a.csv").write_text(HEAD + rows, encoding="utf-8")
    told: list[str] = []
    added = add_gazetteer(tmp_path / "a.csv", base, data_dir=tmp_path / "data", tell=told.append)
    assert added.places == 2500
    assert len(told) == 2
