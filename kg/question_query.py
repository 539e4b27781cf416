"""From the frame of a question to SPARQL: one query over the events, with their claims and the words they rest on.

Nothing of a user's words stands in the query but as an escaped literal; entities stand as IRIs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from kg.graph_names import POLARITY, STANDING, role_property, status_term
from kg.identifiers import graph_iri
from kg.model import Interval
from kg.question_words import word_set
from kg.questions import ANY, CAUSE, SPEAKER, TIME, Constraint, Frame, Pattern, Wanted
from kg.terms import PREFIXES, literal, plain_decimal
from kg.vocabulary import CLAIM_TYPES, ID, PLACE_RELATIONS, SG, SIDE_ROLES

_PLACES = ("place", *(f"place.{rel}" for rel in PLACE_RELATIONS if rel != "in"))
_USED = ("sg", "rdfs", "dcterms", "oa", "skos", "xsd")
ROOT_EQUIPMENT = f"{ID}equipment/military-equipment"
"""The type that all types of equipment are under."""
_WHOLE = frozenset({"captured", "held", "encircled"})
"""What is done to a place as a whole; a part of it, or what lies near it, is not the place."""
_LONG_DAYS = 7
"""A report tells of the week before it: what it gives no day for counts where at least this many days are asked for."""
_MAIN = {"equipment_loss": "equipment", "personnel_loss": "victim", "attack": "target", "territorial": "place", "transfer": "equipment",
         "movement": "unit", "statement": "topic", "measure": "place", "diplomacy": "party", "relation": "subject"}  # fmt: skip
Under = Callable[[str], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Scene:
    """What a query needs to know: the equipment types under one (itself included), the store's places of a sort, and
    how events write an entity, in lower case, where it was not told whom the words mean."""

    under: Under
    places: Callable[[str], tuple[str, ...]]
    written: Callable[[str], tuple[str, ...]] = lambda iri: ()


def frame_query(frame: Frame, *, standings: Sequence[str], scene: Scene, polarity: str | None = None) -> str:
    """The SPARQL query of a frame: events of one of the standings, with what fills the hole, and their evidence.

    `polarity` stands in for that of the patterns.
    """
    prefixes = "".join(f"PREFIX {p}: <{PREFIXES[p]}>\n" for p in _USED)
    blocks = "\n    UNION\n".join(_block(pattern, frame, scene, polarity) for pattern in frame.patterns)
    values = " ".join(STANDING[s] for s in standings)
    filters = "".join(f"\n  FILTER({condition})" for condition in _filters(frame))
    return f"""{prefixes}SELECT DISTINCT ?event ?kind ?status ?standing ?belief ?how ?answer ?claim ?report ?date ?title
  ?start ?end ?quote ?certainty ?modality ?polarity ?basis ?speaker ?speakerEntity ?min ?max ?countText ?scope
  ?cause ?condition ?content ?from ?until ?confidence
