"""Events as a network: who is joined to whom, and that its pictures are the same each time and hold no traps."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterable, Iterator
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from xml.etree import ElementTree

import networkx as nx
import pytest

from kg.graph import entity_quads, event_quads, reading_quads
from kg.identifiers import claim_id, graph_iri, text_sha256
from kg.model import Claim, Count, Entity, Event, Filler, Interval, Link, Mention, Reading, Report, Span
from kg.network import _REACHED_FROM, COLOURS, draw, layout, most_connected, projection, relations, to_html
from kg.store import Store, View
from kg.vocabulary import CLAIM_TYPES, ENTITY_KINDS, ID

HOSTILE = "</script><script>alert('1')</script> {{data}} \u2028 & \"quoted\" <img src=x onerror=alert(2)>"


def entity(kind: str, name: str) -> dict[str, str]:
    return {"iri": f"{ID}{kind}/{name.lower()}", "name": name, "kind": kind}


NORLAND, SUDLAND = entity("state", "Norland"), entity("state", "Sudland")
TANK, KORVO = entity("equipment", "Tank"), entity("place", "Korvo")
WORDS = {"iri": None, "name": "soldiers", "kind": None}


def event(number: int, type_: str, standing: str = "accepted", **roles: list[dict[str, Any]]) -> dict[str, Any]:
    """A record as a view gives them; of a role with a relation the point is written as two underscores."""
    return {
        "id": f"{number:064}",
        "iri": f"{ID}event/{number:064}",
        "type": type_,
        "status": CLAIM_TYPES[type_].statuses[0],
        "standing": standing,
        "belief": 0.5,
        "sources": 1,
        "roles": {role.replace("__", "."): fillers for role, fillers in roles.items()},
        "count": {"min": 2, "max": None, "scope": "event"},
        "time": None,
        "claims": [f"{number:064}"],
    }


class Sayings:
    """What `relations` asks of a view, where every claim rests on the same words."""

    def __init__(self, quote: str = "two tanks were lost") -> None:
        self.quote = quote

    def entity_value(self, iri: str) -> Entity | None:
        return Entity(iri, "state", "Norland", links=("https://example.org/n",)) if iri == NORLAND["iri"] else None

    def named(self, query: str, **bindings: str) -> SimpleNamespace:
        assert query == "claim_evidence"
        row = {"claim": bindings["claim"], "id": "r1", "start": "0", "quote": self.quote}
        return SimpleNamespace(records=lambda: iter([row]))


def network(events: Iterable[dict[str, Any]], quote: str = "two tanks were lost") -> nx.MultiDiGraph[str]:
    return relations(Sayings(quote), events)  # type: ignore[arg-type]


def edges(graph: nx.MultiDiGraph[str]) -> list[str]:
    label = nx.get_node_attributes(graph, "label")
    return sorted(
        f"{label[s]} {data['source_role']} -> {label[t]} {data['target_role']}"
        for s, t, data in graph.edges(data=True)
    )


CASES = [
    (
        event(1, "equipment_loss", perpetrator=[SUDLAND], victim=[NORLAND], equipment=[TANK], place__near=[KORVO]),
        [
            "Norland victim -> Tank equipment",
            "Sudland perpetrator -> Norland victim",
            "Tank equipment -> Korvo place.near",
        ],
    ),
    (event(2, "equipment_loss", victim=[NORLAND], place=[KORVO]), ["Norland victim -> Korvo place"]),
    (event(3, "personnel_loss", perpetrator=[SUDLAND], victim=[WORDS]), []),
    (event(4, "attack", attacker=[SUDLAND], target=[WORDS], place=[KORVO]), ["Sudland attacker -> Korvo place"]),
    (event(5, "diplomacy", party=[NORLAND, SUDLAND]), ["Norland party -> Sudland party"]),
    (event(6, "relation", subject=[NORLAND], object=[NORLAND]), []),
    (event(7, "transfer", supplier=[SUDLAND], recipient=[NORLAND]), ["Sudland supplier -> Norland recipient"]),
    (
        event(8, "territorial", actor=[NORLAND, SUDLAND], place=[KORVO]),
        ["Norland actor -> Korvo place", "Sudland actor -> Korvo place"],
    ),
]


@pytest.mark.parametrize(("record", "expected"), CASES, ids=[case[0]["type"] + case[0]["id"][-1] for case in CASES])
def test_an_event_joins_its_entities(record: dict[str, Any], expected: list[str]) -> None:
    assert edges(network([record])) == expected


def test_every_type_says_how_its_roles_are_reached() -> None:
    assert list(_REACHED_FROM) == list(CLAIM_TYPES)
    for name, type_ in CLAIM_TYPES.items():
        named = set(_REACHED_FROM[name]) | {r for roles in _REACHED_FROM[name].values() for r in roles.split()}
        assert named == set(type_.roles)
    assert set(COLOURS) == set(ENTITY_KINDS)


def test_networkx_writes_it() -> None:
    graph = network(record for record, _ in CASES)
    assert "two tanks were lost" in "\n".join(nx.generate_graphml(graph))
    data = graph.edges[NORLAND["iri"], TANK["iri"], f"{1:064} victim equipment"]
    assert (data["count_min"], data["scope"], data["standing"], data["belief"]) == (2, "event", "accepted", 0.5)
    assert "count_max" not in data and "time_start" not in data
    assert data["evidence"] == "r1: “two tanks were lost”"
    assert graph.nodes[NORLAND["iri"]]["links"] == "https://example.org/n"


def test_a_projection_counts_what_happened() -> None:
    graph = network(
        [
            event(1, "equipment_loss", perpetrator=[SUDLAND], equipment=[TANK], place=[KORVO], victim=[NORLAND]),
            event(2, "attack", attacker=[SUDLAND], target=[NORLAND]),
            event(3, "attack", standing="planned", attacker=[SUDLAND], target=[NORLAND]),
        ]
    )
    states = projection(graph, {"state"})
    assert [(s, t, d["weight"]) for s, t, d in states.edges(data=True)] == [(NORLAND["iri"], SUDLAND["iri"], 2)]
    assert projection(graph, {"state"}, ("planned",)).edges[NORLAND["iri"], SUDLAND["iri"]]["weight"] == 1
    with_places = projection(graph, {"state", "place"})
    assert with_places.has_edge(KORVO["iri"], SUDLAND["iri"]), "joined by the event, though not by an edge"


def test_pictures_do_not_depend_on_order() -> None:
    records = [record for record, _ in CASES]
    shuffled = random.Random(7).sample(records, len(records))
    one, other = network(records), network(shuffled)
    assert to_html(one, "Norland") == to_html(other, "Norland")
    assert draw(one) == draw(other)


def test_places_stand_apart_in_the_square() -> None:
    graph = network(event(n, "attack", attacker=[NORLAND], place=[entity("place", f"Town {n}")]) for n in range(30))
    places = layout(graph)
    assert len(set(places.values())) == 31
    assert all(0 <= x <= 1000 and 0 <= y <= 1000 for x, y in places.values())


def test_only_the_most_connected_are_shown() -> None:
    graph = network(event(n, "attack", attacker=[NORLAND], place=[entity("place", f"Town {n}")]) for n in range(10))
    assert NORLAND["iri"] in most_connected(graph, 3) and len(most_connected(graph, 3)) == 3
    assert "the 3 most connected of 11 entities" in to_html(graph, "Norland", limit=3)
    assert draw(graph, limit=3).count("<line") == 2


@pytest.mark.parametrize("graph", [nx.MultiDiGraph(), network([CASES[1][0]])], ids=["empty", "two"])
def test_small_networks_have_pictures(graph: nx.MultiDiGraph[str]) -> None:
    ElementTree.fromstring(draw(graph))
    assert Page(to_html(graph, "Small")).data["nodes"] == [
        {**graph.nodes[n], "x": x, "y": y, "degree": graph.degree(n)} for n, (x, y) in layout(graph).items()
    ]


class Page(HTMLParser):
    """The elements of a page, its data, and all that it would load."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.scripts: list[dict[str, str | None]] = []
        self.loads: list[str] = []
        self.texts: list[str] = []
        self.feed(page)
        self.close()
        self.data = json.loads(self.texts[0])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "script":
            self.scripts.append(dict(attrs))
        self.loads += [f"{tag} {key}" for key, _ in attrs if key in ("src", "href", "data", "srcset", "action")]
        self.loads += [f"{tag} {key}" for key, _ in attrs if key.startswith("on")]

    def handle_data(self, data: str) -> None:
        if self.scripts and self.get_starttag_text().startswith("<script"):  # type: ignore[union-attr]
            self.texts.append(data)


