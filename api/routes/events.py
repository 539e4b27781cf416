"""/events: what is held to have happened, by kind, place, side and time."""

from __future__ import annotations

from datetime import date as Date
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from api import records
from api.answers import counted
from api.dependencies import MinConfidence, SettingsHere, ViewHere
from api.description import entity_meant
from api.errors import Unprocessable, told, wants_page
from api.listing import Format, Limit, Offset, one_of, page_limit, respond, role_words
from api.pages import sure_address, words
from api.schemas import Event, EventDetail, Listing
from api.terms import Shown
from kg.vocabulary import CLAIM_TYPES, STANDINGS

router = APIRouter(tags=["Events"])
COLUMNS = ("What", "Who, what, where", "Count", "When", "Standing", "Claims")
STATUSES = tuple(sorted({status for kind in CLAIM_TYPES.values() for status in kind.statuses}))


def _words(values: tuple[str, ...], what: str, example: str) -> Any:
    return Query(description=what, examples=[example], json_schema_extra={"enum": list(values)})


@router.get("/events/", include_in_schema=False)
@router.get(
    "/events",
    summary="List events",
    responses={200: {"model": Listing[Event]}, **told(406, 422)},
    response_class=Response,
    openapi_extra={"x-try": "/events?type=equipment_loss&limit=10"},
)
def list_events(
    request: Request,
    view: ViewHere,
    settings: SettingsHere,
    type: Annotated[str | None, _words(tuple(CLAIM_TYPES), "Kind of event", "equipment_loss")] = None,
    status: Annotated[str | None, _words(STATUSES, "Status, of the kind that `type` names", "destroyed")] = None,
    entity: Annotated[
        str,
        Query(
            description="Name, IRI or its part after /id/ of who or what takes part, with all that belongs to it",
            examples=["state/ukraine"],
        ),
    ] = "",
    place: Annotated[
        str, Query(description="Name or IRI of a place or region, with all that lies in it", examples=["Lgov"])
    ] = "",
    standing: Annotated[str | None, _words(STANDINGS, "What is held of it", "accepted")] = None,
    report: Annotated[str | None, Query(description="Id of a report that has a claim of it")] = None,
    since: Annotated[
        str, Query(description="First day; events without a time fall out", examples=["2024-08-01"])
    ] = "",
    until: Annotated[str, Query(description="Last day", examples=["2024-08-31"])] = "",
    min_confidence: MinConfidence = 0.0,
    limit: Limit = None,
    offset: Offset = 0,
    format: Format = None,
) -> Response:
    """Events, the latest first. Claims that are planned, possible or refuted make events of that standing.

    `min_confidence` leaves out events without a claim read so surely, and of the others the claims below it.
    """
    size = page_limit(limit, settings)
    known = one_of("type", type, tuple(CLAIM_TYPES))
    filters: dict[str, Any] = {
        "type": known,
        "status": _status(known, status, page=wants_page(request)),
        "standing": one_of("standing", standing, STANDINGS),
        "place": entity_meant(view, place, "place"),
        "entity": entity_meant(view, entity, "entity"),
        "report": report or None,
        "since": _day("since", since),
        "until": _day("until", until),
        "min_confidence": min_confidence,
    }
    found = view.events(**filters, limit=size + 1, offset=offset)
    total = view.count_events(**filters)
    every = view.count_events(**{**filters, "min_confidence": 0.0}) if min_confidence else total
    return respond(
        request,
        found,
        limit=size,
        offset=offset,
        total=total,
        format_=format,
        title="Events",
        columns=COLUMNS,
        row=lambda event: _row(event, min_confidence),
        left_out=every - total,
        filters=(
            ("type", "Kind", type, tuple(CLAIM_TYPES)),
            *((("status", "Status", status, CLAIM_TYPES[known].statuses),) if known else ()),
            ("standing", "Standing", standing, STANDINGS),
            ("entity", "Who or what", entity, ()),
            ("place", "Where", place, ()),
            ("since", "Since", since, ()),
            ("until", "Until", until, ()),
            ("min_confidence", "Least confidence", f"{min_confidence:g}" if min_confidence else "", ()),
        ),
    )


@router.get(
    "/events/{event_id}",
    summary="One event with its evidence",
    response_model=EventDetail,
    responses=records.PAGE | told(404, 406, 422),
)
def get_event(
    request: Request,
    view: ViewHere,
    event_id: str,
    min_confidence: MinConfidence = 0.0,
    format: Format = None,
) -> Any:
    """An event with the claims it rests on. The id of any of its claims leads to it too."""
    return records.respond(request, view.event(event_id, min_confidence=min_confidence), format, min_confidence)


def _status(kind: str | None, status: str | None, *, page: bool) -> str | None:
    """The status of that kind; on a page, one left over from another kind that was chosen before is passed over."""
    if page and (kind is None or status not in CLAIM_TYPES[kind].statuses):
        return None
    if status and kind is None:
        raise Unprocessable(
            f"status is {status!r} without a type.", advice="Statuses belong to a type: name it with type=."
        )
    return one_of("status", status, CLAIM_TYPES[kind].statuses) if kind else None


def _day(name: str, value: str) -> Date | None:
    if not value:
        return None
    try:
        return Date.fromisoformat(value)
    except ValueError:
        raise Unprocessable(f"{name} is {value!r}.", expected=("a day as 2024-08-15",)) from None


def _row(event: dict[str, Any], min_confidence: float) -> list[list[Shown]]:
    count, time = event["count"], event["time"]
    days = sorted({time["start"], time["end"]}) if time else []
    number = counted(count["min"], count["max"]) if count else ""
    scope = f" ({count['scope']})" if count and count["scope"] != "event" else ""
    return [
        [Shown(f"{words(event['type'])}, {words(event['status'])}", sure_address(event["iri"], min_confidence))],
        [Shown(part) for part in role_words(event).split("; ")],
        [Shown(number + scope)],
        [Shown(" to ".join(days))],
        [Shown(event["standing"]), Shown(f"belief {event['belief']:.2f}")],
        [Shown(str(len(event["claims"])))],
    ]
