"""Readings, entities and events as quads, and readings back from quads.

Every report has a graph of its own, which holds all that it says; what is derived stands in the graphs
``catalogue``, ``places`` and ``events``. There are no blank nodes, and no triple stands in two graphs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import kg
import ontology
from kg.belief import Closure
from kg.catalogue import Formation
from kg.errors import ReportError
from kg.graph_names import (
    BASIS,
    CERTAINTY,
    ECHELON,
    KIND,
    MODALITY,
    POLARITY,
    REL,
    SCOPE,
    STANDING,
    STATUS,
    TIME_BASIS,
    is_local,
    kind_of,
    role_property,
)
from kg.identifiers import claim_iri, event_iri, graph_iri, report_graph_iri, report_iri
from kg.model import Claim, Count, Entity, Event, Filler, Interval, Reading, Report
from kg.rereading import reading_from_quads as reading_from_quads
from kg.terms import RDF_TYPE, Quad, address, date, decimal, integer, iri, literal, name
from kg.vocabulary import ACTOR_KINDS, CLAIM_TYPES, ID, OF_NO_FIXED_SIZE, PLACE_KINDS, SIDE_ROLES

CONTEXT_LENGTH = 32
"""Code points of a quote's prefix and suffix."""


def reading_quads(reading: Reading, *, extractor: str = kg.__version__) -> tuple[Quad, ...]:
    """All of a report's graph, sorted: the report, its mentions, its claims, the entities that only it names.

    Mentions that mean no known entity are left out.
    `extractor` is the version that read it. Raises ReportError where a text cannot be written as RDF.
    """
    report = reading.report
    graph = iri(report_graph_iri(report.id))
    try:
        triples = {
            *_report_triples(report),
            *(t for mention in reading.mentions if mention.link for t in _mention_triples(mention, report)),
            *(t for claim in reading.claims for t in _claim_triples(claim, report, extractor)),
            *(t for entity in _local_entities(reading) for t in entity_triples(entity)),
        }
    except UnicodeEncodeError as error:
        raise ReportError(
            report.id,
            f"half of a surrogate pair (U+{ord(error.object[error.start]):04X}) stands in the text or its metadata",
            expected="Unicode text",
            advice="repair the encoding of the source",
        ) from error
    return tuple(sorted(Quad(s, p, o, graph) for s, p, o in triples))


def entity_quads(entities: Iterable[Entity], graph: str) -> tuple[Quad, ...]:
    """Descriptions of entities in the graph of that IRI; sorted, each once."""
    term = iri(graph)
    return tuple(sorted({Quad(s, p, o, term) for entity in entities for s, p, o in entity_triples(entity)}))


def formation_quads(formations: Mapping[str, Formation], graph: str) -> tuple[Quad, ...]:
    """The echelons of units and the formations right above them, by the units' IRIs; sorted."""
    term = iri(graph)
    found = set()
    for unit, formation in formations.items():
        word = "unit" if formation.echelon in OF_NO_FIXED_SIZE else formation.echelon.replace(" ", "_")
        if word:
            found.add(Quad(iri(unit), name("sg:echelon"), ECHELON[word], term))
        if formation.parent is not None:
            found.add(Quad(iri(unit), name("sg:parent"), iri(formation.parent), term))
    return tuple(sorted(found))


def credit_quads(credits: Iterable[str]) -> tuple[Quad, ...]:
    """Whom the places of added gazetteers are to be credited to, in the graph of places; sorted."""
    places = iri(graph_iri("places"))
    return tuple(sorted(Quad(places, name("dcterms:rights"), literal(credit), places) for credit in credits))


def event_quads(events: Iterable[Event], closure: Closure) -> tuple[Quad, ...]:
    """The graph of derived events, with the closures of sides, places and equipment written out; sorted."""
    term = iri(graph_iri("events"))
    return tuple(sorted({Quad(s, p, o, term) for event in events for s, p, o in _event_triples(event, closure)}))


def ontology_quads() -> tuple[Quad, ...]:
    """The graph of the ontology: the terms of all its modules; sorted."""
    import rdflib  # only a build needs it, and its import takes longer than most questions

    graph, term = rdflib.Graph(), iri(graph_iri("ontology"))
    for module in ontology.modules():
        graph.parse(data=ontology.turtle(module), format="turtle")
    return tuple(sorted(Quad(iri(str(s)), iri(str(p)), _node(o), term) for s, p, o in graph))


def _node(node: object) -> str:
    datatype, language = getattr(node, "datatype", None), getattr(node, "language", None)
    if not hasattr(node, "datatype"):
        return iri(str(node))
    return literal(str(node), datatype=str(datatype or ""), language=language or "")


Triple = tuple[str, str, str]


