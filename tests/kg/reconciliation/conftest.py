"""The catalogue, the gazetteer and a few entities of a store, as a directory."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kg.catalogue import load_catalogue
from kg.gazetteer import load_gazetteer
from kg.model import Entity
from kg.reconciliation.directory import Directory
from kg.vocabulary import ID

LOCAL = tuple(
    Entity(f"{ID}unit/{report}/grey-storks-company", "unit", "Grey Storks Company") for report in ("r1", "r2")
)
ALONE = Entity(f"{ID}unit/r1/blue-storks-company", "unit", "Blue Storks Company", broader=(f"{ID}state/ukraine",))


@pytest.fixture(scope="session")
def directory() -> Directory:
    """Names of all three sources; claims name Ukraine often, and Avdiivka twice."""
    catalogue = load_catalogue()
    ukraine = catalogue.by_iri(f"{ID}state/ukraine")
    assert ukraine
    told = (*LOCAL, ALONE, replace(ukraine, aliases=(*ukraine.aliases, "The Ukrainian state")))
    return Directory(catalogue, load_gazetteer(), told, {ukraine.iri: 40, f"{ID}place/gn-713122": 2})
