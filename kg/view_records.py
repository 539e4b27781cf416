"""What a reader of the store asks for most, as JSON-ready dicts: reports, claims with evidence, events, entities.

The keys of every record are said in the docstring of the method that gives it; what is not known is None.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date as Date
from typing import Any, Protocol

from kg.errors import NotFoundError
from kg.filter_terms import confidence_term, day_terms, entity_terms, event_terms
from kg.graph_names import kind_of, role_of, word_of
from kg.identifiers import claim_iri, event_iri, graph_iri, report_iri
from kg.identity_records import members, report_of, representative, same_links
from kg.interchange import claim_to_json, filler_to_json
from kg.model import Entity, Reading
from kg.rereading import Rereader
from kg.terms import Quad, iri, literal, name, plain_value, text_of
from kg.unit_records import unit_record
from kg.vocabulary import ID, ROLES

Record = dict[str, Any]


class Rows(Protocol):
    """A query's results: `kg.store.Results` is one."""

    def records(self) -> Iterator[dict[str, str]]:
        """Rows as variable -> value as text."""
        ...


class Source(Protocol):
    """What the records are made from: quads by graph, subject or object, and the shipped queries."""

    def quads(self, graph: str | None = None, subject: str | None = None) -> list[Quad]:
        """The quads of one graph, about one subject, or both."""
        ...

    def pointing_at(self, property_: str, object_: str) -> list[Quad]:
        """The quads with that property and object."""
        ...

    def entity_value(self, entity: str) -> Entity | None:
        """What is known of an entity."""
        ...

    def reading(self, report_id: str) -> Reading:
        """What was read from a report."""
        ...

    def named(self, query: str, /, *, limit: int | None = None, offset: int = 0, **bindings: str) -> Rows:
        """Run a shipped query."""
        ...


