"""What a typed name leads to, and what else of that name there is."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from kg.cli import app
from kg.graph import entity_quads
from kg.identifiers import entity_iri, graph_iri
from kg.model import Entity
from kg.store import Store
from kg.vocabulary import ID

RUNNER = CliRunner()
OBLAST = Entity(entity_iri("place", "Kursk Oblast"), "place", "Kursk Oblast", ("Kursk region",))
CITY = Entity(f"{ID}place/gn-538560", "place", "Kursk", broader=(OBLAST.iri,))
GROUP = Entity(entity_iri("unit", "Kursk Group"), "unit", "Kursk Group")
WAGNER = Entity(entity_iri("armed_group", "Wagner Group"), "armed_group", "Wagner Group", ("Wagner",))
TOWN = Entity(f"{ID}place/gn-1", "place", "Wagner")
DISTRICT = Entity(f"{ID}place/gn-2", "place", "District of Wagner")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("lookup") / "store"
    with Store.open(folder) as opened:
        opened.publish(
            catalogue=entity_quads((OBLAST, GROUP, WAGNER), graph_iri("catalogue")),
            places=entity_quads((CITY, TOWN, DISTRICT), graph_iri("places")),
            events=(),
        )
    return str(folder)


def shown(store: str, *what: str) -> str:
    result = RUNNER.invoke(app, ["show", *what, "--store", store], env={"COLUMNS": "200"})
    assert result.exit_code == 0, result.output
    return result.stdout


NAMESAKES = [
    # what is typed, what is shown, what else may be meant
    ("Kursk", "Kursk", ["Kursk Oblast"]),
    ("kursk", "Kursk", ["Kursk Oblast"]),
    ("Kursk Oblast", "Kursk Oblast", []),
    ("Kursk region", "Kursk Oblast", []),
    ("Kursk Group", "Kursk Group", []),
    ("Wagner", "Wagner", ["Wagner Group", "District of Wagner"]),
    ("Wagner Group", "Wagner Group", []),
]


@pytest.mark.parametrize(("typed", "name", "others"), NAMESAKES)
def test_a_name_tells_what_else_bears_it(store: str, typed: str, name: str, others: list[str]) -> None:
    record = json.loads(shown(store, typed, "--json"))
    assert (record["name"], [other["name"] for other in record["namesakes"]]) == (name, others)


SUGGESTIONS = [
    # what is typed, what may be meant
    ("Group", "there are Kursk Group (unit/kursk-group), Wagner Group (armed-group/wagner-group)."),
    ("Oblas", "there are Kursk Oblast (place/kursk-oblast)."),
    ("District of", "there are District of Wagner (place/gn-2)."),
    ("istrict", "see `kg list entities`."),
    ("Obl", "see `kg list entities`."),
    ("g", "see `kg list entities`."),
    ("(", "see `kg list entities`."),
    (" ", "see `kg list entities`."),
]


@pytest.mark.parametrize(("typed", "told"), SUGGESTIONS)
@pytest.mark.parametrize("command", [["show"], ["list", "events", "--entity"], ["entity", "same", "Kursk"]])
def test_names_near_what_is_typed_are_told_with_their_ids(
    store: str, command: list[str], typed: str, told: str
) -> None:
    result = RUNNER.invoke(app, [*command, typed, "--store", store])
    assert (result.exit_code, result.stderr) == (1, f"The store holds nothing named {typed!r}; {told}\n")


def test_how_to_ask_for_the_others_is_said(store: str) -> None:
    assert "Kursk Oblast: kg show place/kursk-oblast" in shown(store, "Kursk")
    assert "kg show" not in shown(store, "place/gn-538560")
    assert shown(store, "place/kursk-oblast").startswith("Kursk Oblast")
