"""Flags before variables before the file before the defaults."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import SettingsError
from kg.settings import Settings, load_settings


def test_defaults(tmp_path: Path) -> None:
    assert load_settings(environment={}, folder=tmp_path) == Settings()


def test_order(tmp_path: Path) -> None:
    (tmp_path / "sitgraph.toml").write_text('store = "wars/one"\nprocesses = 2\nbatch_size = 8\n', "utf-8")
    settings = load_settings(
        {"batch_size": 32, "model": None},
        environment={"SITGRAPH_PROCESSES": "3", "SITGRAPH_BATCH_SIZE": "16", "SITGRAPH_EVAL": "elsewhere"},
        folder=tmp_path,
    )
    assert settings == Settings(store=tmp_path / "wars/one", processes=3, batch_size=32)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("processes = 0", r"processes is 0; expected a whole number of 1 or more"),
        ('processes = "many"', "processes is 'many'"),
        ("proceses = 2", "unknown setting 'proceses'; expected one of store, model"),
        ("store = ", "not TOML"),
        ("model = 3", "model is 3; expected the name of a spaCy model"),
        ("cache = 3", "cache is 3; expected a folder"),
    ],
)
def test_what_cannot_be_taken_is_named(content: str, told: str, tmp_path: Path) -> None:
    (tmp_path / "sitgraph.toml").write_text(content, "utf-8")
    with pytest.raises(SettingsError, match=told):
        load_settings(environment={}, folder=tmp_path)


def test_variable_is_named() -> None:
    with pytest.raises(SettingsError, match="SITGRAPH_PROCESSES is '-1'"):
        load_settings(environment={"SITGRAPH_PROCESSES": "-1"})


@pytest.mark.parametrize(("told", "learned"), [("true", True), ("0", False), ("No", False)])
def test_a_switch_is_read(told: str, learned: bool) -> None:
    assert load_settings({}, environment={"SITGRAPH_LEARNED": told}).learned is learned


def test_another_word_is_no_switch() -> None:
    with pytest.raises(SettingsError, match=r"SITGRAPH_LEARNED is 'maybe'; expected true or false"):
        load_settings({}, environment={"SITGRAPH_LEARNED": "maybe"})
