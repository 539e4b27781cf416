"""What is answered when a request cannot be: one table from exception to status, and problem+json bodies.

The bodies follow RFC 9457: `type`, `title`, `status`, `detail` (what was wrong), and two members of our own,
`expected` (what would have been right) and `advice` (what to do).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, TypeVar

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from api.pages import render
from api.schemas import Problem as ProblemBody
from kg.errors import (
    NotFoundError,
    QueryBusyError,
    QueryError,
    QueryTimeError,
    QuestionError,
    ReportError,
    SitgraphError,
    StoreError,
    ValidationError,
)

PROBLEM = "application/problem+json"
T = TypeVar("T")


class ApiError(Exception):
    """Base of what only HTTP can get wrong; carries what the problem body says."""

    def __init__(self, detail: str, *, expected: Sequence[str] = (), advice: str = "") -> None:
        self.detail, self.expected, self.advice = detail, tuple(expected), advice
        super().__init__(detail)


class BadRequest(ApiError):
    """The request is not put as the protocol asks."""


class ReadOnly(ApiError):
    """An update was sent; the server only reads."""


class NotAcceptable(ApiError):
    """None of what is offered is what the request accepts."""

    def __init__(self, asked: str, offered: Sequence[str]) -> None:
        super().__init__(
            f"Nothing that is offered here fits {asked!r}.",
            expected=offered,
            advice="Send one of these in the Accept header, or name one with ?format=.",
        )


class UnsupportedMedia(ApiError):
    """The body is of a type that is not read here."""


class Unprocessable(ApiError):
    """A parameter is well formed, but none of the values that it can have."""


class Unavailable(ApiError):
    """The server was made without what the request needs."""


class TooLong(ApiError):
    """The query or question is longer than the server's limit."""


STATUS: Mapping[type[Exception], int] = {
    BadRequest: 400,
    ReadOnly: 403,
    NotAcceptable: 406,
    TooLong: 413,
    Unprocessable: 422,
    Unavailable: 501,
    UnsupportedMedia: 415,
    QueryError: 400,
    QueryTimeError: 503,
    QueryBusyError: 503,
    NotFoundError: 404,
    QuestionError: 422,
    ReportError: 400,
    ValidationError: 422,
    StoreError: 503,
    SitgraphError: 500,
}
"""Exception -> HTTP status; a subclass that is not listed has its nearest listed base's."""

ADVICE: Mapping[type[Exception], str] = {
    QueryError: "Correct the query; /sparql without a query tells what is offered, and is a form in a browser.",
    QueryTimeError: "Ask for less: name types and entities before joining, add a LIMIT; or raise SITGRAPH_QUERY_SECONDS.",
    QueryBusyError: "Ask again in some seconds.",
    NotFoundError: "See /entities?q=, /events and /reports for what the store holds.",
    StoreError: "Build the store with `kg build`, then ask again.",
}

RETRY_AFTER: Mapping[type[Exception], int] = {QueryBusyError: 5}
"""After how many seconds it is worth asking again."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem body before it is written."""

    status: int
    detail: str
    expected: tuple[str, ...] = ()
    advice: str = ""
    more: Mapping[str, object] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """The status in words."""
        return HTTPStatus(self.status).phrase

    def body(self, instance: str) -> dict[str, object]:
        """The members of the JSON body; those without a value are left out."""
        told = {"expected": list(self.expected), "advice": self.advice}
        return {
            "type": "about:blank",
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
            "instance": instance,
            **{key: value for key, value in told.items() if value},
            **self.more,
        }


def _nearest(table: Mapping[type[Exception], T], error: Exception) -> T | None:
    return next((table[cls] for cls in type(error).__mro__ if cls in table), None)


def problem(error: Exception) -> Problem:
    """The problem that an exception of the table is told as."""
    status = _nearest(STATUS, error) or 500
    if isinstance(error, ApiError):
        return Problem(status, error.detail, error.expected, error.advice)
    if isinstance(error, QuestionError):
        return Problem(
            status,
            f"{error.fault}.",
            advice="Ask in a form like one of the examples.",
            more={"part": error.part, "examples": list(error.examples)},
        )
    if isinstance(error, ValidationError):
        return Problem(status, str(error), more={"messages": list(error.messages)})
    seconds = _nearest(RETRY_AFTER, error)
    headers = {"Retry-After": str(seconds)} if seconds else {}
    return Problem(status, str(error), advice=_nearest(ADVICE, error) or "", headers=headers)


def invalid(error: RequestValidationError) -> Problem:
    """The problem for parameters that are missing or do not fit what is declared."""
    faults = [
        {"parameter": ".".join(str(part) for part in fault["loc"][1:]), "problem": fault["msg"]}
        for fault in error.errors()
    ]
    told = "; ".join(f"{fault['parameter']}: {fault['problem']}" for fault in faults)
    return Problem(422, told, advice="See /docs for the parameters.", more={"faults": faults})


def told(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The problems that a route can answer with, for OpenAPI."""
    return {
        status: {"model": ProblemBody, "description": HTTPStatus(status).phrase, "content": {PROBLEM: {}}}
        for status in statuses
    }


def wants_page(request: Request) -> bool:
    """Whether a request comes from a browser that shows pages: it names text/html and no ?format=."""
    return "text/html" in request.headers.get("accept", "") and "format" not in request.query_params


def respond(request: Request, told: Problem) -> Response:
    """The problem as a page for browsers, else as problem+json."""
    if not wants_page(request):
        return JSONResponse(told.body(request.url.path), told.status, told.headers, media_type=PROBLEM)
    page = render(request, "problem.html", status=told.status, problem=told)
    page.headers.update(told.headers)
    return page


async def _told(request: Request, error: Exception) -> Response:
    return respond(request, problem(error))


async def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    return respond(request, invalid(error))


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    advice = {404: "See / and /docs for what is here.", 405: "See /docs for the methods of each address."}
    detail = f"{request.method} {request.url.path}: {error.detail}"
    return respond(
        request,
        Problem(error.status_code, detail, advice=advice.get(error.status_code, ""), headers=error.headers or {}),
    )


def install(app: FastAPI) -> None:
    """Make an app answer its errors by the table."""
    for cls in (ApiError, SitgraphError):
        app.add_exception_handler(cls, _told)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
