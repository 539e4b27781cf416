"""The JSON of the reconciliation service as models, which document it in OpenAPI with examples."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, Field

from kg.vocabulary import ID, SG

_TYPE = {"id": "Place-settlement", "name": "settlement"}
_BASE = "http://127.0.0.1:8000"


class Manifest(BaseModel):
    """What a client learns of the service first."""

    versions: list[str] = Field(examples=[["0.2"]])
    name: str = Field(examples=["Sitgraph"])
    identifierSpace: str = Field(examples=[ID])
    schemaSpace: str = Field(examples=[SG])
    defaultTypes: list[dict[str, Any]] = Field(examples=[[{"id": "State", "name": "state"}]])
    view: dict[str, str] = Field(examples=[{"url": f"{_BASE}/reconcile/view?id={{{{id}}}}"}])
    preview: dict[str, Any]
    suggest: dict[str, Any]
    extend: dict[str, Any]
    batchSize: int = Field(examples=[50], description="Most queries of one batch")


class Feature(BaseModel):
    """A figure that a score comes from; /reconcile/feature?id= says what it means."""

    id: str = Field(examples=["name"])
    value: bool | float = Field(examples=[1.0])


class Candidate(BaseModel):
    """An entity that a name can mean; `match` says that it can be taken without a look."""

    id: str = Field(examples=["place/gn-704422"])
    name: str = Field(examples=["Pokrovsk"])
    description: str = Field(examples=["settlement, Donetsk Oblast, Ukraine"])
    score: float = Field(ge=0, le=100, examples=[99.11])
    match: bool = Field(examples=[True])
    type: list[dict[str, str]] = Field(examples=[[_TYPE]])
    features: list[Feature]
    reasons: list[str] = Field(examples=[["its own name", "within: Donetsk Oblast fits"]])


class Result(BaseModel):
    """The candidates for one query, the best first."""

    result: list[Candidate]


class Suggested(BaseModel):
    """A completion; entities have `notable`, their types."""

    id: str = Field(examples=["state/ukraine"])
    name: str = Field(examples=["Ukraine"])
    description: str = Field("", examples=["state"])
    notable: list[dict[str, str]] = Field(default_factory=list, examples=[[{"id": "State", "name": "state"}]])


class Suggestions(BaseModel):
    """Completions, the likeliest first."""

    result: list[Suggested]


class Flyout(BaseModel):
    """A few words of HTML on a suggestion."""

    id: str = Field(examples=["state/ukraine"])
    html: str = Field(examples=["<p><strong>Ukraine</strong> state</p>"])


class ProposedProperty(BaseModel):
    """A property that a table can be extended with."""

    id: str = Field(examples=["isoCode"])
    name: str = Field(examples=["ISO 3166"])
    description: str = Field(examples=["codes of states and regions"])


class Proposals(BaseModel):
    """The properties that entities of a type can have."""

    properties: list[ProposedProperty]
    type: str | None = Field(None, examples=["State"])
    limit: int | None = Field(None, examples=[10])


class FeatureTold(BaseModel):
    """What a matching feature means."""

    id: str = Field(examples=["name"])
    description: str = Field(examples=["How well the name fits, 0 to 1."])
