"""`kg list`, `kg show` and `kg query` on a small store made by hand."""

from __future__ import annotations

import json
from datetime import date as Date
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from kg import fingerprints
from kg.cli import app
from kg.graph import entity_quads, event_quads, reading_quads
from kg.identifiers import claim_id, graph_iri, text_sha256
from kg.model import Claim, Count, Entity, Event, Filler, Interval, Link, Mention, Reading, Report, Span
from kg.store import Store, View
from kg.vocabulary import ID

RUNNER = CliRunner()
TEXT = "Norland’s drones sank two Sudlish boats near Kelp Island. A raid on Kelp may follow."
STATE = Entity(f"{ID}state/norland", "state", "Norland", aliases=("Kingdom of Norland",))
ISLAND = Entity(f"{ID}place/kelp-island", "place", "Kelp Island", aliases=("Kelp",))
TOWN = Entity(f"{ID}place/kelp", "place", "Kelp Town", aliases=("Kelp",), broader=(ISLAND.iri,))
DAY = Date(2031, 5, 2)


def filler(words: str, entity: Entity | None = None, rel: str | None = None) -> Filler:
    start = TEXT.index(words)
    mention = Mention(Span(start, start + len(words)), words, entity.kind if entity else None)
    return Filler(mention, Link(entity) if entity else None, rel)


def claim(type_: str, status: str, quote: str, **fields: object) -> Claim:
    start = TEXT.index(quote)
    id_ = claim_id("harbour", type_, status, quote, 0, [])
    return Claim(id_, "harbour", type_, status, Span(start, start + len(quote)), quote, **fields)  # type: ignore[arg-type]


LOSS = claim(
    "equipment_loss",
    "destroyed",
    "drones sank two Sudlish boats near Kelp Island",
    roles={
        "equipment": (filler("boats"),),
        "perpetrator": (filler("Norland", STATE),),
        "place": (filler("Kelp Island", ISLAND, "near"),),
    },
    count=Count(2, 2, text="two"),
    time=Interval(DAY, DAY, basis="report_day"),
    confidence=0.9,
)
RAID = claim("attack", "unspecified", "A raid on Kelp", roles={"place": (filler("Kelp", TOWN),)}, modality="possible")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("stores") / "war"
    report = Report("harbour", TEXT, text_sha256(TEXT), DAY, title="Boats lost", publisher="Norland Wire")
    mentions = (filler("Norland", STATE), filler("Kelp Island", ISLAND))
    reading = Reading(report, mentions, (LOSS, RAID))
    events = (
        Event(
            id=LOSS.id,
            type="equipment_loss",
            status="destroyed",
            roles={"equipment": ("boats",), "perpetrator": (STATE.iri,), "place.near": (ISLAND.iri,)},
            claims=(LOSS.id,),
            standing="accepted",
            belief=0.6,
            count=LOSS.count,
            time=LOSS.time,
        ),
        Event(RAID.id, "attack", "unspecified", {"place": (TOWN.iri,)}, (RAID.id,), "possible", 0.3),
    )
    above = {TOWN.iri: (ISLAND.iri, TOWN.iri)}
    with Store.open(folder) as opened:
        opened.put(reading, reading_quads(reading))
        opened.publish(
            catalogue=entity_quads((STATE,), graph_iri("catalogue")),
            places=entity_quads((ISLAND, TOWN), graph_iri("places")),
            events=event_quads(events, lambda address: above.get(address, (address,))),
        )
    return str(folder)


