"""The written forms of a catalogue entity: name, aliases, plurals, demonyms, seats, surnames and short forms."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from kg.catalogue_tables import Row
from kg.model import Entity
from kg.spellings import Spellings

ROLES = ("name", "alias", "plural", "demonym", "short", "seat", "surname")
"""What a written form can be to its entity, the closest first; `short` is a unit's number with one word ("47th
Brigade"), which no other unit of the catalogue shares."""

_INVARIANT = re.compile(
    r"(?:craft|artillery|ammunition|ammo|equipment|armou?r|ordnance|weaponry|materiel|matériel|infantry|hardware|"
    r"technology|defen[cs]e|warfare|[sS]|\W)$"
)
_SIBILANT = re.compile(r"(?<=[a-z])(?:sh|ch|x|z)$")
_CONSONANT_Y = re.compile(r"(?<=[bcdfghjklmnpqrstvwxz])y$")
_NO_PLURAL_DEMONYM = re.compile(r"(?:ese|men|sh|ch|ss|s|z|x)$")
_NUMBERED = re.compile(r"(?P<number>[0-9]+(?:st|nd|rd|th)) (?P<rest>.*\b(?P<echelon>[A-Z][a-z]+))$")
_ONE_OF_MANY = re.compile(r" \([^)]*\)$")
_SEPARATE = frozenset({"Brigade", "Regiment", "Battalion"})
_LEAST_SHORT = 20


class Form(NamedTuple):
    """That a written form can mean an entity, and as what: `role` is one of `ROLES`."""

    entity: Entity
    role: str


def written_forms(
    rows: Mapping[str, Row], entities: Mapping[str, Entity], spellings: Mapping[str, Spellings]
) -> dict[str, tuple[Form, ...]]:
    """Each written form with what it can mean, the closest role first, then by IRI.

    Forms that the tables do not give but a rule makes are left out where two entities of a kind would share one.
    """
    found: dict[str, dict[str, Form]] = defaultdict(dict)
    made: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    states = {
        demonym: row.name for row in rows.values() if row.kind == "state" for demonym in row.several("demonyms")
    }
    for iri, row in rows.items():
        kind, entity = row.kind, entities[iri]
        variants = spellings.get(kind)
        for text, role in _given(row):
            _keep(found[text], iri, Form(entity, role))
            if role in ("name", "alias", "plural"):
                for made_text, made_role in _ruled(row, text, role, variants, states):
                    made[kind, made_text].append((iri, made_role))
    for (kind, text), claims in made.items():
        holders = {iri for iri, _ in claims}
        if text in found:
            holders.update(iri for iri in found[text] if entities[iri].kind == kind)
        if len(holders) == 1:
            for iri, role in claims:
                _keep(found[text], iri, Form(entities[iri], role))
    return {text: _ordered(forms) for text, forms in sorted(found.items())}


def _ordered(forms: Mapping[str, Form]) -> tuple[Form, ...]:
    if len(forms) == 1:
        return tuple(forms.values())
    return tuple(sorted(forms.values(), key=lambda form: (ROLES.index(form.role), form.entity.iri)))


def _keep(held: dict[str, Form], iri: str, form: Form) -> None:
    if iri not in held or ROLES.index(form.role) < ROLES.index(held[iri].role):
        held[iri] = form


def _given(row: Row) -> Iterator[tuple[str, str]]:
    """The forms that a row gives itself, with the plurals that follow from them."""
    names = (row.name, *row.several("aliases"))
    for position, name in enumerate(names):
        yield name, "alias" if position else "name"
        if row.kind == "equipment" and (many := plural(name)):
            yield many, "plural"
    if row.kind == "state":
        yield from ((seat, "seat") for seat in row.several("seats"))
        for demonym in row.several("demonyms"):
            yield demonym, "demonym"
            if people := demonym_plural(demonym):
                yield people, "demonym"
    if row.text.get("surname_alone") == "yes":
        yield from ((short, "surname") for name in names if " " in name for short in surnames(name))


def _ruled(
    row: Row, name: str, role: str, spellings: Spellings | None, states: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    """The forms that rules make of a name or alias: other spellings, the possessive, a unit's shorter forms."""
    kind = row.kind
    names = [name]
    if kind == "unit":
        names += unit_names(name)
    if kind in ("unit", "organisation") and (owned := possessive(name, states)):
        names.append(owned)
    alone = kind == "person" and row.text["surname_alone"] == "yes"
    for base in names:
        for text in (base, *(spellings.variants(base) if spellings else ())):
            if text != name:
                yield text, "plural" if role == "plural" else "alias"
            if kind == "unit" and text[0].isdigit():
                yield text.lower(), "alias"
                yield from ((short, "short") for short in short_unit_names(text))
            elif alone and " " in text:
                yield from ((short, "surname") for short in surnames(text))


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


def surnames(name: str) -> tuple[str, ...]:
    """What of a person's name stands alone in reports: the last word, an Arabic article in it kept or left out.

    >>> surnames("Valery Gerasimov"), surnames("Abdel Fattah al-Burhan")
    (('Gerasimov',), ('al-Burhan', 'Al-Burhan', 'Burhan'))
    """
    last = name.rsplit(" ", 1)[-1]
    if last[:3].lower() in ("al-", "el-"):
        return (last, last[0].upper() + last[1:], last[3:])
    return (last,)


def possessive(name: str, states: Mapping[str, str]) -> str | None:
    """A name that opens with a demonym, with the possessive of its state instead; `states` are by demonym.

    >>> possessive("Russian Ministry of Defence", {"Russian": "Russia"})
    "Russia's Ministry of Defence"
    """
    words = name.split(" ")
    for length in (2, 1):
        if length < len(words) and (state := states.get(" ".join(words[:length]))):
            return f"{state}'s {' '.join(words[length:])}"
    return None


def unit_names(name: str) -> list[str]:
    """A unit's name without what tells it from a namesake, and with the "Separate" of most Ukrainian brigades.

    >>> unit_names("47th Mechanized Brigade"), unit_names("3rd Army Corps (Ukraine)")
    (['47th Separate Mechanized Brigade'], ['3rd Army Corps'])
    """
    plain = _ONE_OF_MANY.sub("", name)
    names = [plain] if plain != name else []
    match = _NUMBERED.fullmatch(plain)
    if match and match["echelon"] in _SEPARATE and "Separate" not in plain and "Guards" not in plain:
        names.append(f"{match['number']} Separate {match['rest']}")
    return names


def short_unit_names(name: str) -> Iterator[str]:
    """A numbered unit by its number and one word; none for low numbers, which every army has.

    >>> list(short_unit_names("47th Mechanized Brigade")), list(short_unit_names("3rd Tank Brigade"))
    (['47th Brigade', '47th brigade', '47th Mechanized'], [])
    """
    match = _NUMBERED.fullmatch(name)
    if match and match["echelon"] in _SEPARATE | {"Division"} and int(match["number"][:-2]) >= _LEAST_SHORT:
        yield f"{match['number']} {match['echelon']}"
        yield f"{match['number']} {match['echelon'].lower()}"
        if match["rest"].count(" ") == 1 and not match["rest"].startswith("Separate"):
            yield f"{match['number']} {match['rest'].split(' ')[0]}"
