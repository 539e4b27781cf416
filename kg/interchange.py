"""A reading as JSON and back: the form that `kg extract` prints, one object per report.

The form leaves out what the catalogue and the gazetteer know of an entity beyond its name and external
identifiers, and the reasons for a link; everything else comes back as it was.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date as Date
from typing import TypedDict

from kg.errors import ReportError
from kg.model import Claim, Count, Entity, Filler, Interval, Link, Mention, Reading, Report, Span

JsonObject = Mapping[str, object]


class FillerJson(TypedDict, total=False):
    """A mention or a role's filler: `start`, `end` and `text` always, `rel` of places only where it is not `in`."""

    start: int
    end: int
    text: str
    type: str | None
    entity: str | None
    name: str | None
    links: list[str]
    score: float | None
    rel: str


class ClaimJson(TypedDict):
    """A claim with every field, null where it is not filled."""

    id: str
    type: str
    status: str
    start: int
    end: int
    roles: dict[str, list[FillerJson]]
    count: dict[str, int | str | None] | None
    time: dict[str, str] | None
    polarity: str
    modality: str
    certainty: str
    attribution: list[FillerJson]
    basis: str
    cause: str | None
    condition: str | None
    content: str | None
    hedge: str | None
    confidence: float


class ReadingJson(TypedDict):
    """A report (id, sha256, title, date, source), its mentions and its claims."""

    report: dict[str, str | None]
    mentions: list[FillerJson]
    claims: list[ClaimJson]


def reading_to_json(reading: Reading) -> ReadingJson:
    """The JSON object of a reading; mentions without a kind name no entity and are left out."""
    report = reading.report
    return {
        "report": {
            "id": report.id,
            "sha256": report.sha256,
            "title": report.title,
            "date": report.date.isoformat() if report.date else None,
            "source": report.url,
        },
        "mentions": [filler_to_json(mention) for mention in reading.mentions if mention.kind is not None],
        "claims": [claim_to_json(claim) for claim in reading.claims],
    }


def reading_to_line(reading: Reading) -> str:
    """The JSON object of a reading on one line, in ASCII: some programs take U+2028 and its like for line breaks."""
    return json.dumps(reading_to_json(reading), separators=(",", ":"))


def claim_to_json(claim: Claim) -> ClaimJson:
    """The JSON object of a claim."""
    return {
        "id": claim.id,
        "type": claim.type,
        "status": claim.status,
        "start": claim.evidence.start,
        "end": claim.evidence.end,
        "roles": {role: [filler_to_json(filler) for filler in claim.roles[role]] for role in claim.roles},
        "count": _count_to_json(claim.count) if claim.count else None,
        "time": _time_to_json(claim.time) if claim.time else None,
        "polarity": claim.polarity,
        "modality": claim.modality,
        "certainty": claim.certainty,
        "attribution": [filler_to_json(filler) for filler in claim.attribution],
        "basis": claim.basis,
        "cause": claim.cause,
        "condition": claim.condition,
        "content": claim.content,
        "hedge": claim.hedge,
        "confidence": claim.confidence,
    }


def filler_to_json(filler: Filler) -> FillerJson:
    """The JSON object of a mention or filler; entity, name and score are null where it is not linked."""
    link = filler.link
    written: FillerJson = {
        "start": filler.mention.span.start,
        "end": filler.mention.span.end,
        "text": filler.mention.text,
        "type": filler.kind,
        "entity": link.entity.iri if link else None,
        "name": link.entity.name if link else None,
        "links": list(link.entity.links) if link else [],
        "score": link.score if link else None,
    }
    if filler.rel is not None:
        written["rel"] = filler.rel
    return written


def _count_to_json(count: Count) -> dict[str, int | str | None]:
    return {"min": count.min, "max": count.max, "text": count.text, "scope": count.scope}


def _time_to_json(time: Interval) -> dict[str, str]:
    """The days and, where the report states them, its words; the report's own day has no words."""
    days = {"start": time.start.isoformat(), "end": time.end.isoformat()}
    return {**days, "text": time.text} if time.text else days


def reading_from_json(document: JsonObject, report: Report) -> Reading:
    """The reading that a JSON object tells of `report`, whose text the offsets count in.

    Raises ReportError where the object is of another text, lacks a field or puts words where they are not.
    """
    told = _object(document.get("report"), report, "report")
    if told.get("sha256") != report.sha256:
        raise ReportError(report.id, "the claims were read from another text", expected=f"sha256 {report.sha256}")
    mentions = tuple(
        _filler(_object(mention, report, "mention"), report) for mention in _list(document, "mentions", report)
    )
    claims = tuple(_claim(_object(claim, report, "claim"), report) for claim in _list(document, "claims", report))
    return Reading(report, mentions, claims)


