"""The catalogue: the states, organisations, armed groups, persons, units, equipment types and regions known by name.

Its data are the tables in `ontology/catalogue`; entities are linked to each other by name there and by IRI here.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from kg.catalogue_added import AddedTable, added_tables
from kg.catalogue_tables import TABLES, CatalogueError, Row, read_table
from kg.identifiers import entity_iri
from kg.model import Entity
from kg.spellings import Spellings, read_spellings
from kg.surfaces import Form, written_forms
from kg.user_folders import data_folder, stamp

__all__ = ["Catalogue", "CatalogueError", "Form", "Formation", "Office", "load_catalogue", "read_catalogue"]

WIKIDATA = "http://www.wikidata.org/entity/"
GEONAMES = "https://sws.geonames.org/"
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Office:
    """What a person is known as, and from when to when where that is known (days, inclusive)."""

    title: str
    start: date | None = None
    end: date | None = None

    def held_on(self, day: date) -> bool | None:
        """Whether the office was held on a day; None where no time of it is known."""
        if self.start is None and self.end is None:
            return None
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)


@dataclass(frozen=True, slots=True)
class Formation:
    """What is known of a unit beside its name: its size, its branch and the IRI of the unit above it."""

    echelon: str
    branch: str
    parent: str | None = None


class Catalogue:
    """All known entities, by IRI, by name and by every form that reports write them in.

    `entities` are sorted by IRI; `surfaces` and `forms` have the same keys, the forms as written, with their case
    kept: `surfaces` gives the entities, `forms` also what the form is to each (`surfaces.ROLES`; a seat such as
    Kyiv means the state only where it speaks or acts). Of what a table has beside the entity: `offices` for
    persons, `formations` for units, `levels` (class, family, model) and `origins` for equipment types, `sorts`
    (ministry, company …; oblast, sea …) for organisations and regions, all by IRI. `fingerprint` is the SHA-256
    of the data.
    """

    def __init__(self, rows: Iterable[Row], spellings: Mapping[str, Spellings], fingerprint: str) -> None:
        ordered = sorted(rows, key=lambda row: (row.kind, row.name))
        iris: dict[tuple[str, str], str] = {}
        seen: dict[str, Row] = {}
        for row in ordered:
            iri = entity_iri(row.kind, row.name)
            if iri in seen:
                first = seen[iri]
                raise CatalogueError(row.place, f"{row.name!r} stands already at {first.place} ({first.name!r})")
            seen[iri] = row
            iris[row.kind, row.name] = iri
        entities = {iri: _entity(row, iri, iris) for iri, row in seen.items()}
        self.fingerprint = fingerprint
        self._by_iri = dict(sorted(entities.items()))
        self.entities: tuple[Entity, ...] = tuple(self._by_iri.values())
        self._closures = _closures(self._by_iri, seen)
        by_name: dict[str, list[Entity]] = defaultdict(list)
        for entity in self.entities:
            by_name[entity.name].append(entity)
        self._by_name = {name: tuple(found) for name, found in by_name.items()}
        self.forms: Mapping[str, tuple[Form, ...]] = MappingProxyType(written_forms(seen, self._by_iri, spellings))
        self.offices: Mapping[str, Office] = _details(
            seen, "person", lambda row: Office(row.text["office"], *row.days) if row.text["office"] else None
        )
        self.formations: Mapping[str, Formation] = _details(seen, "unit", lambda row: _formation(row, iris))
        self.levels: Mapping[str, str] = _details(seen, "equipment", lambda row: row.text["level"])
        self.origins: Mapping[str, tuple[str, ...]] = _details(
            seen, "equipment", lambda row: row.several("origin") or None
        )
        self.sorts: Mapping[str, str] = MappingProxyType(
            {iri: row.text["kind"] for iri, row in sorted(seen.items()) if row.text.get("kind")}
        )

    @cached_property
    def surfaces(self) -> Mapping[str, tuple[Entity, ...]]:
        """Each written form with the entities that it can mean, the closest first."""
        return MappingProxyType({text: tuple(form.entity for form in found) for text, found in self.forms.items()})

    def by_iri(self, iri: str) -> Entity | None:
        """The entity of that IRI."""
        return self._by_iri.get(iri)

    def by_name(self, name: str) -> tuple[Entity, ...]:
        """The entities whose own name this is (not an alias), sorted by IRI."""
        return self._by_name.get(name, ())

    def holder(self, forms: Sequence[Form], day: date | None) -> Form | None:
        """Whom a surname means that several persons bear: the only one in office on a day, else the only one whose
        office has no known time; None where that leaves several or none. One alone is meant on any day."""
        if len(forms) < 2:
            return forms[0] if forms else None
        held: dict[bool | None, list[Form]] = {True: [], None: [], False: []}
        for form in forms:
            office = self.offices.get(form.entity.iri)
            held[office.held_on(day) if office and day else None].append(form)
        likeliest = held[True] or held[None]
        return likeliest[0] if len(likeliest) == 1 else None

    def broader_closure(self, iri: str) -> tuple[str, ...]:
        """The IRI itself and all that it belongs to or lies in, directly or not, sorted."""
        return self._closures.get(iri, (iri,))

    def is_under(self, iri: str, ancestor: str) -> bool:
        """Whether the first is the second, or belongs to it or lies in it, directly or not."""
        return ancestor in self.broader_closure(iri)


def read_catalogue(folder: Traversable, added: Sequence[AddedTable] = ()) -> Catalogue:
    """The catalogue of a folder of tables (`catalogue_tables.TABLES`; a missing one counts as empty) and of added ones.

    Raises CatalogueError, naming file and line, for a wrong header or value, a name that stands twice, a reference
    to a name that does not exist, or a cycle of these.
    """
    digest = hashlib.sha256()
    rows: list[Row] = []
    for table in TABLES:
        source = folder / table.file
        if source.is_file():
            text = source.read_text(encoding="utf-8")
            digest.update(f"{table.file}\0{text}\0".encode())
            rows.extend(read_table(table, text))
    for table_added in added:
        digest.update(f"{table_added.name}\0{table_added.text}\0".encode())
        rows.extend(read_table(table_added.table, table_added.text))
    text = ""
    if (source := folder / "spellings.csv").is_file():
        text = source.read_text(encoding="utf-8")
        digest.update(f"spellings.csv\0{text}\0".encode())
    return Catalogue(rows, read_spellings(text, [table.kind for table in TABLES]), digest.hexdigest())


def load_catalogue(data_dir: Path | None = None) -> Catalogue:
    """The catalogue that Sitgraph ships, with the tables that the user has added to it, read once
    and again after these have changed.

    These stand in the folder given, else that of the variable SITGRAPH_DATA, else the user's data folder.
    """
    folder = data_folder(data_dir)
    return _loaded(folder, stamp(folder / "catalogue"))


@cache
def _loaded(data_dir: Path, _: object) -> Catalogue:
    return extended_catalogue(added_tables(data_dir))


def extended_catalogue(added: Sequence[AddedTable]) -> Catalogue:
    """The catalogue that Sitgraph ships, with added tables; raises CatalogueError where they do not go together."""
    return read_catalogue(files("ontology") / "catalogue", added)


def _entity(row: Row, iri: str, iris: Mapping[tuple[str, str], str]) -> Entity:
    broader = (
        _resolve(row, name, kinds, iris) for column, kinds in row.table.references for name in row.several(column)
    )
    wikidata, geonames = row.text.get("wikidata"), row.text.get("geonames")
    links = [WIKIDATA + wikidata] if wikidata else []
    if geonames:
        links.append(f"{GEONAMES}{geonames}/")
    return Entity(
        iri=iri,
        kind=row.kind,
        name=row.name,
        aliases=row.several("aliases"),
        broader=tuple(dict.fromkeys(broader)),
        links=tuple(links),
        codes=tuple(code for column in ("iso2", "iso3", "iso") for code in row.several(column)),
    )


def _resolve(row: Row, name: str, kinds: tuple[str, ...], iris: Mapping[tuple[str, str], str]) -> str:
    for kind in kinds:
        if iri := iris.get((kind, name)):
            return iri
    raise CatalogueError(row.place, f"{row.name!r} refers to {name!r}, which no table of {' or '.join(kinds)} has")


def _closures(entities: Mapping[str, Entity], rows: Mapping[str, Row]) -> dict[str, tuple[str, ...]]:
    """For each IRI, itself and all broader ones; raises CatalogueError for a cycle."""
    found: dict[str, frozenset[str]] = {}

    def close(iri: str, path: tuple[str, ...]) -> frozenset[str]:
        if iri in path:
            raise CatalogueError(
                rows[iri].place, f"{entities[iri].name!r} belongs to itself, through {len(path)} steps"
            )
        if iri not in found:
            found[iri] = frozenset({iri}).union(*(close(up, (*path, iri)) for up in entities[iri].broader))
        return found[iri]

    return {iri: tuple(sorted(close(iri, ()))) for iri in entities}


def _formation(row: Row, iris: Mapping[tuple[str, str], str]) -> Formation:
    kinds = dict(row.table.references)["parent"]
    parents = [_resolve(row, name, kinds, iris) for name in row.several("parent")]
    return Formation(row.text["echelon"], row.text["branch"], parents[0] if parents else None)


def _details(rows: Mapping[str, Row], kind: str, make: Callable[[Row], T | None]) -> Mapping[str, T]:
    made = {iri: make(row) for iri, row in sorted(rows.items()) if row.kind == kind}
    return MappingProxyType({iri: detail for iri, detail in made.items() if detail is not None})
