"""Answers held to the specification: by its own schemas where they are at hand, by lighter checks always.

SITGRAPH_RECONCILIATION names the folder with `schemas/`, the JSON Schemas of version 0.2.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT7

SIBLING = Path(__file__).resolve().parents[4] / "shared" / "reconciliation"
FOLDER = Path(os.environ.get("SITGRAPH_RECONCILIATION", SIBLING)) / "schemas"
Conforms = Callable[[str, Any], None]


@pytest.fixture(scope="session")
def conforms() -> Conforms:
    """`conforms("manifest", answer)` fails where an answer is not as the specification says."""

    def check(kind: str, answer: Any) -> None:
        LIGHT[kind](answer)
        if FOLDER.is_dir():
            _validator(kind).validate(answer)

    return check


@pytest.fixture(scope="session")
def schemas() -> Path:
    """The folder of the schemas; skips where it is not at hand."""
    if not FOLDER.is_dir():
        pytest.skip("SITGRAPH_RECONCILIATION does not name the folder with the specification's schemas")
    return FOLDER


@cache
def _validator(kind: str) -> jsonschema.Draft7Validator:
    read = {path.stem: json.loads(path.read_text("utf-8")) for path in sorted(FOLDER.glob("*.json"))}
    resources = [(schema["$id"], Resource.from_contents(schema, DRAFT7)) for schema in read.values()]
    return jsonschema.Draft7Validator(read[kind], registry=Registry().with_resources(resources))


def _named(items: Iterable[dict[str, Any]]) -> None:
    for item in items:
        assert isinstance(item["id"], str) and item["id"], item
        assert isinstance(item["name"], str) and item["name"], item
        assert isinstance(item.get("description", ""), str), item


def _manifest(answer: Any) -> None:
    assert "0.2" in answer["versions"]
    for key in ("name", "identifierSpace", "schemaSpace"):
        assert isinstance(answer[key], str) and answer[key]
    _named(answer["defaultTypes"])
    for key in ("view", "feature_view", "preview"):
        assert "{{id}}" in answer[key]["url"]
    assert isinstance(answer["preview"]["width"], int) and isinstance(answer["preview"]["height"], int)
    for told in answer["suggest"].values():
        assert "${id}" in told["flyout_service_path"]
    assert set(answer["suggest"]) == {"entity", "type", "property"}


def _results(answer: Any) -> None:
    for result in answer.values():
        _named(result["result"])
        for candidate in result["result"]:
            assert isinstance(candidate["score"], float) and isinstance(candidate["match"], bool)
            _named(candidate["type"])
            ids = [feature["id"] for feature in candidate["features"]]
            assert len(set(ids)) == len(ids)
            assert all(isinstance(feature["value"], bool | float) for feature in candidate["features"])


def _suggestions(answer: Any) -> None:
    assert set(answer) == {"result"}
    _named(answer["result"])


def _proposals(answer: Any) -> None:
    _named(answer["properties"])


def _rows(answer: Any) -> None:
    _named(answer["meta"])
    columns = {column["id"] for column in answer["meta"]}
    keys = ({"id", "name"}, {"str"}, {"int"}, {"float"}, {"date"})
    for row in answer["rows"].values():
        assert set(row) == columns
        for value in (value for values in row.values() for value in values):
            assert set(value) in keys, value
            assert re.fullmatch(r"\d{4}-\d\d-\d\dT.*", value.get("date", "2024-01-01T"))


LIGHT: dict[str, Callable[[Any], None]] = {
    "manifest": _manifest,
    "reconciliation-result-batch": _results,
    "suggest-entities-response": _suggestions,
    "suggest-types-response": _suggestions,
    "suggest-properties-response": _suggestions,
    "data-extension-property-proposal": _proposals,
    "data-extension-response": _rows,
}
