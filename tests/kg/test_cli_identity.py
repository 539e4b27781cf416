"""`kg entity`, a unit's view and the table of identifiers, on a store made from three small readings."""

from __future__ import annotations

import csv
import io
import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
import rdflib
from typer.testing import CliRunner

from kg import pipeline
from kg.catalogue import load_catalogue
from kg.cli import app
from kg.export_links import COLUMNS
from kg.gazetteer import load_gazetteer
from kg.graph import reading_quads
from kg.identifiers import local_iri
from kg.model import Link
from kg.reconciliation.directory import read_directory
from kg.settings import Settings
from kg.store import Store, View
from tests.kg.unit_values import CORPS, NINTH, RUSSIA, T72, UKRAINE, brigade, read

RUNNER = CliRunner()

READINGS = (
    read("r1", 1, brigade("r1", "949th Brigade"), "Jan Novak"),
    read("r2", 12, brigade("r2")),
    read("r3", 13, brigade("r3", NINTH, RUSSIA)),
    read("r4", 22, brigade("r4", "the defenders of Kelp", CORPS)),
)
R1, R2, R3, R4 = (reading.mentions[2].link.entity.iri for reading in READINGS if reading.mentions[2].link)


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A store that no test changes."""
    path = tmp_path_factory.mktemp("stores") / "war"
    with Store.open(path) as opened:
        for reading in READINGS:
            opened.put(reading, reading_quads(reading))
        pipeline.publish(opened, Settings(store=path))
    return str(path)


@pytest.fixture
def store(shown: str, tmp_path: Path) -> str:
    """A copy of it to decide on."""
    shutil.copytree(shown, tmp_path / "war", ignore=shutil.ignore_patterns("lock"))
    return str(tmp_path / "war")


def run(store: str, *arguments: str, code: int = 0) -> str:
    result = RUNNER.invoke(app, [*arguments, "--store", store], env={"COLUMNS": "250"})
    assert result.exit_code == code, result.output
    return result.stderr if code else result.stdout


def members(store: str, what: str) -> list[str]:
    return [member["iri"] for member in json.loads(run(store, "show", what, "--json"))["members"]]


def nquads(store: str) -> str:
    with View.open(store) as view:
        return view.nquads()


def listed(store: str) -> list[tuple[str, str]]:
    return [(one["decision"], one["state"]) for one in json.loads(run(store, "entity", "decisions", "--json"))]


def test_what_is_one_is_shown_as_one(shown: str) -> None:
    assert "may mean any of these" in run(shown, "show", NINTH, code=1)  # two sides, two units
    assert members(shown, R1) == [R2, R1] == members(shown, R2) and members(shown, R3) == []
    text = run(shown, "show", R1)
    assert "949th Kelp Brigade" in text.splitlines()[0] and "a shorter designation" in text
    assert [row["iri"] for row in json.loads(run(shown, "list", "entities", "--text", "949th", "--json"))] == [R2, R3]
    assert len(json.loads(run(shown, "list", "events", "--entity", R1, "--json"))) == 3


def test_entities_are_listed_where_reports_name_them(shown: str) -> None:
    named = json.loads(run(shown, "list", "entities", "--kind", "unit", "--json"))
    assert [row["iri"] for row in named] == [R2, R3, R4]
    everything = json.loads(run(shown, "list", "entities", "--kind", "unit", "--all", "--json"))
    assert {row["iri"] for row in named} < {row["iri"] for row in everything} and len(everything) > 480
    assert "Ukraine" in run(shown, "list", "entities", "--kind", "state")
    assert "Iceland" not in run(shown, "list", "entities", "--kind", "state")
    assert "no --all" in run(shown, "list", "events", "--all", code=2)


def test_what_is_one_is_matched_by_all_its_names(shown: str) -> None:
    with View.open(Path(shown)) as view:
        directory = read_directory(view, load_catalogue(), load_gazetteer())
    for name in (NINTH, "949th Brigade"):
        hits = {hit.iri for hit in directory.named(name) if hit.role in ("name", "alias")}
        assert R2 in hits and R1 not in hits
    entity = directory.entity(R2)
    assert entity and "949th Brigade" in entity.aliases


def test_a_unit_has_its_command_its_equipment_its_places_and_its_claims(shown: str) -> None:
    unit = json.loads(run(shown, "show", R2, "--json"))["unit"]
    assert [above["name"] for above in unit["parents"]] == ["Ukraine"]
    assert [(who["name"], who["since"], who["until"]) for who in unit["commanders"]] == [
        ("Jan Novak", "2031-05-01", "2031-05-01")
    ]
    (thing,) = unit["equipment"]
    assert (thing["name"], thing["how"], thing["events"]) == ("T-72", "lost", 2)
    assert (thing["first"], thing["last"]) == ("2031-05-01", "2031-05-12") and "wikidata" in thing["links"][0]
    assert [(place["day"], place["name"], place["how"]) for place in unit["places"]] == [
        ("2031-05-12", "Pokrovsk", "near"),
        ("2031-05-01", "Pokrovsk", "near"),
    ]
    assert [(claim["date"], claim["role"], claim["words"]) for claim in unit["claims"]] == [
        ("2031-05-12", "unit", NINTH),
        ("2031-05-01", "unit", "949th Brigade"),
        ("2031-05-01", "object", "949th Brigade"),
    ]
    text = run(shown, "show", "949th Separate Kelp Brigade", code=1)
    assert "may mean any of these" in text
    text = run(shown, "show", R2)
    for words in ("Jan Novak (2031-05-01)", "T-72", "Q", "near", "“lost a T-72”", "claim/"):
        assert words in text


def test_the_chain_of_command_goes_up_to_the_state(shown: str) -> None:
    unit = json.loads(run(shown, "show", R4, "--json"))["unit"]
    names = [above["name"] for above in unit["parents"]]
    assert names == ["3rd Army Corps (Ukraine)", "Ukrainian Ground Forces", "Armed Forces of Ukraine", "Ukraine"]


def test_a_decision_is_written_down_and_holds_until_it_is_undone(store: str) -> None:
    before = nquads(store)
    run(store, "entity", "same", R1, R4, "--note", "so says the ministry")
    assert set(members(store, R1)) == {R1, R2, R4}
    (line,) = (Path(store) / "decisions.jsonl").read_text("utf-8").splitlines()
    told = json.loads(line)
    assert told["decision"] == "same" and told["note"] == "so says the ministry" and told["day"]
    assert [(one["entity"], one["words"]) for one in told["entities"]] == [
        (R1, "949th Brigade"),
        (R4, "the defenders of Kelp"),
    ]
    assert all(len(one["claim"]) == 64 and one["quote"] for one in told["entities"])
    run(store, "entity", "undo", "1")
    assert nquads(store) != before and listed(store) == [("same", "undone"), ("undo", None)]
    assert set(members(store, R1)) == {R1, R2}
    assert "so says the ministry" in run(store, "entity", "decisions")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (
            ["same", R1, "T-72"],
            ["949th Brigade (unit), T-72 (equipment)", "`kg entity undo 1` takes the decision back"],
        ),
        (["merge", R1, R4, "state/ukraine"], ["the defenders of Kelp (unit), Ukraine (state)"]),
        (["same", R1, R4], []),
        (["different", R1, "T-72"], []),
    ],
)
def test_to_make_one_of_two_kinds_is_warned_of(store: str, arguments: list[str], told: list[str]) -> None:
    result = RUNNER.invoke(app, ["entity", *arguments, "--store", store])
    assert result.exit_code == 0 and listed(store)[0][0] == arguments[0]
    assert ("different kinds" in result.stderr) == bool(told)
    assert all(part in result.stderr for part in told), result.stderr


def test_to_merge_and_to_split_again_gives_the_same_events(store: str) -> None:
    def events() -> list[str]:
        return [line for line in nquads(store).splitlines() if "/graph/decisions>" not in line]

    before = events()
    run(store, "entity", "merge", R3, R4)
    assert set(members(store, R3)) == {R3, R4} and events() != before
    run(store, "entity", "split", R3)
    assert events() == before and listed(store) == [("merge", "overruled"), ("split", "applied")]


def test_what_is_told_apart_is_two(store: str) -> None:
    run(store, "entity", "different", R1, R2)
    assert members(store, R1) == [] == members(store, R2)
    run(store, "entity", "same", R1, R2)
    assert members(store, R1) == [R2, R1]
    assert listed(store) == [("different", "overruled"), ("same", "applied")]


def test_decisions_survive_a_report_that_is_read_anew_and_are_listed_where_it_is_gone(store: str) -> None:
    run(store, "entity", "same", R1, R4)
    renamed = replace(READINGS[3].mentions[2], link=Link(brigade("r4", "Defenders of Kelp", CORPS)))
    again = replace(READINGS[3], mentions=(*READINGS[3].mentions[:2], renamed),
                    claims=(replace(READINGS[3].claims[0], roles={"unit": (renamed,)}),))  # fmt: skip
    settings = Settings(store=Path(store))
    with Store.open(store) as opened:
        opened.put(again, reading_quads(again))
        pipeline.publish(opened, settings)
    assert set(members(store, R1)) == {R1, R2, local_iri("unit", "r4", "Defenders of Kelp")}
    assert listed(store) == [("same", "applied")]
    run(store, "remove", "r4")
    assert listed(store) == [("same", "unfit")]
    result = RUNNER.invoke(app, ["validate", "--store", store])
    assert (
        result.exit_code == 0 and "decision 1 (same) is unfit: nothing names the defenders of Kelp" in result.stderr
    )
    assert len(json.loads(run(store, "validate", "--json"))["decisions"]) == 1
    assert (Path(store) / "decisions.jsonl").read_text("utf-8").count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["same", "949th Kelp Brigade", R4], "may mean several; say which"),
        (["same", "Atlantis", R4], "holds nothing named 'Atlantis'"),
        (["same", "unit/r9/none", R4], "holds no entity"),
        (["split", R3], "is one with nothing else"),
        (["merge", R3, R3], "is one with nothing else"),
        (["undo", "7"], "There is no decision '7'"),
    ],
)
def test_what_cannot_be_decided_is_told_and_not_written(arguments: list[str], told: str, shown: str) -> None:
    assert told in run(shown, "entity", *arguments, code=1)
    assert not (Path(shown) / "decisions.jsonl").exists()


def test_a_broken_line_of_decisions_is_told_with_its_number(store: str) -> None:
    (Path(store) / "decisions.jsonl").write_text("\n{", "utf-8")
    assert "decisions.jsonl:2: " in run(store, "entity", "same", R1, R4, code=4)


def test_links_are_a_table_and_rdf(shown: str) -> None:
    rows = list(csv.DictReader(io.StringIO(run(shown, "export", "--links"))))
    assert tuple(rows[0]) == COLUMNS and rows == sorted(rows, key=lambda row: row["entity"])
    by_name = {row["name"]: row for row in rows}
    assert by_name["Ukraine"]["wikidata"] == "Q212" and "UA" in by_name["Ukraine"]["iso3166"].split(";")
    assert by_name["Pokrovsk"]["geonames"] == "704422" and "CC BY 4.0" in by_name["Pokrovsk"]["credit"]
    assert by_name["949th Kelp Brigade"]["wikidata"] == "" and "949th Brigade" not in by_name
    graph = rdflib.Graph().parse(data=run(shown, "export", "--links", "-f", "turtle"), format="turtle")
    same = dict(graph.subject_objects(rdflib.OWL.sameAs))
    assert str(same[rdflib.URIRef(UKRAINE.iri)]) == "http://www.wikidata.org/entity/Q212"
    assert list(graph.objects(rdflib.URIRef(T72.iri), rdflib.SKOS.exactMatch))
    assert "2.0" in run(shown, "export", "--links", "-f", "turtle")  # the credits stand at its head


def test_formats_that_do_not_go_with_links_are_wrong_usage(shown: str) -> None:
    for arguments in (["--links", "-f", "trig"], ["-f", "csv"]):
        assert "--links" in run(shown, "export", *arguments, code=2)


def test_validate_checks_the_graphs_of_identity(store: str) -> None:
    run(store, "entity", "same", R1, R4)
    assert json.loads(run(store, "validate", "--json")) == {"conforms": True, "problems": [], "decisions": []}