def run(store: str, *arguments: str, code: int = 0, stdin: str | None = None) -> str:
    result = RUNNER.invoke(app, [*arguments, "--store", store], input=stdin, env={"COLUMNS": "200"})
    assert result.exit_code == code, result.output
    return result.stderr if code else result.stdout


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        (["reports"], [["harbour"]]),
        (["reports", "--since", "2031-05-03"], []),
        (["claims"], [["equipment_loss"], ["attack"]]),
        (["claims", "--type", "attack"], [["attack", "possible"]]),
        (["claims", "--text", "SANK"], [["equipment_loss"]]),
        (["claims", "--limit", "1"], [["equipment_loss"]]),
        (["claims", "--min-confidence", "0.9"], [["equipment_loss"]]),
        (["claims", "--min-confidence", "0.91"], []),
        (["events", "--min-confidence", "0.6"], [["equipment_loss"]]),
        (["events", "--min-confidence", "0.6", "--report", "harbour"], [["equipment_loss"]]),
        (["events", "--min-confidence", "0"], [["equipment_loss"], ["attack"]]),
        (["events", "--place", "Kelp Island"], [["attack"]]),
        (
            ["events", "--entity", "Norland"],
            [["equipment_loss", "perpetrator: Norland", "place near: Kelp Island", "2"]],
        ),
        (["events", "--standing", "accepted", "--until", "2031-05-02"], [["equipment_loss"]]),
        (["events", "--type", "equipment_loss", "--status", "damaged"], []),
        (["entities", "--kind", "place"], [["Kelp Town"], ["Kelp Island"]]),
        (["entities", "--text", "kingdom"], [["Norland"]]),
    ],
)
def test_list(arguments: list[str], found: list[list[str]], store: str) -> None:
    rows = run(store, "list", *arguments).splitlines()[1:]
    assert len(rows) == len(found)
    for row, words in zip(rows, found, strict=True):
        assert [word for word in words if word not in row] == []
    assert len(json.loads(run(store, "list", *arguments, "--json"))) == len(found)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["reports", "--place", "Kelp"], "reports have no --place; there are --since, --until"),
        (["events", "--type", "loss"], "expected one of equipment_loss"),
        (["events", "--type", "attack", "--status", "destroyed"], "expected one of ground, air"),
        (["events", "--status", "destroyed"], "expected --type with it"),
        (["events", "--since", "May"], "'May' is no day"),
        (["events", "--min-confidence", "1.5"], "1.5 is no confidence; expected a number from 0 to 1"),
        (["claims", "--min-confidence", "nan"], "nan is no confidence"),
        (["entities", "--min-confidence", "0.5"], "entities have no --min-confidence; there are --kind"),
    ],
)
def test_filters_that_do_not_fit_are_told(arguments: list[str], told: str, store: str) -> None:
    said = " ".join(run(store, "list", *arguments, code=2).replace("│", " ").split())
    assert told in said


@pytest.mark.parametrize(
    ("what", "words"),
    [
        ("norland", ["Norland", "Kingdom of Norland", "id/state/norland", "equipment_loss"]),
        ("Kingdom of Norland", ["id/state/norland"]),
        (STATE.iri, ["id/state/norland"]),
        ("place/kelp-island", ["Kelp Island", "Kelp Town"]),
        ("harbour", ["Boats lost", "Norland Wire", "“drones sank two Sudlish boats"]),
        (f"{ID}report/harbour", ["Boats lost"]),
        (LOSS.id, ["accepted", "belief", "2031-05-02", "drones sank", "Norland Wire"]),
        (LOSS.id[:8], ["accepted"]),
        (f"claim/{LOSS.id[:12]}", ["asserted", "perpetrator: Norland", "count", "offsets"]),
    ],
)
def test_show(what: str, words: list[str], store: str) -> None:
    shown = run(store, "show", what)
    assert [word for word in words if word not in shown] == []
    assert json.loads(run(store, "show", what, "--json"))


@pytest.mark.parametrize(
    ("what", "told"),
    [
        ("Kelp", "'Kelp' may mean any of these"),
        ("Atlantis", "holds nothing named 'Atlantis'"),
        ("Kelp Isl", "there are Kelp Island"),
        ("claim/000000000000", "holds no claim '000000000000'"),
        ("", "holds nothing named ''"),
    ],
)
def test_show_what_is_not_there(what: str, told: str, store: str) -> None:
    assert told in run(store, "show", what, code=1)


def test_a_name_that_several_bear_shows_all_of_them(store: str) -> None:
    shown = RUNNER.invoke(app, ["show", "Kelp", "--store", store], env={"COLUMNS": "200"})
    rows = shown.stdout.splitlines()[1:]
    assert shown.exit_code == 1 and [row.split()[0] for row in rows] == ["place/kelp", "place/kelp-island"]
    assert "Kelp Island" in rows[0] and "place" in rows[0]
    told = json.loads(RUNNER.invoke(app, ["show", "kelp", "--json", "--store", store]).stdout)
    assert [(one["name"], one["broader"], one["claims"]) for one in told["candidates"]] == [
        ("Kelp Town", ["Kelp Island"], 1),
        ("Kelp Island", [], 1),
    ]


@pytest.mark.parametrize(
    ("query", "arguments", "printed"),
    [
        ("SELECT ?s { ?s a sg:State }", [], "id:state/norland"),
        ("SELECT ?s { ?s a sg:State }", ["--format", "csv"], "https://w3id.org/sitgraph/id/state/norland"),
        ("SELECT ?s { ?s a sg:State }", ["--format", "json"], '"bindings"'),
        ("ASK { ?s a sg:State }", [], "yes"),
        ("CONSTRUCT { ?s a sg:State } { ?s a sg:State }", [], "sg:State"),
        ("CONSTRUCT { ?s a sg:State } { ?s a sg:State }", ["-f", "ntriples"], "ontology#State> ."),
    ],
)
def test_query(query: str, arguments: list[str], printed: str, store: str) -> None:
    assert printed in run(store, "query", "-", *arguments, stdin=query)


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("SELECT ?s { ?s a sg:State", "line 1"),
        ("DROP ALL", "DROP is refused"),
        ("SELECT * { SERVICE <http://localhost> { ?s ?p ?o } }", "SERVICE is refused"),
    ],
)
def test_query_that_cannot_be_read_ends_with_3(query: str, told: str, store: str) -> None:
    assert told in run(store, "query", "-", stdin=query, code=3)


