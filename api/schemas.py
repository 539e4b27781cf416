"""The JSON that is answered, as models: they document it in OpenAPI, with examples, and hold the routes to it."""

from __future__ import annotations

from typing import Annotated, Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field

Item = TypeVar("Item")

_UKRAINE = "https://w3id.org/sitgraph/id/state/ukraine"
_HASH = "5f0c8a2e" * 8
Iri = Annotated[str, Field(description="IRI of the graph; leads to a page or RDF under /id/", examples=[_UKRAINE])]
LeftOut = Annotated[int, Field(ge=0, description="How many are below the confidence asked for", examples=[0])]
Day = Annotated[str, Field(description="ISO 8601 day", examples=["2024-08-15"])]


class Listing(BaseModel, Generic[Item]):
    """A page of a list; `total` where it is known, `next` the address of the following page."""

    items: list[Item]
    limit: int = Field(examples=[50])
    offset: int = Field(examples=[0])
    total: int | None = Field(None, examples=[1])
    next: str | None = Field(None, examples=[None])
    left_out: LeftOut = 0


class NodeLine(BaseModel):
    """An entity by name; `iri` is null where only the words of a report are known."""

    iri: Iri | None
    name: str | None = Field(examples=["Ukraine"])
    kind: str | None = Field(None, examples=["state"])


class EntityLine(NodeLine):
    """An entity in a list."""

    claims: int = Field(examples=[12], description="How many claims name it")


class ReportLine(BaseModel):
    """A report without its text."""

    id: str = Field(examples=["2024-08-15-kursk"])
    iri: Iri
    title: str | None = Field(None, examples=["Situation report, 15 August"])
    date: Day | None = None
    publisher: str | None = Field(None, examples=["Example Desk"])
    url: str | None = Field(None, examples=["https://example.org/report"])


class Filler(BaseModel):
    """A mention or what fills a role: its place in the text (code points, end exclusive), and what it means."""

    start: int = Field(examples=[13])
    end: int = Field(examples=[22])
    text: str = Field(examples=["Ukrainian"])
    type: str | None = Field(None, examples=["state"])
    entity: Iri | None = None
    name: str | None = Field(None, examples=["Ukraine"])
    links: list[str] = Field(default_factory=list, examples=[[]])
    score: float | None = Field(None, ge=0, le=1, examples=[1.0])
    rel: str | None = Field(None, description="How a claim lies to a place", examples=[None])


class Count(BaseModel):
    """A number or range; null is an open end."""

    min: int | None = Field(examples=[12])
    max: int | None = Field(examples=[12])
    scope: str = Field(examples=["event"], description="event, period or cumulative; never added up across scopes")
    text: str | None = Field(None, examples=["twelve"])


class Time(BaseModel):
    """Days, both inclusive."""

    start: Day
    end: Day
    text: str | None = Field(None, examples=["on Thursday"])
    basis: str | None = Field(None, examples=["stated"])


class Claim(BaseModel):
    """What one report says."""

    id: str = Field(examples=[_HASH])
    type: str = Field(examples=["equipment_loss"])
    status: str = Field(examples=["destroyed"])
    start: int = Field(examples=[0])
    end: int = Field(examples=[41])
    roles: dict[str, list[Filler]]
    count: Count | None = None
    time: Time | None = None
    polarity: str = Field(examples=["positive"])
    modality: str = Field(examples=["actual"])
    certainty: str = Field(examples=["confirmed"], description="How sure the report is")
    attribution: list[Filler] = Field(description="Who the report says it has this from")
    basis: str = Field(examples=["visual"], description="What the report points to: visual, document or none")
    cause: str | None = None
    condition: str | None = None
    content: str | None = None
    hedge: str | None = Field(None, description="The words that lower certainty")
    confidence: float = Field(ge=0, le=1, examples=[0.8], description="How sure the extractor is of type and words")


class ClaimDetail(Claim):
    """A claim with its words in the context of the report, and the events that it is pooled into."""

    iri: Iri
    quote: str = Field(examples=["twelve Ukrainian tanks were destroyed"])
    before: str = Field(examples=["Footage shows that "], description="The words before the quote")
    after: str = Field(examples=[" near Lgov."], description="The words after the quote")
    report: ReportLine
    extractor: str = Field(examples=["0.1.0"])
    events: list[str] = Field(examples=[[_HASH]])


class Event(BaseModel):
    """Claims about one thing, pooled."""

    id: str = Field(examples=[_HASH])
    iri: Iri
    type: str = Field(examples=["equipment_loss"])
    status: str = Field(examples=["destroyed"])
    standing: str = Field(examples=["accepted"], description="accepted, disputed, refuted, planned or possible")
    belief: float = Field(ge=0, le=1, examples=[0.7])
    sources: int = Field(examples=[1], description="How many independent sources")
    roles: dict[str, list[NodeLine]]
    count: Count | None = None
    time: Time | None = None
    claims: list[str] = Field(examples=[[_HASH]])


class EventDetail(Event):
    """An event with the claims it rests on."""

    evidence: list[ClaimDetail]
    left_out: LeftOut


class SameLink(BaseModel):
    """That an entity is one with another, as names and reports have it."""

    entity: Iri
    score: float = Field(ge=0, le=1, examples=[0.85])
    reasons: list[str] = Field(examples=[["the same name", "reports about the same states"]])


class Member(NodeLine):
    """One of the entities that are one: what a report, the catalogue or the gazetteer knows of it."""

    report: str | None = Field(None, examples=["2024-08-15-kursk"], description="The report that alone knows it")
    same: list[SameLink] = Field(description="Derived links to other members; none where people decided")


