"""What the tests of reading share: the models loaded once, a text read in one call, and tables of cases."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kg import pipeline
from kg.identifiers import text_sha256
from kg.model import Claim, Reading, Report
from kg.nlp.pipeline import parse
from kg.settings import Settings
from kg.syntax import Sentence

CASES = Path(__file__).parents[1] / "cases"
DAY = date(2024, 8, 15)

ReadText = Callable[..., Reading]


def load_cases(name: str) -> list[dict[str, Any]]:
    """The records of tests/cases/NAME.jsonl, each of which must say in `why` what it shows."""
    lines = (CASES / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    records: list[dict[str, Any]] = [json.loads(line) for line in lines if line.strip()]
    silent = [record["text"] for record in records if not record.get("why", "").strip()]
    assert not silent, f"{name}.jsonl: rows without a why: {silent}"
    return records


@pytest.fixture(scope="session")
def read_text() -> ReadText:
    """`read_text(text, date=…)` gives the Reading of a text; equal texts are read once."""
    readings: dict[tuple[str, date | None], Reading] = {}

    def read(text: str, date: date | None = DAY) -> Reading:
        key = (text, date)
        if key not in readings:
            report = Report("case", text, text_sha256(text), date)
            readings[key] = next(pipeline.extract([report], settings=Settings()))
        return readings[key]

    return read


@pytest.fixture(scope="session")
def parse_text() -> Callable[[str], tuple[Sentence, ...]]:
    """`parse_text(text)` gives the sentences of a text."""
    parsed: dict[str, tuple[Sentence, ...]] = {}

    def of(text: str) -> tuple[Sentence, ...]:
        if text not in parsed:
            parsed[text] = next(sentences for _, sentences in parse([(text, None)]))
        return parsed[text]

    return of


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line(
        "markers", "cases(name): runs a test for every record of tests/cases/NAME.jsonl, its `case`"
    )


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    marker = metafunc.definition.get_closest_marker("cases")
    if marker is None:
        return
    records = load_cases(marker.args[0])
    names = [f"{number}-{record['text'][:40]}" for number, record in enumerate(records, 1)]
    metafunc.parametrize("case", records, ids=names)


@pytest.fixture(scope="session")
def assert_reads() -> Callable[[Mapping[str, Any], Reading], None]:
    """`assert_reads(case, reading)` fails where a reading is not what a case wants."""
    return _assert_reads


def _fits(wanted: Mapping[str, Any], claim: Claim) -> bool:
    """Whether a claim is as a case wants it: in its type and in every field that the case names.

    A role is given as a list of texts or canonical names, all of which must be fillers; `count` as [min, max].
    """
    if wanted["type"] != claim.type or wanted.get("status", claim.status) != claim.status:
        return False
    for field in ("polarity", "modality", "certainty", "basis", "condition"):
        if field in wanted and wanted[field] != getattr(claim, field):
            return False
    if "scope" in wanted and (claim.count is None or claim.count.scope != wanted["scope"]):
        return False
    if "count" in wanted:
        found = [claim.count.min, claim.count.max] if claim.count else None
        if found != wanted["count"]:
            return False
    if wanted.get("attribution") == [] and claim.attribution:
        return False
    if "attribution" in wanted and not _named(wanted["attribution"], claim.attribution):
        return False
    return all(_named(texts, claim.fillers(role)) for role, texts in wanted.get("roles", {}).items())


def _named(texts: Iterable[str], fillers: Iterable[Any]) -> bool:
    known = {word for f in fillers for word in (f.mention.text, f.name)}
    return all(text in known for text in texts)


def _assert_reads(case: Mapping[str, Any], reading: Reading) -> None:
    """Every wanted claim of a case is there, each by a claim of its own, and nothing of the types it excludes.

    `claims` lists what must be read, `only` (default the types of these claims) the types of which no other claim
    may be read, so that a case without claims is a negative for the types in `only`.
    """
    left = list(reading.claims)
    shown = [
        (c.type, c.status, {r: [f.name for f in fs] for r, fs in c.roles.items()}, c.count, c.quote) for c in left
    ]
    for wanted in case.get("claims", ()):
        found = next((claim for claim in left if _fits(wanted, claim)), None)
        assert found is not None, f"{wanted} is not among {shown}"
        left.remove(found)
    closed = set(case.get("only", {wanted["type"] for wanted in case.get("claims", ())}))
    spurious = [f"{c.type}/{c.status} «{c.quote}»" for c in left if c.type in closed or "any" in closed]
    assert not spurious, f"spurious {spurious}; {case.get('why', '')}"
