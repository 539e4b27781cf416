"""Decisions as people see them: an entity named so that it is found again, and the list of what was decided."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Protocol

from kg.decisions import FILE_NAME, Decision, Party, read_decisions
from kg.errors import NotFoundError
from kg.graph_names import word_of
from kg.identifiers import decision_iri, graph_iri
from kg.identity_records import report_of
from kg.model import Entity
from kg.terms import Quad, name, text_of
from kg.vocabulary import ID


class Source(Protocol):
    """What holds the entities and the decisions: a store or a view."""

    path: Path

    def quads(self, graph: str | None = None, subject: str | None = None) -> list[Quad]:
        """The quads of one graph, about one subject, or both."""
        ...

    def pointing_at(self, property_: str, object_: str) -> list[Quad]:
        """The quads with that property and object."""
        ...

    def entity_value(self, entity: str) -> Entity | None:
        """What is known of an entity."""
        ...


def party(view: Source, entity: str) -> Party:
    """An entity with its name and the first claim, by its id, that it stands in; raises NotFoundError for no entity."""
    value = view.entity_value(entity)
    if value is None:
        raise NotFoundError(f"The store holds no entity {entity!r}.")
    stretches = (text_of(quad.subject) for quad in view.pointing_at("sg:refersTo", entity))
    filler = min((node for node in stretches if node.startswith(f"{ID}claim/")), default=None)
    if filler is None:
        return Party(entity, value.name)
    claim = filler.rpartition("/")[0]
    return Party(
        entity,
        value.name,
        claim.rpartition("/")[2],
        _text(view, f"{claim}/evidence/quote", "oa:exact"),
        _text(view, filler, "sg:words"),
    )


def decision_records(view: Source) -> list[dict[str, Any]]:
    """The decisions of a store in their order: number, id, decision, entities (iri, name, report), of, state, reason,
    note, day. `state` is None for one that the graph was not yet made with, and for an undo.

    Raises StoreError where the file cannot be read.
    """
    return [_record(view, number, made) for number, made in enumerate(read_decisions(view.path / FILE_NAME), 1)]


def _record(view: Source, number: int, decision: Decision) -> dict[str, Any]:
    node = decision_iri(number, decision.id)
    said = {quad.predicate: quad.object for quad in view.quads(graph_iri("decisions"), node)}
    state, reason = said.get(name("sg:decisionState")), said.get(name("sg:stateReason"))
    return {
        "number": number,
        "id": decision.id,
        "decision": decision.verb,
        "entities": [{"iri": p.entity, "name": p.name, "report": report_of(p.entity)} for p in decision.parties],
        "of": decision.of,
        "state": word_of(state) if state else None,
        "reason": text_of(reason) if reason else None,
        "note": decision.note,
        "day": decision.day,
    }


def _text(view: Source, node: str, property_: str) -> str | None:
    return next((text_of(quad.object) for quad in view.quads(None, node) if quad.predicate == name(property_)), None)
