"""/entities: who and what the graph knows."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from api.dependencies import MinConfidence, SettingsHere, ViewHere
from api.description import entity_named
from api.errors import told
from api.listing import Format, Limit, Offset, one_of, page_limit, respond
from api.pages import address, local, words
from api.schemas import Entity, Listing, NodeLine
from api.terms import Shown
from kg.vocabulary import ENTITY_KINDS

router = APIRouter(tags=["Entities"])


@router.get("/entities/", include_in_schema=False)
@router.get(
    "/entities",
    summary="List entities",
    responses={200: {"model": Listing[NodeLine]}, **told(406, 422)},
    response_class=Response,
    openapi_extra={"x-try": "/entities?q=ukr"},
)
def list_entities(
    request: Request,
    view: ViewHere,
    settings: SettingsHere,
    kind: Annotated[
        str | None,
        Query(description="Kind", examples=["state"], json_schema_extra={"enum": list(ENTITY_KINDS)}),
    ] = None,
    q: Annotated[str | None, Query(description="Part of a name or alias", examples=["ukr"], max_length=200)] = None,
    limit: Limit = None,
    offset: Offset = 0,
    format: Format = None,
) -> Response:
    """Entities of the catalogue, of the gazetteer and of reports, those of the shortest names first."""
    size = page_limit(limit, settings)
    found = view.entities(
        kind=one_of("kind", kind, tuple(ENTITY_KINDS)), text=q or None, limit=size + 1, offset=offset
    )
    return respond(
        request,
        found,
        limit=size,
        offset=offset,
        total=None,
        format_=format,
        title="Entities",
        columns=("Name", "Kind", "Identifier"),
        row=_row,
        filters=(("q", "Name", q, ()), ("kind", "Kind", kind, tuple(ENTITY_KINDS))),
    )


@router.get("/entities/{identifier:path}", summary="One entity", response_model=Entity, responses=told(404, 422))
def get_entity(view: ViewHere, identifier: str, min_confidence: MinConfidence = 0.0) -> dict[str, Any]:
    """An entity by its IRI or the part of it after /id/: names, external identifiers, what it belongs to, what is one
    with it; of a unit also its command, equipment, places and claims. The one that stands for it is answered."""
    return view.entity(entity_named(identifier) or identifier, min_confidence=min_confidence)


def _row(entity: dict[str, Any]) -> list[list[Shown]]:
    return [
        [Shown(entity["name"] or "?", address(entity["iri"]))],
        [Shown(words(entity["kind"] or ""))],
        [Shown(local(entity["iri"]))],
    ]
