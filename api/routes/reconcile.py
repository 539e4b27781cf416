"""/reconcile: names of other tables matched with entities, by the Reconciliation Service API 0.2."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import parse_qsl

from fastapi import APIRouter, Depends, Query, Request, Response

from api.bodies import FORM, body_text, media_type
from api.dependencies import Context, ContextHere
from api.errors import BadRequest, TooLong, told
from api.reconciliation.answers import extended, results
from api.reconciliation.jsonp import answer
from api.reconciliation.manifest import manifest
from api.reconciliation.requests import read_extension, read_queries
from api.reconciliation.schemas import Manifest, Result

router = APIRouter(tags=["Reconciliation"])
MOST_CHARACTERS = 1_000_000
BATCH = '{"q0": {"query": "Pokrovsk", "type": "Place-settlement", "properties": [{"pid": "within", "v": "Donetsk Oblast"}]}}'
EXTEND = '{"ids": ["state/ukraine"], "properties": [{"id": "isoCode"}, {"id": "wikidata"}]}'
Callback = Annotated[
    str | None, Query(description="Name of a JavaScript function that the answer is to be a call of (JSONP)")
]


@dataclass(frozen=True, slots=True)
class Operation:
    """What a request asks for: a batch of queries, a data extension, or neither, which is the manifest."""

    queries: str | None
    extend: str | None
    callback: str | None


async def operation(request: Request) -> Operation:
    """The operation of a request, from its address and form; raises ApiError where it is none."""
    pairs = list(request.query_params.multi_items())
    if request.method == "POST":
        media_type(request, (FORM,))
        limit = TooLong(f"The request is longer than {MOST_CHARACTERS:,} characters.", advice="Send smaller batches.")
        pairs += parse_qsl(await body_text(request, MOST_CHARACTERS, limit), keep_blank_values=True)
    values = dict(pairs)
    asked = Operation(values.get("queries"), values.get("extend"), values.get("callback"))
    if asked.queries is not None and asked.extend is not None:
        raise BadRequest("The request holds queries and extend.", expected=("one of them",))
    if request.method == "POST" and asked.queries is None and asked.extend is None:
        raise BadRequest("The form holds neither queries nor extend.", expected=("queries", "extend"))
    return asked


def answered(request: Request, here: Context, asked: Operation) -> Response:
    """The manifest, the results of a batch, or the rows of a data extension."""
    content: dict[str, Any]
    if asked.queries is not None:
        batch = read_queries(asked.queries, here.settings.reconcile_batch)
        content = results(here.directory(), batch)
    elif asked.extend is not None:
        extension = read_extension(asked.extend)
        content = extended(here.directory(), extension)
    else:
        content = manifest(base_address(request), here.settings.reconcile_batch)
    return answer(content, asked.callback)


def base_address(request: Request) -> str:
    """The address that the server is reached at, without a slash at its end."""
    return str(request.base_url).rstrip("/")


RESPONSES: dict[int | str, dict[str, Any]] = {
    200: {"model": Manifest | dict[str, Result] | dict[str, Any], "description": "The manifest, results or rows"},
    **told(400, 413, 422, 503),
}


@router.get("/reconcile/", include_in_schema=False)
@router.get(
    "/reconcile",
    summary="The service's manifest; with queries, candidates; with extend, properties",
    responses=RESPONSES,
    response_class=Response,
    openapi_extra={"x-try": "/reconcile"},
)
def get_reconcile(
    request: Request,
    here: ContextHere,
    asked: Operation = Depends(operation),  # noqa: B008
    queries: Annotated[
        str | None, Query(description="A batch of queries as JSON: key to query", examples=[BATCH])
    ] = None,
    extend: Annotated[
        str | None,
        Query(description="Ids of entities, and the properties wanted of them, as JSON", examples=[EXTEND]),
    ] = None,
    callback: Callback = None,
) -> Response:
    """Give this address to OpenRefine as a standard reconciliation service. Pages of any origin may read it.

    Candidates have a score of 0 to 100, the features it comes from and the reasons in words; `match` stands only
    where a name has no rival, and nothing that is known speaks against it.
    """
    return answered(request, here, asked)


BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            FORM: {
                "schema": {
                    "type": "object",
                    "properties": {"queries": {"type": "string"}, "extend": {"type": "string"}},
                },
                "examples": {
                    "queries": {"summary": "A batch of queries", "value": {"queries": BATCH}},
                    "extend": {"summary": "A data extension", "value": {"extend": EXTEND}},
                },
            }
        },
    }
}


@router.post("/reconcile/", include_in_schema=False)
@router.post(
    "/reconcile",
    summary="Match a batch of names, or extend a table, in a form",
    responses={**RESPONSES, **told(415)},
    response_class=Response,
    openapi_extra=BODY,
)
def post_reconcile(request: Request, here: ContextHere, asked: Operation = Depends(operation)) -> Response:  # noqa: B008
    """As GET, with `queries` or `extend` as a field of a form: this is how OpenRefine asks."""
    return answered(request, here, asked)
