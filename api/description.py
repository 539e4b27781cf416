"""What the graph says of an IRI: as RDF, and as properties with values to be shown."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from api.errors import Unprocessable
from api.pages import address, local
from api.terms import Shown, cell
from kg.errors import NotFoundError
from kg.identifiers import event_iri, graph_iri
from kg.store import View
from kg.terms import plain_decimal
from kg.vocabulary import ID, SG

SHOWN_REFERENCES = 60
SUGGESTED = 20
_FORBIDDEN = re.compile(r'[\x00-\x20<>"{}|^`\\\ud800-\udfff]')
_LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
_TEXT = f"{SG}text"
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"

# An IRI and what is named under it (a claim's fillers and evidence, an entity's point), two steps deep.
_ABOUT = """CONSTRUCT { ?node ?property ?value } WHERE {
  { GRAPH ?graph { <IRI> ?property ?value } BIND(<IRI> AS ?node) }
  UNION
  { GRAPH ?graph { <IRI> ?link ?node . FILTER(STRSTARTS(STR(?node), "IRI/")) ?node ?property ?value } }
  UNION
  { GRAPH ?graph {
      <IRI> ?link ?middle . FILTER(STRSTARTS(STR(?middle), "IRI/"))
      ?middle ?step ?node . FILTER(STRSTARTS(STR(?node), "IRI/")) ?node ?property ?value
  } }
  SURE
}"""
_GRAPH = "CONSTRUCT { ?node ?property ?value } WHERE { GRAPH <IRI> { ?node ?property ?value } SURE }"
_REFERRING = "CONSTRUCT { ?node ?property <IRI> } WHERE { GRAPH ?graph { ?node ?property <IRI> } SURE } LIMIT 600"
_SIZE = "SELECT (COUNT(*) AS ?triples) WHERE { GRAPH <IRI> { ?node ?property ?value } }"
_OUTGOING = """SELECT DISTINCT ?property ?value ?label WHERE {
  GRAPH ?graph { <IRI> ?property ?value }
  OPTIONAL { GRAPH ?named { ?value rdfs:label ?label } }
  SURE
} ORDER BY ?property ?label ?value"""
_INCOMING = """SELECT DISTINCT ?property ?value ?label WHERE {
  GRAPH ?graph { ?value ?property <IRI> FILTER(!STRSTARTS(STR(?value), "IRI/")) }
  OPTIONAL { GRAPH ?named { ?value rdfs:label ?label } }
  SURE
} ORDER BY ?property ?label ?value LIMIT 600"""

# Neither the node nor the value is, or is named under, a claim read less surely, nor an event that rests on such alone.
_SURE = """BIND(URI(REPLACE(STR(?NAME), "^(.*/id/claim/[0-9a-f]+).*$", "$1")) AS ?NAMEclaim)
  FILTER(!isURI(?NAME) || NOT EXISTS {
    GRAPH ?NAMEgraph { ?NAMEclaim sg:confidence ?NAMEsure } FILTER(?NAMEsure < LEAST)
  })
  FILTER(!STRSTARTS(STR(?NAME), "EVENT") || EXISTS {
    GRAPH ?NAMEevents { ?NAME sg:claim ?NAMEone } GRAPH ?NAMEreport { ?NAMEone sg:confidence ?NAMEenough }
    FILTER(?NAMEenough >= LEAST)
  })
"""


@dataclass(frozen=True, slots=True)
class Description:
    """An IRI's title, its properties with their values, and the properties by which others refer to it."""

    title: str
    kinds: tuple[str, ...]
    facts: tuple[tuple[Shown, tuple[Shown, ...]], ...]
    incoming: tuple[tuple[Shown, tuple[Shown, ...]], ...]

    def without_parts(self, iri: str) -> tuple[tuple[Shown, tuple[Shown, ...]], ...]:
        """The facts but for those that lead to nodes named under the IRI itself."""
        start = address(f"{iri}/")
        return tuple((name, found) for name, found in self.facts if not any(v.href.startswith(start) for v in found))


def checked(iri: str) -> str:
    """An IRI that can stand in a query; raises NotFoundError for what is no IRI."""
    if _FORBIDDEN.search(iri):
        raise NotFoundError(f"No IRI: {iri.removeprefix(ID)!r} holds characters that an IRI cannot.")
    return iri


def entity_named(identifier: str | None) -> str | None:
    """The IRI for an IRI or the part of one after ``/id/``; None for an empty one.

    >>> entity_named("state/ukraine")
    'https://w3id.org/sitgraph/id/state/ukraine'
    """
    if not identifier:
        return None
    identifier = identifier.removeprefix("/id/")
    return checked(identifier if identifier.startswith(("https://", "http://")) else ID + identifier)


