"""Readings back from the quads of their reports' graphs."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date as Date
from functools import cache
from typing import Protocol

from kg.errors import NotFoundError
from kg.graph_names import WORDS, is_local, kind_of
from kg.identifiers import report_graph_iri, report_iri
from kg.model import Claim, Count, Entity, Filler, Interval, Link, Mention, Reading, Report, Span
from kg.terms import RDF_TYPE, Quad, iri, name, text_of
from kg.vocabulary import CLAIM_TYPES

EntityLookup = Callable[[str], Entity | None]
"""From an entity's IRI to what the catalogue or the gazetteer knows of it."""

_POINT = re.compile(r"POINT\((\S+) (\S+)\)")


def reading_from_quads(quads: Iterable[Quad], lookup: EntityLookup) -> Reading:
    """The reading that a report's graph was written from; `lookup` gives the entities that are not local.

    An entity that `lookup` no longer knows keeps its IRI and takes the report's words for its name.
    Raises ValueError where the quads hold no report.
    """
    return Rereader(quads, lookup).reading()


class Rereader:
    """Values back from quads; `lookup` gives the entities that the quads do not describe."""

    def __init__(self, quads: Iterable[Quad], lookup: EntityLookup = lambda _: None) -> None:
        self._nodes: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        self._typed: dict[str, list[str]] = defaultdict(list)
        self._lookup = lookup
        for subject, predicate, object_, _ in sorted(quads):
            self._nodes[subject][predicate].append(object_)
            if predicate == RDF_TYPE:
                self._typed[object_].append(subject)

    def report(self) -> Report:
        """The report; raises ValueError where the quads hold none."""
        if not self._typed[name("sg:Report")]:
            raise ValueError("the quads hold no report")
        return self._report(self._typed[name("sg:Report")][0])

    def reading(self) -> Reading:
        """The report with its mentions and claims, in the order of the text."""
        report = self.report()
        mentions = sorted(
            (self._mention(node) for node in self._typed[name("sg:Mention")]), key=lambda m: m.mention.span
        )
        claims = sorted(
            (self.claim(text_of(node), report.id) for node in self._typed[name("sg:Claim")]),
            key=lambda c: (c.evidence, c.id),
        )
        return Reading(report, tuple(mentions), tuple(claims))

    def _text(self, node: str, property_: str) -> str | None:
        values = self._nodes[node].get(name(property_))
        return text_of(values[0]) if values else None

    def _must(self, node: str, property_: str) -> str:
        value = self._text(node, property_)
        if value is None:
            raise ValueError(f"{node} has no {property_}")
        return value

    def _whole(self, node: str, property_: str) -> int | None:
        value = self._text(node, property_)
        return None if value is None else int(value)

    def _day(self, node: str, property_: str) -> Date | None:
        value = self._text(node, property_)
        return None if value is None else Date.fromisoformat(value)

    def _word(self, node: str, property_: str, default: str = "") -> str:
        values = self._nodes[node].get(name(property_))
        return WORDS[values[0]] if values else default

    def _report(self, node: str) -> Report:
        return Report(
            id=self._must(node, "dcterms:identifier"),
            text=self._must(node, "sg:text"),
            sha256=self._must(node, "sg:sha256"),
            date=self._day(node, "dcterms:date"),
            title=self._text(node, "dcterms:title"),
            author=self._text(node, "dcterms:creator"),
            publisher=self._text(node, "dcterms:publisher"),
            url=self._text(node, "dcterms:source"),
            archive_url=self._text(node, "sg:archiveUrl"),
            retrieved=self._day(node, "sg:retrieved"),
            language=self._must(node, "dcterms:language"),
            licence=self._text(node, "dcterms:license"),
        )

    def _mention(self, node: str) -> Filler:
        filler = self._filler(node)
        return replace(filler, mention=replace(filler.mention, kind=filler.kind))

    def _filler(self, node: str) -> Filler:
        span = Span(int(self._must(node, "oa:start")), int(self._must(node, "oa:end")))
        words, target, link = self._must(node, "sg:words"), self._text(node, "sg:refersTo"), None
        if target is not None:
            reasons = self._text(node, "sg:linkReason")
            entity = self.entity(target, words)
            link = Link(
                entity, float(self._must(node, "sg:linkScore")), tuple(reasons.split("\n")) if reasons else ()
            )
        kind = self._word(node, "sg:fillerKind") or None
        return Filler(Mention(span, words, kind), link, self._word(node, "sg:rel") or None)

    def entity(self, entity_iri: str, words: str = "") -> Entity:
        """The entity of that IRI, as looked up or as the quads describe it; `words` name it where nothing does."""
        known = None if is_local(entity_iri) else self._lookup(entity_iri)
        if known is not None:
            return known
        node, geometry = iri(entity_iri), iri(f"{entity_iri}/geometry")
        point = _POINT.fullmatch(self._text(geometry, "geo:asWKT") or "")
        return Entity(
            iri=entity_iri,
            kind=kind_of(entity_iri) or "organisation",
            name=self._text(node, "rdfs:label") or words,
            aliases=self._all(node, "skos:altLabel"),
            broader=self._all(node, "skos:broader", "sg:within", "sg:belongsTo"),
            links=self._all(node, "owl:sameAs", "skos:exactMatch"),
            codes=self._all(node, "sg:isoCode"),
            latitude=float(point[2]) if point else None,
            longitude=float(point[1]) if point else None,
        )

    def _all(self, node: str, *properties: str) -> tuple[str, ...]:
        return tuple(sorted(text_of(o) for p in properties for o in self._nodes[node].get(name(p), ())))

    def _fillers(self, claim: str, property_: str) -> tuple[Filler, ...]:
        nodes = self._nodes[claim].get(name(property_), [])
        return tuple(self._filler(node) for node in sorted(nodes, key=lambda n: int(n[:-1].rpartition("-")[2])))

    def claim(self, base: str, report_id: str) -> Claim:
        """The claim of that IRI."""
        node = iri(base)
        type_ = self._word(node, "sg:kind")
        position, quote = iri(f"{base}/evidence/position"), iri(f"{base}/evidence/quote")
        roles = {role: self._fillers(node, f"sg:{role}Filler") for role in CLAIM_TYPES[type_].roles}
        count = time = None
        if name("sg:scope") in self._nodes[node]:
            low, high = self._whole(node, "sg:countMin"), self._whole(node, "sg:countMax")
            count = Count(low, high, self._word(node, "sg:scope"), self._text(node, "sg:countText") or "")
        start, end = self._day(node, "sg:timeStart"), self._day(node, "sg:timeEnd")
        if start is not None and end is not None:
            time = Interval(start, end, self._text(node, "sg:timeText") or "", self._word(node, "sg:timeBasis"))
        return Claim(
            id=base.rpartition("/")[2],
            report_id=report_id,
            type=type_,
            status=self._word(node, "sg:status"),
            evidence=Span(int(self._must(position, "oa:start")), int(self._must(position, "oa:end"))),
            quote=self._must(quote, "oa:exact"),
            roles={role: fillers for role, fillers in roles.items() if fillers},
            count=count,
            time=time,
            polarity=self._word(node, "sg:polarity"),
            modality=self._word(node, "sg:modality"),
            certainty=self._word(node, "sg:certainty"),
            basis=self._word(node, "sg:basis", "none"),
            hedge=self._text(node, "sg:hedge"),
            cause=self._text(node, "sg:cause"),
            condition=self._text(node, "sg:condition"),
            content=self._text(node, "sg:content"),
            attribution=self._fillers(node, "sg:attribution"),
            confidence=float(self._must(node, "sg:confidence")),
        )


