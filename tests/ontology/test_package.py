from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import OWL, RDF, Graph, URIRef

import ontology

FOLDER = Path(ontology.__file__).parent


def test_modules_are_all_the_turtle_files_there_are() -> None:
    assert {path.stem for path in FOLDER.glob("*.ttl")} == set(ontology.modules())
    assert len(ontology.modules()) == 10


def test_every_module_has_shapes() -> None:
    assert {path.stem for path in FOLDER.glob("shapes/*.ttl")} == set(ontology.shapes()) == set(ontology.MODULES)


def test_module_names_are_the_last_part_of_their_iris(modules: dict[str, Graph]) -> None:
    for name, graph in modules.items():
        expected = ontology.IRI if name == "sitgraph" else f"{ontology.IRI}/{name}"
        assert list(graph.subjects(RDF.type, OWL.Ontology)) == [URIRef(expected)], name


def test_a_file_that_is_not_there_is_named() -> None:
    with pytest.raises(FileNotFoundError, match="nothing"):
        ontology.read_text("nothing.ttl")
    with pytest.raises(FileNotFoundError, match="shapes"):
        ontology.path("shapes")


def test_catalogue_tables_have_a_header() -> None:
    assert ontology.catalogue_csv("states").startswith("name,")


def test_context_has_one_key() -> None:
    assert list(ontology.context()) == ["@context"]


def test_the_package_imports_nothing_of_ours() -> None:
    source = (FOLDER / "__init__.py").read_text(encoding="utf-8")
    imported = {
        line.split()[1].split(".")[0] for line in source.splitlines() if line.startswith(("import ", "from "))
    }
    assert imported == {"__future__", "json", "importlib", "typing"}
