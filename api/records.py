"""One thing of the store as JSON, or for browsers the page under /id/ that shows it."""

from __future__ import annotations

from typing import Any

from fastapi import Request, Response
from fastapi.responses import RedirectResponse

from api.negotiation import HTML, JSON, negotiate
from api.pages import sure_address

Record = dict[str, Any]

PAGE: dict[int | str, dict[str, Any]] = {303: {"description": "Where its page is, for browsers"}}
"""What routes that answer so can say besides, for OpenAPI."""


def respond(request: Request, record: Record, format_: str | None, min_confidence: float) -> Record | Response:
    """The record itself, which has its `iri`; where a page is wanted, the way to that of claims of that confidence."""
    if negotiate((JSON, HTML), request.headers.get("accept"), format_) is JSON:
        return record
    return RedirectResponse(sure_address(record["iri"], min_confidence), 303)