def entity_triples(entity: Entity) -> Iterator[Triple]:
    """What is known of an entity: class, names, what it belongs to, external identifiers, its point."""
    node = iri(entity.iri)
    yield node, RDF_TYPE, KIND[entity.kind]
    yield node, name("rdfs:label"), literal(entity.name, language="en")
    for alias in entity.aliases:
        yield node, name("skos:altLabel"), literal(alias, language="en")
    for code in entity.codes:
        yield node, name("sg:isoCode"), literal(code)
    same = "skos:exactMatch" if entity.kind == "equipment" else "owl:sameAs"
    for link in entity.links:
        yield node, name(same), iri(link)
    for broader in entity.broader:
        if entity.kind == "equipment":
            yield node, name("skos:broader"), iri(broader)
        elif entity.kind in PLACE_KINDS:
            yield node, name("sg:within"), iri(broader)
        else:
            yield node, name("sg:belongsTo"), iri(broader)
            if entity.kind == "unit" and kind_of(broader) == "unit":
                yield node, name("sg:parent"), iri(broader)
    if entity.kind == "equipment":
        yield node, RDF_TYPE, name("skos:Concept")
        yield node, name("skos:inScheme"), name("sg:EquipmentScheme")
    if entity.latitude is not None and entity.longitude is not None:
        geometry = iri(f"{entity.iri}/geometry")
        point = f"POINT({entity.longitude:.5f} {entity.latitude:.5f})"
        yield node, name("geo:hasGeometry"), geometry
        yield geometry, RDF_TYPE, name("geo:Geometry")
        yield geometry, name("geo:asWKT"), literal(point, datatype=name("geo:wktLiteral")[1:-1])


def _report_triples(report: Report) -> Iterator[Triple]:
    node = iri(report_iri(report.id))
    yield node, RDF_TYPE, name("sg:Report")
    yield node, name("dcterms:identifier"), literal(report.id)
    yield node, name("sg:text"), literal(report.text)
    yield node, name("sg:sha256"), literal(report.sha256)
    yield node, name("dcterms:language"), literal(report.language)
    for property_, text in (
        ("dcterms:title", report.title),
        ("dcterms:creator", report.author),
        ("dcterms:publisher", report.publisher),
        ("dcterms:license", report.licence),
    ):
        if text is not None:
            yield node, name(property_), literal(text)
    for property_, day in (("dcterms:date", report.date), ("sg:retrieved", report.retrieved)):
        if day is not None:
            yield node, name(property_), date(day)
    for property_, url in (("dcterms:source", report.url), ("sg:archiveUrl", report.archive_url)):
        if url is not None:
            yield node, name(property_), address(url)


def _mention_triples(mention: Filler, report: Report) -> Iterator[Triple]:
    span = mention.mention.span
    node = iri(f"{report_iri(report.id)}/mention/{span.start}-{span.end}")
    yield node, RDF_TYPE, name("sg:Mention")
    yield from _stretch_triples(node, mention)


def _filler_triples(node: str, filler: Filler) -> Iterator[Triple]:
    yield node, RDF_TYPE, name("sg:Filler")
    if filler.mention.kind is not None:
        yield node, name("sg:fillerKind"), KIND[filler.mention.kind]
    if filler.rel is not None:
        yield node, name("sg:rel"), REL[filler.rel]
    yield from _stretch_triples(node, filler)


def _stretch_triples(node: str, filler: Filler) -> Iterator[Triple]:
    yield node, name("sg:words"), literal(filler.mention.text)
    yield node, name("oa:start"), integer(filler.mention.span.start)
    yield node, name("oa:end"), integer(filler.mention.span.end)
    if filler.link is not None:
        yield node, name("sg:refersTo"), iri(filler.link.entity.iri)
        yield node, name("sg:linkScore"), decimal(filler.link.score)
        if filler.link.reasons:
            yield node, name("sg:linkReason"), literal("\n".join(filler.link.reasons))


