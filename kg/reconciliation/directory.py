"""All that a name can be matched with: what a store describes, the catalogue, and the gazetteer's places."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from heapq import nsmallest

from kg.catalogue import Catalogue
from kg.gazetteer import PLACE, Gazetteer, PlaceRow, fold
from kg.identifiers import graph_iri
from kg.model import Entity
from kg.reconciliation.likeness import LEAST, likeness
from kg.reconciliation.names import NameIndex
from kg.reconciliation.types import REGION, REGION_SORTS, SETTLEMENT, SETTLEMENT_SORTS, types_of
from kg.reconciliation.values import Hit
from kg.store import View
from kg.terms import name, text_of
from kg.vocabulary import ID

_GAZETTEER = f"{ID}place/gn-"
_MOST_PLACES = 200
_BEARING = frozenset(("name", "alias", "spelling", "plural", "short"))
_PREFIX, _NEAR_PLACES = 4, 4
_SPELLING = 0.7
_LARGEST = 7.0


class Directory:
    """Entities by IRI, by name and by external identifier.

    `told` are the entities that a store describes, which win over those of the catalogue; `mentions` says how often
    claims name an entity, by IRI. Only reads once it is made, so that threads can share it.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        gazetteer: Gazetteer,
        told: Iterable[Entity] = (),
        mentions: Mapping[str, int] = {},
    ) -> None:
        self.catalogue, self.gazetteer, self.mentions = catalogue, gazetteer, mentions
        self._entities = {entity.iri: entity for entity in (*catalogue.entities, *told)}
        self._names = NameIndex(self._forms())
        self._identified: dict[str, list[str]] = defaultdict(list)
        for iri, entity in sorted(self._entities.items()):
            for code in (*entity.links, *entity.codes):
                self._identified[identifier(code)].append(iri)
        self._closure = lru_cache(maxsize=50_000)(self._closure_of)

    def _forms(self) -> Iterator[tuple[str, str, str]]:
        for iri, entity in sorted(self._entities.items()):
            yield entity.name, iri, "name"
        for iri, entity in sorted(self._entities.items()):
            for alias in entity.aliases:
                yield alias, iri, "alias"
        for text, forms in self.catalogue.forms.items():
            for form in forms:
                yield text, form.entity.iri, form.role

    def __iter__(self) -> Iterator[Entity]:
        """What the store or the catalogue describes, sorted by IRI; the rest of the gazetteer is left out."""
        return (entity for _, entity in sorted(self._entities.items()))

    def entity(self, iri: str) -> Entity | None:
        """The entity of an IRI; None where none is known."""
        if found := self._entities.get(iri):
            return found
        row = self.row(iri)
        return self.gazetteer.entity(row.id) if row else None

    def row(self, iri: str) -> PlaceRow | None:
        """The gazetteer's row of a place; None for all else."""
        number = iri.removeprefix(_GAZETTEER)
        if number == iri or not (number.isascii() and number.isdecimal()):
            return None
        try:
            return self.gazetteer.row(int(number))
        except (KeyError, OverflowError):
            return None

    def closure(self, iri: str) -> tuple[str, ...]:
        """What an entity directly or indirectly belongs to or lies in, the nearest first; without itself."""
        return self._closure(iri)

    def _closure_of(self, iri: str) -> tuple[str, ...]:
        found = [iri]
        for at in found:  # grows while it is gone through, level by level
            entity = self.entity(at)
            found += [broader for broader in (entity.broader if entity else ()) if broader not in found]
        return tuple(found[1:])

    def types(self, iri: str) -> tuple[str, ...]:
        """The ids of an entity's types, the narrowest first."""
        entity = self.entity(iri)
        if entity is None:
            return ()
        sorts: tuple[str, ...] = ()
        if row := self.row(iri):
            division = row.feature != PLACE or bool(entity.codes)  # a city with a code is a division of its own
            sorts = (*((SETTLEMENT,) if row.feature == PLACE else ()), *((REGION,) if division else ()))
        elif (told := self.catalogue.sorts.get(iri)) and entity.kind == "place":
            sorts = (REGION,) if told in REGION_SORTS else (SETTLEMENT,) if told in SETTLEMENT_SORTS else ()
        return types_of(entity.kind, *sorts)

    def prior(self, iri: str) -> float:
        """How likely it is that an entity is meant at all, 0–1: by its people, and how often claims name it."""
        row = self.row(iri)
        known = math.log10(max(row.population, 1)) / _LARGEST if row else 0.5
        return round(min(1.0, known + 0.2 * math.log10(1 + self.mentions.get(iri, 0))), 3)

    def identified(self, code: str) -> tuple[str, ...]:
        """The IRIs of what has an identifier of Wikidata, GeoNames or ISO, or is named by its own IRI or id."""
        wanted = code.strip()
        own = wanted if wanted.startswith(ID) else ID + wanted.removeprefix("/id/")
        found = [entity.iri] if (entity := self.entity(own)) else []
        found += self._identified.get(identifier(wanted), ())
        found += self.gazetteer.identified(identifier(wanted))
        return tuple(dict.fromkeys(found))

    def named(self, name: str, types: tuple[str, ...] = ()) -> tuple[Hit, ...]:
        """What bears a name, and where nothing of the types bears it well, what bears a similar one.

        An entity can have more than one hit.
        """
        hits = [*self._names.exact(name), *self._places(name)]
        if not any(hit.role in _BEARING and self._is_of(hit.iri, types) for hit in hits):
            known = {hit.iri for hit in hits}
            near = (*self._names.alike(name), *self._places_alike(name))
            hits += [hit for hit in near if hit.iri not in known]
        return tuple(hits)

    def _is_of(self, iri: str, types: tuple[str, ...]) -> bool:
        return not types or not set(types).isdisjoint(self.types(iri))

    def beginning(self, prefix: str) -> Iterator[tuple[str, str, str]]:
        """Names that begin so, folded, with the IRI of who bears them and what the name is to it; in no order."""
        yield from self._names.beginning(prefix)
        if len(fold(prefix)) > 2:
            for key, row, own in self.gazetteer.beginning(prefix):
                yield key, self._iri(row), "name" if own else "alternate"

    def _places(self, name: str) -> Iterator[Hit]:
        key = fold(name)
        for row in self.gazetteer.lookup(name)[:_MOST_PLACES]:
            yield Hit(self._iri(row), _role(row, key))

    def _places_alike(self, name: str) -> Iterator[Hit]:
        key = fold(name)
        if len(key) <= _PREFIX:
            return
        near: dict[str, float] = {}
        found = []
        for other, row, own in self.gazetteer.beginning(key[:_PREFIX]):
            if other not in near:
                near[other] = likeness(key, other) if abs(len(other) - len(key)) < 4 else 0.0
            if own and LEAST <= near[other] < 1.0:
                found.append((-near[other], -row.population, row.id, row))
        for ratio, _, _, row in nsmallest(_NEAR_PLACES, found):
            yield Hit(self._iri(row), "alike", -ratio)

    def _iri(self, row: PlaceRow) -> str:
        if row.feature == PLACE:
            return f"{_GAZETTEER}{row.id}"
        return self.gazetteer.entity(row.id).iri


