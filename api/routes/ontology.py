"""/ontology: the modules of the ontology as one Turtle document."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

import ontology
from api.errors import told
from api.negotiation import GRAPHS, HTML, Offer, negotiate
from api.pages import render

router = APIRouter(tags=["Identifiers"])
TURTLE = GRAPHS[0]
RESPONSES: dict[int | str, dict[str, object]] = {
    200: {"description": "The ontology", "content": {"text/turtle": {"example": "sg:Event a owl:Class ."}}},
    **told(406, 422),
}


def _document() -> str:
    return "\n".join(ontology.turtle(module) for module in ontology.modules())


@router.get("/ontology", summary="The ontology", responses=RESPONSES, response_class=Response)
def get_ontology(request: Request, format: str | None = None) -> Response:
    """The classes and properties of the graph in Turtle; browsers get them on a page."""
    offer: Offer = negotiate((TURTLE, HTML), request.headers.get("accept"), format)
    if offer is HTML:
        modules = [(module, ontology.turtle(module)) for module in ontology.modules()]
        return render(request, "ontology.html", iri=ontology.IRI, modules=modules)
    return Response(_document(), media_type=TURTLE.content_type)


@router.get(
    "/ontology.ttl", summary="The ontology as a file", responses={200: RESPONSES[200]}, response_class=Response
)
def get_ontology_file() -> Response:
    """The classes and properties of the graph in Turtle, whatever is accepted."""
    return Response(_document(), media_type=TURTLE.content_type)