def _claim_triples(claim: Claim, report: Report, extractor: str) -> Iterator[Triple]:
    base = claim_iri(claim.id)
    node = iri(base)
    yield node, RDF_TYPE, name("sg:Claim")
    yield node, name("sg:inReport"), iri(report_iri(report.id))
    yield node, name("sg:kind"), name(f"sg:{CLAIM_TYPES[claim.type].term}")
    yield node, name("sg:status"), STATUS[claim.type, claim.status]
    yield node, name("prov:wasGeneratedBy"), iri(f"{ID}extractor/{extractor}")
    yield node, name("sg:polarity"), POLARITY[claim.polarity]
    yield node, name("sg:modality"), MODALITY[claim.modality]
    yield node, name("sg:certainty"), CERTAINTY[claim.certainty]
    yield node, name("sg:confidence"), decimal(claim.confidence)
    if claim.basis != "none":
        yield node, name("sg:basis"), BASIS[claim.basis]
    for property_ in ("hedge", "cause", "condition", "content"):
        text = getattr(claim, property_)
        if text is not None:
            yield node, name(f"sg:{property_}"), literal(text)
    yield from _count_and_time(node, claim.count, claim.time)
    for role, fillers in (*claim.roles.items(), ("attribution", claim.attribution)):
        property_ = "attribution" if role == "attribution" else f"{role}Filler"
        for number, filler in enumerate(fillers, 1):
            filler_node = iri(f"{base}/{role}-{number}")
            yield node, name(f"sg:{property_}"), filler_node
            yield from _filler_triples(filler_node, filler)
            if role == "attribution" and filler.link is not None:
                yield node, name("prov:wasAttributedTo"), iri(filler.link.entity.iri)
    evidence, start, end = iri(f"{base}/evidence"), claim.evidence.start, claim.evidence.end
    position, quote = iri(f"{base}/evidence/position"), iri(f"{base}/evidence/quote")
    yield node, name("sg:evidence"), evidence
    yield evidence, RDF_TYPE, name("oa:SpecificResource")
    yield evidence, name("oa:hasSource"), iri(report_iri(report.id))
    yield evidence, name("oa:hasSelector"), position
    yield evidence, name("oa:hasSelector"), quote
    yield position, RDF_TYPE, name("oa:TextPositionSelector")
    yield position, name("oa:start"), integer(start)
    yield position, name("oa:end"), integer(end)
    yield quote, RDF_TYPE, name("oa:TextQuoteSelector")
    yield quote, name("oa:exact"), literal(claim.quote)
    yield quote, name("oa:prefix"), literal(report.text[max(0, start - CONTEXT_LENGTH) : start])
    yield quote, name("oa:suffix"), literal(report.text[end : end + CONTEXT_LENGTH])


def _count_and_time(node: str, count: Count | None, time: Interval | None) -> Iterator[Triple]:
    if count is not None:
        yield node, name("sg:scope"), SCOPE[count.scope]
        if count.min is not None:
            yield node, name("sg:countMin"), integer(count.min)
        if count.max is not None:
            yield node, name("sg:countMax"), integer(count.max)
        if count.text:
            yield node, name("sg:countText"), literal(count.text)
    if time is not None:
        yield node, name("sg:timeStart"), date(time.start)
        yield node, name("sg:timeEnd"), date(time.end)
        yield node, name("sg:timeBasis"), TIME_BASIS[time.basis]
        if time.text:
            yield node, name("sg:timeText"), literal(time.text)


def _local_entities(reading: Reading) -> Iterator[Entity]:
    fillers = [*reading.mentions]
    for claim in reading.claims:
        fillers += [filler for group in claim.roles.values() for filler in group]
        fillers += claim.attribution
    seen: dict[str, Entity] = {}
    for filler in fillers:
        if filler.link is not None and is_local(filler.link.entity.iri):
            seen.setdefault(filler.link.entity.iri, filler.link.entity)
    yield from seen.values()


def _event_triples(event: Event, closure: Closure) -> Iterator[Triple]:
    node = iri(event_iri(event.id))
    kind = name(f"sg:{CLAIM_TYPES[event.type].term}")
    yield node, RDF_TYPE, kind if event.standing in ("accepted", "disputed") else name("sg:NonActualEvent")
    yield node, name("sg:kind"), kind
    yield node, name("sg:status"), STATUS[event.type, event.status]
    yield node, name("sg:standing"), STANDING[event.standing]
    yield node, name("sg:belief"), decimal(event.belief)
    yield node, name("sg:claimCount"), integer(len(event.claims))
    yield node, name("sg:sourceCount"), integer(event.sources)
    for claim in event.claims:
        yield node, name("sg:claim"), iri(claim_iri(claim))
    yield from _count_and_time(node, event.count, event.time)
    for role, fillers in event.roles.items():
        property_ = role_property(role)
        for filler in fillers:
            if not filler.startswith(ID):
                yield node, iri(f"{property_}Text"), literal(filler)
                continue
            yield node, iri(property_), iri(filler)
            for closed, broader in _closures(role, filler, closure):
                yield node, name(f"sg:{closed}"), iri(broader)


def _closures(role: str, filler: str, closure: Closure) -> Iterator[tuple[str, str]]:
    role, _, rel = role.partition(".")
    kind, above = kind_of(filler), closure(filler)
    if role == "place":
        if rel not in ("toward", "from"):
            yield from (("inRegion", place) for place in above if rel != "near" or place != filler)
    elif kind == "equipment" and role == "equipment":
        yield from (("equipmentClass", type_) for type_ in above)
    elif kind in ACTOR_KINDS and role in SIDE_ROLES:
        yield from ((SIDE_ROLES[role], actor) for actor in above if kind_of(actor) in ACTOR_KINDS)
