"""/health: that the store can be read, and what it holds."""

from __future__ import annotations

from fastapi import APIRouter

import kg
from api.dependencies import ViewHere
from api.schemas import Health

router = APIRouter(tags=["Server"])


@router.get("/health", summary="What the server holds", responses={503: {"description": "No store can be opened"}})
def health(view: ViewHere) -> Health:
    """Counts, the number of the snapshot that is served, and the fingerprints of what the store was made with."""
    return Health(
        status="ok",
        version=kg.__version__,
        snapshot=view.snapshot,
        counts=dict(view.counts()),
        fingerprints=dict(view.fingerprints),
    )
