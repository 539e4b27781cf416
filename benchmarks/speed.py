"""Measures how fast reports are read, built into a store and asked about, on copies of the reports in a folder.

Usage: speed.py FOLDER [COPIES]

Each copy has an id and a sentence of its own, so that no report is known already. Prints a Markdown table.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from kg import pipeline
from kg.errors import ReportError
from kg.identifiers import text_sha256
from kg.model import Report
from kg.questions import EXAMPLES
from kg.reports import read_reports
from kg.settings import Settings
from kg.store import Store, View


def main(folder: str, copies: int) -> None:
    """Runs all measurements once, on one process."""
    seeds = [report for report in read_reports([folder]) if not isinstance(report, ReportError)]
    reports = [_copy(report, number) for number in range(copies) for report in seeds]
    words = sum(len(report.text.split()) for report in reports)
    with tempfile.TemporaryDirectory() as temporary:
        settings = Settings(store=Path(temporary) / "store")
        first = _seconds(lambda: list(pipeline.extract(seeds[:1], settings=settings)))
        reading = _seconds(lambda: list(pipeline.extract(reports, settings=settings)))
        with Store.open(settings.store) as store:
            building = _seconds(lambda: pipeline.build(store, reports, settings=settings))
            again = _seconds(lambda: pipeline.build(store, reports, settings=settings))
        with View.open(settings.store) as view:
            asking = [_seconds(lambda q=q: pipeline.ask(view, q, settings=settings)) for q in EXAMPLES]
    rows = (
        ("first report, models and indexes loaded with it", f"{first:.1f} s"),
        (f"reading {len(reports)} reports, {words:,} words", f"{words / reading:,.0f} words/s"),
        ("building a store of them", f"{len(reports) / building:.1f} reports/s"),
        ("building again, nothing changed", f"{len(reports) / again:.1f} reports/s"),
        (f"a question, the slowest of {len(EXAMPLES)}", f"{max(asking) * 1000:.0f} ms"),
    )
    print("| measured | result |\n|---|---|")
    for what, result in rows:
        print(f"| {what} | {result} |")


def _copy(report: Report, number: int) -> Report:
    text = f"{report.text}\nThis is copy {number}."
    return replace(report, id=f"{report.id}-{number}", text=text, sha256=text_sha256(text))


def _seconds(action: Callable[[], object]) -> float:
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) == 3 else 20)
