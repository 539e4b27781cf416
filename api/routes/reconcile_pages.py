"""/reconcile/preview and /reconcile/view: an entity to be looked at, in a frame of a client or by itself."""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse

from api.dependencies import DirectoryHere, ViewHere
from api.description import entity_named
from api.errors import told
from api.pages import address, local, render
from kg.errors import NotFoundError
from kg.reconciliation.directory import Directory
from kg.reconciliation.properties import PROPERTIES, property_values
from kg.reconciliation.suggesting import described

router = APIRouter(tags=["Reconciliation"])
Id = Annotated[str, Query(description="Id or IRI of an entity", examples=["state/ukraine"])]
SHOWN_NAMES = 6
FRAMED = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors *"
"""A preview may stand in the frame of any page, and loads nothing but its style."""
RESPONSES: dict[int | str, dict[str, Any]] = {
    200: {"description": "A page", "content": {"text/html": {"example": "<h1>Ukraine</h1>"}}}
}


@router.get(
    "/reconcile/preview",
    summary="An entity as a small page for a frame",
    responses={**RESPONSES, **told(404)},
    response_class=Response,
    openapi_extra={"x-try": "/reconcile/preview?id=state/ukraine"},
)
def preview(request: Request, directory: DirectoryHere, id: Id) -> Response:
    """What an entity is, its names and external identifiers, and how often claims name it."""
    response = _page(request, directory, _known(directory, id))
    response.headers["Content-Security-Policy"] = FRAMED
    return response


@router.get(
    "/reconcile/view",
    summary="The page of an entity",
    responses={**RESPONSES, 307: {"description": "The page of what the graph describes"}, **told(404)},
    response_class=Response,
)
def view_entity(request: Request, directory: DirectoryHere, view: ViewHere, id: Id) -> Response:
    """Leads to the page under /id/ where the graph describes the entity; else what catalogue and gazetteer know."""
    iri = _known(directory, id)
    if view.quads(None, iri):
        return RedirectResponse(address(iri))
    return _page(request, directory, iri)


def _known(directory: Directory, id_: str) -> str:
    iri = entity_named(id_)
    if iri is None or directory.entity(iri) is None:
        raise NotFoundError(f"There is no entity {id_!r}.")
    return iri


def _page(request: Request, directory: Directory, iri: str) -> Response:
    entity = directory.entity(iri)
    assert entity is not None  # its callers know it
    facts: dict[str, Any] = {
        key: property_values(directory, iri, PROPERTIES[key]) for key in ("isoCode", "population", "mentions")
    }
    return render(
        request,
        "preview.html",
        entity=entity,
        described=described(directory, iri),
        names=entity.aliases[:SHOWN_NAMES],
        href=f"/reconcile/view?{urlencode({'id': local(iri)})}",
        **facts,
    )
