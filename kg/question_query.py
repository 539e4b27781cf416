"""From the frame of a question to SPARQL: one query over the events, with their claims and the words they rest on.

Nothing of a user's words stands in the query but as an escaped literal; entities stand as IRIs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from kg.graph_names import STANDING, role_property, status_term
from kg.identifiers import graph_iri
from kg.questions import Constraint, Frame, Pattern
from kg.terms import PREFIXES, literal
from kg.vocabulary import CLAIM_TYPES, PLACE_RELATIONS, SG, SIDE_ROLES

Under = Callable[[str], tuple[str, ...]]
_PLACES = ("place", *(f"place.{rel}" for rel in PLACE_RELATIONS if rel != "in"))
_USED = ("sg", "rdfs", "dcterms", "oa")


def frame_query(frame: Frame, *, standings: tuple[str, ...], under: Under) -> str:
    """The SPARQL query of a frame: events of one of the standings, with what fills the hole, and their evidence.

    `under` gives the equipment types under one, itself included, for roles that have no closure in the graph.
    """
    prefixes = "".join(f"PREFIX {p}: <{PREFIXES[p]}>\n" for p in _USED)
    blocks = "\n    UNION\n".join(_block(pattern, under) for pattern in frame.patterns)
    values = " ".join(STANDING[s] for s in standings)
    return f"""{prefixes}SELECT DISTINCT ?event ?kind ?status ?standing ?belief ?how ?answer ?claim ?report ?date ?title ?start ?end ?quote
  ?certainty ?modality ?polarity ?basis ?speaker ?speakerEntity ?min ?max ?scope ?cause ?condition ?content ?from ?until
WHERE {{
  GRAPH <{graph_iri("events")}> {{
    VALUES ?standing {{ {values} }}
    ?event sg:standing ?standing ; sg:kind ?kind ; sg:status ?status ; sg:belief ?belief ; sg:claim ?claim .
    OPTIONAL {{ ?event sg:timeStart ?from ; sg:timeEnd ?until }}
{blocks}
  }}
  GRAPH ?graph {{
    ?claim sg:inReport ?source ; sg:evidence ?evidence ; sg:certainty ?certainty ; sg:modality ?modality ; sg:polarity ?polarity .
    ?source dcterms:identifier ?report .
    ?evidence oa:hasSelector ?position, ?words .
    ?position oa:start ?start ; oa:end ?end .
    ?words oa:exact ?quote .
    OPTIONAL {{ ?source dcterms:date ?date }}
    OPTIONAL {{ ?source dcterms:title ?title }}
    OPTIONAL {{ ?claim sg:basis ?basis }}
    OPTIONAL {{ ?claim sg:attribution ?attribution . ?attribution sg:words ?speaker .
      OPTIONAL {{ ?attribution sg:refersTo ?speakerEntity }} }}
    OPTIONAL {{ ?claim sg:countMin ?min }}
    OPTIONAL {{ ?claim sg:countMax ?max }}
    OPTIONAL {{ ?claim sg:scope ?scope }}
    OPTIONAL {{ ?claim sg:cause ?cause }}
    OPTIONAL {{ ?claim sg:condition ?condition }}
    OPTIONAL {{ ?claim sg:content ?content }}
  }}
}}
ORDER BY ?date ?report ?start ?claim ?answer ?speaker"""


def _block(pattern: Pattern, under: Under) -> str:
    lines = [
        f"VALUES ?kind {{ <{SG}{CLAIM_TYPES[pattern.type].term}> }}",
        f"VALUES ?status {{ {' '.join(f'<{status_term(pattern.type, s)}>' for s in pattern.statuses)} }}",
    ]
    for number, constraint in enumerate(pattern.constraints):
        lines.extend(_constraint(pattern, constraint, f"c{number}", under))
    if pattern.hole in ("place",):
        properties = " ".join(f"<{role_property(p)}>" for p in _PLACES)
        texts = " ".join(f"<{role_property(p)}Text>" for p in _PLACES)
        lines.append(f"VALUES ?how {{ {properties} {texts} }} ?event ?how ?answer .")
    elif pattern.hole is not None and pattern.hole != "time":
        property_ = role_property(pattern.hole)
        lines.append(f"OPTIONAL {{ ?event <{property_}>|<{property_}Text> ?answer }}")
    return "    { " + "\n      ".join(lines) + " }"


def _constraint(pattern: Pattern, constraint: Constraint, variable: str, under: Under) -> Iterator[str]:
    role = constraint.role
    if not constraint.iris:
        properties = [f"<{role_property(p)}Text>" for p in (_PLACES if role == "place" else (role,))]
        yield f"?event {'|'.join(properties)} ?{variable} ."
        yield f"FILTER(CONTAINS(LCASE(STR(?{variable})), {literal(constraint.words)}))"
        return
    if role == "place":
        property_ = _place_path(pattern, constraint)
    elif role in SIDE_ROLES:
        property_ = f"sg:{SIDE_ROLES[role]}|<{role_property(role)}>"
    elif role == "equipment":
        property_ = "sg:equipmentClass"
    else:
        property_ = f"<{role_property(role)}>"
    values = constraint.iris if role == "equipment" else tuple(dict.fromkeys(i for iri in constraint.iris for i in under(iri)))
    yield f"VALUES ?{variable} {{ {' '.join(f'<{iri}>' for iri in values)} }} ?event {property_} ?{variable} ."


def _place_path(pattern: Pattern, constraint: Constraint) -> str:
    """Taking or holding a place is of the whole of it; anything else may lie in it, or by it where that is asked."""
    if pattern.type == "territorial" and pattern.statuses[0] in ("captured", "held", "encircled", "withdrew") and constraint.rel is None:
        return f"<{role_property('place')}>"
    paths = ["sg:inRegion"]
    if pattern.type == "territorial" or constraint.rel in ("near", "toward"):
        paths += [f"<{role_property(f'place.{rel}')}>" for rel in ("near", "toward", "part")]
    return "|".join(paths)
