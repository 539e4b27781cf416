"""How well a value of a table agrees with what is known of an entity."""

from __future__ import annotations

from collections.abc import Iterable

from kg.gazetteer import fold
from kg.model import Entity
from kg.reconciliation.directory import Directory, identifier
from kg.reconciliation.likeness import LEAST, likeness
from kg.reconciliation.properties import PROPERTIES, Value, property_values
from kg.reconciliation.values import Constraint, Given
from kg.vocabulary import ID

_DEGREES = ((0.05, 1.0), (0.3, 0.8), (1.0, 0.5))
_PARTLY = 0.7
_PEOPLE = ((0.1, 1.0), (0.5, 0.6))


def compared(directory: Directory, entity: Entity, constraint: Constraint) -> float | None:
    """0–1: how well the best of the given values agrees with the best that is known; None where none is known."""
    property_ = PROPERTIES[constraint.property]
    known = property_values(directory, entity.iri, property_)
    if property_.form == "entity" and property_.above:
        known = tuple(dict.fromkeys((*known, *(up for iri in known for up in directory.closure(str(iri))))))
    if not known or not constraint.values:
        return None
    ratios = (_agree(directory, property_.form, given, value) for given in constraint.values for value in known)
    return round(max(ratios), 3)


def _agree(directory: Directory, form: str, given: Given, value: Value) -> float:
    if form == "entity":
        return _same_entity(directory, given, str(value))
    if form == "identifier":
        return float(identifier(given.text) == identifier(str(value)))
    if form in ("number", "whole"):
        return _near(given.text, float(value), form == "whole")
    if form == "day":
        day = given.text[:10]
        return float(bool(day) and str(value).startswith(day))
    return _alike(fold(given.text), fold(str(value)), partly=True)


def _same_entity(directory: Directory, given: Given, iri: str) -> float:
    if given.id is not None:
        return float(iri == (given.id if given.id.startswith(ID) else ID + given.id))
    if iri in (given.text, ID + given.text):
        return 1.0
    entity = directory.entity(iri)
    return _best(given.text, (entity.name, *entity.aliases, *entity.codes)) if entity else 0.0


def _best(text: str, names: Iterable[str]) -> float:
    key = fold(text)
    return max((_alike(key, fold(name)) for name in names), default=0.0)


def _alike(one: str, other: str, partly: bool = False) -> float:
    """The likeness of two texts, none for different ones; `partly` lets all words of one in the other count."""
    ratio = likeness(one, other)
    if ratio >= LEAST:
        return ratio
    words, others = set(one.split()), set(other.split())
    return _PARTLY if partly and words and others and (words <= others or others <= words) else 0.0


def _near(text: str, value: float, relative: bool) -> float:
    try:
        distance = abs(float(text) - value)
    except ValueError:
        return 0.0
    if relative:
        distance /= max(abs(value), 1.0)
    return next((ratio for limit, ratio in (_PEOPLE if relative else _DEGREES) if distance <= limit), 0.0)
