"""Golden graphs: what four small reports become, written out for people to read and compare.

``pytest --update-golden`` writes the files anew; look at what git shows before you commit them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from kg.catalogue import load_catalogue
from kg.gazetteer import load_gazetteer
from kg.graph import reading_quads
from kg.known import Known
from kg.model import Claim, Filler, Reading, Report
from kg.pipeline import extract
from kg.reports import read_reports
from kg.rereading import reading_from_quads
from kg.settings import Settings
from kg.vocabulary import ID

FOLDER = Path(__file__).parent
REPORTS = sorted(FOLDER.glob("*.txt"))
USUAL = {"polarity": "positive", "modality": "actual", "certainty": "asserted", "basis": "none"}


@pytest.fixture(scope="module")
def readings() -> dict[str, Reading]:
    """Each report's reading as it comes back out of its graph."""
    known = Known(load_catalogue(), load_gazetteer())
    reports = [report for report in read_reports(REPORTS) if isinstance(report, Report)]
    read = extract(reports, settings=Settings())
    return {r.report.id: reading_from_quads(reading_quads(r), known.entity) for r in read}


def test_there_are_four() -> None:
    assert [path.stem for path in REPORTS] == ["lebanon", "myanmar", "sudan", "ukraine"]


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.stem)
def test_graph(path: Path, readings: dict[str, Reading], request: pytest.FixtureRequest) -> None:
    written = "".join(f"{line}\n" for line in lines(readings[path.stem]))
    golden = path.with_suffix(".graph")
    if request.config.getoption("--update-golden"):
        golden.write_text(written, "utf-8")
    assert written == golden.read_text("utf-8"), "if this is right, run pytest --update-golden"


def lines(reading: Reading) -> Iterator[str]:
    """A reading in words: its mentions, then its claims, each with what is unusual about it."""
    yield f"report {reading.report.id} {reading.report.date} {reading.report.title!r}"
    for mention in reading.mentions:
        yield f"mention {filler(mention)}"
    for claim in reading.claims:
        yield ""
        yield from claim_lines(claim)


def claim_lines(claim: Claim) -> Iterator[str]:
    yield f"{claim.type}/{claim.status} {claim.evidence.start}-{claim.evidence.end} {claim.quote!r}"
    yield f"  id: {claim.id[:16]}"
    for role, fillers in claim.roles.items():
        yield from roles(role, fillers)
    yield from roles("attribution", claim.attribution)
    if claim.count:
        yield f"  count: {claim.count.min}..{claim.count.max} {claim.count.scope}"
    if claim.time:
        yield f"  time: {claim.time.start}..{claim.time.end} {claim.time.basis}"
    for field, usual in USUAL.items():
        if getattr(claim, field) != usual:
            yield f"  {field}: {getattr(claim, field)}"
    for field in ("hedge", "cause", "condition", "content"):
        if getattr(claim, field) is not None:
            yield f"  {field}: {getattr(claim, field)!r}"


def roles(role: str, fillers: Iterable[Filler]) -> Iterator[str]:
    yield from (f"  {role}: {filler(value)}" for value in fillers)


def filler(value: Filler) -> str:
    span, link = value.mention.span, value.link
    meant = f" = {link.entity.iri.removeprefix(ID)} ({link.entity.name})" if link else ""
    return f"{span.start}-{span.end} {value.mention.text!r}{f' [{value.rel}]' if value.rel else ''}{meant}"
