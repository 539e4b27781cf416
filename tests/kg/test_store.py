from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from kg.errors import NotFoundError, QueryError, StoreError
from kg.events import consolidate
from kg.graph import entity_quads, event_quads, reading_quads
from kg.identifiers import graph_iri
from kg.model import Reading
from kg.shipped import query_names, query_source, query_text
from kg.sparql import check_query
from kg.store import DERIVED, GRAPH_FORMATS, RESULT_FORMATS, Store, View
from kg.terms import iri, literal
from tests.kg.graph_values import KNOWN, NORLAND, OBLAST, TANK, TOWN, closure, reading


def fill(path: Path, readings: list[Reading]) -> Path:
    with Store.open(path) as store:
        for value in readings:
            store.put(value, reading_quads(value))
        events = consolidate(store.readings(KNOWN.get), closure)
        places = [entity for entity in KNOWN.values() if entity.kind == "place"]
        others = [entity for entity in KNOWN.values() if entity.kind != "place"]
        store.publish(
            events=event_quads(events, closure),
            places=entity_quads(places, graph_iri("places")),
            catalogue=entity_quads(others, graph_iri("catalogue")),
        )
    return path


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return fill(tmp_path_factory.mktemp("filled") / "store", [reading("r1"), reading("r2", day=20)])


@pytest.fixture
def view(filled: Path) -> Iterator[View]:
    with View.open(filled) as opened:
        yield opened


def test_put_says_what_changed(tmp_path: Path) -> None:
    first, second = reading(), reading(text="Later: its 9th Brigade lost two T-1 near Korvo, Norland said.")
    with Store.open(tmp_path / "s") as store:
        assert [store.put(r, reading_quads(r)) for r in (first, first, second)] == ["added", "unchanged", "replaced"]
        assert store.reports() == {"r1": second.report.sha256}
        assert store.reading("r1", KNOWN.get) == second
        assert (store.remove("r1"), store.remove("r1"), store.reports()) == (True, False, {})
        with pytest.raises(NotFoundError):
            store.reading("r1")


def test_quads_of_another_graph_are_refused(tmp_path: Path) -> None:
    with Store.open(tmp_path / "s") as store:
        with pytest.raises(StoreError, match="another graph"):
            store.put(reading("r1"), reading_quads(reading("r2")))
        with pytest.raises(StoreError, match="another graph"):
            store.publish(events=reading_quads(reading()))
        with pytest.raises(StoreError, match="no derived graph"):
            store.publish(others=[])


def test_readings_come_back_without_a_lookup_too(filled: Path) -> None:
    with Store.open(filled) as store:
        assert list(store.readings()) == [reading("r1"), reading("r2", day=20)]


def test_the_same_reports_give_the_same_bytes_in_any_order(tmp_path: Path) -> None:
    values = [reading(f"r{n}", day=n) for n in range(1, 9)]
    dumps = set()
    for seed in range(2):
        random.Random(seed).shuffle(values)
        with View.open(fill(tmp_path / str(seed), values)) as opened:
            dumps.add(opened.nquads())
    assert len(dumps) == 1


def test_no_triple_stands_in_two_graphs(view: View) -> None:
    triples = [quad[:3] for quad in view.quads()]
    assert len(triples) == len(set(triples)) == len(view.query("SELECT * { ?s ?p ?o }").rows)


def test_readers_see_what_is_published_and_nothing_later(tmp_path: Path) -> None:
    path = fill(tmp_path / "s", [reading("r1")])
    with View.open(path) as before, Store.open(path) as store:
        number = View.newest(path)
        store.put(reading("r2"), reading_quads(reading("r2")))
        with View.open(path) as still:
            assert [r["id"] for r in still.reports()] == ["r1"]
        for _ in range(4):
            store.publish()
        assert View.newest(path) == number + 4
        assert len(list((path / "snapshots").iterdir())) == 2
        assert [r["id"] for r in before.reports()] == ["r1"]
        with View.open(path) as after:
            assert [r["id"] for r in after.reports()] == ["r1", "r2"]


def test_a_second_writer_is_told_which_folder_is_locked(tmp_path: Path) -> None:
    with Store.open(tmp_path / "s"), pytest.raises(StoreError, match=r"s: another process writes"):
        Store.open(tmp_path / "s")
    Store.open(tmp_path / "s").close()


@pytest.mark.parametrize("opener", [Store.open, View.open])
def test_a_newer_schema_is_refused(tmp_path: Path, opener: type[Store]) -> None:
    path = fill(tmp_path / "s", [reading()])
    for file in [path / "fingerprints.json", *path.glob("snapshots/*/fingerprints.json")]:
        file.write_text(json.dumps({"schema": "99"}), encoding="utf-8")
    with pytest.raises(StoreError, match=r"newer Sitgraph.*update Sitgraph"):
        opener(path)


