"""What a wheel has to hold: the three packages with their data files, and the licence."""

from __future__ import annotations

import subprocess
import tomllib
from importlib.resources import files
from pathlib import Path

import pytest

import kg

PROJECT = Path(__file__).resolve().parents[1]
PYPROJECT = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))
PACKAGES = ("kg", "ontology", "api")


def data_files() -> list[Path]:
    """All files of the packages that are no Python."""
    return sorted(
        path
        for package in PACKAGES
        for path in (PROJECT / package).rglob("*")
        if path.is_file() and path.suffix not in (".py", ".pyc") and "__pycache__" not in path.parts
    )


def test_the_wheel_holds_the_packages() -> None:
    wheel = PYPROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert sorted(wheel["packages"]) == sorted(PACKAGES)
    assert wheel.keys() == {"packages"}, "an exclusion may leave data files out"


@pytest.mark.parametrize("suffix", [".ttl", ".csv", ".rq", ".html", ".css", ".js"])
def test_data_files_are_there(suffix: str) -> None:
    assert [path for path in data_files() if path.suffix == suffix] != []


@pytest.mark.skipif(
    not (PROJECT / ".git").exists(), reason="needs the repository: what git ignores, a wheel leaves out"
)
def test_no_data_file_is_ignored() -> None:
    names = "\n".join(str(path.relative_to(PROJECT)) for path in data_files())
    ignored = subprocess.run(
        ["git", "check-ignore", "--stdin"], cwd=PROJECT, input=names, capture_output=True, text=True, check=False
    )
    assert ignored.stdout == ""


@pytest.mark.parametrize(
    ("package", "name"),
    [
        ("kg", "py.typed"),
        ("kg", "queries"),
        ("kg", "extraction/lexicon"),
        ("ontology", "catalogue/states.csv"),
        ("ontology", "core.ttl"),
        ("ontology", "shapes"),
        ("api", "web"),
    ],
)
def test_data_is_reached_through_the_packages(package: str, name: str) -> None:
    resource = files(package).joinpath(*name.split("/"))
    assert resource.is_file() or any(resource.iterdir())


def test_version_and_licence() -> None:
    project = PYPROJECT["project"]
    assert project["version"] == kg.__version__
    assert project["license"] == "Apache-2.0"
    assert "Version 2.0, January 2004" in (PROJECT / "LICENSE").read_text("utf-8")
    notice = (PROJECT / "NOTICE").read_text("utf-8")
    assert "GeoNames" in notice and "https://creativecommons.org/licenses/by/4.0/" in notice


def test_demo_and_ci_are_runnable() -> None:
    assert (PROJECT / ".ci" / "run").stat().st_mode & 0o111
    makefile = (PROJECT / "Makefile").read_text("utf-8")
    for target in ("demo", "test", "lock", "clean", "bench", "wheel-check"):
        assert f"\n{target}:" in makefile