class Commander(NodeLine):
    """Who is said to lead a unit, with the first and the last day that this is said of, where one is."""

    since: Day | None = None
    until: Day | None = None


class UnitEquipment(NodeLine):
    """A type of equipment that a unit was seen with."""

    links: list[str] = Field(examples=[[]])
    how: str = Field(examples=["lost"])
    events: int = Field(examples=[2])
    first: Day | None = None
    last: Day | None = None


class UnitPlace(NodeLine):
    """A place where a unit was on a day."""

    day: Day | None = None
    how: str = Field(examples=["near"])
    type: str = Field(examples=["attack"])
    status: str = Field(examples=["ground"])
    event: str = Field(examples=[_HASH])


class UnitClaim(BaseModel):
    """A claim with a unit in a role."""

    date: Day | None = None
    report: str = Field(examples=["2024-08-15-kursk"])
    type: str = Field(examples=["equipment_loss"])
    status: str = Field(examples=["destroyed"])
    role: str = Field(examples=["unit"])
    words: str = Field(examples=["47th Brigade"])
    quote: str = Field(examples=["the 47th Brigade lost a tank"])
    claim: str = Field(examples=[_HASH])
    start: int = Field(examples=[0])


class UnitView(BaseModel):
    """A unit's command and doings; places and claims with the newest first."""

    parents: list[NodeLine] = Field(description="From the formation right above to the top")
    subordinates: list[NodeLine]
    commanders: list[Commander]
    people: list[NodeLine] = Field(description="Persons that belong to it")
    equipment: list[UnitEquipment]
    places: list[UnitPlace]
    claims: list[UnitClaim]


class Entity(BaseModel):
    """A state, organisation, armed group, person, unit, equipment type, place or facility."""

    iri: Iri
    name: str = Field(examples=["Ukraine"])
    kind: str = Field(examples=["state"])
    aliases: list[str] = Field(examples=[["Ukrainian"]])
    broader: list[NodeLine]
    narrower: list[NodeLine]
    links: list[str] = Field(description="The same in Wikidata and GeoNames", examples=[[]])
    codes: list[str] = Field(examples=[["UA", "UKR"]])
    latitude: float | None = None
    longitude: float | None = None
    claims: int = Field(examples=[3])
    events: int = Field(examples=[2])
    members: list[Member] = Field(default_factory=list, description="What is one with it, itself among them")
    unit: UnitView | None = Field(None, description="Of units only")
    left_out: LeftOut


class Report(ReportLine):
    """A report with its text, claims and mentions."""

    author: str | None = None
    archive_url: str | None = None
    retrieved: Day | None = None
    language: str = Field(examples=["en"])
    licence: str | None = None
    sha256: str = Field(examples=[_HASH], description="Of the text in UTF-8")
    text: str = Field(examples=["Footage shows that twelve Ukrainian tanks were destroyed near Lgov."])
    claims: list[Claim]
    mentions: list[Filler]
    left_out: LeftOut


class AnswerRow(BaseModel):
    """One row of an answer, with the words that it rests on."""

    model_config = ConfigDict(extra="allow")

    name: str | None = Field(None, examples=["T-72B3"])
    iri: str | None = None
    links: list[str] = Field(default_factory=list, examples=[[]])
    status: str | None = Field(None, examples=["destroyed"])
    countMin: int | None = Field(None, examples=[2])
    countMax: int | None = Field(None, examples=[2])
    certainty: str | None = Field(None, examples=["asserted"])
    modality: str | None = Field(None, examples=["actual"])
    polarity: str | None = Field(None, examples=["positive"])
    speaker: Any = None
    report: str | None = Field(None, examples=["2024-08-15-kursk"])
    date: str | None = Field(None, examples=["2024-08-15"])
    quote: str | None = Field(None, examples=["destroyed two T-72B3 tanks"])
    start: int | None = Field(None, examples=[20])
    end: int | None = Field(None, examples=[46])
    belief: float | None = Field(None, examples=[0.6])
    confidence: float | None = Field(
        None, ge=0, le=1, examples=[0.8], description="How sure the extractor is of type and words"
    )


class Excluded(BaseModel):
    """What was left out of an answer, and why."""

    model_config = ConfigDict(extra="allow")

    name: str | None = Field(None, examples=["Leopard 2"])
    why: str = Field(examples=["the report only says that it is possible"])
    quote: str | None = None
    report: str | None = None
    date: str | None = None


class Answer(BaseModel):
    """An answer to a question."""

    question: str = Field(examples=["Which equipment types did Russia lose?"])
    answer: Any = Field(examples=["T-72B3"])
    rows: list[AnswerRow]
    sparql: str = Field(examples=["SELECT ?type WHERE { … }"])
    evidence: Any = Field(None, examples=[[]])
    excluded: list[Excluded] = Field(description="The first of what was left out")
    left_out: int = Field(0, ge=0, examples=[1], description="How many were left out")


class Health(BaseModel):
    """That the store can be read, and what it holds."""

    status: str = Field(examples=["ok"])
    version: str = Field(examples=["0.1.0"])
    snapshot: int = Field(examples=[7])
    counts: dict[str, Any] = Field(examples=[{"reports": 1, "claims": 12, "events": 11}])
    fingerprints: dict[str, str] = Field(examples=[{"schema": "1", "extractor": "0.1.0"}])


class Problem(BaseModel):
    """Why a request was not answered (RFC 9457)."""

    type: str = Field(examples=["about:blank"])
    title: str = Field(examples=["Not Found"])
    status: int = Field(examples=[404])
    detail: str = Field(examples=["The store holds no event 'x'."])
    instance: str = Field(examples=["/events/x"])
    expected: list[str] | None = None
    advice: str | None = Field(None, examples=["See /events for what the store holds."])
