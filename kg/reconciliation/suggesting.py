"""Completions of what a person begins to type, and an entity in few words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, TypeVar

from kg.gazetteer import fold
from kg.reconciliation.directory import Directory
from kg.reconciliation.scoring import NAME_FIT
from kg.reconciliation.types import TYPES

_OTHER_NAMES = 0.95
"""Names that fit less, as former ones and surnames, come after all that fit better."""


class Named(Protocol):
    """What has an id and a name, as types and properties have."""

    @property
    def id(self) -> str:
        """The id."""
        ...

    @property
    def name(self) -> str:
        """The name."""
        ...


N = TypeVar("N", bound=Named)


def suggested_entities(directory: Directory, prefix: str, types: tuple[str, ...] = ()) -> list[str]:
    """The IRIs of entities that have a name beginning so, or that identifier; the likeliest first.

    Whole names come before longer ones, an entity's own names before others, known entities before obscure ones.
    """
    wanted = fold(prefix)
    best: dict[str, tuple[bool, bool, float]] = {}
    for key, iri, role in directory.beginning(prefix) if wanted else ():
        fit = NAME_FIT[role]
        rank = (key != wanted, fit < _OTHER_NAMES, -fit - directory.prior(iri))
        best[iri] = min(rank, best.get(iri, rank))
    found = sorted(best, key=lambda iri: (best[iri], iri))
    ordered = dict.fromkeys((*directory.identified(prefix), *found))
    return [iri for iri in ordered if not types or set(types) & set(directory.types(iri))]


def suggested(known: Iterable[N], prefix: str) -> list[N]:
    """The types or properties with an id, or a word of the name, that begins so; ids and names first."""
    wanted = prefix.strip().casefold()
    ranked = []
    for item in known:
        name = item.name.casefold()
        if name.startswith(wanted) or item.id.casefold().startswith(wanted):
            ranked.append((0, item.id, item))
        elif any(word.startswith(wanted) for word in name.split()):
            ranked.append((1, item.id, item))
    return [item for _, _, item in sorted(ranked, key=lambda entry: entry[:2])] if wanted else list(known)


def described(directory: Directory, iri: str) -> str:
    """An entity in few words: what it is, what it directly belongs to or lies in, and its state.

    Empty for what is not known.
    """
    entity, types = directory.entity(iri), directory.types(iri)
    if entity is None:
        return ""
    catalogue = directory.catalogue
    office, formation = catalogue.offices.get(iri), catalogue.formations.get(iri)
    what = (
        (office.title if office else "")
        or (formation.echelon if formation else "")
        or catalogue.sorts.get(iri, "")
        or TYPES[types[0]].name
    )
    ahead = (*((formation.parent,) if formation and formation.parent else ()), *directory.closure(iri))
    above = [found for up in ahead if (found := directory.entity(up))]
    told = dict.fromkeys([entity.name for entity in above[:1]] + [up.name for up in above if up.kind == "state"][:1])
    named = [name for name in told if name.casefold() not in what.casefold()]
    return f"{what}, {', '.join(named)}" if named else what
