"""/sparql: queries by the SPARQL 1.1 Protocol, the service description, and a form for browsers."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from fastapi import APIRouter, Depends, Query, Request, Response

from api.bodies import FORM, body_text, media_type
from api.dataset import with_dataset
from api.dependencies import Context, ContextHere, context
from api.errors import BadRequest, ReadOnly, TooLong, problem, told, wants_page
from api.examples import QUERIES
from api.negotiation import GRAPHS, HTML, RESULTS, Offer, negotiate
from api.pages import render, write
from api.terms import cell
from kg.errors import QueryError
from kg.sparql import check_query

router = APIRouter(tags=["SPARQL"])

SPARQL_QUERY = "application/sparql-query"
SPARQL_UPDATE = "application/sparql-update"
SHOWN_ROWS = 500


@dataclass(frozen=True, slots=True)
class Operation:
    """A query operation of the protocol: the query, the graphs it is to run on, how the result is named."""

    query: str | None
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    format: str | None = None


async def operation(request: Request) -> Operation:
    """The operation that a request asks for, from its address and body; raises ApiError where it is none."""
    limit = context(request).settings.max_query_length
    pairs = list(request.query_params.multi_items())
    if request.method == "POST":
        if request.headers.get("content-type", "").partition(";")[0].strip().lower() == SPARQL_UPDATE:
            raise ReadOnly(
                "This endpoint only reads; updates are refused.", advice="Change the store with `kg build`."
            )
        media = media_type(request, (SPARQL_QUERY, FORM))
        text = await body_text(request, limit, _too_long(limit))
        pairs += parse_qsl(text, keep_blank_values=True) if media == FORM else [("query", text)]
    return _read(pairs, limit, request.method)


def _read(pairs: list[tuple[str, str]], limit: int, method: str) -> Operation:
    values: dict[str, list[str]] = {}
    for key, value in pairs:
        values.setdefault(key, []).append(value)
    if "update" in values:
        raise ReadOnly("This endpoint only reads; updates are refused.", advice="Change the store with `kg build`.")
    queries = values.get("query", [])
    if len(queries) > 1:
        raise BadRequest(f"The request holds {len(queries)} queries.", expected=("one `query`",))
    if not queries and method == "POST":
        raise BadRequest("The request holds no query.", expected=("a `query` in the form, or the query as the body",))
    if queries and len(queries[0]) > limit:
        raise _too_long(limit)
    return Operation(
        queries[0] if queries else None,
        tuple(values.get("default-graph-uri", ())),
        tuple(values.get("named-graph-uri", ())),
        next(iter(values.get("format", ())), None) or None,
    )


def _too_long(limit: int) -> TooLong:
    return TooLong(f"The query is longer than {limit:,} characters.", advice="Split it into several queries.")


def _answer(request: Request, here: Context, asked: Operation) -> Response:
    accept = request.headers.get("accept")
    if asked.query is None:
        offer = negotiate((GRAPHS[0], HTML), accept, asked.format)
        if offer is HTML:
            return _page(request, QUERIES[0].text, None)
        base = str(request.base_url).rstrip("/")
        return Response(write("service-description.ttl", base=base), media_type=offer.content_type)
    try:
        form = check_query(asked.query).form
        offers = RESULTS if form in ("select", "ask") else GRAPHS
        offer = negotiate((*offers, HTML), accept, asked.format)
        as_page = "json" if form in ("select", "ask") else "turtle"
        sparql = with_dataset(asked.query, asked.default_graphs, asked.named_graphs)
        written = here.queries.run(sparql, as_page if offer is HTML else offer.names[0])
        if offer is HTML:
            return _page(request, asked.query, form, written)
        return Response(written, media_type=offer.content_type)
    except QueryError as error:
        if not wants_page(request) and asked.format != "html":
            raise
        wrong = problem(error)
        page = _page(request, asked.query, None, status=wrong.status, problem=wrong)
        page.headers.update(wrong.headers)
        return page


def _page(
    request: Request, query: str, form: str | None, written: bytes = b"", *, status: int = 200, problem: object = None
) -> Response:
    values: dict[str, Any] = {"verdict": None, "triples": None, "columns": None, "rows": (), "total": 0}
    if form in ("construct", "describe"):
        values["triples"] = written.decode("utf-8")
    elif form == "ask":
        values["verdict"] = json.loads(written)["boolean"]
    elif form == "select":
        results = json.loads(written)
        columns, rows = results["head"]["vars"], results["results"]["bindings"]
        shown = [[cell(row.get(column)) for column in columns] for row in rows[:SHOWN_ROWS]]
        values |= {"columns": columns, "rows": shown, "total": len(rows)}
    formats = [("html", "a page"), *((offer.names[0], offer.names[0].upper()) for offer in (*RESULTS, *GRAPHS[:2]))]
    examples = [(example.title, example.text) for example in QUERIES]
    return render(
        request,
        "sparql.html",
        status=status,
        query=query,
        formats=formats,
        format="html",
        problem=problem,
        examples=examples,
        **values,
    )


def _content(*offers: Offer) -> dict[str, Any]:
    examples = {
        "application/sparql-results+json": {
            "head": {"vars": ["type"]},
            "results": {"bindings": [{"type": {"type": "literal", "value": "T-72B3"}}]},
        },
        "text/csv": "type\r\nT-72B3\r\n",
        "text/turtle": "<https://w3id.org/sitgraph/id/state/ukraine> a sg:State .",
    }
    return {
        offer.media_type: {"example": examples[offer.media_type]} if offer.media_type in examples else {}
        for offer in offers
    }


RESPONSES: dict[int | str, dict[str, Any]] = {
    200: {"description": "The result, in the form asked for", "content": _content(*RESULTS, *GRAPHS)},
    **told(400, 403, 406, 413, 422, 503),
}


@router.get("/sparql", summary="Query the graph", responses=RESPONSES, response_class=Response)
def get_sparql(
    request: Request,
    here: ContextHere,
    asked: Operation = Depends(operation),  # noqa: B008
    query: str | None = Query(
        None,
        description="The query; without one the service description is sent.",
        examples=[QUERIES[0].text],
    ),
    default_graph_uri: list[str] | None = Query(  # noqa: B008
        None, alias="default-graph-uri", description="Graphs of the store to be taken for the default graph."
    ),
    named_graph_uri: list[str] | None = Query(  # noqa: B008
        None, alias="named-graph-uri", description="Graphs of the store that GRAPH may see."
    ),
    format: str | None = Query(
        None, description="json, xml, csv, tsv; turtle, ntriples, jsonld; html. Wins over the Accept header."
    ),
) -> Response:
    """Run a SELECT, ASK, CONSTRUCT or DESCRIBE query. One that takes too long (30 seconds, unless the server says otherwise) is ended."""
    return _answer(request, here, asked)


POST_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            SPARQL_QUERY: {"schema": {"type": "string"}, "example": QUERIES[0].text},
            FORM: {
                "schema": {
                    "type": "object",
                    "required": ["query"],
                    "properties": {
                        "query": {"type": "string"},
                        "default-graph-uri": {"type": "array", "items": {"type": "string"}},
                        "named-graph-uri": {"type": "array", "items": {"type": "string"}},
                        "format": {"type": "string"},
                    },
                },
                "example": {"query": QUERIES[0].text},
            },
        },
    }
}


@router.post(
    "/sparql",
    summary="Query the graph, the query in the body",
    responses={**RESPONSES, **told(415)},
    response_class=Response,
    openapi_extra=POST_BODY,
)
def post_sparql(request: Request, here: ContextHere, asked: Operation = Depends(operation)) -> Response:  # noqa: B008
    """Run a query that is sent as the body, or as `query` in a form."""
    return _answer(request, here, asked)
