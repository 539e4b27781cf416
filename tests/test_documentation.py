"""What the documents say of commands, modules and values is so."""

from __future__ import annotations

import ast
import importlib
import json
import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import typer.main

from kg.cli import app
from kg.settings import Settings

PROJECT = Path(__file__).resolve().parents[1]
DOCUMENTS = ("README.md", "CONTRIBUTING.md", "BENCHMARKS.md")
GROUP: Any = typer.main.get_command(app)


def read(document: str) -> str:
    return (PROJECT / document).read_text("utf-8")


def blocks(document: str, language: str) -> list[str]:
    """The code blocks of a language."""
    return re.findall(rf"^```{language}\n(.*?)^```", read(document), re.M | re.S)


def commands(document: str) -> list[list[str]]:
    """Every `kg` command of a document's shell blocks, as arguments after `kg`; pipes and comments taken apart."""
    found = []
    for block in blocks(document, "console"):
        for line in block.splitlines():
            if not line.startswith("$ "):
                continue
            tokens = shlex.shlex(line[2:], posix=True, punctuation_chars="|<>&;")
            tokens.whitespace_split = True
            command: list[str] = []
            redirected = False
            for token in [*tokens, "|"]:
                if set(token) <= set("|&;"):
                    if command and command[0].rpartition("/")[2] == "kg":
                        found.append(command[1:])
                    command, redirected = [], False
                elif set(token) <= set("<>"):
                    redirected = True
                elif redirected:
                    redirected = False
                else:
                    command.append(token)
    return found


SHOWN = [(document, command) for document in DOCUMENTS for command in commands(document)]


def test_the_readme_shows_commands() -> None:
    shown = {command[0] for document, command in SHOWN if document == "README.md"}
    assert {"build", "extract", "ask", "query", "list", "show", "export", "serve"} <= shown


@pytest.mark.parametrize(("document", "command"), SHOWN, ids=[" ".join(command) for _, command in SHOWN])
def test_commands_shown_can_be_typed(document: str, command: list[str]) -> None:
    context = GROUP.make_context("kg", list(command))
    name, subcommand, arguments = GROUP.resolve_command(context, list(command))
    assert subcommand is not None, f"{document}: kg {name}"
    subcommand.make_context(name, arguments, parent=context)


@pytest.mark.parametrize("name", list(GROUP.commands))
def test_help_has_examples_that_can_be_typed(name: str) -> None:
    command = GROUP.commands[name]
    examples = re.findall(r"`([^`]*\bkg [^`]*)`", command.help.partition("Example")[2])
    assert examples, f"kg {name} --help shows no example"
    for example in examples:
        typed = re.split(r"[|<>](?=(?:[^'\"]|'[^']*'|\"[^\"]*\")*$)", example)
        parts = next(shlex.split(part) for part in typed if part.strip().startswith("kg "))
        assert parts[1] == name
        command.make_context(name, parts[2:])


def test_the_readme_names_all_commands_and_settings() -> None:
    text = read("README.md")
    assert [name for name in GROUP.commands if f"kg {name}" not in text] == []
    for key in Settings.__dataclass_fields__:
        assert f"`SITGRAPH_{key.upper()}`" in text and f"`--{key.replace('_', '-')}`" in text


@pytest.mark.parametrize("document", DOCUMENTS)
def test_python_shown_names_what_exists(document: str) -> None:
    for block in blocks(document, "python"):
        for node in ast.walk(ast.parse(block)):
            if isinstance(node, ast.ImportFrom) and node.module:
                module = importlib.import_module(node.module)
                missing = [
                    alias.name
                    for alias in node.names
                    if not hasattr(module, alias.name) and not _is_module(f"{node.module}.{alias.name}")
                ]
                assert missing == [], f"{document}: {node.module} has no {missing}"


@pytest.mark.parametrize("document", DOCUMENTS)
def test_json_shown_is_json(document: str) -> None:
    for block in blocks(document, "json"):
        json.loads(block)


@pytest.mark.parametrize("document", [*DOCUMENTS, "CHANGELOG.md", "DECISIONS.md"])
def test_documents_name_files_that_exist(document: str) -> None:
    named = re.findall(r"`((?:kg|api|ontology|tests|notebooks|seeds|benchmarks|\.ci)/[\w./-]*)`", read(document))
    assert [name for name in named if not (PROJECT / name).exists()] == []


def test_notebooks_are_run_with_the_uv_that_make_leaves() -> None:
    assert "$ .tools/uv-*/bin/uv run " in read("notebooks/README.md")
    assert re.search(r"^UV := \.tools/uv-[^/]*/bin/uv$", read("Makefile"), re.M)


def test_the_table_of_modules_is_the_tree() -> None:
    named = re.findall(r"^\| `((?:kg|api|ontology)/[^`]*)` \|", read("CONTRIBUTING.md"), re.M)
    assert len(named) == len(set(named)), "a module is named twice"
    present = set()
    for package in ("kg", "api", "ontology"):
        for path in (PROJECT / package).iterdir():
            if path.suffix == ".py":
                present.add(f"{package}/{path.name}")
            elif path.is_dir() and path.name != "__pycache__":
                present.add(f"{package}/{path.name}/")
    assert sorted(present - set(named)) == [], "not in the table"
    assert sorted(set(named) - present) == [], "not in the tree"


def test_decisions_are_numbered_and_dated() -> None:
    heads = re.findall(r"^## (.*)$", read("DECISIONS.md"), re.M)
    assert heads
    for number, head in enumerate(heads, 1):
        assert re.fullmatch(rf"{number}\. .+ \(\d{{4}}-\d\d-\d\d\)", head), head


def _is_module(name: str) -> bool:
    try:
        importlib.import_module(name)
    except ModuleNotFoundError:
        return False
    return True
