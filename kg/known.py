"""All entities that are known: by the catalogue, by the gazetteer, and by the reports that were read."""

from __future__ import annotations

from kg.catalogue import Catalogue
from kg.gazetteer import Gazetteer, row_id_of
from kg.model import Entity, Reading


class Known:
    """Finds an entity by its IRI, and what it belongs to or lies in."""

    def __init__(self, catalogue: Catalogue, gazetteer: Gazetteer) -> None:
        self._catalogue, self._gazetteer = catalogue, gazetteer
        self._told: dict[str, Entity] = {}
        self._closures: dict[str, tuple[str, ...]] = {}

    def add(self, reading: Reading) -> None:
        """Take in what a report refers to."""
        fillers = [*reading.mentions]
        for claim in reading.claims:
            fillers += [f for group in claim.roles.values() for f in group]
            fillers += claim.attribution
        for filler in fillers:
            if filler.link is not None and filler.link.entity.iri not in self._told:
                self._told[filler.link.entity.iri] = filler.link.entity
                self._closures.clear()

    def entity(self, iri: str) -> Entity | None:
        """The entity of an IRI; None where none is known."""
        found = self._catalogue.by_iri(iri) or self._told.get(iri)
        row_id = row_id_of(iri)
        if found is None and row_id is not None:
            try:
                found = self._gazetteer.entity(row_id)
            except KeyError:
                return None
        return found

    def closure(self, iri: str) -> tuple[str, ...]:
        """The IRI itself and all that it belongs to or lies in, directly or not, sorted."""
        if iri not in self._closures:
            self._closures[iri] = self._closure(iri)
        return self._closures[iri]

    def _closure(self, iri: str) -> tuple[str, ...]:
        found, ahead = {iri}, [iri]
        while ahead:
            entity = self.entity(ahead.pop())
            for broader in entity.broader if entity else ():
                if broader not in found:
                    found.add(broader)
                    ahead.append(broader)
        return tuple(sorted(found))

    def places(self) -> tuple[Entity, ...]:
        """The places of the gazetteer that the reports refer to, and all of it that they lie in, sorted by IRI."""
        iris = {above for iri in self._told for above in self.closure(iri) if row_id_of(above)}
        return tuple(entity for iri in sorted(iris) if (entity := self.entity(iri)) is not None)

    def credits(self) -> tuple[str, ...]:
        """Whom the places of added gazetteers among `places` are to be credited to; sorted, each once."""
        numbers = {row_id for iri in self._told for above in self.closure(iri) if (row_id := row_id_of(above))}
        return tuple(sorted({credit for row_id in numbers if (credit := self._gazetteer.credit(row_id))}))
