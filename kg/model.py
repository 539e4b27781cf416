"""The values that Sitgraph works on: reports, mentions, entities, claims, events.

All are frozen and hashable. Offsets are code points into `Report.text`, half-open.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date as Date


@dataclass(frozen=True, slots=True)
class Report:
    """One situation report as it was read: its text to the letter, and what is known about it.

    `sha256` is the hexadecimal digest of `text` in UTF-8; `language` an ISO 639-1 code.
    """

    id: str
    text: str
    sha256: str
    date: Date | None = None
    title: str | None = None
    author: str | None = None
    publisher: str | None = None
    url: str | None = None
    archive_url: str | None = None
    retrieved: Date | None = None
    language: str = "en"
    licence: str | None = None


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of a report's text: code points, `end` exclusive."""

    start: int
    end: int

    def cut(self, text: str) -> str:
        """The words of the span.

        >>> Span(0, 4).cut("Kyiv said")
        'Kyiv'
        """
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """Whether the two share at least one code point."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        """Whether `other` lies within this span (or is equal to it)."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Entity:
    """A node of the graph: a state, organisation, armed group, person, unit, equipment type, place or facility.

    `kind` is a key of `vocabulary.ENTITY_KINDS`; `broader` holds the IRIs of what it directly belongs to (a
    unit's parent, a person's state, an equipment type's family or class, a place's region); `links` the IRIs of
    external identifiers (Wikidata ``http://www.wikidata.org/entity/Q…``, GeoNames ``https://sws.geonames.org/N/``).
    `codes` are literals such as ISO 3166 codes.
    """

    iri: str
    kind: str
    name: str
    aliases: tuple[str, ...] = ()
    broader: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """That a mention means an entity: with a score in 0–1 (two decimals) and the reasons for it."""

    entity: Entity
    score: float = 1.0
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of text that names or describes something; `kind` is None for a generic noun phrase."""

    span: Span
    text: str
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class Filler:
    """What fills a role: a mention, the entity it means where one is known, and for places how it lies to them.

    `rel` is one of `vocabulary.PLACE_RELATIONS` or None (the place as such).
    """

    mention: Mention
    link: Link | None = None
    rel: str | None = None

    @property
    def name(self) -> str:
        """The entity's canonical name, else the words of the report."""
        return self.link.entity.name if self.link else self.mention.text

    @property
    def kind(self) -> str | None:
        """The kind of the entity, else of the mention; None for a generic noun phrase."""
        return self.link.entity.kind if self.link else self.mention.kind


@dataclass(frozen=True, slots=True)
class Count:
    """A number or range; None is an open end. `scope` is one of `vocabulary.SCOPES`."""

    min: int | None
    max: int | None
    scope: str = "event"
    text: str = ""


@dataclass(frozen=True, slots=True)
class Interval:
    """Days from `start` to `end`, both inclusive; `basis` is one of `vocabulary.TIME_BASES`."""

    start: Date
    end: Date
    text: str = ""
    basis: str = "stated"


@dataclass(frozen=True, slots=True)
class Claim:
    """One thing that one report says happened, is so, was said or is planned.

    `type`, `status` and the keys of `roles` are those of `vocabulary.CLAIM_TYPES`; `evidence` is the quote's
    place in the report's text and `quote` its words. `certainty` is how sure the report is, `basis` what it
    points to, `hedge` the words that lower certainty, `confidence` the extractor's own (0–1, two decimals).
    `id` is the 64 hexadecimal digits of `identifiers.claim_id`.
    """

    id: str
    report_id: str
    type: str
    status: str
    evidence: Span
    quote: str
    roles: Mapping[str, tuple[Filler, ...]] = field(hash=False)
    count: Count | None = None
    time: Interval | None = None
    polarity: str = "positive"
    modality: str = "actual"
    certainty: str = "asserted"
    basis: str = "none"
    hedge: str | None = None
    cause: str | None = None
    condition: str | None = None
    content: str | None = None
    attribution: tuple[Filler, ...] = ()
    confidence: float = 0.5

    def fillers(self, role: str) -> tuple[Filler, ...]:
        """The fillers of a role, none where it is not filled."""
        return self.roles.get(role, ())


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read from one report: its mentions of entities and its claims, in the order of the text."""

    report: Report
    mentions: tuple[Filler, ...]
    claims: tuple[Claim, ...]

    def with_confidence(self, least: float) -> Reading:
        """The reading with those of its claims only that have at least that confidence (0–1)."""
        return replace(self, claims=tuple(claim for claim in self.claims if claim.confidence >= least))


@dataclass(frozen=True, slots=True)
class Event:
    """What we hold to have happened (or to be planned, possible, refuted): claims about one thing, pooled.

    `roles` maps a role to entity IRIs or, for fillers that no entity is known for, to their words in lower case;
    `id` is the id of the anchoring claim, the first by (report date, report id, offset, claim id).
    `standing` is one of `vocabulary.STANDINGS`, `belief` lies in 0–1 (two decimals), `sources` counts the
    independent sources that the claims come from.
    """

    id: str
    type: str
    status: str
    roles: Mapping[str, tuple[str, ...]] = field(hash=False)
    claims: tuple[str, ...]
    standing: str
    belief: float
    count: Count | None = None
    time: Interval | None = None
    sources: int = 1
