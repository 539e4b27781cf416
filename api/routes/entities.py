"""/entities: who and what the graph knows."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from pydantic import BeforeValidator

from api import records
from api.dependencies import MinConfidence, SettingsHere, ViewHere
from api.description import entity_named
from api.errors import told
from api.listing import Format, Limit, Offset, one_of, page_limit, respond
from api.pages import local, sure_address, words
from api.schemas import Entity, EntityLine, Listing
from api.terms import Shown
from kg.vocabulary import ENTITY_KINDS

router = APIRouter(tags=["Entities"])


def _or_no(value: object) -> object:
    """Forms of pages send what is left empty too."""
    return value or False


@router.get("/entities/", include_in_schema=False)
@router.get(
    "/entities",
    summary="List entities",
    responses={200: {"model": Listing[EntityLine]}, **told(406, 422)},
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
    all: Annotated[
        bool, BeforeValidator(_or_no), Query(description="Also those that no report names", examples=[False])
    ] = False,
    min_confidence: MinConfidence = 0.0,
    limit: Limit = None,
    offset: Offset = 0,
    format: Format = None,
) -> Response:
    """Entities that reports name, those of the shortest names first, each with how many claims name it.

    `all` gives those of the catalogue and of the gazetteer too. `min_confidence` leaves out what no claim read so surely
    names, and counts no others.
    """
    size = page_limit(limit, settings)
    wanted: dict[str, Any] = {"kind": one_of("kind", kind, tuple(ENTITY_KINDS)), "text": q or None, "named": not all}
    sure = {**wanted, "min_confidence": 0.0 if all else min_confidence}
    total = view.count_entities(**sure)
    return respond(
        request,
        [
            {**entity, "claims": len(view.claims_naming(entity["iri"], min_confidence=min_confidence))}
            for entity in view.entities(**sure, limit=size + 1, offset=offset)
        ],
        limit=size,
        offset=offset,
        total=total,
        format_=format,
        title="Entities",
        columns=("Name", "Kind", "Claims", "Identifier"),
        row=lambda entity: _row(entity, min_confidence),
        left_out=view.count_entities(**wanted) - total if min_confidence else 0,
        filters=(
            ("q", "Name", q, ()),
            ("kind", "Kind", kind, tuple(ENTITY_KINDS)),
            ("all", "Also what no report names", "yes" if all else None, ("yes",)),
            ("min_confidence", "Least confidence", f"{min_confidence:g}" if min_confidence else "", ()),
        ),
    )


@router.get(
    "/entities/{identifier:path}",
    summary="One entity",
    response_model=Entity,
    responses=records.PAGE | told(404, 406, 422),
)
def get_entity(
    request: Request,
    view: ViewHere,
    identifier: str,
    min_confidence: MinConfidence = 0.0,
    format: Format = None,
) -> Any:
    """An entity by its IRI or the part of it after /id/: names, external identifiers, what it belongs to, what is one
    with it; of a unit also its command, equipment, places and claims. The one that stands for it is answered."""
    record = view.entity(entity_named(identifier) or identifier, min_confidence=min_confidence)
    return records.respond(request, record, format, min_confidence)


def _row(entity: dict[str, Any], min_confidence: float) -> list[list[Shown]]:
    return [
        [Shown(entity["name"] or "?", sure_address(entity["iri"], min_confidence))],
        [Shown(words(entity["kind"] or ""))],
        [Shown(f"{entity['claims']:,}")],
        [Shown(local(entity["iri"]))],
    ]
