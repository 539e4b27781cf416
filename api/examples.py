"""Questions and queries to try; the queries name their graphs, so that they mean the same on any server."""

from __future__ import annotations

from dataclasses import dataclass

QUESTIONS = (
    "What equipment types has Ukraine lost in Kursk Oblast?",
    "Which settlements did Ukraine capture?",
    "What has Russia lost?",
    "Where did Ukraine advance?",
    "Which towns has Russia captured?",
    "How many soldiers were killed?",
)


@dataclass(frozen=True, slots=True)
class ExampleQuery:
    """A query with a title; the standard prefixes need no declaration, but are declared for other servers."""

    title: str
    text: str


_PREFIXES = """PREFIX sg: <https://w3id.org/sitgraph/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
"""

QUERIES = (
    ExampleQuery(
        "Equipment that was lost, by side",
        _PREFIXES
        + """SELECT ?side ?type (COUNT(DISTINCT ?event) AS ?events) WHERE {
  GRAPH <https://w3id.org/sitgraph/id/graph/events> {
    ?event a sg:EquipmentLoss ; sg:victim ?victim ; sg:equipment ?equipment
  }
  GRAPH <https://w3id.org/sitgraph/id/graph/catalogue> {
    ?victim rdfs:label ?side . ?equipment rdfs:label ?type
  }
} GROUP BY ?side ?type ORDER BY ?side ?type LIMIT 100""",
    ),
    ExampleQuery(
        "Claims of a report with their words",
        _PREFIXES
        + """PREFIX oa: <http://www.w3.org/ns/oa#>
SELECT ?report ?kind ?certainty ?words WHERE {
  GRAPH ?graph {
    ?claim a sg:Claim ; sg:inReport ?report ; sg:kind ?kind ; sg:certainty ?certainty ;
      sg:evidence/oa:hasSelector/oa:exact ?words
  }
} ORDER BY ?report ?claim LIMIT 50""",
    ),
    ExampleQuery(
        "Events by kind and standing",
        _PREFIXES
        + """SELECT ?kind ?standing (COUNT(*) AS ?events) WHERE {
  GRAPH <https://w3id.org/sitgraph/id/graph/events> { ?event sg:kind ?kind ; sg:standing ?standing }
} GROUP BY ?kind ?standing ORDER BY ?kind ?standing""",
    ),
    ExampleQuery(
        "The graphs of the store",
        "SELECT ?graph (COUNT(*) AS ?triples) WHERE { GRAPH ?graph { ?s ?p ?o } } GROUP BY ?graph ORDER BY ?graph",
    ),
)
