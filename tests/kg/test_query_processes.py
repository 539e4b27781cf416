from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg import query_processes
from kg.errors import QueryBusyError, QueryError, QueryTimeError, SitgraphError, StoreError
from kg.graph import reading_quads
from kg.query_processes import QueryProcesses, serve
from kg.store import Store, View
from tests.kg.graph_values import reading

ALL = "{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o }"
ENDLESS = f"SELECT (COUNT(*) AS ?n) {ALL}"
REPORTS = "SELECT (COUNT(?r) AS ?n) { ?r a sg:Report }"


@pytest.fixture
def store(tmp_path: Path) -> Path:
    put(tmp_path / "store", "r1")
    return tmp_path / "store"


def put(folder: Path, report: str) -> None:
    with Store.open(folder) as opened:
        opened.put(reading(report), reading_quads(reading(report)))
        opened.publish()


@pytest.fixture
def queries(store: Path) -> Iterator[QueryProcesses]:
    made = QueryProcesses(store, 20)
    yield made
    made.close()


def test_a_process_is_kept_and_sees_what_is_published(queries: QueryProcesses, store: Path) -> None:
    assert queries.run(REPORTS, "csv") == b"n\r\n1\r\n"
    (process,) = queries._alive
    put(store, "r2")
    assert queries.run(REPORTS, "csv") == b"n\r\n2\r\n"
    assert queries._alive == {process}
    process.kill()
    process.wait()
    assert queries.run(REPORTS, "csv") == b"n\r\n2\r\n"


def test_what_takes_too_long_is_ended_and_the_next_is_answered(store: Path) -> None:
    queries = QueryProcesses(store, 1)
    with pytest.raises(QueryTimeError, match="longer than 1 seconds"):
        queries.run(ENDLESS, "json")
    assert not queries._alive
    queries._seconds = 20
    assert queries.run("ASK { ?r a sg:Report }", "json").count(b"true") == 1
    (process,) = queries._alive
    queries.close()
    assert process.returncode is not None


@pytest.mark.parametrize(
    ("sparql", "format_", "error"),
    [
        ("SELECT * {", "json", QueryError),
        ("SELECT * FROM <urn:none> { ?s ?p ?o }", "json", QueryError),
        ("ASK { ?s ?p ?o }", "turtle", QueryError),
    ],
)
def test_errors_come_back(queries: QueryProcesses, sparql: str, format_: str, error: type[SitgraphError]) -> None:
    with pytest.raises(error):
        queries.run(sparql, format_)
    assert queries.run(REPORTS, "csv").startswith(b"n")


def test_where_there_is_no_store(tmp_path: Path) -> None:
    queries = QueryProcesses(tmp_path / "none", 20)
    with pytest.raises(StoreError, match="none"):
        queries.run(REPORTS, "csv")
    queries.close()


def test_requests_are_answered_until_the_stream_ends(store: Path) -> None:
    line = json.dumps({"store": str(store), "sparql": REPORTS, "format": "tsv", "seconds": 20}).encode() + b"\n"
    answers = io.BytesIO()
    serve(io.BytesIO(line + line), answers)
    assert answers.getvalue() == b'{"length": 5}\n?n\n1\n' * 2


@pytest.mark.parametrize("first", ["no JSON", '{"length": 9}\\nhalf', "null", ""])
def test_a_process_is_kept_only_after_a_whole_answer(
    queries: QueryProcesses, monkeypatch: pytest.MonkeyPatch, first: str
) -> None:
    program = f"import sys; sys.stdin.readline(); print('{first}', flush=True)"

    def started() -> subprocess.Popen[bytes]:
        return subprocess.Popen([sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    with monkeypatch.context() as patched:
        patched.setattr(query_processes, "_started", started)
        with pytest.raises(QueryError, match="before its time"):
            queries.run(REPORTS, "csv")
    assert not queries._alive and not queries._idle
    assert queries.run(REPORTS, "csv") == b"n\r\n1\r\n"


def test_nothing_is_imported_from_the_working_folder(
    queries: QueryProcesses, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "json.py").write_text("raise SystemExit")
    monkeypatch.chdir(tmp_path)
    assert queries.run(REPORTS, "csv") == b"n\r\n1\r\n"


def test_a_query_waits_for_a_place_no_longer_than_it_may(
    queries: QueryProcesses, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(query_processes, "WAIT", 0.01)
    for _ in range(query_processes.MOST):
        queries._places.acquire()
    with pytest.raises(QueryBusyError, match="taken"):
        queries.run(REPORTS, "csv")


def test_a_process_that_ended_unseen_is_replaced(queries: QueryProcesses, monkeypatch: pytest.MonkeyPatch) -> None:
    queries.run(REPORTS, "csv")
    (process,) = queries._alive
    process.kill()
    os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
    monkeypatch.setattr(process, "poll", lambda: None)
    assert queries.run(REPORTS, "csv") == b"n\r\n1\r\n"
    assert process not in queries._alive and len(queries._alive) == 1


def test_nothing_is_run_after_closing(queries: QueryProcesses) -> None:
    queries.close()
    with pytest.raises(QueryBusyError, match="stopped"):
        queries.run(REPORTS, "csv")
    assert not queries._alive


def test_any_error_is_told_and_the_process_goes_on(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: Path) -> View:
        raise ValueError("out of luck")

    monkeypatch.setattr(View, "open", fail)
    line = json.dumps({"store": str(store), "sparql": REPORTS, "format": "tsv", "seconds": 20}).encode() + b"\n"
    answers = io.BytesIO()
    serve(io.BytesIO(line + line), answers)
    assert answers.getvalue() == b'{"error": "query", "length": 11}\nout of luck' * 2