WHERE {{
  GRAPH <{graph_iri("events")}> {{
    VALUES ?standing {{ {values} }}
    ?event sg:standing ?standing ; sg:status ?status ; sg:belief ?belief ; sg:claim ?claim .
    OPTIONAL {{ ?event sg:timeStart ?from ; sg:timeEnd ?until }}
{blocks}
  }}
  GRAPH ?graph {{
    ?claim sg:inReport ?source ; sg:evidence ?evidence ; sg:certainty ?certainty ; sg:modality ?modality ;
      sg:polarity ?polarity ; sg:confidence ?confidence .
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
    OPTIONAL {{ ?claim sg:countText ?countText }}
    OPTIONAL {{ ?claim sg:scope ?scope }}
    OPTIONAL {{ ?claim sg:cause ?cause }}
    OPTIONAL {{ ?claim sg:condition ?condition }}
    OPTIONAL {{ ?claim sg:content ?content }}
  }}{filters}
}}
ORDER BY ?date ?report ?start ?claim ?answer ?speaker"""


def _block(pattern: Pattern, frame: Frame, scene: Scene, polarity: str | None) -> str:
    lines = [
        f"VALUES ?kind {{ <{SG}{CLAIM_TYPES[pattern.type].term}> }} ?event sg:kind ?kind .",
        f"VALUES ?status {{ {' '.join(f'<{status_term(pattern.type, s)}>' for s in pattern.statuses)} }}",
        f"VALUES ?polarity {{ {POLARITY[polarity or pattern.polarity]} }}",
    ]
    if pattern.speakers:
        lines.append(f"VALUES ?side {{ {' '.join(f'<{iri}>' for iri in pattern.speakers)} }}")
    for constraint in (c for c in pattern.constraints if c.role == SPEAKER):
        lines.append(f"VALUES ?saidBy {{ {literal(constraint.words)} }}")
    for number, constraint in enumerate(c for c in pattern.constraints if c.role not in (ANY, SPEAKER)):
        lines.extend(_constraint(pattern, constraint, f"c{number}", scene))
    for number, constraint in enumerate(c for c in pattern.constraints if c.role == ANY):
        lines.extend(_anywhere(constraint, f"any{number}"))
    hole = pattern.hole
    if hole == "place":
        places = ("place",) if _is_whole(pattern) and not frame.parts else _PLACES
        properties = " ".join(f"<{role_property(p)}> <{role_property(p)}Text>" for p in places)
        lines.append(f"VALUES ?how {{ {properties} }} ?event ?how ?answer .")
    elif hole is not None and hole in CLAIM_TYPES[pattern.type].roles:
        filled = f"?event <{role_property(hole)}>|<{role_property(hole)}Text> ?answer"
        lines.append(f"OPTIONAL {{ {filled} }}" if hole == "topic" else f"{filled} .")
    else:
        main = role_property(_MAIN[pattern.type])
        lines.append(f"OPTIONAL {{ ?event <{main}>|<{main}Text> ?answer }}")
    if hole is not None and hole[0] != "@":
        lines.extend(_wanted(frame.wanted, scene, hole))
        # "who met X" asks for the other party
        same = [c for c in pattern.constraints if c.role == hole != "place"]
        known = [iri for c in same for iri in c.iris or c.called]
        lines.extend([f"FILTER(?answer NOT IN ({', '.join(f'<{iri}>' for iri in known)}))"] if known else [])
    return "    { " + "\n      ".join(lines) + " }"


def _wanted(wanted: Wanted, scene: Scene, hole: str) -> Iterator[str]:
    """What may fill the hole, as conditions on ?answer."""
    if wanted.equipment is not None:
        if wanted.equipment == ROOT_EQUIPMENT:
            yield f'FILTER(STRSTARTS(STR(?answer), "{ID}equipment/"))'
        else:
            yield f"VALUES ?answer {{ {' '.join(f'<{iri}>' for iri in scene.under(wanted.equipment))} }}"
        if wanted.named:
            yield f"FILTER(?answer != <{wanted.equipment}>)"
        return
    if wanted.sort is not None:
        known = ", ".join(f"<{iri}>" for iri in scene.places(wanted.sort))
        listed = f"?answer IN ({known})" if known else "false"
        yield f"FILTER({listed})"
    elif wanted.kinds:
        starts = " || ".join(f'STRSTARTS(STR(?answer), "{ID}{kind.replace("_", "-")}/")' for kind in wanted.kinds)
        yield f"FILTER({starts})"
    elif wanted.named:
        # "which airbases" asks for those that go by a name of their own
        yield f'FILTER(isIRI(?answer) && !STRSTARTS(STR(?answer), "{ID}equipment/"))'
    if not wanted.kinds and hole != "topic":
        amounts = ", ".join(map(literal, sorted(word_set("amount"))))
        yield f"FILTER(isIRI(?answer) || LCASE(STR(?answer)) NOT IN ({amounts}))"


def _constraint(pattern: Pattern, constraint: Constraint, variable: str, scene: Scene) -> Iterator[str]:
    role = constraint.role
    if constraint.iris:
        among = _among(pattern, constraint, constraint.iris, variable, scene.under)
        texts = () if role in ("place", "equipment") else [t for iri in constraint.iris for t in scene.written(iri)]
        if texts and not constraint.or_unknown:
            listed = " ".join(map(literal, texts))
            among = f"{{ {among} }} UNION {{ VALUES ?{variable} {{ {listed} }} ?event <{role_property(role)}Text> ?{variable} }}"
        yield among
        return
    properties = "|".join(f"<{role_property(p)}Text>" for p in (_PLACES if role == "place" else (role,)))
    holds = f"?event {properties} ?{variable} FILTER(CONTAINS(LCASE(STR(?{variable})), {literal(constraint.words)}))"
    if constraint.called:
        so_called = _among(pattern, constraint, constraint.called, variable, scene.under)
        yield f"{{ {holds} }} UNION {{ {so_called} }}"
    else:
        yield f"FILTER NOT EXISTS {{ {holds} }}" if constraint.without else holds


def _among(pattern: Pattern, constraint: Constraint, iris: tuple[str, ...], variable: str, under: Under) -> str:
    """A role's filler as one of some entities, or what lies in or under one of them."""
    role = constraint.role
    if role == "place":
        property_ = _place_path(pattern, constraint)
    elif role in SIDE_ROLES and "unit" in CLAIM_TYPES[pattern.type].roles and "/unit/" in iris[0]:
        property_ = f"sg:{SIDE_ROLES[role]}|<{role_property(role)}>|sg:unit"
    elif role in SIDE_ROLES:
        property_ = f"sg:{SIDE_ROLES[role]}|<{role_property(role)}>"
    elif role == "equipment":
        property_ = "sg:equipmentClass"
    else:
        property_ = f"<{role_property(role)}>"
    wider = () if role == "equipment" else tuple(i for iri in iris for i in under(iri))
    values = tuple(dict.fromkeys((*iris, *wider)))
    if constraint.or_unknown:
        listed = ", ".join(f"<{iri}>" for iri in values)
        return (
            f"OPTIONAL {{ ?event {property_} ?{variable} }} FILTER(!BOUND(?{variable}) || ?{variable} IN ({listed}))"
        )
    return f"VALUES ?{variable} {{ {' '.join(f'<{iri}>' for iri in values)} }} ?event {property_} ?{variable} ."


