"""Lists by page: how many, from where, the address of the next page, as JSON or as a page for browsers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import Query, Request, Response
from fastapi.responses import JSONResponse

from api.dependencies import SettingsHere
from api.errors import Unprocessable
from api.negotiation import HTML, JSON, negotiate
from api.pages import render, words
from api.terms import Shown

Record = dict[str, Any]
Limit = Annotated[int | None, Query(ge=1, description="Items of a page", examples=[50])]
Offset = Annotated[int, Query(ge=0, description="Items to pass over", examples=[0])]
Format = Annotated[str | None, Query(description="json or html; wins over the Accept header", examples=["json"])]
Filter = tuple[str, str, str | None, tuple[str, ...]]
"""A filter of a list's page: parameter, label, value, the values to choose from (none: free text)."""


def page_limit(limit: int | None, settings: SettingsHere) -> int:
    """The size of a page: what is asked for, up to the server's limit."""
    return min(limit or settings.page_size, settings.max_page_size)


def one_of(name: str, value: str | None, known: Sequence[str]) -> str | None:
    """The value of a filter, None for an empty one; raises Unprocessable where it is none of the known words."""
    if not value:
        return None
    if value not in known:
        raise Unprocessable(f"{name} is {value!r}.", expected=known, advice=f"Name one of these as {name}.")
    return value


def respond(
    request: Request,
    found: Sequence[Record],
    *,
    limit: int,
    offset: int,
    total: int | None,
    format_: str | None,
    title: str,
    columns: Sequence[str],
    row: Callable[[Record], Sequence[Sequence[Shown]]],
    filters: Sequence[Filter] = (),
    left_out: int = 0,
) -> Response:
    """A page of a list in the form that the request accepts; `found` holds one item more where there are more.

    `left_out` is how many there are besides that only a least confidence keeps away.
    """
    offer = negotiate((JSON, HTML), request.headers.get("accept"), format_)
    items, more = list(found[:limit]), len(found) > limit
    ahead = _address(request, offset=offset + limit) if more else None
    if offer is JSON:
        body = {"items": items, "limit": limit, "offset": offset, "total": total, "next": ahead}
        body["left_out"] = left_out
        return JSONResponse(body)
    return render(
        request,
        "list.html",
        title=title,
        columns=columns,
        rows=[row(item) for item in items],
        filters=filters,
        told=_told(len(items), offset, total),
        left_out=left_out,
        previous=_address(request, offset=max(offset - limit, 0)) if offset else None,
        next=ahead,
        as_json=_address(request, offset=offset, format="json"),
    )


def role_words(event: Record) -> str:
    """Who and what takes part in an event, by role, on one line.

    >>> role_words({"roles": {"victim": [{"name": "Ukraine"}], "place.near": [{"name": "Lgov"}]}})
    'victim: Ukraine; place (near): Lgov'
    """
    told = []
    for role, fillers in event["roles"].items():
        name, _, rel = role.partition(".")
        told.append(f"{name}{f' ({rel})' if rel else ''}: {', '.join(filler['name'] or '?' for filler in fillers)}")
    return "; ".join(told)


def event_title(event: Record) -> str:
    """An event in few words: type and status, its standing unless it is accepted, when, who takes part."""
    days = event["time"]
    when = f", {days['start']}" if days else ""
    held = "" if event["standing"] == "accepted" else f" ({event['standing']})"
    return f"{words(event['type'])}, {words(event['status'])}{held}{when}: {role_words(event)}"


def _told(shown: int, offset: int, total: int | None) -> str:
    if not shown:
        return "Nothing here fits." if not offset else "Nothing more."
    of = f" of {total:,}" if total is not None else ""
    return f"{offset + 1:,} to {offset + shown:,}{of}"


def _address(request: Request, **changes: object) -> str:
    kept = [(key, value) for key, value in request.query_params.multi_items() if key not in changes and value]
    return f"{request.url.path}?{urlencode([*kept, *changes.items()])}"
