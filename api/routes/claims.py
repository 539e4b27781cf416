"""/claims: one claim with the words it rests on."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from api.dependencies import MinConfidence, ViewHere
from api.errors import told
from api.schemas import ClaimDetail

router = APIRouter(tags=["Reports"])


@router.get(
    "/claims/{claim_id}", summary="One claim with its evidence", response_model=ClaimDetail, responses=told(404, 422)
)
def get_claim(view: ViewHere, claim_id: str, min_confidence: MinConfidence = 0.0) -> dict[str, Any]:
    """A claim with its quote, the words around it, its report and the events it is pooled into."""
    return view.claim(claim_id, min_confidence=min_confidence)
