"""Candidates for a query, the best first: each with a score, the figures behind it, and whether it is safe.

A score is the fit of the name (and of the properties that are asked for), lowered where the type is not one of
those asked for, with a small part for how likely the entity is at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from kg.model import Entity
from kg.reconciliation.comparing import compared
from kg.reconciliation.directory import Directory
from kg.reconciliation.properties import PROPERTIES
from kg.reconciliation.values import Candidate, Constraint, Hit, Query

NAME_FIT = {
    "id": 1.0, "name": 1.0, "alias": 0.97, "spelling": 0.96, "plural": 0.95, "short": 0.92, "alternate": 0.92,
    "demonym": 0.85, "surname": 0.78, "seat": 0.72, "alike": 0.9,
}  # fmt: skip
"""What a name is to an entity -> how well it fits; that of `alike` is times its likeness."""

REASONS = {
    "id": "its identifier", "name": "its own name", "alias": "one of its names", "spelling": "a spelling of its name",
    "plural": "the plural of its name", "short": "its number and one word", "alternate": "another or a former name",
    "demonym": "a word for its people", "surname": "the surname", "seat": "its seat, which can stand for it",
    "alike": "nearly its name",
}  # fmt: skip
SURE = frozenset(("id", "name", "alias", "spelling", "plural"))
"""Names that can be matched without a person's look, if nothing else has such a one; `alternate` is one where a
property fits too."""

_WIKIDATA = re.compile(r"Q[1-9]\d*")
_PRIOR = 0.05
_NAME, _PROPERTIES = 0.65, 0.35
_OTHER_TYPE = 0.6
_UNKNOWN, _CONTRADICTED, _FITS = 0.4, 0.2, 0.8


@dataclass(frozen=True, slots=True)
class _Scored:
    """A candidate with what decides whether it is safe."""

    candidate: Candidate
    role: str
    typed: bool
    fitting: int
    contradicted: bool
    identified: bool
    obscure: bool

    @property
    def sure(self) -> bool:
        """Whether the name is one that can be matched without a look."""
        return self.role in SURE or (self.role == "alternate" and self.fitting > 0)


def candidates(directory: Directory, query: Query, limit: int) -> tuple[Candidate, ...]:
    """The best candidates for a query, at most `limit`; only the first can be safe, and more than `limit` count.

    Unknown types and properties fit nothing; they are for the caller to refuse.
    """
    scored = [found for hit in _hits(directory, query) if (found := _scored(directory, query, hit))]
    scored.sort(key=lambda found: (-found.candidate.score, found.candidate.iri))
    result = [found.candidate for found in scored[:limit]]
    if scored and limit > 0 and _is_safe(scored[0], scored[1:], query):
        result[0] = replace(result[0], match=True)
    return tuple(result)


def _hits(directory: Directory, query: Query) -> Iterable[Hit]:
    """One hit for each entity: the one that fits best."""
    best: dict[str, Hit] = {}
    for hit in _all_hits(directory, query):
        if hit.iri not in best or _fit(best[hit.iri]) < _fit(hit):
            best[hit.iri] = hit
    return best.values()


def _all_hits(directory: Directory, query: Query) -> Iterator[Hit]:
    for constraint in query.constraints:
        if PROPERTIES[constraint.property].form == "identifier":
            for value in constraint.values:
                for iri in directory.identified(value.text):
                    yield Hit(iri, "id" if not query.name else "alike", 0.5 if query.name else 1.0)
    if query.name:
        yield from directory.named(query.name, query.types)
        if "/" in query.name or _WIKIDATA.fullmatch(query.name.strip()):
            yield from (Hit(iri, "id") for iri in directory.identified(query.name))
    else:
        yield from (Hit(entity.iri, "id") for entity in directory)


def _fit(hit: Hit) -> float:
    return NAME_FIT[hit.role] * hit.likeness


def _scored(directory: Directory, query: Query, hit: Hit) -> _Scored | None:
    entity = directory.entity(hit.iri)
    if entity is None:
        return None
    types = directory.types(hit.iri)
    wanted = set(query.types) & set(types)
    if query.types and (query.strictness == "all" and wanted != set(query.types)):
        return None
    if query.types and query.strictness == "any" and not wanted:
        return None
    typed = bool(wanted) or not query.types
    features: list[tuple[str, float | bool]] = []
    reasons = []
    if query.name:
        features.append(("name", round(_fit(hit), 3)))
        reasons.append(REASONS[hit.role])
    if query.types:
        features.append(("type", typed))
        reasons.append(f"is of type {sorted(wanted)[0]}" if wanted else f"is of no type asked for, but {types[0]}")
    known = {
        constraint.property: ratio
        for constraint in query.constraints
        if (ratio := compared(directory, entity, constraint)) is not None
    }
    if not query.name and not any(ratio >= _FITS for ratio in known.values()):
        return None
    features += [(f"property-{property_}", ratio) for property_, ratio in known.items()]
    reasons += [_told(directory, entity, constraint, known) for constraint in query.constraints]
    prior, mentions = directory.prior(hit.iri), directory.mentions.get(hit.iri, 0)
    features += [("prior", prior), ("mentions", float(mentions))]
    row = directory.row(hit.iri)
    if row:
        features.append(("population", float(row.population)))
    identified = any(
        PROPERTIES[property_].form == "identifier" and ratio == 1.0 for property_, ratio in known.items()
    )
    fit = 1.0 if identified else _together(_fit(hit) if query.name else None, query.constraints, known)
    score = 100 * (1 if typed else _OTHER_TYPE) * ((1 - _PRIOR) * fit + _PRIOR * prior)
    return _Scored(
        Candidate(hit.iri, round(score, 2), tuple(features), tuple(reasons)),
        hit.role,
        typed,
        sum(ratio >= _FITS for ratio in known.values()),
        any(ratio <= _CONTRADICTED for ratio in known.values()),
        identified,
        row is not None and not mentions,
    )


def _together(name: float | None, constraints: tuple[Constraint, ...], known: dict[str, float]) -> float:
    """How well name and properties fit; what is not known of a property weighs less than what contradicts it."""
    if not constraints:
        return name or 0.0
    ratios = [known.get(constraint.property, _UNKNOWN) for constraint in constraints]
    mean = sum(ratios) / len(ratios)
    return mean if name is None else _NAME * name + _PROPERTIES * mean


def _told(directory: Directory, entity: Entity, constraint: Constraint, known: dict[str, float]) -> str:
    named, given = PROPERTIES[constraint.property].name, " or ".join(value.text for value in constraint.values)
    ratio = known.get(constraint.property)
    if ratio is None:
        return f"{named}: not known"
    return (
        f"{named}: {given} {'fits' if ratio >= _FITS else 'fits partly' if ratio > _CONTRADICTED else 'does not fit'}"
    )


def _is_safe(first: _Scored, others: list[_Scored], query: Query) -> bool:
    """Whether the first can be taken without a look: a sure name, nothing against it, and no rival.

    A rival is of the types asked for, bears the name as well, and has no property against it that the first has
    not; a settlement's former name makes none where the first bears the name today. What only the gazetteer knows
    is obscure: many surnames and common words are villages too, so a type or a property must speak for it.
    """
    if not first.typed or first.contradicted:
        return False
    if first.identified:
        return not any(other.identified for other in others)
    if not first.sure or (not query.name and first.fitting < len(query.constraints)):
        return False
    if first.obscure and not query.types and not first.fitting and first.role != "id":
        return False
    for other in others:
        former = other.role == "alternate" and first.role != "alternate"
        bearing = other.role in SURE or other.role == "alternate"
        if bearing and not former and other.typed and not other.contradicted and other.fitting >= first.fitting:
            return False
    return True