def entity_meant(view: View, name: str, parameter: str) -> str | None:
    """The IRI of the entity that a filter names: by IRI, by the part after ``/id/``, by name or alias; None for none.

    Raises Unprocessable where no entity has that name, with the nearest names, and where several have it.
    """
    name = name.strip()
    if not name or "/" in name:
        return entity_named(name)
    found = view.entities_named(name)
    if len(found) == 1:
        return str(found[0]["iri"])
    near = found or view.entities(text=name, limit=SUGGESTED)
    wrong = "which is what several entities are called" if found else "which is no entity's name"
    raise Unprocessable(
        f"{parameter} is {name!r}, {wrong}.",
        expected=[f"{entity['name']} ({local(entity['iri'])})" for entity in near[:SUGGESTED]],
        advice="Give an entity's name, its IRI, or the part of it after /id/; /entities?q= finds them.",
    )


def about(view: View, iri: str, format_: str, min_confidence: float = 0.0) -> bytes:
    """The triples of an IRI and of the nodes named under it; where it is only referred to, the triples that do.

    The IRI of one of the store's graphs stands for the triples of that graph. Claims below `min_confidence` (0–1) are
    left out, and events that rest on no other. Raises NotFoundError where there are none.
    """
    iri = checked(iri)
    if _is_graph(view, iri):
        query = _GRAPH
    elif view.query(f"ASK {{ GRAPH ?graph {{ <{iri}> ?property ?value }} }}").boolean:
        query = _ABOUT
    elif view.query(f"ASK {{ GRAPH ?graph {{ ?value ?property <{iri}> }} }}").boolean:
        query = _REFERRING
    else:
        raise NotFoundError(f"The store says nothing of <{iri}>.")
    return view.query(_about(query, iri, min_confidence)).serialize(format_)


def describe(view: View, iri: str, min_confidence: float = 0.0) -> Description:
    """What is shown of an IRI, without what rests on claims below a confidence (0–1).

    Raises NotFoundError where the store says nothing of it.
    """
    iri = checked(iri)
    if _is_graph(view, iri):
        number = next(view.query(_SIZE.replace("IRI", iri)).records())["triples"]
        return Description(f"Graph: {local(iri)}", (), ((Shown("triples"), (Shown(f"{int(number):,}"),)),), ())
    outgoing, incoming = (_rows(view, query, iri, min_confidence) for query in (_OUTGOING, _INCOMING))
    if not outgoing and not incoming:
        raise NotFoundError(f"The store says nothing of <{iri}>.")
    titles = [row["value"]["value"] for row in outgoing if row["property"]["value"] == _LABEL]
    kinds = sorted(row["value"]["value"] for row in outgoing if row["property"]["value"] == _TYPE)
    shown = [row for row in outgoing if row["property"]["value"] != _TEXT]
    return Description(
        titles[0] if titles else local(iri),
        tuple(local(kind) for kind in kinds),
        _grouped(shown),
        _grouped(incoming),
    )


def _is_graph(view: View, iri: str) -> bool:
    return iri.startswith(graph_iri("")) and iri in view.graphs()


def _about(query: str, iri: str, min_confidence: float) -> str:
    """A query about an IRI, with what keeps less sure claims away from ?node and ?value."""
    sure = "".join(_SURE.replace("NAME", name) for name in ("node", "value") if f"?{name} " in query)
    sure = sure.replace("LEAST", plain_decimal(min_confidence)).replace("EVENT", event_iri(""))
    return query.replace("SURE", sure if min_confidence else "").replace("IRI", iri)


def _rows(view: View, query: str, iri: str, min_confidence: float) -> list[dict[str, dict[str, str]]]:
    found: Any = json.loads(view.query(_about(query, iri, min_confidence)).serialize("json"))
    rows: list[dict[str, dict[str, str]]] = found["results"]["bindings"]
    return rows


def _grouped(
    rows: Iterable[Mapping[str, Mapping[str, str]]],
) -> tuple[tuple[Shown, tuple[Shown, ...]], ...]:
    groups: dict[str, dict[Shown, None]] = {}
    for row in rows:
        label = row["label"]["value"] if "label" in row else None
        value = cell(row["value"], label)
        groups.setdefault(row["property"]["value"], {}).setdefault(value)
    return tuple(
        (_property(name), (*list(values)[:SHOWN_REFERENCES], *_rest(len(values)))) for name, values in groups.items()
    )


def _property(iri: str) -> Shown:
    """A property by its local name as words: `countMin` is read as count min."""
    name = re.split(r"[/#]", iri)[-1]
    return Shown(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower(), "/ontology" if iri.startswith(SG) else "")


def _rest(number: int) -> tuple[Shown, ...]:
    return (Shown(f"and {number - SHOWN_REFERENCES} more"),) if number > SHOWN_REFERENCES else ()