def test_folders_that_are_no_store(tmp_path: Path) -> None:
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "a.txt").write_text("a", encoding="utf-8")
    with pytest.raises(StoreError, match="holds other files"):
        Store.open(tmp_path / "letters")
    assert [entry.name for entry in (tmp_path / "letters").iterdir()] == ["a.txt"]
    with pytest.raises(StoreError, match="is a file"):
        Store.open(tmp_path / "letters" / "a.txt")
    for opener in (View.open, lambda path: Store.open(path, create=False)):
        with pytest.raises(StoreError, match="there is no store here"):
            opener(tmp_path / "none")
    assert not (tmp_path / "none").exists()
    path = fill(tmp_path / "s", [])
    (path / "fingerprints.json").write_text("{", encoding="utf-8")
    with pytest.raises(StoreError, match="cannot be read"):
        Store.open(path)


def test_fingerprints_tell_what_is_stale(tmp_path: Path) -> None:
    with Store.open(tmp_path / "s") as store:
        store.set_fingerprints({"extractor": "1", "model": "m"})
        assert store.stale({"extractor": "2", "model": "m"}) == ("extractor",)
    with Store.open(tmp_path / "s") as store:
        assert store.fingerprints == {"schema": "1", "extractor": "1", "model": "m"}


KILLED = """
import sys
from kg.graph import reading_quads
from kg.store import Store
from tests.kg.graph_values import reading
store = Store.open(sys.argv[1])
print("open", flush=True)
for n in range(100000):
    value = reading(f"r{n % 50}", day=1 + n % 28)
    store.put(value, reading_quads(value))
    if n % 7 == 0:
        store.publish()
    if n == 20:
        print("writing", flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no kill -9")
def test_a_store_whose_writer_was_killed_opens_and_goes_on(tmp_path: Path) -> None:
    path, root = tmp_path / "s", Path(__file__).resolve().parents[2]
    with subprocess.Popen([sys.executable, "-c", KILLED, str(path)], stdout=subprocess.PIPE, cwd=root) as process:
        assert process.stdout is not None
        assert [process.stdout.readline().strip() for _ in range(2)] == [b"open", b"writing"]
        process.send_signal(signal.SIGKILL)
    expected = len(reading_quads(reading()))
    with Store.open(path) as store:
        assert len(store.reports()) >= 20
        assert {len(store.quads(graph)) for graph in store.report_graphs()} == {expected}
        store.put(reading("new"), reading_quads(reading("new")))
        store.publish()
    with View.open(path) as opened:
        assert "new" in [r["id"] for r in opened.reports()]
    assert not list(path.glob("snapshots/*.new"))


REFUSED = [
    ("SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }", "SERVICE is refused"),
    ("SELECT * { service silent <http://127.0.0.1/> { ?s ?p ?o } }", "SERVICE is refused"),
    ("PREFIX x: <http://127.0.0.1/> SELECT * { SERVICE x:y { ?s ?p ?o } }", "SERVICE is refused"),
    ("SELECT * { SERVICE:y { ?s ?p ?o } }", "SERVICE is refused"),
    ("SELECT * { ?s ?p 1SERVICE<http://127.0.0.1/> { ?s ?p ?o } }", "SERVICE is refused"),
    ("SELECT * { \\u0053ERVICE <http://127.0.0.1/> { ?s ?p ?o } }", "SERVICE is refused"),
    ("ASK { FILTER EXISTS { # comment\nSERVICE ?where { ?s ?p ?o } } }", "SERVICE is refused"),
    ('SELECT * { ?s ?p "\\" SERVICE" . SERVICE ?o { } }', "SERVICE is refused"),
    ("SELECT * FROM <file:///etc/hostname> { ?s ?p ?o }", "FROM .* is refused"),
    ("SELECT * FROM NAMED <http://127.0.0.1/> { ?s ?p ?o }", "FROM .* is refused"),
    ("PREFIX x: <http://127.0.0.1/> SELECT * FROM x:y { ?s ?p ?o }", "FROM .* is refused"),
    ("SELECT * FROM unknown:y { ?s ?p ?o }", "FROM needs the IRI"),
    ("INSERT DATA { <a:a> <a:b> <a:c> }", "INSERT is refused"),
    ("PREFIX x: <a:> DELETE WHERE { ?s ?p ?o }", "DELETE is refused"),
    ("LOAD <file:///etc/hostname>", "LOAD is refused"),
    ("DROP ALL", "DROP is refused"),
    ("", "holds no SELECT"),
    ("SELECT * {\n  ?s ?p\n}", r"line 3, column 2: unexpected text\n  }\n   \^\nHint: a pattern"),
    ("SELECT * {\n  ?s foo:p ?o }", "line 2.*[^$]*Hint: the prefix foo: is not declared"),
    ("SELECT * { ?s ?p ?o", "line 1.*[^$]*Hint: 1 opening and 0 closing braces"),
]


@pytest.mark.parametrize(("sparql", "message"), REFUSED, ids=[row[0] or "nothing" for row in REFUSED])
def test_queries_that_are_refused(view: View, sparql: str, message: str) -> None:
    with pytest.raises(QueryError, match=message):
        view.query(sparql)


@pytest.mark.parametrize(
    "sparql",
    [
        'SELECT * { ?s rdfs:label "SERVICE" }',
        "SELECT * { ?s ?p <http://example.org/SERVICE> } # SERVICE",
        "SELECT ?service { ?service a sg:FROM }",
        "SELECT * { ?s ?p '''a ' SERVICE <b>''' }",
        "SELECT * { ?s ?p ?o FILTER(?o<3 && ?o>1) }",
    ],
)
def test_queries_that_only_look_like_it(view: View, sparql: str) -> None:
    assert view.query(sparql).kind == "select"


def test_from_limits_a_query_to_its_graphs(view: View) -> None:
    events = graph_iri("events")
    held = len(view.quads(events))
    assert check_query(f"ASK FROM <{events}> {{}}").graphs == (events,)
    assert len(view.query(f"SELECT * FROM <{events}> {{ ?s ?p ?o }}").rows) == held
    assert len(view.query(f"SELECT * FROM NAMED <{events}> {{ GRAPH ?g {{ ?s ?p ?o }} }}").rows) == held


def test_results_of_every_kind(view: View) -> None:
    rows = view.query(f"SELECT ?label ?none {{ <{NORLAND.iri}> rdfs:label ?label }}")
    assert (rows.kind, rows.variables) == ("select", ("label", "none"))
    assert [[term and (term.value, term.language) for term in row] for row in rows.rows] == [
        [("Norland", "en"), None]
    ]
    assert list(rows.records()) == [{"label": "Norland"}]
    assert all(b"Norland" in rows.serialize(format_) for format_ in RESULT_FORMATS)
    asked = view.query("ASK { ?s a sg:Report }")
    assert (asked.kind, asked.boolean, json.loads(asked.serialize("json"))["boolean"]) == ("ask", True, True)
    built = view.query("CONSTRUCT { ?s a sg:Report } WHERE { ?s sg:text ?t ; ?p ?o }")
    assert built.kind == "construct" and len(built.rows) == 2
    written = {format_: built.serialize(format_) for format_ in GRAPH_FORMATS}
    assert written["ntriples"].count(b"\n") == 2 and written == {f: built.serialize(f) for f in GRAPH_FORMATS}
    for wrong, result in (("turtle", rows), ("csv", built)):
        with pytest.raises(QueryError, match="cannot be written"):
            result.serialize(wrong)
    with pytest.raises(QueryError, match="ASK"):
        _ = rows.boolean


def test_an_rdflib_dataset(view: View) -> None:
    dataset = view.dataset()
    assert sum(len(graph) for graph in dataset.graphs()) == len(view.quads())


def test_shipped_queries_say_what_they_give_and_name_their_graphs(view: View) -> None:
    assert len(query_names()) >= 9
    for query in query_names():
        source = query_source(query)
        assert source.startswith("# ") and "GRAPH" in source, query
        if not query.startswith("ask_"):
            assert view.named(query, limit=1).kind == "select"
    with pytest.raises(NotFoundError, match="no shipped query"):
        view.named("nothing")


@pytest.mark.parametrize("value", ["<a b>", "<http://e/> } #>", '"open', "?x", "_:b"])
def test_values_that_are_no_terms_are_in_no_graph(value: str) -> None:
    with pytest.raises(NotFoundError):
        query_text("claim_evidence", {"claim": value})


def test_values_are_bound_and_not_pasted(view: View) -> None:
    hostile = '") } SELECT * { ?s ?p ?o } #\\'
    assert view.entities(text=hostile) == []
    assert literal(hostile) in query_text("entities", {"text": literal(hostile)})


def test_reports_and_claims(view: View) -> None:
    assert [r["id"] for r in view.reports()] == ["r2", "r1"]
    assert [r["id"] for r in view.reports(until=date(2024, 8, 7))] == ["r1"]
    assert [r["id"] for r in view.reports(limit=1, offset=1, publisher="Daily")] == ["r1"]
    report = view.report("r1")
    assert report["text"] == reading().report.text and len(report["claims"]) == 1
    claim = view.claim(report["claims"][0]["id"])
    assert claim["quote"] == reading().claims[0].quote and claim["before"].endswith('"')
    assert (claim["report"]["id"], claim["roles"]["place"][0]["rel"], len(claim["events"])) == ("r1", "near", 1)
    assert {key: claim[key] for key in report["claims"][0]} == report["claims"][0]
    for missing in (view.report, view.claim, view.event, view.entity):
        with pytest.raises(NotFoundError):
            missing("nothing > at all")


FILTERS = [
    ({}, 2),
    ({"type": "equipment_loss", "status": "lost"}, 2),
    ({"type": "attack"}, 0),
    ({"standing": "accepted"}, 2),
    ({"standing": "planned"}, 0),
    ({"place": OBLAST.iri}, 2),
    ({"place": TOWN.iri}, 0),  # near the town is not in it
    ({"entity": NORLAND.iri}, 2),
    ({"entity": TANK.iri, "report": "r1"}, 1),
    ({"since": date(2024, 8, 10)}, 1),
    ({"until": date(2024, 8, 10)}, 1),
    ({"min_confidence": 0.8}, 2),
    ({"min_confidence": 0.8, "report": "r1"}, 1),
    ({"min_confidence": 0.8001}, 0),
]


@pytest.mark.parametrize(("filters", "expected"), FILTERS)
def test_events(view: View, filters: dict[str, object], expected: int) -> None:
    assert view.count_events(**filters) == len(view.events(**filters)) == expected  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "wrong", [{"type": "theft"}, {"standing": "so-so"}, {"type": "attack", "status": "lost"}, {"status": "lost"}]
)
def test_words_that_are_none_of_ours(view: View, wrong: dict[str, str]) -> None:
    with pytest.raises(NotFoundError, match="There is no"):
        view.events(**wrong)  # type: ignore[arg-type]


def test_one_event_with_its_evidence(view: View) -> None:
    latest = view.events(limit=1)[0]
    event = view.event(latest["iri"])
    assert {key: event[key] for key in latest} == latest
    assert (event["type"], event["status"], event["standing"]) == ("equipment_loss", "lost", "accepted")
    assert event["roles"]["equipment"] == [{"iri": TANK.iri, "name": "T-1", "kind": "equipment"}]
    assert event["count"] == {"min": 2, "max": 2, "scope": "event"}
    assert event["time"] == {"start": "2024-08-20", "end": "2024-08-20", "basis": "report_day"}
    assert [claim["report"]["id"] for claim in event["evidence"]] == ["r2"]


def test_entities(view: View) -> None:
    assert [e["name"] for e in view.entities(kind="place")] == ["Korvo", "West Oblast"]
    assert [e["iri"] for e in view.entities(text="NORLANDIC")] == [NORLAND.iri]
    for wanted in ({}, {"kind": "place"}, {"named": True}, {"text": "NORLANDIC"}, {"min_confidence": 1.0}):
        assert view.count_entities(**wanted) == len(view.entities(**wanted))  # type: ignore[arg-type]
    record = view.entity(OBLAST.iri)
    assert [e["name"] for e in record["broader"] + record["narrower"]] == ["Norland", "Korvo"]
    assert (record["claims"], record["events"]) == (0, 2)
    assert view.entity(TOWN.iri)["latitude"] == TOWN.latitude
    with pytest.raises(NotFoundError, match="kind of entity"):
        view.entities(kind="ship")


def test_counts(view: View) -> None:
    assert view.counts() == {
        "reports": 2,
        "claims": 2,
        "events": 2,
        "events_by_type": {"equipment_loss": {"accepted": 2}},
        "entities": {"equipment": 1, "place": 1, "state": 1, "unit": 2},
        "left_out": 0,
    }
    assert view.counts(min_confidence=0.9) == {
        "reports": 2, "claims": 0, "events": 0, "events_by_type": {}, "entities": {}, "left_out": 2,
    }  # fmt: skip
    assert view.counts(min_confidence=0.8) == view.counts()
    assert set(view.graphs()) <= {graph_iri(n) for n in DERIVED} | set(view.report_graphs())
    assert iri(graph_iri("events")) in view.nquads()


def test_an_entity_of_what_was_read_surely(view: View) -> None:
    every, none = view.entity(NORLAND.iri, min_confidence=0.8), view.entity(NORLAND.iri, min_confidence=0.9)
    assert every == view.entity(NORLAND.iri) and every["claims"] == 2
    assert (none["claims"], none["events"], none["left_out"]) == (0, 0, 2)
    with pytest.raises(NotFoundError, match=r"read with a confidence of 0\.8, below 0\.9"):
        view.claim(view.report("r1")["claims"][0]["id"], min_confidence=0.9)
