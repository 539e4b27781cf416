"""The corpus keeps its promises: every annotation is valid, nothing repeats, and it is as large as its card says."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest
import yaml

CORPUS = Path(__file__).resolve().parents[2] / "corpus"


@pytest.fixture(scope="module")
def validate() -> ModuleType:
    spec = importlib.util.spec_from_file_location("validate", CORPUS / "validate.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_corpus_is_valid(validate: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    assert validate.main(CORPUS / "reports") == 0, capsys.readouterr().out
    reports, claims = re.search(r"([\d,]+) reports, [\d,]+ words, ([\d,]+) claims", capsys.readouterr().out).groups()  # type: ignore[union-attr]
    card = (CORPUS / "README.md").read_text("utf-8")
    assert f"{reports} reports" in card and f"{claims} claims" in card
    assert int(reports) >= 400 and int(claims.replace(",", "")) >= 8000


def test_faults_are_told(validate: ModuleType) -> None:
    path = next(p for p in sorted((CORPUS / "reports").glob("*.yaml")) if "claims: []" not in p.read_text("utf-8"))
    document, text = yaml.safe_load(path.read_text("utf-8")), path.with_suffix(".txt").read_text("utf-8")
    assert list(validate.faults(document, text)) == []
    claim = document["claims"][0]
    claim["status"] = "vanished"
    assert any("vanished" in fault for fault in validate.faults(document, text))


def test_a_tenth_was_annotated_twice() -> None:
    first = {p.stem for p in (CORPUS / "reports").glob("*.txt")}
    second = {p.stem for p in (CORPUS / "second").glob("*.txt")}
    assert second <= first and len(second) * 10.5 >= len(first)
    for name in second:
        assert (CORPUS / "second" / f"{name}.txt").read_bytes() == (CORPUS / "reports" / f"{name}.txt").read_bytes()
