"""Measures what extraction costs beside the bare language model, on one thread and the same paragraphs.

Usage: extraction.py [--profile] [--rounds N] [--words N] [PATH ...]

PATHs are reports or folders of them, `seeds` unless told; they are repeated until there are enough words. The model
with all its own components and the whole extraction take turns; printed are the medians of their speeds, by the
clock and by processor time, which other work on the machine disturbs less, and the most memory needed.
"""

from __future__ import annotations

import os

# Libraries read these when they are imported, so they are set before anything else is.
os.environ |= {
    f"{library}_NUM_THREADS": "1" for library in ("OMP", "OPENBLAS", "MKL", "BLIS", "VECLIB_MAXIMUM", "NUMEXPR")
}

import argparse
import cProfile
import pstats
import resource
import sys
import time
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median

import spacy

import kg
from kg import pipeline
from kg.errors import ReportError
from kg.model import Report
from kg.nlp.pipeline import paragraphs
from kg.reports import read_reports
from kg.settings import Settings

TARGETS = {"extraction": 0.35, "extraction by rules alone": 0.6}
"""Of the bare model's speed."""

OURS = str(Path(kg.__file__).parent)


@dataclass(frozen=True)
class Timing:
    """Words per second of one run, by the clock and by processor time."""

    clock: float
    processor: float


def main(paths: Sequence[str], words: int, rounds: int, profile: bool) -> None:
    """Loads and warms both up, measures them in turns and prints a Markdown table; or prints where time goes."""
    settings = Settings()
    reports = enough(paths, words)
    total = sum(len(report.text.split()) for report in reports)
    parts = [part for report in reports for _, part in paragraphs(report.text)]

    def extract(learned: bool = True) -> int:
        given = replace(settings, learned=learned)
        return sum(len(reading.claims) for reading in pipeline.extract(reports, settings=given))

    if profile:
        list(pipeline.extract(reports[:1], settings=settings))
        print_profile(extract)
        return
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=r"\[W095\]")
        nlp = spacy.load(settings.model)

    def bare() -> int:
        return sum(len(doc) for doc in nlp.pipe(parts, batch_size=settings.batch_size))

    measured: dict[str, list[Timing]] = {"bare model": [], **{name: [] for name in TARGETS}}
    memory = {}
    bare()
    memory["bare model"] = peak()
    extract(learned=False)
    memory["extraction by rules alone"] = peak()
    claims = extract()
    memory["extraction"] = peak()
    for _ in range(rounds):
        measured["bare model"].append(timed(bare, total))
        measured["extraction"].append(timed(extract, total))
        measured["extraction by rules alone"].append(timed(lambda: extract(learned=False), total))
    print(f"{total:,} words, {len(parts):,} paragraphs, {claims:,} claims; medians of {rounds} rounds, one thread\n")
    print("| measured | words/s | words/s of processor time | peak memory |\n|---|---|---|---|")
    for what, timings in measured.items():
        clock, processor = median(t.clock for t in timings), median(t.processor for t in timings)
        print(f"| {what} | {clock:,.0f} | {processor:,.0f} | {memory[what]:,.0f} MB |")
    for what, target in TARGETS.items():
        pairs = list(zip(measured["bare model"], measured[what], strict=True))
        clocks = [ours.clock / theirs.clock for theirs, ours in pairs]
        processors = [ours.processor / theirs.processor for theirs, ours in pairs]
        print(f"| {what}: ratio within a round, target {target} | {spread(clocks)} | {spread(processors)} | |")


def enough(paths: Sequence[str], words: int) -> list[Report]:
    """The reports, repeated whole under ids of their own until they hold `words` words."""
    found = [report for report in read_reports(paths) if not isinstance(report, ReportError)]
    once = sum(len(report.text.split()) for report in found)
    if not once:
        sys.exit(f"{', '.join(paths)}: no reports there")
    copies = -(-words // once)
    return [replace(report, id=f"{report.id}-{copy}") for copy in range(copies) for report in found]


def spread(ratios: Sequence[float]) -> str:
    """The median with the least and the greatest."""
    return f"{median(ratios):.2f} ({min(ratios):.2f}–{max(ratios):.2f})"


def timed(action: Callable[[], object], words: int) -> Timing:
    """The speed of one run."""
    clock, processor = time.perf_counter(), time.process_time()
    action()
    return Timing(words / (time.perf_counter() - clock), words / (time.process_time() - processor))


def peak() -> float:
    """The most memory that this process has had so far, in MB."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6


def print_profile(action: Callable[[], object], top: int = 25) -> None:
    """Prints the functions of ours, and those of other libraries that ours call, with the most time of their own.

    What the language model does inside itself is left out.
    """
    profiler = cProfile.Profile(time.process_time)
    profiler.runcall(action)
    rows = []
    for function, (_, calls, own, cumulative, callers) in pstats.Stats(profiler).stats.items():  # type: ignore[attr-defined]
        if function[0].startswith(OURS):
            rows.append((own, cumulative, calls, function))
        elif f"{os.sep}spacy{os.sep}" not in function[0]:
            by_us = [part for caller, part in callers.items() if caller[0].startswith(OURS)]
            if by_us:
                rows.append((sum(p[2] for p in by_us), sum(p[3] for p in by_us), sum(p[1] for p in by_us), function))
    print(
        f"{sum(row[0] for row in rows):.2f} s in ours and what it calls\n\nown s  with callees       calls  function"
    )
    for own, cumulative, calls, (path, line, name) in sorted(rows, reverse=True)[:top]:
        place = f"{Path(path).relative_to(Path(OURS).parent)}:{line} " if path.startswith(OURS) else ""
        print(f"{own:5.2f}  {cumulative:12.2f}  {calls:10,}  {place}{name}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="*", default=["seeds"], metavar="PATH")
    parser.add_argument("--words", type=int, default=40_000, help="at least this many (40,000)")
    parser.add_argument("--rounds", type=int, default=5, help="of each (5)")
    parser.add_argument("--profile", action="store_true", help="print where extraction spends its time instead")
    given = parser.parse_args()
    main(given.paths, given.words, given.rounds, given.profile)