class Records(Source, Protocol):
    """The records of a view."""

    def reports(
        self,
        *,
        since: Date | None = None,
        until: Date | None = None,
        publisher: str | None = None,
        limit: int | None = None,
        offset: int = 0,
    ) -> list[Record]:
        """Reports, the newest first: id, iri, title, date, publisher, url."""
        bindings = day_terms(since, until) | ({"publisher": literal(publisher)} if publisher else {})
        rows = self.named("reports", limit=limit, offset=offset, **bindings).records()
        return [
            {
                "id": row["id"],
                "iri": row["report"],
                "title": row.get("title"),
                "date": row.get("date"),
                "publisher": row.get("publisher"),
                "url": row.get("source"),
            }
            for row in rows
        ]

    def report(self, report_id: str, *, min_confidence: float = 0.0) -> Record:
        """One report: as in `reports`, with author, archive_url, retrieved, language, licence, sha256, text, its
        claims of that confidence and over (as `kg extract` prints them), mentions, and left_out: how many claims
        are below it. Raises NotFoundError."""
        whole = self.reading(report_id)
        reading, report = whole.with_confidence(min_confidence), whole.report
        return {
            "id": report.id,
            "iri": report_iri(report.id),
            "title": report.title,
            "date": report.date.isoformat() if report.date else None,
            "publisher": report.publisher,
            "url": report.url,
            "author": report.author,
            "archive_url": report.archive_url,
            "retrieved": report.retrieved.isoformat() if report.retrieved else None,
            "language": report.language,
            "licence": report.licence,
            "sha256": report.sha256,
            "text": report.text,
            "claims": [dict(claim_to_json(claim)) for claim in reading.claims],
            "mentions": [dict(filler_to_json(mention)) for mention in reading.mentions],
            "left_out": len(whole.claims) - len(reading.claims),
        }

    def claim(self, claim_id: str, *, min_confidence: float = 0.0) -> Record:
        """One claim, by id or IRI: as `kg extract` prints it, with iri, quote, before and after (the words around
        it), report (id, iri, title, date, publisher, url), extractor and events (ids). Raises NotFoundError, also
        where it was read less surely than that (0–1)."""
        claim = claim_iri(claim_id.removeprefix(f"{ID}claim/"))
        about = self.quads(None, claim)
        if not about:
            raise NotFoundError(f"The store holds no claim {claim_id!r}.")
        if (sure := float(_value(about, "sg:confidence") or 0.0)) < min_confidence:
            raise NotFoundError(
                f"The claim {claim_id!r} was read with a confidence of {sure:g}, below {min_confidence:g}; "
                "ask for less to see it."
            )
        parts = [text_of(q.object) for q in about if q.object.startswith(f"<{claim}/")]
        selectors = [f"{claim}/evidence/position", f"{claim}/evidence/quote"]
        quads = [*about, *(quad for part in (*parts, *selectors) for quad in self.quads(None, part))]
        source = _first(about, "sg:inReport") or ""
        report = self._report_line(text_of(source))
        value = Rereader(quads, self.entity_value).claim(claim, report["id"])
        quote = self.quads(None, selectors[1])
        return {
            **claim_to_json(value),
            "iri": claim,
            "quote": value.quote,
            "before": text_of(_first(quote, "oa:prefix") or '""'),
            "after": text_of(_first(quote, "oa:suffix") or '""'),
            "report": report,
            "extractor": text_of(_first(about, "prov:wasGeneratedBy") or '""').rpartition("/")[2],
            "events": [_id(quad.subject) for quad in self.pointing_at("sg:claim", claim)],
        }

    def count_claims(
        self,
        *,
        type: str | None = None,
        status: str | None = None,
        report: str | None = None,
        text: str | None = None,
        since: Date | None = None,
        until: Date | None = None,
        min_confidence: float = 0.0,
    ) -> int:
        """How many claims there are: `type` and `status` are words of the vocabulary, `report` an id, `text` stands in
        a claim's words, the days are the report's. Raises NotFoundError for a word that is none of the vocabulary's."""
        bindings = event_terms(type, status, None, None, None, report) | day_terms(since, until)
        bindings |= confidence_term(min_confidence) | ({"text": literal(text.lower())} if text else {})
        return int(next(self.named("claim_count", limit=None, offset=0, **bindings).records())["claims"])

    def events(
        self,
        *,
        type: str | None = None,
        status: str | None = None,
        standing: str | None = None,
        place: str | None = None,
        entity: str | None = None,
        report: str | None = None,
        since: Date | None = None,
        until: Date | None = None,
        min_confidence: float = 0.0,
        limit: int | None = None,
        offset: int = 0,
    ) -> list[Record]:
        """Events, the latest first, as `event` gives them but without evidence.

        `type`, `status` (of that type) and `standing` are words of the vocabulary, `place` and `entity` IRIs (with
        all that lies in it, belongs to it or is a kind of it), `report` an id; `min_confidence` (0–1) leaves out
        claims below it and events without any other. Raises NotFoundError for a word that is none of the
        vocabulary's.
        """
        place, entity = (representative(self, named) if named else None for named in (place, entity))
        bindings = event_terms(type, status, standing, place, entity, report) | day_terms(since, until)
        bindings |= confidence_term(min_confidence)
        rows = self.named("events", limit=limit, offset=offset, **bindings).records()
        return [self._event(row["event"], min_confidence) for row in rows]

    def count_events(
        self,
        *,
        type: str | None = None,
        status: str | None = None,
        standing: str | None = None,
        place: str | None = None,
        entity: str | None = None,
        report: str | None = None,
        since: Date | None = None,
        until: Date | None = None,
        min_confidence: float = 0.0,
    ) -> int:
        """How many events `events` would give without a limit."""
        place, entity = (representative(self, named) if named else None for named in (place, entity))
        bindings = event_terms(type, status, standing, place, entity, report) | day_terms(since, until)
        bindings |= confidence_term(min_confidence)
        return int(next(self.named("event_count", limit=None, offset=0, **bindings).records())["events"])

    def event(self, event_id: str, *, min_confidence: float = 0.0) -> Record:
        """One event, by id or IRI: id, iri, type, status, standing, belief, sources, roles (role -> list of iri,
        name, kind; iri None where only words are known), count (min, max, scope), time (start, end, basis), claims
        (ids), evidence (the claims, as `claim` gives them) and left_out (how many claims are below the confidence).

        The id of any claim that an event holds leads to it, so that an event's IRI stays good when its anchor
        changes. Claims below `min_confidence` (0–1) are left out; what the event says is still of them all. Raises
        NotFoundError.
        """
        event = event_iri(event_id.removeprefix(f"{ID}event/"))
        if not self.quads(graph_iri("events"), event):
            holders = self.pointing_at("sg:claim", claim_iri(event.rpartition("/")[2]))
            if not holders:
                raise NotFoundError(f"The store holds no event {event_id!r}.")
            event = text_of(holders[0].subject)
        record = self._event(event, min_confidence)
        held = sum(q.predicate == name("sg:claim") for q in self.quads(graph_iri("events"), event))
        evidence = [self.claim(claim) for claim in record["claims"]]
        return {**record, "evidence": evidence, "left_out": held - len(evidence)}

    def entities(
        self,
        *,
        kind: str | None = None,
        text: str | None = None,
        named: bool = False,
        min_confidence: float = 0.0,
        limit: int | None = None,
        offset: int = 0,
    ) -> list[Record]:
        """Entities, those of the shortest names first: iri, name, kind. `text` stands in a name or an alias; `named`
        leaves out what only the catalogue and the gazetteer describe and no report refers to, `min_confidence` (0–1)
        what no claim of that confidence or more names."""
        bindings = entity_terms(kind, text, named, min_confidence)
        rows = self.named("entities", limit=limit, offset=offset, **bindings).records()
        return [{"iri": row["entity"], "name": row["label"], "kind": kind_of(row["entity"])} for row in rows]

    def count_entities(
        self, *, kind: str | None = None, text: str | None = None, named: bool = False, min_confidence: float = 0.0
    ) -> int:
        """How many entities `entities` would give without a limit."""
        bindings = entity_terms(kind, text, named, min_confidence)
        return int(next(self.named("entity_count", limit=None, offset=0, **bindings).records())["entities"])

    def claims_naming(self, entity: str, *, min_confidence: float = 0.0) -> set[str]:
        """The IRIs of the claims of that confidence (0–1) and over with an entity, or what is one with it, in a role."""
        least = confidence_term(min_confidence)
        return {
            row["claim"]
            for member in members(self, entity)
            for row in self.named("entity_claims", limit=None, offset=0, entity=iri(member), **least).records()
        }

    def entities_named(self, text: str) -> list[Record]:
        """Entities with that own name, in any case; where none has it, those with that alias: iri, name, kind."""
        rows = list(self.named("entities_named", name=literal(text.strip().lower())).records())
        own = [row for row in rows if row["own"] == "1"]
        return [{"iri": row["entity"], "name": row["label"], "kind": kind_of(row["entity"])} for row in own or rows]

    def entity(self, entity: str, *, min_confidence: float = 0.0) -> Record:
        """One entity by IRI: iri, name, kind, aliases, broader and narrower (lists of iri, name, kind), links,
        codes, latitude, longitude, claims and events (how many), members (what is one with it: iri, name, kind,
        report, same: entity, score and reasons), of a unit `unit_records.unit_record` as unit, and left_out: how
        many claims are below the confidence, and so neither counted nor used.

        What stands for it is shown in its place, with what is known of all its members. Raises NotFoundError.
        """
        whole = members(self, entity)
        values = [value for member in whole if (value := self.entity_value(member)) is not None]
        if not values or kind_of(entity) is None:
            raise NotFoundError(f"The store holds no entity {entity!r}.")
        first, value = whole[0], values[0]
        below = {
            representative(self, text_of(quad.subject))
            for member in whole
            for property_ in ("sg:belongsTo", "sg:within", "skos:broader")
            for quad in self.pointing_at(property_, member)
        }
        broader = dict.fromkeys(representative(self, above) for other in values for above in other.broader)
        names = dict.fromkeys(name for other in values for name in (other.name, *other.aliases))
        every, claims = (self.claims_naming(first, min_confidence=least) for least in (0.0, min_confidence))
        record = {
            "iri": first,
            "name": value.name,
            "kind": value.kind,
            "aliases": [name for name in names if name != value.name],
            "broader": [self._entity_line(above) for above in broader],
            "narrower": [self._entity_line(narrower) for narrower in sorted(below)],
            "links": list(dict.fromkeys(link for other in values for link in other.links)),
            "codes": list(dict.fromkeys(code for other in values for code in other.codes)),
            "latitude": value.latitude,
            "longitude": value.longitude,
            "claims": len(claims),
            "events": self.count_events(entity=first, min_confidence=min_confidence),
            "members": [self._member(member) for member in whole] if len(whole) > 1 else [],
            "left_out": len(every) - len(claims),
        }
        return record | ({"unit": unit_record(self, first, min_confidence)} if value.kind == "unit" else {})

    def _member(self, entity: str) -> Record:
        return {**self._entity_line(entity), "report": report_of(entity), "same": same_links(self, entity)}

    def counts(self, *, min_confidence: float = 0.0) -> Record:
        """Totals: reports, claims, events, events_by_type (type -> standing -> number), entities (kind -> number
        of those that reports refer to), left_out (claims below that confidence; with one, events and entities are
        those that the other claims make and name)."""
        least = confidence_term(min_confidence)
        every, totals = (
            next(self.named("claim_totals", limit=None, offset=0, **given).records()) for given in ({}, least)
        )
        events: dict[str, dict[str, int]] = {}
        for row in self.named("event_totals", limit=None, offset=0, **least).records():
            type_, standing = word_of(iri(row["kind"])) or "", word_of(iri(row["standing"])) or ""
            events.setdefault(type_, {})[standing] = int(row["events"])
        entities = self.named("entity_totals", limit=None, offset=0, **least).records()
        return {
            "reports": int(totals["reports"]),
            "claims": int(totals["claims"]),
            "events": sum(number for by_standing in events.values() for number in by_standing.values()),
            "events_by_type": events,
            "entities": {word_of(iri(row["class"])) or "": int(row["entities"]) for row in entities},
            "left_out": int(every["claims"]) - int(totals["claims"]),
        }

    def _event(self, event: str, min_confidence: float = 0.0) -> Record:
        quads = self.quads(graph_iri("events"), event)
        roles: dict[str, list[Record]] = {}
        for quad in quads:
            role, words = role_of(text_of(quad.predicate))
            if role is not None:
                filler = (
                    self._entity_line(text_of(quad.object))
                    if not words
                    else {"iri": None, "name": text_of(quad.object), "kind": None}
                )
                roles.setdefault(role, []).append(filler)
        claims = [quad.object for quad in quads if quad.predicate == name("sg:claim")]
        scope, start, basis = _first(quads, "sg:scope"), _first(quads, "sg:timeStart"), _first(quads, "sg:timeBasis")
        return {
            "id": event.rpartition("/")[2],
            "iri": event,
            "type": word_of(_first(quads, "sg:kind") or ""),
            "status": word_of(_first(quads, "sg:status") or ""),
            "standing": word_of(_first(quads, "sg:standing") or ""),
            "belief": _value(quads, "sg:belief"),
            "sources": _value(quads, "sg:sourceCount"),
            "roles": dict(sorted(roles.items(), key=lambda item: _ROLE_ORDER[item[0].partition(".")[0]])),
            "count": {
                "min": _value(quads, "sg:countMin"),
                "max": _value(quads, "sg:countMax"),
                "scope": word_of(scope),
            }
            if scope
            else None,
            "time": {
                "start": _value(quads, "sg:timeStart"),
                "end": _value(quads, "sg:timeEnd"),
                "basis": word_of(basis or ""),
            }
            if start
            else None,
            "claims": [
                _id(claim) for claim in claims if not min_confidence or self._confidence(claim) >= min_confidence
            ],
        }

    def _confidence(self, claim: str) -> float:
        return float(_value(self.quads(None, text_of(claim)), "sg:confidence") or 0.0)

    def _entity_line(self, entity: str) -> Record:
        labels = [q for q in self.quads(None, entity) if q.predicate == name("rdfs:label")]
        return {"iri": entity, "name": text_of(labels[0].object) if labels else None, "kind": kind_of(entity)}

    def _report_line(self, report: str) -> Record:
        quads = self.quads(None, report)
        keys = {"id": "identifier", "title": "title", "date": "date", "publisher": "publisher", "url": "source"}
        values = {key: _value(quads, f"dcterms:{property_}") for key, property_ in keys.items()}
        return {"id": values.pop("id"), "iri": report, **values}


_ROLE_ORDER = {role: number for number, role in enumerate(ROLES)}


def _first(quads: Iterable[Quad], property_: str) -> str | None:
    return next((quad.object for quad in quads if quad.predicate == name(property_)), None)


def _value(quads: Iterable[Quad], property_: str) -> str | int | float | bool | None:
    term = _first(quads, property_)
    return None if term is None else plain_value(term)


def _id(term: str) -> str:
    return text_of(term).rpartition("/")[2]
