"""/claims: one claim with the words it rests on."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request

from api import records
from api.dependencies import MinConfidence, ViewHere
from api.errors import told
from api.listing import Format
from api.schemas import ClaimDetail

router = APIRouter(tags=["Reports"])


@router.get(
    "/claims/{claim_id}",
    summary="One claim with its evidence",
    response_model=ClaimDetail,
    responses=records.PAGE | told(404, 406, 422),
)
def get_claim(
    request: Request,
    view: ViewHere,
    claim_id: str,
    min_confidence: MinConfidence = 0.0,
    format: Format = None,
) -> Any:
    """A claim with its quote, the words around it, its report and the events it is pooled into."""
    return records.respond(request, view.claim(claim_id, min_confidence=min_confidence), format, min_confidence)
