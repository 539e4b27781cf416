"""/id/…: every IRI of the graph, as a page for people and as RDF for programs."""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import quote, unquote, urlencode

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse

from api.dependencies import ViewHere
from api.description import Description, about, describe
from api.errors import told
from api.evidence import claim_roles, claim_title, shown_claims
from api.listing import event_title
from api.negotiation import GRAPHS, HTML, negotiate
from api.pages import address, local, marked, render
from api.terms import Shown
from kg.graph_names import kind_of
from kg.identifiers import event_iri
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
) -> Response:
    """Answers for https://w3id.org/sitgraph/id/PATH: what is said of it, and of the nodes named under it."""
    offer = negotiate((*GRAPHS, HTML), request.headers.get("accept"), format)
    iri = ID + _as_sent(request, path)
    if iri.startswith(event_iri("")):
        record = view.event(iri)
        if record["iri"] != iri:
            return RedirectResponse(address(record["iri"]))
    if offer is HTML:
        return _page(request, view, iri)
    return Response(about(view, iri, offer.names[0]), media_type=offer.content_type)


def _as_sent(request: Request, path: str) -> str:
    """The path with the percent-encoding that IRIs of the graph have: as sent where that is known."""
    raw: bytes | None = request.scope.get("raw_path")
    sent = (raw or b"").partition(b"?")[0].decode("ascii", "replace").partition("/id/")[2]
    return sent if sent and unquote(sent) == path else quote(path, safe="/")


def _page(request: Request, view: View, iri: str) -> Response:
    description = describe(view, iri)
    values: dict[str, Any] = {
        "title": description.title,
        "facts": description.facts,
        "incoming": description.incoming,
        "claims": (),
        "roles": (),
        "pieces": (),
        "events": (),
    }
    values |= _extras(view, iri, description)
    return render(request, "resource.html", iri=iri, **values)


def _extras(view: View, iri: str, description: Description) -> dict[str, Any]:
    """What a page shows beyond properties: a report's text with marks, the words of claims, an entity's events."""
    if "sg:Report" in description.kinds:
        report = view.report(unquote(iri.rpartition("/")[2]))
        spans = [(claim["start"], claim["end"], claim["id"]) for claim in report["claims"]]
        return {"title": report["title"] or report["id"], "pieces": marked(report["text"], spans)}
    if "sg:Claim" in description.kinds:
        claim = view.claim(iri)
        return {
            "title": claim_title(claim),
            "claims": shown_claims(view, [claim]),
            "roles": claim_roles(claim),
            "facts": description.without_parts(iri),
        }
    if iri.startswith(event_iri("")):
        event = view.event(iri)
        return {"title": f"Event: {event_title(event)}", "claims": shown_claims(view, event["evidence"])}
    if kind_of(iri) is None:
        return {}
    events = view.events(entity=iri, limit=SHOWN_EVENTS + 1)
    shown = [Shown(event_title(event), address(event["iri"])) for event in events[:SHOWN_EVENTS]]
    if len(events) > SHOWN_EVENTS:
        shown.append(Shown("All events with it", f"/events?{urlencode({'entity': local(iri)})}"))
    return {"events": shown}