def hostile() -> nx.MultiDiGraph[str]:
    town = {**entity("place", "town"), "name": HOSTILE + "\x00\ud800"}
    return network([event(1, "attack", attacker=[NORLAND], place=[town])], HOSTILE + "\x0b")


def test_hostile_words_stay_words_in_the_page() -> None:
    text = to_html(hostile(), HOSTILE)
    page = Page(text)
    assert page.scripts == [{"type": "application/json", "id": "data"}, {}]
    assert page.loads == []
    assert page.data["lines"][0]["events"][0]["evidence"] == f"r1: “{' '.join(HOSTILE.split())}”"
    assert page.data["lines"][0]["events"][0]["quote"].startswith(HOSTILE)
    assert "innerHTML" not in text and "default-src 'none'" in text
    text.encode("utf-8")


def test_hostile_words_stay_words_in_the_picture() -> None:
    picture = ElementTree.fromstring(draw(hostile()))
    tags = {element.tag.rpartition("}")[2] for element in picture.iter()}
    assert tags == {"svg", "g", "line", "circle", "text", "title"}
    assert any(HOSTILE in (element.text or "") for element in picture.iter())
    assert re.findall(r"(?:href|src|url\()", re.sub(r">[^<]*<", "><", draw(hostile()))) == []


@pytest.fixture
def view(tmp_path: Path) -> Iterator[View]:
    text = "Norland lost two tanks near Korvo."
    report = Report("r1", text, text_sha256(text), date(2024, 8, 6))

    def filler(words: str, value: Entity, rel: str | None = None) -> Filler:
        start = text.index(words)
        return Filler(Mention(Span(start, start + len(words)), words, value.kind), Link(value), rel)

    state, tank, town = (Entity(e["iri"], e["kind"], e["name"]) for e in (NORLAND, TANK, KORVO))
    roles = {
        "victim": (filler("Norland", state),),
        "equipment": (filler("tanks", tank),),
        "place": (filler("Korvo", town, "near"),),
    }
    id_ = claim_id("r1", "equipment_loss", "lost", text[:-1], 0, [("victim", "Norland")])
    quote = Span(0, len(text) - 1)
    claim = Claim(id_, "r1", "equipment_loss", "lost", quote, text[:-1], roles, count=Count(2, 2))
    day = Interval(date(2024, 8, 6), date(2024, 8, 6))
    of_event = {"victim": (state.iri,), "equipment": (tank.iri,), "place.near": (town.iri,)}
    happened = Event(id_, "equipment_loss", "lost", of_event, (id_,), "accepted", 0.7, Count(2, 2), day)
    with Store.open(tmp_path / "store") as store:
        reading = Reading(report, (), (claim,))
        store.put(reading, reading_quads(reading))
        store.publish(
            catalogue=entity_quads([state, tank], graph_iri("catalogue")),
            places=entity_quads([town], graph_iri("places")),
            events=event_quads([happened], lambda iri: (iri,)),
        )
    with View.open(tmp_path / "store") as opened:
        yield opened


def test_relations_of_a_view(view: View) -> None:
    graph = relations(view)
    assert edges(graph) == ["Norland victim -> Tank equipment", "Tank equipment -> Korvo place.near"]
    (data,) = graph.get_edge_data(NORLAND["iri"], TANK["iri"]).values()
    assert data["event"].startswith(f"{ID}event/")
    assert (data["time_start"], data["count_max"], data["belief"]) == ("2024-08-06", 2, 0.7)
    assert data["evidence"] == "r1: “Norland lost two tanks near Korvo”"
    assert len(relations(view, view.events(type="attack"))) == 0
