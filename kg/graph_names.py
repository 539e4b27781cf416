"""The words of our vocabulary as terms of the graph, and what the IRIs of the graph tell."""

from __future__ import annotations

from collections.abc import Iterable

from kg.vocabulary import (
    BASES,
    CERTAINTIES,
    CLAIM_TYPES,
    DECISION_STATES,
    DECISIONS,
    ECHELONS,
    ENTITY_KINDS,
    ID,
    MODALITIES,
    PLACE_RELATIONS,
    POLARITIES,
    ROLES,
    SCOPES,
    SG,
    STANDINGS,
    TIME_BASES,
    camel,
)


def _terms(words: Iterable[str], **exceptions: str) -> dict[str, str]:
    return {word: f"<{SG}{exceptions.get(word) or camel(word)}>" for word in words}


POLARITY = _terms(POLARITIES)
MODALITY = {word: f"<{SG}{camel(word)}Modality>" for word in MODALITIES}
CERTAINTY = _terms(CERTAINTIES, possible="PossibleCertainty")
BASIS = {word: f"<{SG}{camel(word)}Basis>" for word in BASES if word != "none"}
SCOPE = {word: f"<{SG}{camel(word)}Scope>" for word in SCOPES}
REL = _terms(PLACE_RELATIONS)
TIME_BASIS = _terms(TIME_BASES)
STANDING = _terms(STANDINGS, planned="PlannedStanding", possible="PossibleStanding")
DECISION = {word: f"<{SG}{camel(word)}Decision>" for word in DECISIONS}
DECISION_STATE = {word: f"<{SG}{camel(word)}State>" for word in DECISION_STATES}
ECHELON = {word: f"<{SG}Echelon{camel(word)}>" for word in ECHELONS}
KIND = {kind: f"<{SG}{term}>" for kind, term in ENTITY_KINDS.items()}
STATUS = {(t.name, status): f"<{SG}{t.term}{camel(status)}>" for t in CLAIM_TYPES.values() for status in t.statuses}
WORDS = {
    term: word
    for table in (
        POLARITY,
        MODALITY,
        CERTAINTY,
        BASIS,
        SCOPE,
        REL,
        TIME_BASIS,
        STANDING,
        KIND,
        DECISION,
        DECISION_STATE,
    )
    for word, term in table.items()
} | {term: status for (_, status), term in STATUS.items()}
WORDS |= {f"<{SG}{t.term}>": t.name for t in CLAIM_TYPES.values()}
_PLACE_PROPERTY = {"place": "place"} | {
    f"place.{rel}": f"place{camel(rel)}" for rel in PLACE_RELATIONS if rel != "in"
}


def word_of(term: str) -> str | None:
    """The word of our vocabulary that a term of the ontology stands for, as ``destroyed``; None where it has none.

    >>> word_of("<https://w3id.org/sitgraph/ontology#EquipmentLossDestroyed>")
    'destroyed'
    """
    return WORDS.get(term)


def status_term(type_: str, status: str) -> str:
    """The IRI of a claim type's status."""
    return STATUS[type_, status][1:-1]


def role_property(role: str) -> str:
    """The IRI of an event's property for a key of `Event.roles`, as ``victim`` or ``place.part``."""
    return SG + _PLACE_PROPERTY.get(role, role)


def role_of(property_iri: str) -> tuple[str | None, bool]:
    """The key of `Event.roles` that a property of events stands for, and whether it holds words; None for others.

    >>> role_of("https://w3id.org/sitgraph/ontology#placePartText")
    ('place.part', True)
    """
    return _ROLE_PROPERTIES.get(property_iri, (None, False))


def kind_of(entity_iri: str) -> str | None:
    """The kind of entity that an IRI of ours names; None where it names none.

    >>> kind_of("https://w3id.org/sitgraph/id/armed-group/wagner-group")
    'armed_group'
    """
    kind = entity_iri.removeprefix(ID).partition("/")[0].replace("-", "_")
    return kind if entity_iri.startswith(ID) and kind in ENTITY_KINDS else None


def is_local(entity_iri: str) -> bool:
    """Whether an entity is known from one report only, and so is described in that report's graph."""
    return kind_of(entity_iri) is not None and entity_iri.removeprefix(ID).count("/") == 2


_ROLE_PROPERTIES: dict[str, tuple[str | None, bool]] = {
    role_property(role) + ending: (role, bool(ending))
    for role in (*ROLES, *_PLACE_PROPERTY)
    for ending in ("", "Text")
}
