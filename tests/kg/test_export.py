from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import networkx as nx
import pytest
import rdflib

from kg.errors import QueryError
from kg.events import consolidate
from kg.export import CREDITS, FORMATS, export
from kg.graph import entity_quads, event_quads, reading_quads
from kg.identifiers import graph_iri
from kg.store import Store, View
from kg.terms import to_triples
from tests.kg.graph_values import KNOWN, NORLAND, closure, reading


@pytest.fixture(scope="module")
def view(tmp_path_factory: pytest.TempPathFactory) -> Iterator[View]:
    path = tmp_path_factory.mktemp("export") / "store"
    readings = [
        reading("r 1"),
        reading("r/2", text="\t'Norland': \\ its 9th Brigade lost two T-1 near Korvo\u2028\x07", day=20),
    ]
    with Store.open(path) as store:
        for value in readings:
            store.put(value, reading_quads(value))
        events = event_quads(consolidate(readings, closure), closure)
        store.publish(events=events, catalogue=entity_quads(KNOWN.values(), graph_iri("catalogue")))
    with View.open(path) as opened:
        yield opened


@pytest.mark.parametrize("format_", FORMATS)
def test_every_export_is_the_same_every_time_and_credits_the_data(view: View, format_: str) -> None:
    written = export(view, format_)
    assert written == export(view, format_)
    assert any("GeoNames" in line and "CC BY 4.0" in line for line in CREDITS)
    assert all(line in written for line in CREDITS)


@pytest.mark.parametrize(
    ("format_", "reads"), [("turtle", "turtle"), ("trig", "trig"), ("nquads", "nquads"), ("jsonld", "json-ld")]
)
@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
def test_other_programs_read_the_same_triples(view: View, format_: str, reads: str) -> None:
    dataset = rdflib.Dataset(default_union=True)
    dataset.parse(data=export(view, format_), format=reads)
    expected = rdflib.Graph().parse(data=to_triples(view.quads()), format="nt")
    found = {triple for graph in dataset.graphs() for triple in graph if not str(triple[0]).endswith("/dataset")}
    assert found == set(expected)


def test_graphml_has_entities_and_events(view: View) -> None:
    graph = nx.read_graphml(io.BytesIO(export(view, "graphml").encode()))
    kinds = [attributes["node"] for _, attributes in graph.nodes(data=True)]
    assert (kinds.count("event"), graph.nodes.get(NORLAND.iri)) == (2, None)
    assert {attributes["role"] for *_, attributes in graph.edges(data=True)} == {"victim", "equipment", "place.near"}


def test_another_format_is_told(view: View) -> None:
    with pytest.raises(QueryError, match="expected one of turtle"):
        export(view, "xlsx")


def test_graphml_does_not_depend_on_the_hash_seed(view: View) -> None:
    code = (
        "import sys; from kg.export import export; from kg.store import View;"
        "print(export(View.open(sys.argv[1]), 'graphml'))"
    )
    root = Path(__file__).resolve().parents[2]
    written = {
        subprocess.run(
            [sys.executable, "-c", code, str(view.path)], env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(root)},
            capture_output=True, check=True,
        ).stdout
        for seed in ("1", "2")
    }  # fmt: skip
    assert len(written) == 1