class StoredReadings(Protocol):
    """What has quads of reports, as a store and a view have, and so their readings."""

    def quads(self, graph: str | None = None, subject: str | None = None) -> list[Quad]:
        """The quads of one graph, about one subject, or both; both are IRIs."""
        ...

    def report_graphs(self) -> tuple[str, ...]:
        """The IRIs of the graphs of reports, sorted."""
        ...

    def entity_value(self, entity: str) -> Entity | None:
        """What is known of the entity of that IRI; None where nothing is."""
        quads = self.quads(None, entity)
        return Rereader([*quads, *self.quads(None, f"{entity}/geometry")]).entity(entity) if quads else None

    def report_value(self, report_id: str) -> Report:
        """A report as it was taken in; raises NotFoundError where the store does not hold it."""
        quads = self.quads(report_graph_iri(report_id), report_iri(report_id))
        if not quads:
            raise NotFoundError(f"The store holds no report {report_id!r}.")
        return Rereader(quads).report()

    def reading(self, report_id: str, lookup: EntityLookup | None = None) -> Reading:
        """What was read from a report; raises NotFoundError where the store does not hold it.

        `lookup` gives the entities that are not local to the report; the store's own by default.
        """
        quads = self.quads(report_graph_iri(report_id))
        if not quads:
            raise NotFoundError(f"The store holds no report {report_id!r}.")
        return reading_from_quads(quads, lookup or cache(self.entity_value))

    def readings(self, lookup: EntityLookup | None = None) -> Iterator[Reading]:
        """What was read from all reports, one at a time, in the order of their graphs' IRIs."""
        lookup = lookup or cache(self.entity_value)
        for graph in self.report_graphs():
            yield reading_from_quads(self.quads(graph), lookup)
