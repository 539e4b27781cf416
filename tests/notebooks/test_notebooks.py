"""Every notebook runs from top to bottom, wherever it is started, and what it shows loads nothing from elsewhere."""

from __future__ import annotations

import re
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import nbformat
import pytest
from jupyter_client.kernelspec import KernelSpecManager
from nbclient import NotebookClient

PROJECT = Path(__file__).resolve().parents[2]
NOTEBOOKS = sorted((PROJECT / "notebooks").glob("*.ipynb"))
REACHES_OUT = re.compile(
    r"url\(\s*['\"]?(?:https?:)?//|@import|\bimport\s*\(|\bfetch\s*\(|XMLHttpRequest|WebSocket|EventSource|sendBeacon"
)


class Loads(HTMLParser):
    """What a page would load by itself: addresses in elements other than links to click, in frames too."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found = REACHES_OUT.findall(page)
        self.frames: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "srcdoc":
                self.frames.append(value or "")
                self.found += Loads(value or "").found
            elif tag != "a" and name in ("src", "srcset", "href", "xlink:href", "data", "action", "poster"):
                self.found.append(f"{tag} {name}={value}")


def executed(path: Path, folder: Path) -> Any:
    """The notebook with the outputs of a run that starts in that folder; an error in a cell is raised."""
    notebook = nbformat.read(path, as_version=4)
    client = NotebookClient(
        notebook, timeout=300, kernel_name="python3", resources={"metadata": {"path": str(folder)}}
    )
    return client.execute()


def outputs(notebook: Any, mimetype: str) -> list[str]:
    found = []
    for cell in notebook.cells:
        for output in cell.get("outputs", ()):
            if mimetype in output.get("data", {}):
                found.append(output["data"][mimetype])
    return found


def source(notebook: Any) -> str:
    return "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "code")


def test_the_notebooks_are_found() -> None:
    assert [path.name for path in NOTEBOOKS] == ["01-relationships.ipynb"]
    told = (PROJECT / "notebooks" / "README.md").read_text("utf-8")
    assert [path.name for path in NOTEBOOKS if path.name not in told] == []


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebooks_are_stored_clean(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    assert notebook.metadata.kernelspec.name == "python3"
    for cell in notebook.cells:
        if cell.cell_type == "code":
            assert cell.outputs == [] and cell.execution_count is None
    assert re.findall(r"^\s*(?:def|class) |\bkg\S*\._|import _|\._[a-z]", source(notebook), re.M) == []


def test_the_kernel_is_of_this_environment() -> None:
    kernel = KernelSpecManager().get_kernel_spec("python3")
    assert Path(kernel.resource_dir).is_relative_to(sys.prefix) or kernel.argv[0] == sys.executable


@pytest.fixture(scope="module")
def relationships() -> Any:
    return executed(PROJECT / "notebooks" / "01-relationships.ipynb", PROJECT / "notebooks")


def test_cells_run_without_warnings(relationships: Any) -> None:
    for cell in relationships.cells:
        for output in cell.get("outputs", ()):
            assert output.output_type != "error"
            assert output.get("name") != "stderr", output.text


def test_nothing_is_loaded_from_elsewhere(relationships: Any) -> None:
    pages = outputs(relationships, "text/html") + outputs(relationships, "image/svg+xml")
    assert len(pages) >= 5
    assert [found for page in pages for found in Loads(page).found] == []
    assert outputs(relationships, "application/javascript") == []


def test_it_shows_an_answer_with_its_evidence(relationships: Any) -> None:
    plain = "\n".join(outputs(relationships, "text/plain"))
    assert "Challenger 2" in plain
    assert "'quote'" in plain and "'start'" in plain
    tables = [page for page in outputs(relationships, "text/html") if "<iframe" not in page]
    assert any("Sumy" in table for table in tables), "what was left out is told with its reason"


def test_it_shows_the_network(relationships: Any) -> None:
    still = outputs(relationships, "image/svg+xml")
    assert len(still) == 2
    assert all("Ukraine" in picture and "<line" in picture for picture in still)
    (frame,) = [frame for page in outputs(relationships, "text/html") for frame in Loads(page).frames]
    assert frame.startswith("<!DOCTYPE html>") and 'id="data"' in frame and "Challenger 2" in frame


def test_it_runs_from_the_project_s_folder_to_the_same_end(relationships: Any) -> None:
    again = executed(PROJECT / "notebooks" / "01-relationships.ipynb", PROJECT)
    for mimetype in ("text/html", "image/svg+xml", "text/plain"):
        assert outputs(again, mimetype) == outputs(relationships, mimetype)
