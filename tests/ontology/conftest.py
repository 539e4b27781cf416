from __future__ import annotations

import pytest
from rdflib import Graph

import ontology


@pytest.fixture(scope="session")
def modules() -> dict[str, Graph]:
    """Every Turtle module by its name, each parsed by itself."""
    return {name: Graph().parse(data=ontology.turtle(name), format="turtle") for name in ontology.modules()}


@pytest.fixture(scope="session")
def merged(modules: dict[str, Graph]) -> Graph:
    """All modules in one graph."""
    whole = Graph()
    for graph in modules.values():
        whole += graph
    return whole


@pytest.fixture(scope="session")
def shapes() -> Graph:
    """All SHACL shapes in one graph."""
    graph = Graph()
    for name in ontology.shapes():
        graph.parse(data=ontology.shapes_turtle(name), format="turtle")
    return graph
