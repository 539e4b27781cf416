"""What lists are narrowed down by, as terms for the variables of shipped queries."""

from __future__ import annotations

from datetime import date as Date

from kg.errors import NotFoundError
from kg.graph_names import STANDING, status_term
from kg.identifiers import report_iri
from kg.terms import PREFIXES, date, iri, literal, plain_decimal
from kg.vocabulary import CLAIM_TYPES, ENTITY_KINDS, SG


def day_terms(since: Date | None, until: Date | None) -> dict[str, str]:
    """The first and the last day; nothing for what is not given."""
    return {key: date(day) for key, day in (("since", since), ("until", until)) if day is not None}


def confidence_term(confidence: float) -> dict[str, str]:
    """The least confidence of a claim (0–1); nothing for 0, which all have."""
    return (
        {"minConfidence": literal(plain_decimal(confidence), datatype=f"{PREFIXES['xsd']}decimal")}
        if confidence
        else {}
    )


def entity_terms(kind: str | None, text: str | None, named: bool, min_confidence: float) -> dict[str, str]:
    """A kind by its word, what stands in a name, whether a report must name it, with which least confidence (0–1).

    Raises NotFoundError for a word that is none of the vocabulary's.
    """
    if kind is not None and kind not in ENTITY_KINDS:
        raise NotFoundError(f"There is no kind of entity {kind!r}; there are {', '.join(ENTITY_KINDS)}.")
    bindings = {"class": iri(SG + ENTITY_KINDS[kind])} if kind else {}
    bindings |= {"text": literal(text.lower())} if text else {}
    return bindings | ({"named": literal("yes")} if named else {}) | confidence_term(min_confidence)


def event_terms(
    type_: str | None,
    status: str | None,
    standing: str | None,
    place: str | None,
    entity: str | None,
    report: str | None,
) -> dict[str, str]:
    """Type, status (of that type) and standing by their words, place and entity by IRI, a report by its id.

    Raises NotFoundError for a word that is none of the vocabulary's.
    """
    for key, word, known in (("type", type_, CLAIM_TYPES), ("standing", standing, STANDING)):
        if word is not None and word not in known:
            raise NotFoundError(f"There is no {key} {word!r}; there are {', '.join(known)}.")
    bindings = {}
    if type_:
        bindings["kind"] = iri(SG + CLAIM_TYPES[type_].term)
    if status:
        if not type_ or status not in CLAIM_TYPES[type_].statuses:
            expected = ", ".join(CLAIM_TYPES[type_].statuses) if type_ else "a type with it"
            raise NotFoundError(f"There is no status {status!r}; expected {expected}.")
        bindings["status"] = iri(status_term(type_, status))
    if standing:
        bindings["standing"] = STANDING[standing]
    bindings |= {key: iri(value) for key, value in (("place", place), ("entity", entity)) if value}
    return bindings | ({"report": iri(report_iri(report))} if report else {})
