"""The graph of events as a network of entities: for networkx, as a picture and as an interactive page.

Pure functions; nothing is read but the view, and nothing is written. Reports' words are foreign text: all of them
are escaped, and what is made loads nothing from anywhere.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from html import escape
from importlib.resources import files
from itertools import combinations
from typing import Any

import networkx as nx

from kg.identifiers import claim_iri
from kg.store import View
from kg.terms import iri
from kg.vocabulary import ENTITY_KINDS

HAPPENED = ("accepted", "disputed")
"""The standings of events that are held to have happened."""

COLOURS: Mapping[str, str] = {
    "state": "#2563a8",
    "organisation": "#5b8fc7",
    "armed_group": "#8b4fa3",
    "person": "#c2557b",
    "unit": "#4d8f7a",
    "equipment": "#b8862b",
    "place": "#6f7d4f",
    "facility": "#a05a3c",
}
"""The colour of each kind of entity."""

# Role -> the roles it is reached from: from the first of them that an entity fills. The acting side stands first,
# then the suffering or receiving one, then things, then places, so that arrows run from who does to whom it befalls.
_REACHED_FROM: Mapping[str, Mapping[str, str]] = {
    "equipment_loss": {
        "victim": "perpetrator",
        "unit": "victim perpetrator",
        "equipment": "victim perpetrator unit",
        "weapon": "perpetrator victim equipment",
        "place": "equipment victim unit perpetrator weapon",
    },
    "personnel_loss": {
        "victim": "perpetrator",
        "unit": "victim perpetrator",
        "weapon": "perpetrator victim",
        "place": "victim unit perpetrator weapon",
    },
    "attack": {
        "target": "attacker unit weapon",
        "unit": "attacker",
        "weapon": "attacker unit",
        "place": "attacker unit weapon target",
    },
    "territorial": {"opponent": "actor unit", "unit": "actor", "place": "actor unit opponent"},
    "movement": {
        "unit": "actor",
        "equipment": "actor unit",
        "place": "unit actor equipment origin",
        "origin": "unit actor equipment",
    },
    "transfer": {
        "recipient": "supplier actor",
        "actor": "supplier",
        "equipment": "supplier recipient actor",
    },
    "statement": {"addressee": "speaker", "topic": "speaker addressee"},
    "measure": {"target": "authority", "place": "authority target"},
    "diplomacy": {"party": "party", "topic": "party", "place": "party"},
    "relation": {"object": "subject"},
}


def relations(view: View, events: Iterable[Mapping[str, Any]] | None = None) -> nx.MultiDiGraph[str]:
    """The entities that events join, as a network with an edge per event and pair of roles.

    `events` are records as `View.events` gives them, all of the view unless told. Nodes are IRIs with `iri`,
    `label`, `kind` (one of `vocabulary.ENTITY_KINDS`) and `links` (external IRIs, separated by spaces). Edges run
    from the acting to the suffering or receiving side, and on to equipment and places, with `event` (IRI), `type`,
    `status`, `source_role`, `target_role` (``place.near`` and the like for how the event lies to a place),
    `standing`, `belief`, `quote` (the words of the earliest claim), `evidence` (a line per claim: report's id and
    words) and, where known, `count_min`, `count_max`, `scope`, `time_start` and `time_end`. All of these are plain
    values, so that networkx writes them in any format. An entity that no event joins to another is not in it.
    """
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    records = view.events() if events is None else events
    for event in sorted(records, key=lambda record: str(record["iri"])):
        pairs = list(_pairs(event))
        if not pairs:
            continue
        facts = _facts(event) | _evidence(view, event["claims"])
        for (source_role, source), (target_role, target) in pairs:
            for filler in (source, target):
                if filler["iri"] not in graph:
                    entity = view.entity_value(filler["iri"])
                    links = " ".join(sorted(entity.links)) if entity else ""
                    label = filler["name"] or filler["iri"].rpartition("/")[2]
                    graph.add_node(filler["iri"], iri=filler["iri"], label=label, kind=filler["kind"], links=links)
            key = f"{event['id']} {source_role} {target_role}"
            graph.add_edge(
                source["iri"], target["iri"], key=key, source_role=source_role, target_role=target_role, **facts
            )
    return graph


def projection(
    graph: nx.MultiDiGraph[str], kinds: Collection[str], standings: Collection[str] = HAPPENED
) -> nx.Graph[str]:
    """The entities of some kinds, joined where one event holds both, whatever stands between them.

    Edges have `weight` (how many events) and `events` (their IRIs, separated by spaces); counted are events of those
    standings, by default what is held to have happened.
    """
    members: dict[str, set[str]] = {}
    for source, target, data in graph.edges(data=True):
        if data["standing"] in standings:
            members.setdefault(data["event"], set()).update((source, target))
    projected: nx.Graph[str] = nx.Graph()
    chosen = sorted(node for node in graph.nodes if graph.nodes[node]["kind"] in kinds)
    projected.add_nodes_from((node, graph.nodes[node]) for node in chosen)
    joined: dict[tuple[str, str], list[str]] = {}
    for event, entities in sorted(members.items()):
        for pair in combinations(sorted(entity for entity in entities if entity in projected), 2):
            joined.setdefault(pair, []).append(event)
    for (one, other), events in sorted(joined.items()):
        projected.add_edge(one, other, weight=len(events), events=" ".join(events))
    return projected


def most_connected(graph: nx.MultiDiGraph[str], limit: int) -> nx.MultiDiGraph[str]:
    """The part of a network between its `limit` entities with the most edges; ties are broken by IRI."""
    ranked = sorted(graph.nodes, key=lambda node: (-graph.degree(node), node))
    part: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    part.add_nodes_from((node, graph.nodes[node]) for node in sorted(ranked[:limit]))
    edges = sorted(graph.edges(keys=True), key=lambda edge: (edge[2], edge[0], edge[1]))
    part.add_edges_from((*edge, graph.edges[edge]) for edge in edges if edge[0] in part and edge[1] in part)
    return part


def layout(graph: nx.MultiDiGraph[str]) -> dict[str, tuple[int, int]]:
    """Where each entity stands, in whole units of a square from 0 to 1000; the same network has the same places.

    Parts that nothing joins are laid out by themselves and set beside each other, the largest first.
    """
    simple: nx.Graph[str] = nx.Graph()
    simple.add_nodes_from(sorted(graph.nodes))
    simple.add_edges_from(sorted({(min(s, t), max(s, t)) for s, t in graph.edges()}))
    places: dict[str, tuple[float, float]] = {}
    row_width = 1.25 * len(simple) ** 0.5
    left = top = row_height = 0.0
    for component in sorted(map(sorted, nx.connected_components(simple)), key=lambda c: (-len(c), c)):
        part: nx.Graph[str] = nx.Graph()
        part.add_nodes_from(component)
        part.add_edges_from(edge for edge in simple.edges if edge[0] in part)
        side = len(component) ** 0.5
        if left and left + side > row_width:
            left, top, row_height = 0.0, top + row_height, 0.0
        sprung = nx.spring_layout(part, k=2.5 / side, iterations=120, seed=20240815)
        for node, (x, y) in _stretched(
            {n: (float(p[0]), float(p[1])) for n, p in sprung.items()}, 0.8 * side
        ).items():
            places[node] = (left + 0.1 * side + x, top + 0.1 * side + y)
        left, row_height = left + side, max(row_height, side)
    apart = _parted(_stretched(places, 1000.0))
    return {node: (round(x), round(y)) for node, (x, y) in _stretched(apart, 1000.0).items()}


def to_html(graph: nx.MultiDiGraph[str], title: str, *, limit: int = 300) -> str:
    """A page to look around in a network: drag, zoom, choose kinds, click for the words that an edge rests on.

    The page stands for itself and loads nothing. Of a large network it shows the `limit` entities with the most
    edges (at most 499, which is what can be laid out in a second or two) and says so.
    """
    part = most_connected(graph, min(limit, 499))
    places = layout(part)
    nodes = sorted(part.nodes)
    number = {node: index for index, node in enumerate(nodes)}
    data = {
        "colours": {kind: colour for kind, colour in COLOURS.items() if kind in _kinds(part)},
        "nodes": [
            {**part.nodes[node], "x": places[node][0], "y": places[node][1], "degree": part.degree(node)}
            for node in nodes
        ],
        "lines": [
            {"ends": [number[one], number[other]], "events": events, "happened": _happened(events)}
            for (one, other), events in _lines(part).items()
        ],
    }
    whole = len(part) == len(graph)
    shown = f"{len(part):,} entities" if whole else f"the {len(part):,} most connected of {len(graph):,} entities"
    page = files("kg").joinpath("network_view.html").read_text(encoding="utf-8")
    values = {"title": escape(_text(title)), "shown": shown, "data": _json(data)}
    return re.sub(r"\{\{(title|shown|data)\}\}", lambda marker: values[marker[1]], page)


def draw(graph: nx.MultiDiGraph[str], *, limit: int = 80) -> str:
    """The same network as a still picture: SVG text, of the `limit` entities with the most edges.

    Dashed lines stand for what is planned, possible or refuted; pointing at a line or circle shows what it is.
    """
    part = most_connected(graph, min(limit, 499))
    places = {node: (60 + x * 0.96, 40 + y * 0.7) for node, (x, y) in layout(part).items()}
    parts = []
    for (one, other), events in _lines(part).items():
        (x1, y1), (x2, y2) = places[one], places[other]
        dashes = "" if _happened(events) else ' stroke-dasharray="5 4"'
        told = "\n".join(f"{event['type']} {event['status']}: {event['evidence']}" for event in events)
        width = min(1 + len(events) / 2, 6)
        parts.append(
            f'<line x1="{x1:.0f}" y1="{y1:.0f}" x2="{x2:.0f}" y2="{y2:.0f}" stroke="#9aa3ad"'
            f' stroke-width="{width:g}"{dashes}><title>{_markup(told)}</title></line>'
        )
    for node, (x, y) in places.items():
        label, kind = part.nodes[node]["label"], part.nodes[node]["kind"]
        radius = 4 + min(part.degree(node), 36) ** 0.5
        parts.append(
            f"<g><title>{_markup(f'{label} ({kind})')}</title>"
            f'<circle cx="{x:.0f}" cy="{y:.0f}" r="{radius:.1f}" fill="{COLOURS[kind]}" stroke="#fff"/>'
            f'<text x="{x:.0f}" y="{y - radius - 3:.0f}" text-anchor="middle" stroke="#fff" stroke-width="3"'
            f' paint-order="stroke">{_markup(_shortened(label))}</text></g>'
        )
    kinds = _kinds(part)
    for position, kind in enumerate(kind for kind in COLOURS if kind in kinds):
        x = 20 + position * 130
        parts.append(f'<circle cx="{x}" cy="785" r="6" fill="{COLOURS[kind]}"/>')
        parts.append(f'<text x="{x + 12}" y="789">{kind.replace("_", " ")}</text>')
    body = "\n".join(parts)
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1080 800" role="img" aria-label="Network of entities"'
        f' font-family="sans-serif" font-size="12" fill="#1f2933">\n{body}\n</svg>'
    )


def _stretched(places: Mapping[str, tuple[float, float]], side: float) -> dict[str, tuple[float, float]]:
    """The same places, stretched to a square with that side; what stands in one line goes to the middle."""
    axes = [(min(axis), max(axis)) for axis in zip(*places.values(), strict=True)]

    def scaled(value: float, low: float, high: float) -> float:
        return side * (value - low) / (high - low) if high > low else side / 2

    return {node: (scaled(x, *axes[0]), scaled(y, *axes[1])) for node, (x, y) in sorted(places.items())}


def _parted(places: Mapping[str, tuple[float, float]]) -> dict[str, tuple[float, float]]:
    """Places pushed apart until names, which are wider than high, hide each other less."""
    spots = [list(place) for place in places.values()]
    wide = 750 / max(len(spots), 1) ** 0.5
    for _ in range(30):
        for one, other in combinations(spots, 2):
            across, down = (other[0] - one[0]) / wide, (other[1] - one[1]) / (0.4 * wide)
            distance = (across * across + down * down) ** 0.5
            if distance < 1:
                push = (1 - distance) / 4
                across, down = (across / distance, down / distance) if distance > 1e-6 else (0.0, 1.0)
                for spot, sign in ((one, -1), (other, 1)):
                    spot[0] += sign * push * across * wide
                    spot[1] += sign * push * down * 0.4 * wide
    return {node: (x, y) for node, (x, y) in zip(places, spots, strict=True)}


def _pairs(event: Mapping[str, Any]) -> Iterator[tuple[tuple[str, dict[str, Any]], tuple[str, dict[str, Any]]]]:
    """Each pair of (role, filler) that the event joins, without those that lead from an entity to itself."""
    filled = {
        role: [filler for filler in fillers if filler["iri"] and filler["kind"] in ENTITY_KINDS]
        for role, fillers in event["roles"].items()
    }
    reached_from = _REACHED_FROM[event["type"]]
    for role, targets in filled.items():
        sources = reached_from.get(role.partition(".")[0], "").split()
        source_role = next((source for source in sources if filled.get(source)), None)
        if source_role == role:
            for source, target in combinations(targets, 2):
                yield (role, source), (role, target)
        elif source_role is not None:
            for source in filled[source_role]:
                for target in targets:
                    if source["iri"] != target["iri"]:
                        yield (source_role, source), (role, target)


def _facts(event: Mapping[str, Any]) -> dict[str, str | int | float]:
    count, time = event["count"] or {}, event["time"] or {}
    facts = {
        "event": event["iri"],
        "type": event["type"],
        "status": event["status"],
        "standing": event["standing"],
        "belief": event["belief"],
        "count_min": count.get("min"),
        "count_max": count.get("max"),
        "scope": count.get("scope"),
        "time_start": time.get("start"),
        "time_end": time.get("end"),
    }
    return {key: value for key, value in facts.items() if value is not None}


def _evidence(view: View, claims: Iterable[str]) -> dict[str, str]:
    rows = [row for claim in claims for row in view.named("claim_evidence", claim=iri(claim_iri(claim))).records()]
    rows.sort(key=lambda row: (row.get("date", ""), row["id"], int(row["start"]), row["claim"]))
    lines = (f"{row['id']}: “{' '.join(row['quote'].split())}”" for row in rows)
    return {"quote": rows[0]["quote"] if rows else "", "evidence": "\n".join(lines)}


def _lines(graph: nx.MultiDiGraph[str]) -> dict[tuple[str, str], list[dict[str, Any]]]:
    """The edges between each two entities, whichever way they run, as what is told of them."""
    lines: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for source, target, key, data in sorted(graph.edges(keys=True, data=True), key=lambda edge: (edge[2], *edge[:2])):
        told = {**data, "key": key, "source": graph.nodes[source]["label"], "target": graph.nodes[target]["label"]}
        lines.setdefault((min(source, target), max(source, target)), []).append(told)
    return dict(sorted(lines.items()))


def _kinds(graph: nx.MultiDiGraph[str]) -> set[str]:
    return {data["kind"] for _, data in graph.nodes(data=True)}


def _happened(events: Iterable[Mapping[str, Any]]) -> bool:
    return any(event["standing"] in HAPPENED for event in events)


def _json(data: object) -> str:
    """JSON that no script element can be left from."""
    text = _text(json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":")))
    return text.translate({ord(mark): f"\\u{ord(mark):04x}" for mark in "<>&\u2028\u2029"})


_UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def _text(text: str) -> str:
    """Text that may stand in XML: without control characters and lone surrogates."""
    return _UNWRITABLE.sub("\ufffd", text)


def _markup(text: str) -> str:
    return escape(_text(text))


def _shortened(label: str) -> str:
    return label if len(label) <= 32 else f"{label[:31]}…"