def identifier(code: str) -> str:
    """An external identifier without the address it stands in.

    >>> identifier("http://www.wikidata.org/entity/Q212"), identifier("https://sws.geonames.org/703448/")
    ('Q212', '703448')
    """
    return code.strip().rstrip("/").rpartition("/")[2].upper()


def read_directory(view: View, catalogue: Catalogue, gazetteer: Gazetteer) -> Directory:
    """The directory of a store's snapshot, joined with the catalogue and the gazetteer; takes a second or so.

    What is one is there as its representative, with the names of all.
    """
    others = _names_of_members(view)
    told = [
        replace(entity, aliases=tuple(dict.fromkeys((*entity.aliases, *others.get(entity.iri, ())))))
        for record in view.entities()
        if (entity := view.entity_value(record["iri"])) is not None
    ]
    mentions = {row["entity"]: int(row["mentions"]) for row in view.named("entity_mentions").records()}
    return Directory(catalogue, gazetteer, told, mentions)


def _names_of_members(view: View) -> dict[str, list[str]]:
    """For each representative the names of what it stands for, other than its own."""
    found: dict[str, list[str]] = defaultdict(list)
    for quad in view.quads(graph_iri("identity")):
        if quad.predicate == name("sg:representative"):
            first, member = view.entity_value(text_of(quad.object)), view.entity_value(text_of(quad.subject))
            if first is not None and member is not None:
                found[first.iri] += [said for said in (member.name, *member.aliases) if said != first.name]
    return found


def _role(row: PlaceRow, key: str) -> str:
    """What a name is to a place: a division goes by its bare name too, a settlement has many other and former ones."""
    own = fold(row.name)
    if own == key:
        return "name"
    if row.feature != PLACE:
        return "alias"
    return "spelling" if likeness(own, key) >= _SPELLING else "alternate"
