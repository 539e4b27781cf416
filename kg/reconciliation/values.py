"""What is asked and what is found: a query with its constraints, and candidates with their reasons."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Strictness = Literal["should", "any", "all"]


@dataclass(frozen=True, slots=True)
class Given:
    """A value that a query gives for a property: its words, and the identifier where it is an entity."""

    text: str
    id: str | None = None


@dataclass(frozen=True, slots=True)
class Constraint:
    """A property with the values that a candidate should have, any one of them."""

    property: str
    values: tuple[Given, ...]


@dataclass(frozen=True, slots=True)
class Query:
    """A name to be matched, of one of some types, with some properties; at least a name or a property.

    `strictness` says whether a candidate *should* be of one of the types, must be of *any* one of them, or of *all*.
    """

    name: str = ""
    types: tuple[str, ...] = ()
    constraints: tuple[Constraint, ...] = ()
    strictness: Strictness = "should"


@dataclass(frozen=True, slots=True)
class Hit:
    """That a name can mean an entity: what it is to it (`scoring.NAME_FIT`), and how alike it is (0–1)."""

    iri: str
    role: str
    likeness: float = 1.0


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entity with a score in 0–100, the figures that it comes from, the same in words, and whether it is safe."""

    iri: str
    score: float
    features: tuple[tuple[str, float | bool], ...]
    reasons: tuple[str, ...]
    match: bool = False