def test_query_file_that_is_not_there_is_wrong_usage(store: str) -> None:
    assert "cannot be read" in run(store, "query", "nowhere.rq", code=1)


@pytest.mark.parametrize(
    ("format_", "written"),
    [
        ("turtle", "a sg:State"),
        ("trig", "graph/events> {"),
        ("nquads", " ."),
        ("jsonld", "@graph"),
        ("graphml", "<graphml"),
    ],
)
def test_export(format_: str, written: str, store: str, tmp_path: Path) -> None:
    file = tmp_path / "graph"
    assert run(store, "export", "--format", format_, "--output", str(file)) == ""
    text = file.read_text("utf-8")
    assert written in text and "GeoNames" in text
    assert run(store, "export", "-f", format_) == text


def test_export_of_what_was_read_surely(store: str) -> None:
    text = run(store, "export", "-f", "nquads", "--min-confidence", "0.9")
    assert LOSS.id in text and RAID.id not in text


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["list", "claims"], "1 claim read with a confidence below 0.6 left out"),
        (["list", "claims", "--type", "attack", "--status", "unspecified", "--text", "A RAID"], "1 claim read"),
        (["list", "claims", "--report", "harbour", "--since", "2031-05-03"], "1 claim read"),
        (["list", "claims", "--text", "sank"], ""),
        (["list", "claims", "--since", "2031-05-03"], ""),
        (["list", "events", "--place", "Kelp"], "1 event read"),
        (["list", "events", "--entity", "Kelp Town"], "1 event read with a confidence below 0.6 left out"),
        (["list", "events", "--entity", "Norland"], ""),
        (["show", "Kelp Town"], "1 claim read"),
        (["show", "harbour"], "1 claim read"),
        (["show", "Norland"], ""),
        (["export"], "1 claim read"),
        (["export", "--links"], "1 claim read"),
    ],
)
def test_how_many_were_left_out_is_told(arguments: list[str], told: str, store: str) -> None:
    result = RUNNER.invoke(app, [*arguments, "--store", store, "--min-confidence", "0.6"])
    assert result.exit_code == 0 and told in result.stderr and bool(told) == bool(result.stderr)
    assert RUNNER.invoke(app, [*arguments, "--store", store]).stderr == ""


def test_nothing_is_read_whole_to_be_counted(store: str, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    for kind in ("report", "_event"):
        plainly = getattr(View, kind)

        def told(self: View, *given: Any, kind: str = kind, plainly: Any = plainly, **more: Any) -> Any:
            made.append(kind)
            return plainly(self, *given, **more)

        monkeypatch.setattr(View, kind, told)
    for what in ("claims", "events"):
        run(store, "list", what, "--min-confidence", "0.6")
    assert made == ["report", "_event"]


def test_a_store_of_another_make_is_told(store: str) -> None:
    made = json.loads((snapshot := max(Path(store).glob("snapshots/*/fingerprints.json"))).read_text("utf-8"))
    for extractor, told in (("0.0.1 other", True), (fingerprints.extractor(), False)):
        snapshot.write_text(json.dumps({**made, "extractor": extractor}), "utf-8")
        for arguments in (["list", "claims"], ["show", "Norland"]):
            result = RUNNER.invoke(app, [*arguments, "--store", store])
            assert ("another make of Sitgraph; `kg build`" in result.stderr) == told
    snapshot.write_text(json.dumps(made), "utf-8")


def test_identifiers_of_what_sure_claims_name(store: str) -> None:
    every, sure = (run(store, "export", "--links", "--min-confidence", least) for least in ("0", "0.6"))
    assert "Kelp Town" in every and "Kelp Island" in every
    assert "Kelp Town" not in sure and "Kelp Island" in sure


def test_show_a_report_with_its_surest_claims(store: str) -> None:
    shown = json.loads(run(store, "show", "harbour", "--min-confidence", "0.9", "--json"))
    assert [claim["id"] for claim in shown["claims"]] == [LOSS.id]
    event = json.loads(run(store, "show", f"event/{LOSS.id}", "--min-confidence", "1", "--json"))
    assert event["claims"] == event["evidence"] == []


def test_validate(store: str) -> None:
    result = RUNNER.invoke(app, ["validate", "--store", store, "--json"])
    told = json.loads(result.stdout)
    assert result.exit_code == (0 if told["conforms"] else 1)
    assert told["problems"] == []


def test_remove_what_is_not_there(store: str) -> None:
    assert "holds no report 'nothing'" in run(store, "remove", "nothing", code=1)
