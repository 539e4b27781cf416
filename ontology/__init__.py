"""The ontology as data: Turtle modules, SHACL shapes, the JSON-LD context and the catalogue's tables.

Everything is handed out through `importlib.resources`, so that it works from a wheel as well as from a checkout.
Nothing is parsed but the context; no other package of the project is imported.
"""

from __future__ import annotations

import json
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

IRI = "https://w3id.org/sitgraph/ontology"
"""The IRI of the ontology as a whole; its terms are this, a hash and a local name."""

MODULES = ("core", "actors", "units", "equipment", "places", "events", "statements", "identity")
"""The modules that define terms, each importing only from those before it; each has a file of shapes of that name."""


def path(name: str) -> Traversable:
    """A file of the ontology by its path inside the package, such as ``events.ttl`` or ``shapes/core.ttl``.

    Raises `FileNotFoundError` where there is no such file.
    """
    found = files(__name__).joinpath(*name.split("/"))
    if not found.is_file():
        raise FileNotFoundError(f"the ontology has no file {name!r}")
    return found


def read_text(name: str) -> str:
    """The text of a file of the ontology (UTF-8), by its path inside the package."""
    return path(name).read_text(encoding="utf-8")


def modules() -> tuple[str, ...]:
    """The names of all Turtle modules: those that define terms, the alignments, and the one that imports them all."""
    return (*MODULES, "alignments", "sitgraph")


def turtle(module: str) -> str:
    """The Turtle text of a module, by a name of `modules`."""
    return read_text(f"{module}.ttl")


def shapes() -> tuple[str, ...]:
    """The names of the files of SHACL shapes; each checks the nodes whose classes the module of that name defines."""
    return MODULES


def shapes_turtle(name: str) -> str:
    """The SHACL shapes in Turtle, by a name of `shapes`."""
    return read_text(f"shapes/{name}.ttl")


def catalogue_csv(name: str) -> str:
    """A table of the catalogue as CSV text with a header line, by its name without the ending (``states``)."""
    return read_text(f"catalogue/{name}.csv")


def context() -> dict[str, Any]:
    """The JSON-LD 1.1 context document: one key ``@context``."""
    document: dict[str, Any] = json.loads(read_text("context.jsonld"))
    return document