def _claim(told: JsonObject, report: Report) -> Claim:
    evidence = _span(told, report)
    roles = _object(told.get("roles"), report, "roles")
    count, time = told.get("count"), told.get("time")
    confidence = told.get("confidence")
    return Claim(
        id=_text(told, "id", report),
        report_id=report.id,
        type=_text(told, "type", report),
        status=_text(told, "status", report),
        evidence=evidence,
        quote=evidence.cut(report.text),
        roles={role: _fillers(roles, role, report) for role in roles},
        count=_count(_object(count, report, "count"), report) if count else None,
        time=_time(_object(time, report, "time"), report) if time else None,
        polarity=_text(told, "polarity", report),
        modality=_text(told, "modality", report),
        certainty=_text(told, "certainty", report),
        basis=_optional(told, "basis", report) or "none",
        hedge=_optional(told, "hedge", report),
        cause=_optional(told, "cause", report),
        condition=_optional(told, "condition", report),
        content=_optional(told, "content", report),
        attribution=_fillers(told, "attribution", report) if told.get("attribution") else (),
        confidence=float(confidence) if isinstance(confidence, (int, float)) else 0.5,
    )


def _fillers(told: JsonObject, key: str, report: Report) -> tuple[Filler, ...]:
    return tuple(_filler(_object(filler, report, key), report) for filler in _list(told, key, report))


def _filler(told: JsonObject, report: Report) -> Filler:
    span, words = _span(told, report), _text(told, "text", report)
    if span.cut(report.text) != words:
        raise ReportError(report.id, f"{words!r} does not stand at {span.start}–{span.end}")
    kind, iri = _optional(told, "type", report), _optional(told, "entity", report)
    link = None
    if iri is not None and kind is not None:
        links = tuple(str(link) for link in _list(told, "links", report)) if told.get("links") else ()
        score = told.get("score")
        entity = Entity(iri, kind, _optional(told, "name", report) or words, links=links)
        link = Link(entity, float(score) if isinstance(score, (int, float)) else 1.0)
    return Filler(Mention(span, words, kind), link, _optional(told, "rel", report))


def _count(told: JsonObject, report: Report) -> Count:
    scope, words = _optional(told, "scope", report) or "event", _optional(told, "text", report) or ""
    return Count(_whole(told, "min", report), _whole(told, "max", report), scope, words)


def _time(told: JsonObject, report: Report) -> Interval:
    words = _optional(told, "text", report) or ""
    try:
        start, end = Date.fromisoformat(_text(told, "start", report)), Date.fromisoformat(_text(told, "end", report))
    except ValueError as error:
        raise ReportError(report.id, f"a time cannot be read: {error}", expected="ISO 8601 days") from error
    return Interval(start, end, words, "stated" if words else "report_day")


def _span(told: JsonObject, report: Report) -> Span:
    start, end = _whole(told, "start", report), _whole(told, "end", report)
    if start is None or end is None or not 0 <= start < end <= len(report.text):
        raise ReportError(
            report.id, f"{start}–{end} is no stretch of the text", expected="0 <= start < end <= its length"
        )
    return Span(start, end)


def _object(value: object, report: Report, what: str) -> JsonObject:
    if isinstance(value, Mapping):
        return value
    raise ReportError(report.id, f"{what} is {value!r}", expected="a JSON object")


def _list(told: JsonObject, key: str, report: Report) -> Sequence[object]:
    value = told.get(key)
    if isinstance(value, list):
        return value
    raise ReportError(report.id, f"{key} is {value!r}", expected="a JSON array")


def _text(told: JsonObject, key: str, report: Report) -> str:
    value = told.get(key)
    if isinstance(value, str):
        return value
    raise ReportError(report.id, f"{key} is {value!r}", expected="a string")


def _optional(told: JsonObject, key: str, report: Report) -> str | None:
    return None if told.get(key) is None else _text(told, key, report)


def _whole(told: JsonObject, key: str, report: Report) -> int | None:
    value = told.get(key)
    if value is None or (isinstance(value, int) and not isinstance(value, bool)):
        return value
    raise ReportError(report.id, f"{key} is {value!r}", expected="a whole number")
