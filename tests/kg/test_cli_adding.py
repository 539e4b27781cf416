"""`kg gazetteer` and `kg catalogue`: adding, listing, removing, and a build that finds what was added."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kg.cli import app

TEXT = "Ukrainian troops left Testivka Tretia on Tuesday.\n"
VILLAGES = "title,y,x\nTestivka Tretia,48.21,37.33\n"


def run(*arguments: str | Path, code: int = 0) -> str:
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    assert result.exit_code == code, result.output
    return result.output


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SITGRAPH_DATA", str(tmp_path / "data"))
    (tmp_path / "villages.csv").write_text(VILLAGES, encoding="utf-8")
    (tmp_path / "report.txt").write_text(TEXT, encoding="utf-8")
    return tmp_path


def places(here: Path) -> list[str]:
    reading = json.loads(run("extract", here / "report.txt", "--date", "2024-08-15"))
    return [mention["entity"].rpartition("/")[2] for mention in reading["mentions"] if mention["type"] == "place"]


def test_a_village_is_found_once_it_was_added(here: Path) -> None:
    assert not any(place.startswith("gz-") for place in places(here))
    mapping = ("--map", "name=title", "--map", "latitude=y", "--map", "longitude=x", "--country", "ua")
    told = run("gazetteer", "add", here / "villages.csv", *mapping, "--licence", "ODbL 1.0", "--source", "A survey")
    assert "villages: 1 place added, known before: 0." in told
    (listed,) = json.loads(run("gazetteer", "list", "--json"))
    assert (listed["name"], listed["source"], listed["licence"]) == ("villages", "A survey", "ODbL 1.0")
    run("build", here / "report.txt", "--date", "2024-08-15", "--store", here / "store")
    for format_ in ("turtle", "trig", "nquads", "jsonld", "graphml"):
        assert "A survey, ODbL 1.0." in run("export", "-f", format_, "--store", here / "store"), format_


def test_what_is_not_there_is_told(here: Path) -> None:
    assert "villages.csv:1" in run("gazetteer", "add", here / "villages.csv", code=1)
    assert "no gazetteer" in run("gazetteer", "remove", "villages", code=1)
    assert "no table" in run("catalogue", "remove", "units", code=1)
    run("gazetteer", "add", here / "villages.csv", "--map", "name", code=2)


def test_a_table_is_added_listed_and_removed(here: Path) -> None:
    table = here / "units.csv"
    header = "name,aliases,echelon,branch,parent,belongs_to,wikidata,source\n"
    table.write_text(f"{header}999th Test Brigade,,brigade,,,Armed Forces of Ukraine,,\n", encoding="utf-8")
    assert "1 of the kind unit added" in run("catalogue", "add", table)
    assert json.loads(run("catalogue", "list", "--json")) == [{"name": "units", "kind": "unit", "rows": 1}]
    run("catalogue", "remove", "units")
    assert json.loads(run("catalogue", "list", "--json")) == []
