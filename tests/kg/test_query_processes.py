from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.errors import QueryError, QueryTimeError, SitgraphError, StoreError
from kg.graph import reading_quads
from kg.query_processes import QueryProcesses, serve
from kg.store import Store
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
