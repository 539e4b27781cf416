"""The trigger lexicon: which word, with which object, makes which claim, and which argument fills which role.

`verbs.csv` and `nouns.csv` hold one row per sense; the first row whose object fits is taken. A role is written
``argument=role``; ``role.near`` gives the place relation, ``role.other`` an alternative role by type of filler.
`constraints.csv` lists the lemmas behind the object constraints that are word lists.
"""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from kg.data_files import csv_rows
from kg.vocabulary import CLAIM_TYPES


@dataclass(frozen=True, slots=True)
class Sense:
    """One sense of a trigger: what its object must be, the claim it makes, which argument fills which roles, and where
    its row stands (file and line).
    """

    lemma: str
    object: str
    type: str
    status: str
    roles: Mapping[str, tuple[str, ...]]
    row: str = ""


@functools.cache
def lexicon() -> Mapping[tuple[str, str], tuple[Sense, ...]]:
    """(``verb`` or ``noun``, lemma) → its senses in the order of the tables.

    Raises ValueError, naming file and line, for a type, status or role that the vocabulary does not have.
    """
    senses: dict[tuple[str, str], list[Sense]] = defaultdict(list)
    for kind in ("verb", "noun"):
        for number, row in enumerate(csv_rows("kg.extraction.lexicon", f"{kind}s.csv"), 2):
            senses[kind, row["lemma"]].append(_sense(row, f"{kind}s.csv:{number}"))
    return MappingProxyType({key: tuple(found) for key, found in senses.items()})


@functools.cache
def constraints() -> Mapping[str, frozenset[str]]:
    """Constraint → the lemmas that fulfil it."""
    table: dict[str, set[str]] = defaultdict(set)
    for row in csv_rows("kg.extraction.lexicon", "constraints.csv"):
        table[row["constraint"]].add(row["lemma"])
    return MappingProxyType({name: frozenset(lemmas) for name, lemmas in table.items()})


def _sense(row: Mapping[str, str], place: str) -> Sense:
    known = CLAIM_TYPES.get(row["type"])
    if known is None or row["status"] not in known.statuses:
        raise ValueError(f"{place}: no claim type {row['type']} with status {row['status']}")
    roles: dict[str, tuple[str, ...]] = {}
    for pair in row["roles"].split():
        argument, _, target = pair.partition("=")
        roles[argument] = tuple(target.split("."))
        if roles[argument][0] not in (*known.roles, "ground", "measure"):
            raise ValueError(f"{place}: {known.name} has no role {roles[argument][0]}")
    return Sense(row["lemma"], row["object"], row["type"], row["status"], MappingProxyType(roles), place)