def _anywhere(constraint: Constraint, variable: str) -> Iterator[str]:
    """In whichever role, the places, sides and classes that contain its fillers with them; see `_filters` for the rest."""
    if listed := " ".join(f"<{iri}>" for iri in constraint.iris or constraint.called):
        yield f"OPTIONAL {{ VALUES ?{variable} {{ {listed} }} ?event ?{variable}as ?{variable} }}"
    if not constraint.iris:
        holds = f"isLiteral(?{variable}) && CONTAINS(LCASE(STR(?{variable})), {literal(constraint.words.lower())})"
        yield f"OPTIONAL {{ ?event ?{variable}as ?{variable} FILTER({holds}) }}"


def _is_whole(pattern: Pattern) -> bool:
    return pattern.type == "territorial" and pattern.statuses[0] in _WHOLE


def _place_path(pattern: Pattern, constraint: Constraint) -> str:
    """Taking or holding a place is of the whole of it; anything else may lie in it, or by it where that is asked."""
    if pattern.type == "territorial" and pattern.statuses[0] in (*_WHOLE, "withdrew") and constraint.rel is None:
        return f"<{role_property('place')}>"
    paths = ["sg:inRegion"]
    if pattern.type == "territorial" or constraint.rel in ("near", "toward"):
        paths += [f"<{role_property(f'place.{rel}')}>" for rel in ("near", "toward", "part")]
    return "|".join(paths)


def _filters(frame: Frame) -> Iterator[str]:
    holes = {p.hole for p in frame.patterns}
    if any(p.speakers for p in frame.patterns):
        belongs = f"GRAPH <{graph_iri('catalogue')}> {{ ?speakerEntity sg:belongsTo* ?side }}"
        yield f"!BOUND(?side) || (BOUND(?speakerEntity) && EXISTS {{ {belongs} }})"
    if TIME in holes:
        yield "BOUND(?from)"
    if CAUSE in holes:
        yield "BOUND(?cause)"
    if SPEAKER in holes:
        yield "BOUND(?speaker)"
    if speakers := [c for p in frame.patterns for c in p.constraints if c.role == SPEAKER]:
        listed = ", ".join(f"<{iri}>" for iri in dict.fromkeys(iri for c in speakers for iri in c.called))
        said = f"CONTAINS(LCASE(?speaker), ?saidBy) || ?speakerEntity IN ({listed})"
        yield f"!BOUND(?saidBy) || (BOUND(?speaker) && ({said}))"
    for number, constraint in enumerate(c for c in frame.patterns[0].constraints if c.role == ANY):
        # a name that no role holds may still stand in the words: "the evacuation of Glushkovo District"
        yield f"BOUND(?any{number}) || CONTAINS(LCASE(?quote), {literal(constraint.words.lower())})"
    if frame.time is not None:
        yield _within(frame.time)
    if frame.min_confidence:
        yield f"?confidence >= {plain_decimal(frame.min_confidence)}"
    if frame.count is not None:
        least, most = frame.count
        if most is not None:
            yield f"BOUND(?min) && ?min <= {most}" if least is not None else f"BOUND(?max) && ?max <= {most}"
        if least is not None:
            exact = "BOUND(?max)" if least == most else "!BOUND(?max)"
            yield (
                f"BOUND(?min) && ({exact} && ?max >= {least})"
                if least == most
                else f"BOUND(?min) && ({exact} || ?max >= {least})"
            )


def _within(time: Interval) -> str:
    """Events of the days asked for; sums over a period must lie in them, and undated ones do only where those are many."""
    start, end = (f'"{day.isoformat()}"^^xsd:date' for day in (time.start, time.end))
    inside = f"?from >= {start} && ?until <= {end}"
    meets = f"?from <= {end} && ?until >= {start} && (!BOUND(?scope) || ?scope = sg:EventScope || ({inside}))"
    lasting = f"?kind = <{SG}{CLAIM_TYPES['relation'].term}>"
    if (time.end - time.start).days + 1 >= _LONG_DAYS:
        lasting += f" || (BOUND(?date) && ?date >= {start} && ?date <= {end})"
    return f"(BOUND(?from) && {meets}) || (!BOUND(?from) && ({lasting}))"
