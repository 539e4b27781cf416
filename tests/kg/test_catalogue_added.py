"""Tables that the user adds to the catalogue."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.catalogue import CatalogueError, extended_catalogue, load_catalogue
from kg.catalogue_added import AddedTable, add_table, added_tables, remove_table
from kg.identifiers import entity_iri

UNITS = "name,aliases,echelon,branch,parent,belongs_to,wikidata,source\n"
ROW = "999th Test Brigade,Testers,brigade,mechanized,Ukrainian Ground Forces,Armed Forces of Ukraine,Q42,own list\n"


def add(folder: Path, text: str, name: str = "units.csv") -> AddedTable:
    (folder / name).write_text(text, encoding="utf-8")
    return add_table(folder / name, extended_catalogue, data_dir=folder / "data")


def test_its_entities_stand_beside_those_that_ship(tmp_path: Path) -> None:
    added = add(tmp_path, UNITS + ROW, "My Brigades.csv")
    assert (added.name, added.table.kind, added.rows) == ("my-brigades", "unit", 1)
    catalogue = extended_catalogue(added_tables(tmp_path / "data"))
    (brigade,) = catalogue.by_name("999th Test Brigade")
    assert brigade.iri == entity_iri("unit", "999th Test Brigade")
    assert brigade.links == ("http://www.wikidata.org/entity/Q42",)
    assert catalogue.is_under(brigade.iri, entity_iri("state", "Ukraine"))
    assert catalogue.surfaces["Testers"] == (brigade,)
    assert catalogue.fingerprint != load_catalogue().fingerprint
    assert len(catalogue.entities) == len(load_catalogue().entities) + 1


def test_it_is_removed(tmp_path: Path) -> None:
    add(tmp_path, UNITS + ROW)
    remove_table("units", tmp_path / "data")
    assert added_tables(tmp_path / "data") == ()
    assert extended_catalogue(()).fingerprint == load_catalogue().fingerprint
    with pytest.raises(CatalogueError, match="no table of that name"):
        remove_table("units", tmp_path / "data")


@pytest.mark.parametrize(
    ("text", "where", "problem"),
    [
        ("name,colour\nA,red\n", "units.csv:1", "the header is"),
        (UNITS, "units.csv", "header only"),
        (UNITS + "A,,brigade\n", "units.csv:2", "3 fields"),
        (UNITS + ROW.replace("Ukrainian Ground Forces", "No Such Force"), "units.csv:2", "'No Such Force'"),
        (UNITS + ROW.replace("999th Test Brigade", "47th Mechanized Brigade"), "units.csv", "stands already"),
        (UNITS + ROW.replace(",brigade,", ",Brigada,"), "units.csv:2", "echelon is 'Brigada'"),
        (UNITS + ROW.replace("Q42", "42"), "units.csv:2", "no wikidata identifier"),
        (UNITS + ROW + "B,,brigade,,B,,,\n", "units.csv:3", "belongs to itself"),
    ],
)
def test_errors_name_file_and_line_and_nothing_is_added(tmp_path: Path, text: str, where: str, problem: str) -> None:
    with pytest.raises(CatalogueError) as caught:
        add(tmp_path, text)
    assert where in str(caught.value)
    assert problem in str(caught.value)
    assert added_tables(tmp_path / "data") == ()
