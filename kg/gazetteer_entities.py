"""Entities of the gazetteer's rows: their names, what they lie in, and their identifiers elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from kg.gazetteer_index import DIVISION, OWN_IDS, PlaceRow, fold
from kg.gazetteer_layers import Layers
from kg.gazetteer_tables import City, cities, usual_names, wikidata_ids
from kg.model import Entity
from kg.vocabulary import ID

WIKIDATA = "http://www.wikidata.org/entity/"
GEONAMES = "https://sws.geonames.org/"
_BY_GEONAMES, _BY_NUMBER = "gn-", "gz-"


class PlaceEntities:
    """Makes entities of rows; states and the regions of the catalogue are taken from `entities`.

    `entities` are those of the catalogue: a state is found by its ISO 3166-1 code, and a division whose ISO 3166-2
    code or GeoNames id one of them has is that entity. A city that is a division of its own is one entity, whichever
    of its two rows is asked for. `state_names` are the folded names and aliases of states.
    """

    def __init__(self, layers: Layers, entities: Iterable[Entity]) -> None:
        self._layers = layers
        self._states: dict[str, Entity] = {}
        self._regions: dict[str, Entity] = {}
        self._region_names: dict[str, list[Entity]] = {}
        self.state_names: set[str] = set()
        for entity in entities:
            if entity.kind == "state":
                self.state_names.update(fold(name) for name in (entity.name, *entity.aliases))
                for code in entity.codes:
                    if len(code) == 2:
                        self._states.setdefault(code, entity)
            elif entity.kind == "place":
                for code in (*entity.codes, *entity.links):
                    self._regions.setdefault(code, entity)
                for name in (entity.name, *entity.aliases):
                    self._region_names.setdefault(fold(name), []).append(entity)
        self._cities = {city.city: city for city in cities() if layers.row(city.city) and layers.row(city.division)}
        self._city_of = {city.division: city.city for city in self._cities.values()}
        self._city_names = {fold(alias): city.city for city in self._cities.values() for alias in city.aliases}
        self._countries = {state.iri: (code,) for code, state in sorted(self._states.items())}
        self._preferred = usual_names()[1]

    def row(self, row_id: int) -> PlaceRow:
        """The row of a GeoNames id; raises KeyError where the gazetteer has none."""
        row = self._layers.row(row_id)
        if row is None:
            raise KeyError(row_id)
        return row

    def entity(self, row_id: int) -> Entity:
        """A row as an entity; raises KeyError where the gazetteer has none of that GeoNames id."""
        row = self.row(row_id)
        if row.feature == DIVISION:
            return self._division(row)
        if city := self._cities.get(row_id):
            return self._city(row, city)
        above = [region] if (region := self.region(row.country, row.admin1)) else []
        if (state := self.state(row.country)) and (not above or row_id_of(above[0].iri) is not None):
            above.append(state)  # closures of the catalogue end at a region that only the gazetteer has
        return Entity(
            iri=place_iri(row.id),
            kind="place",
            name=self._preferred.get(row.id, row.name),
            broader=tuple(entity.iri for entity in above),
            links=(*self._wikidata(row.id), *_geonames(row.id)),
            latitude=row.latitude,
            longitude=row.longitude,
        )

    def region(self, country: str, admin1: str) -> Entity | None:
        """The first-level division of a country (ISO 3166-1 alpha-2) with that code in GeoNames."""
        row = self._layers.division(country, admin1)
        return self._division(row) if row is not None else None

    def state(self, country: str) -> Entity | None:
        """The state of an ISO 3166-1 alpha-2 code."""
        return self._states.get(country)

    def city_rows(self, key: str, rows: Iterable[PlaceRow]) -> tuple[PlaceRow, ...]:
        """The rows of the cities that some of the rows are the divisions of, or that have a folded name as an alias."""
        found = [self._city_of[row.id] for row in rows if row.id in self._city_of]
        found += [self._city_names[key]] if key in self._city_names else []
        return tuple(self.row(city) for city in dict.fromkeys(found))

    def division_of(self, iso: str) -> tuple[str, str] | None:
        """The country and the code in GeoNames of the division with an ISO 3166-2 code."""
        return self._layers.base.by_iso(iso)

    def countries_of(self, entity: Entity) -> tuple[str, ...]:
        """The ISO 3166-1 alpha-2 codes of a state, or of the states that a place's codes or direct regions tell."""
        if entity.kind == "state":
            return tuple(code for code in entity.codes if len(code) == 2)
        if entity.kind != "place":
            return ()
        found = {code[:2] for code in entity.codes if len(code) > 3 and code[2] == "-"}
        found.update(code for iri in entity.broader for code in self._countries.get(iri, ()))
        return tuple(sorted(found))

    def regions_named(self, name: str) -> tuple[Entity, ...]:
        """The catalogue's regions of that name or alias."""
        return tuple(self._region_names.get(fold(name), ()))

    def identified(self, code: str) -> tuple[str, ...]:
        """The IRIs of what has a QID (``Q1899``), an ISO 3166-2 code or a GeoNames id, given without an address."""
        if code.isascii() and code.isdecimal():
            return (self.entity(int(code)).iri,) if len(code) < 16 and self._layers.row(int(code)) else ()
        if (division := self.division_of(code)) is not None:
            region = self.region(*division)
            return (region.iri,) if region else ()
        return tuple(dict.fromkeys(self.entity(row_id).iri for row_id in self._by_wikidata.get(code, ())))

    @cached_property
    def _by_wikidata(self) -> dict[str, tuple[int, ...]]:
        known = [(int(number), qid) for number, qid in self._layers.base.wikidata.items()]
        found: dict[str, tuple[int, ...]] = {}
        for number, qid in sorted((*known, *wikidata_ids().items())):
            if self._layers.row(number) is not None:
                found[qid] = (*found.get(qid, ()), number)
        return found

    def _city(self, row: PlaceRow, city: City) -> Entity:
        division, state = self.row(city.division), self.state(row.country)
        above = self.regions_named(city.within) if city.within else (state,) if state else ()
        name = self._preferred.get(row.id, row.name)
        iso = self._layers.base.iso.get(f"{row.country}.{row.admin1}", "")
        return Entity(
            iri=place_iri(row.id),
            kind="place",
            name=name,
            aliases=tuple(alias for alias in dict.fromkeys((*city.aliases, division.name)) if alias != name),
            broader=tuple(entity.iri for entity in above[:1]),
            links=(*self._wikidata(row.id), *_geonames(row.id), *_geonames(division.id)),
            codes=(iso,) if iso else (),
            latitude=row.latitude,
            longitude=row.longitude,
        )

    def _division(self, row: PlaceRow) -> Entity:
        if row.id in self._city_of:
            return self.entity(self._city_of[row.id])
        link = f"{GEONAMES}{row.id}/"
        iso = self._layers.base.iso.get(f"{row.country}.{row.admin1}", "")
        known = self._regions.get(iso) or self._regions.get(link)
        if known:
            return known
        state = self.state(row.country)
        return Entity(
            iri=place_iri(row.id),
            kind="place",
            name=row.name,
            broader=(state.iri,) if state else (),
            links=(*self._wikidata(row.id), link),
            codes=(iso,) if iso else (),
        )

    def _wikidata(self, row_id: int) -> tuple[str, ...]:
        qid = wikidata_ids().get(row_id) or self._layers.wikidata(row_id)
        return (f"{WIKIDATA}{qid}",) if qid else ()


def place_iri(row_id: int) -> str:
    """The IRI of a row: by its GeoNames id, or by the number that an added gazetteer gave it."""
    return f"{ID}place/{_BY_GEONAMES if row_id < OWN_IDS else _BY_NUMBER}{row_id}"


def row_id_of(iri: str) -> int | None:
    """The row's id in an IRI of `place_iri`; None for any other IRI."""
    for lead in (_BY_GEONAMES, _BY_NUMBER):
        if iri.startswith(f"{ID}place/{lead}"):
            number = iri.removeprefix(f"{ID}place/{lead}")
            return int(number) if number.isascii() and number.isdigit() else None
    return None


def _geonames(row_id: int) -> tuple[str, ...]:
    return (f"{GEONAMES}{row_id}/",) if row_id < OWN_IDS else ()
