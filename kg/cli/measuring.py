"""`kg evaluate`: extracted claims against gold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date as Date
from pathlib import Path
from typing import Annotated

import typer

from kg.cli.console import progress, read_file, write_file, write_json, write_line
from kg.cli.options import (
    BatchSizeOption,
    CacheOption,
    DataOption,
    JsonOption,
    LearnedOption,
    MinConfidenceOption,
    ModelOption,
    ProcessesOption,
    settings_of,
)
from kg.errors import EvaluationError
from kg.evaluation import Bin, GoldReport, Scores, compare, errors_page, load_extracted, read_gold, reliability
from kg.evaluation import evaluate as score
from kg.evaluation.scores import MEASURES, PER_TYPE, QUALIFIERS
from kg.identifiers import text_sha256
from kg.model import Report
from kg.settings import Settings


def evaluate(
    gold: Annotated[Path, typer.Argument(metavar="GOLD", help="Folder of NAME.yaml beside NAME.txt, or one.")],
    claims: Annotated[
        Path | None,
        typer.Option("--claims", metavar="FILE", help="Score these lines of `kg extract` instead of reading anew."),
    ] = None,
    json: JsonOption = False,
    errors: Annotated[
        Path | None, typer.Option("--errors", metavar="FILE", help="Also write every miss and spurious find.")
    ] = None,
    html: Annotated[
        Path | None,
        typer.Option("--html", metavar="FILE", help="Also write a page with the reports' texts, errors marked."),
    ] = None,
    min_confidence: MinConfidenceOption = 0.0,
    processes: ProcessesOption = None,
    batch_size: BatchSizeOption = None,
    learned: LearnedOption = None,
    model: ModelOption = None,
    cache: CacheOption = None,
    data: DataOption = None,
) -> None:
    """Measure extraction against hand-made claims: precision, recall, F1, per type and per field, and how far
    confidence can be relied on: of the claims of each confidence, the share that gold has too.

    A claim counts as found, and in the table by confidence as right, where gold has one of its type on its words; status
    and fillers have rows of their own. `corpus/reports` is such a folder; what comes with Sitgraph was trained on most of it.

    Examples: `kg evaluate corpus/reports`, `kg evaluate corpus/second --errors errors.tsv --html errors.html`,
    `kg evaluate corpus/second/pa_blog_ru_20240809.yaml`, `kg evaluate corpus/second --claims claims.jsonl --json`,
    `kg evaluate corpus/second --min-confidence 0.9`
    """
    settings = settings_of(locals())
    reports = read_gold(gold)
    lines = _read_lines(claims) if claims else _extract(reports, settings)
    found = [report.with_confidence(min_confidence) for report in load_extracted(lines, reports)]
    scores, compared = score(reports, found), compare(reports, found)
    bins = reliability(compared)
    if json:
        write_json({**scores.to_json(), "reliability": [bin_.to_json() for bin_ in bins]})
    else:
        for line in (*scores_table(scores), *reliability_table(bins)):
            write_line(line)
    if errors:
        write_file(errors, "".join(f"{error}\n" for error in scores.errors).encode())
    if html:
        write_file(html, errors_page(scores, bins, compared).encode())


def _read_lines(path: Path) -> list[str]:
    try:
        return read_file(path).decode().splitlines()
    except UnicodeDecodeError as error:
        raise EvaluationError(f"{path}: is not UTF-8: {error}") from error


def _extract(gold: tuple[GoldReport, ...], settings: Settings) -> Iterator[str]:
    from kg.interchange import reading_to_line
    from kg.pipeline import extract

    reports = [
        Report(
            id=report.name,
            text=report.text,
            sha256=text_sha256(report.text),
            date=Date.fromisoformat(report.date) if report.date else None,
        )
        for report in gold
    ]
    with progress("reading") as tell:
        for reading in extract(reports, settings=settings, progress=tell):
            yield reading_to_line(reading)


def scores_table(scores: Scores) -> Iterator[str]:
    """The figures as lines of a table: measures, measures per claim type, links, fields of paired claims."""
    yield f"{scores.reports} reports"
    yield f"{'':28}{'P':>7}{'R':>7}{'F1':>7}{'tp':>6}{'fp':>6}{'fn':>6}"
    rows = [(name, scores.measures[name]) for name in MEASURES]
    for kind in sorted(scores.by_type):
        rows += [(f"  {kind} {name}", scores.by_type[kind][name]) for name in PER_TYPE]
    for label, tally in rows:
        shares = f"{tally.precision:7.3f}{tally.recall:7.3f}{tally.f1:7.3f}"
        yield f"{label:28}{shares}{tally.tp:6}{tally.fp:6}{tally.fn:6}"
    if of := scores.links["gold"]:
        right, wrong = scores.links["right"], scores.links["wrong"]
        yield f"links: right {right}/{of} = {right / of:.3f}, wrong {wrong / of:.3f}"
    for name in QUALIFIERS:
        if name in scores.qualifiers:
            right, of = scores.qualifiers[name]
            yield f"{name}: {right}/{of} = {right / of:.3f}"


def reliability_table(bins: Iterable[Bin]) -> Iterator[str]:
    """Claims by confidence as lines of a table: how many, their mean confidence, the share that is right."""
    yield f"{'confidence':28}{'claims':>7}{'mean':>7}{'right':>7}{'share':>7}"
    for found in bins:
        shares = f"{found.mean:7.3f}{found.right:7}{found.share:7.3f}" if found.claims else f"{'–':>7}{0:7}{'–':>7}"
        yield f"{f'{found.low:.1f}–{found.high:.1f}':28}{found.claims:7}{shares}"
