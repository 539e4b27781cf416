"""The written forms of a catalogue entity: its name and aliases, plurals and demonyms, seats and surnames."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from kg.model import Entity

ROLES = ("name", "alias", "plural", "demonym", "seat", "surname")
"""What a written form can be to its entity, the closest first."""

_INVARIANT = re.compile(
    r"(?:craft|artillery|ammunition|equipment|armou?r|ordnance|weaponry|materiel|infantry|radar equipment|[sS]|\W)$"
)
_SIBILANT = re.compile(r"(?<=[a-z])(?:sh|ch|x|z)$")
_CONSONANT_Y = re.compile(r"(?<=[bcdfghjklmnpqrstvwxz])y$")
_NO_PLURAL_DEMONYM = re.compile(r"(?:ese|ish|sh|ch|ss|s|z|x)$")


class Form(NamedTuple):
    """That a written form can mean an entity, and as what: `role` is one of `ROLES`."""

    entity: Entity
    role: str


def plural(name: str) -> str | None:
    """The English plural of an equipment type's name; None where it has none of its own or is one already.

    >>> plural("T-72"), plural("Leopard 2"), plural("artillery battery"), plural("HIMARS"), plural("aircraft")
    ('T-72s', 'Leopard 2s', 'artillery batteries', None, None)
    """
    if not name or _INVARIANT.search(name):
        return None
    if _SIBILANT.search(name):
        return name + "es"
    if _CONSONANT_Y.search(name):
        return name[:-1] + "ies"
    return name + "s"


def demonym_plural(demonym: str) -> str | None:
    """What the people of a state are called, by rule from its adjective; None where the adjective serves itself.

    >>> demonym_plural("Russian"), demonym_plural("Iraqi"), demonym_plural("Chinese"), demonym_plural("British")
    ('Russians', 'Iraqis', None, None)
    """
    if _NO_PLURAL_DEMONYM.search(demonym):
        return None
    return demonym + "s"


def surname(name: str) -> str:
    """The part of a person's name that stands alone in reports: the last word, with a particle that is joined to it.

    >>> surname("Valery Gerasimov"), surname("Abdel Fattah al-Burhan")
    ('Gerasimov', 'al-Burhan')
    """
    return name.rsplit(" ", 1)[-1]


def equipment_forms(names: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """The plurals of an equipment type's names, and lower-case names as they open a sentence: (form, role)."""
    for position, name in enumerate(names):
        role = "alias" if position else "name"
        many = plural(name)
        for form, as_role in ((name, role), (many, "plural")):
            if form:
                yield form, as_role
                if form[0].islower():
                    yield form[0].upper() + form[1:], as_role
