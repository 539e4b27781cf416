"""What each family adds to a draft that its words alone give: and whether it tells anything at all."""

from __future__ import annotations

from kg.extraction import attacks, diplomacy, losses, measures, movements, statements, transfers
from kg.extraction.discourse import Discourse
from kg.extraction.draft import Draft


def completed(draft: Draft, discourse: Discourse) -> Draft | None:
    """The draft with what its family fills in; None where it tells no event."""
    draft = losses.complete(draft, discourse)
    if losses.is_idle(draft):
        return None
    draft = attacks.complete(draft, discourse)
    for family in (transfers, measures, diplomacy, movements, statements):
        found = family.complete(draft, discourse)
        if found is None:
            return None
        draft = found
    return draft
