"""/id/…: every IRI of the graph, as a page for people and as RDF for programs."""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import quote, unquote, urlencode

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse

from api.dependencies import MinConfidence, ViewHere
from api.description import Description, about, describe
from api.errors import told
from api.evidence import claim_roles, claim_title, shown_claims
from api.listing import event_title
from api.negotiation import GRAPHS, HTML, negotiate
from api.pages import local, marked, render, sure_address
from api.terms import Shown
from kg.errors import NotFoundError
from kg.graph_names import kind_of
from kg.identifiers import claim_iri, event_iri
from kg.store import View
from kg.vocabulary import ID

router = APIRouter(tags=["Identifiers"])
SHOWN_EVENTS = 25


@router.get(
    "/id/{path:path}",
    summary="What the graph says of an IRI",
    responses={
        200: {"description": "A page, or RDF", "content": {offer.media_type: {} for offer in (*GRAPHS, HTML)}},
        307: {"description": "An event that is now part of another"},
        **told(404, 406, 422),
    },
    response_class=Response,
    openapi_extra={"x-try": "/id/state/ukraine"},
)
def get_identifier(
    request: Request,
    view: ViewHere,
    path: str,
    format: Annotated[
        str | None, Query(description="turtle, ntriples, jsonld or html; wins over the Accept header")
    ] = None,
    min_confidence: MinConfidence = 0.0,
) -> Response:
    """Answers for https://w3id.org/sitgraph/id/PATH: what is said of it, and of the nodes named under it.

    `min_confidence` leaves out claims below it, and events that rest on no other; a page says how many.
    """
    offer = negotiate((*GRAPHS, HTML), request.headers.get("accept"), format)
    iri = ID + _as_sent(request, path)
    if iri.startswith(event_iri("")):
        record = view.event(iri, min_confidence=min_confidence)
        if record["iri"] != iri:
            return RedirectResponse(sure_address(record["iri"], min_confidence))
        if not record["claims"]:
            raise NotFoundError(f"No claim of this event was read with a confidence of {min_confidence:g} or more.")
    elif min_confidence and iri.startswith(claim_iri("")):
        view.claim(iri.removeprefix(claim_iri("")).partition("/")[0], min_confidence=min_confidence)
    if offer is HTML:
        return _page(request, view, iri, min_confidence)
    return Response(about(view, iri, offer.names[0], min_confidence), media_type=offer.content_type)


def _as_sent(request: Request, path: str) -> str:
    """The path with the percent-encoding that IRIs of the graph have: as sent where that is known."""
    raw: bytes | None = request.scope.get("raw_path")
    sent = (raw or b"").partition(b"?")[0].decode("ascii", "replace").partition("/id/")[2]
    return sent if sent and unquote(sent) == path else quote(path, safe="/")


def _page(request: Request, view: View, iri: str, min_confidence: float) -> Response:
    description = describe(view, iri, min_confidence)
    values: dict[str, Any] = {
        "title": description.title,
        "facts": description.facts,
        "incoming": description.incoming,
        "claims": (),
        "roles": (),
        "pieces": (),
        "events": (),
        "left_out": 0,
        "min_confidence": min_confidence,
    }
    values |= _extras(view, iri, description, min_confidence)
    return render(request, "resource.html", iri=iri, **values)


def _extras(view: View, iri: str, description: Description, min_confidence: float) -> dict[str, Any]:
    """What a page shows beyond properties: a report's text with marks, the words of claims, an entity's events."""
    if "sg:Report" in description.kinds:
        report = view.report(unquote(iri.rpartition("/")[2]), min_confidence=min_confidence)
        spans = [(claim["start"], claim["end"], claim["id"]) for claim in report["claims"]]
        pieces = marked(report["text"], spans)
        return {"title": report["title"] or report["id"], "pieces": pieces, "left_out": report["left_out"]}
    if "sg:Claim" in description.kinds:
        claim = view.claim(iri)
        return {
            "title": claim_title(claim),
            "claims": shown_claims(view, [claim]),
            "roles": claim_roles(claim),
            "facts": description.without_parts(iri),
        }
    if iri.startswith(event_iri("")):
        event = view.event(iri, min_confidence=min_confidence)
        claims = shown_claims(view, event["evidence"])
        return {"title": f"Event: {event_title(event)}", "claims": claims, "left_out": event["left_out"]}
    if kind_of(iri) is None:
        return {}
    events = view.events(entity=iri, min_confidence=min_confidence, limit=SHOWN_EVENTS + 1)
    shown = [Shown(event_title(event), sure_address(event["iri"], min_confidence)) for event in events[:SHOWN_EVENTS]]
    if len(events) > SHOWN_EVENTS:
        wanted = {"entity": local(iri)} | ({"min_confidence": f"{min_confidence:g}"} if min_confidence else {})
        shown.append(Shown("All events with it", f"/events?{urlencode(wanted)}"))
    left_out = view.entity(iri, min_confidence=min_confidence)["left_out"] if min_confidence else 0
    return {"events": shown, "left_out": left_out}
