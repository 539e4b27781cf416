"""Who imports whom, read from the sources: downward only, and each library in its place."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[1]

# A module imports from the lines above its own and, within its line, from what stands left of it.
# A folder stands for all that is in it; within it there is no order.
LINES = tuple(
    tuple(line.split())
    for line in (
        "ontology",
        "kg.data_files kg.errors kg.vocabulary kg.model kg.identifiers kg.settings kg.user_folders kg.terms kg.markup kg.date_patterns"
        " kg.date_context kg.date_resolution kg.dates kg.quantities kg.syntax kg.interchange",
        "kg.languages kg.report_formats kg.manifests kg.reports kg.spellings kg.catalogue_tables"
        " kg.catalogue_added kg.surfaces"
        " kg.catalogue kg.gazetteer_names kg.gazetteer_index kg.gazetteer_packages kg.gazetteer_layers kg.gazetteer_regions"
        " kg.gazetteer_tables kg.gazetteer_entities kg.gazetteer_formats kg.gazetteer_added kg.gazetteer_hints"
        " kg.gazetteer kg.linking kg.known kg.fingerprints",
        "kg.nlp",
        "kg.learned",
        "kg.extraction",
        "kg.belief kg.matching kg.events",
        "kg.graph_names kg.rereading kg.graph kg.sparql kg.shipped kg.store_folder kg.identity_records"
        " kg.filter_terms kg.unit_records kg.view_records kg.validation"
        " kg.export kg.export_links kg.confidence kg.store kg.query_processes",
        "kg.name_forms kg.designations kg.name_likeness kg.occurrences kg.same_links kg.decisions kg.identity"
        " kg.identity_graph kg.decision_records",
        "kg.reconciliation",
        "kg.question_words kg.question_days kg.question_order kg.question_spelling kg.question_actors kg.question_parts"
        " kg.question_tables kg.questions kg.question_general kg.question_query kg.question_setting"
        " kg.answer_speakers kg.answer_rows kg.answer_numbers kg.answers",
        "kg.network",
        "kg.evaluation",
        "kg.pipeline",
        "api",
        "kg.cli",
    )
)
RANKS = {module: (row, column) for row, line in enumerate(LINES) for column, module in enumerate(line)}

# Library -> the modules that may import it; all others may not.
PLACES = {
    "spacy": ("kg.nlp",),
    "pyoxigraph": ("kg.store",),
    "rdflib": ("kg.validation", "kg.graph", "kg.export", "kg.store", "api.pages"),
    "pyshacl": ("kg.validation",),
    "networkx": ("kg.network", "kg.export", "kg.answer_numbers"),
    "typer": ("kg.cli",),
    "rich": ("kg.cli",),
    "fastapi": ("api",),
    "starlette": ("api",),
    "uvicorn": ("api", "kg.cli"),
}

FORBIDDEN = {"api": ("kg.nlp", "kg.extraction", "kg.cli")}


def sources() -> dict[str, Path]:
    """Dotted name -> file, of all modules of the three packages."""
    found = {}
    for package in ("kg", "api", "ontology"):
        for path in sorted((PROJECT / package).rglob("*.py")):
            parts = path.relative_to(PROJECT).with_suffix("").parts
            found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


SOURCES = sources()


def imports(path: Path) -> Iterator[str]:
    """The dotted names that a file imports, wherever in it they stand."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0 and node.module, f"{path}: imports are absolute"
            for alias in node.names:
                name = f"{node.module}.{alias.name}"
                yield name if name in SOURCES else node.module


def within(module: str, folder: str) -> bool:
    return module == folder or module.startswith(folder + ".")


def place(module: str) -> str | None:
    """The entry of the table that a module belongs to."""
    return next((entry for entry in RANKS if within(module, entry)), None)


def test_the_packages_are_found() -> None:
    assert len(SOURCES) > 20


@pytest.mark.parametrize("module", [name for name in SOURCES if name != "kg"])
def test_imports_point_downward(module: str) -> None:
    ours = place(module)
    assert ours is not None, f"{module} has no place in the table of lines"
    for imported in imports(SOURCES[module]):
        if imported == "kg" or (not within(imported, "kg") and imported.split(".")[0] not in ("api", "ontology")):
            continue
        theirs = place(imported)
        assert theirs is not None, f"{module} imports {imported}, which has no place in the table of lines"
        assert ours == theirs or RANKS[theirs] < RANKS[ours], f"{module} imports upward: {imported}"
        for folder, refused in FORBIDDEN.items():
            assert not within(module, folder) or not any(within(imported, entry) for entry in refused), (
                f"{module} imports {imported}"
            )


def test_every_entry_of_the_table_exists() -> None:
    assert [entry for entry in RANKS if not any(within(module, entry) for module in SOURCES)] == []


@pytest.mark.parametrize("module", SOURCES)
def test_libraries_keep_to_their_places(module: str) -> None:
    for imported in imports(SOURCES[module]):
        allowed = PLACES.get(imported.split(".")[0])
        assert allowed is None or any(within(module, entry) for entry in allowed), f"{module} imports {imported}"


@pytest.mark.parametrize("module", SOURCES)
def test_only_the_command_line_prints(module: str) -> None:
    if within(module, "kg.cli"):
        return
    for node in ast.walk(ast.parse(SOURCES[module].read_text("utf-8"))):
        printing = isinstance(node, ast.Name) and node.id == "print"
        writing = (
            isinstance(node, ast.Attribute) and node.attr in ("stdout", "stderr") and ast.unparse(node.value) == "sys"
        )
        assert not printing and not writing, f"{module}:{node.lineno} writes to the terminal"


@pytest.mark.parametrize("module", SOURCES)
def test_names_say_what_things_are(module: str) -> None:
    vague = {"utils", "util", "helpers", "helper", "common", "core", "manager", "misc"}
    assert vague.isdisjoint(module.split("."))
    assert len(SOURCES[module].read_text("utf-8").splitlines()) <= 400, "more than 400 lines: more than one job"
