"""What the graph of identity says of an entity: who stands for it, what is one with it, and why."""

from __future__ import annotations

from typing import Any, Protocol
from urllib.parse import unquote

from kg.graph_names import is_local
from kg.identifiers import graph_iri
from kg.terms import Quad, iri, name, plain_value, text_of
from kg.vocabulary import ID

Record = dict[str, Any]

WIKIDATA, GEONAMES = "http://www.wikidata.org/entity/", "https://sws.geonames.org/"


class Identified(Protocol):
    """What has the quads of identity: a view or a store."""

    def quads(self, graph: str | None = None, subject: str | None = None) -> list[Quad]:
        """The quads of one graph, about one subject, or both."""
        ...

    def pointing_at(self, property_: str, object_: str) -> list[Quad]:
        """The quads with that property and object."""
        ...


def representative(view: Identified, entity: str) -> str:
    """The IRI of the entity that stands for one and all that are one with it: its own where nothing else does."""
    for quad in view.quads(graph_iri("identity"), entity):
        if quad.predicate == name("sg:representative"):
            return text_of(quad.object)
    return entity


def members(view: Identified, entity: str) -> tuple[str, ...]:
    """The IRIs of all that are one with an entity, itself among them, its representative first, the rest sorted."""
    first = representative(view, entity)
    return first, *sorted(text_of(quad.subject) for quad in view.pointing_at("sg:representative", first))


def same_links(view: Identified, entity: str) -> list[Record]:
    """The derived links of an entity to others that are one with it: entity, score and reasons, the best first."""
    found = []
    for quad in view.pointing_at("sg:joins", entity):
        values: dict[str, list[str]] = {}
        for about in view.quads(quad.graph[1:-1], text_of(quad.subject)):
            values.setdefault(about.predicate, []).append(about.object)
        other = next(term for term in values[name("sg:joins")] if term != iri(entity))
        reasons = text_of(values[name("sg:sameReason")][0]).split("\n")
        score = plain_value(values[name("sg:sameScore")][0])
        found.append({"entity": text_of(other), "score": score, "reasons": reasons})
    return sorted(found, key=lambda link: (-link["score"], link["entity"]))


def report_of(entity: str) -> str | None:
    """The id of the report that a local entity is of; None for one that is known beyond reports.

    >>> report_of("https://w3id.org/sitgraph/id/unit/r%2F1/9th-brigade"), report_of(f"{ID}state/ukraine")
    ('r/1', None)
    """
    return unquote(entity.removeprefix(ID).split("/")[1]) if is_local(entity) else None


def identifier(link: str) -> tuple[str, str]:
    """Whose identifier an external IRI is, and the identifier itself.

    >>> identifier("http://www.wikidata.org/entity/Q212"), identifier("https://sws.geonames.org/690791/")
    (('wikidata', 'Q212'), ('geonames', '690791'))
    """
    if link.startswith(WIKIDATA):
        return "wikidata", link.removeprefix(WIKIDATA)
    if link.startswith(GEONAMES):
        return "geonames", link.removeprefix(GEONAMES).rstrip("/")
    return "other", link
