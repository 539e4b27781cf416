"""The graph without what was read less surely."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from kg.confidence import Confident
from kg.events import consolidate
from kg.graph import event_quads, reading_quads
from kg.identifiers import claim_iri, event_iri
from kg.store import Store
from kg.terms import name, text_of
from kg.validation import validate_quads
from tests.kg.graph_values import closure, reading


def test_claims_go_with_their_parts_and_events_with_their_last_claim(tmp_path: Path) -> None:
    sure, other, alone = reading("r1"), reading("r2"), reading("r3", day=20)
    doubtful = [replace(r, claims=tuple(replace(c, confidence=0.4) for c in r.claims)) for r in (other, alone)]
    readings = [sure, *doubtful]
    events = consolidate(readings, closure)
    with Store.open(tmp_path / "store") as store:
        for value in readings:
            store.put(value, reading_quads(value))
        store.publish(events=event_quads(events, closure))
        whole, kept = store.quads(), Confident(store, 0.5).quads()
        assert Confident(store, 0.4).quads() == whole
    gone = [claim_iri(claim.id) for r in doubtful for claim in r.claims]
    left = {term for quad in kept for term in (quad.subject, quad.object)}
    assert not [term for term in left for iri in gone if term.startswith(f"<{iri}")]
    stay = {event.id for event in events if any(claim.id in event.claims for claim in sure.claims)}
    for event in events:
        assert (f"<{event_iri(event.id)}>" in left) == (event.id in stay)
    counts = {text_of(quad.object) for quad in kept if quad.predicate == name("sg:claimCount")}
    assert counts == {"1"} and len(stay) == 1
    assert validate_quads(kept) == validate_quads(whole)
