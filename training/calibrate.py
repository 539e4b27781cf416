"""Measures how often claims of each score are right in the test part of the corpus, and writes it where the package reads it.

    python training/calibrate.py corpus/reports kg/learned/weights/confidence.csv

A claim is right where gold has one of its type on overlapping words. Scores are made to rise with the share right by pooling
neighbours that do not (isotonic regression).
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import accumulate
from pathlib import Path

from prepare import for_testing

from kg.catalogue import load_catalogue
from kg.evaluation import load_extracted, read_gold
from kg.evaluation.agreement import pair_claims
from kg.evaluation.gold import GoldReport
from kg.extraction.reader import explain_report
from kg.gazetteer import load_gazetteer
from kg.identifiers import text_sha256
from kg.interchange import reading_to_line
from kg.model import Filler, Reading, Report
from kg.nlp.mentions import find_mentions
from kg.nlp.names import load_matcher
from kg.nlp.pipeline import parse
from kg.syntax import Sentence

LEAST_IN_A_STEP = 40


def aside(corpus: Path) -> tuple[GoldReport, ...]:
    """The reports of the corpus that the encoder was not trained on; the judge of fillers is."""
    return tuple(report for report in read_gold(corpus) if for_testing(report.name))


def parsed(gold: Sequence[GoldReport]) -> Iterator[tuple[Report, tuple[Sentence, ...], tuple[Filler, ...]]]:
    """Each report with its sentences and the names found in it."""
    days = {g.name: date.fromisoformat(g.date) if g.date else None for g in gold}
    reports = ((g.text, Report(g.name, g.text, text_sha256(g.text), days[g.name])) for g in gold)
    for report, sentences in parse(reports):
        yield report, sentences, find_mentions(report, sentences, load_matcher(), load_catalogue(), load_gazetteer())


def main(corpus: str, out: str) -> None:
    gold = aside(Path(corpus))
    found: list[tuple[float | None, bool]] = []
    ruled: list[tuple[float | None, bool]] = []
    for (report, sentences, mentions), wanted in zip(parsed(gold), gold, strict=True):
        for learned, judged in ((True, found), (False, ruled)):
            named, made = explain_report(report, sentences, mentions, load_catalogue(), learned=learned)
            reading = Reading(report, named, tuple(claim for claim, _ in made))
            (extracted,) = load_extracted([reading_to_line(reading)], [wanted])
            right = {j for _, j in pair_claims(wanted.claims, extracted.claims)}
            judged += [(explanation.score, j in right) for j, (_, explanation) in enumerate(made)]
    unscored = [right for chance, right in found if chance is None]
    steps = pooled(sorted((chance, right) for chance, right in found if chance is not None))
    with Path(out).open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(("score", "right"))
        table.writerow(("pattern", share(unscored)))
        table.writerow(("rules", share([right for _, right in ruled])))
        table.writerows((round(score, 3), round(share, 3)) for score, share in steps)
    print(f"{len(found)} claims, {len(unscored)} of them unscored, {len(steps)} steps")


def share(right: list[bool]) -> float:
    """The share of right ones, by the rule of succession: few tell less than many."""
    return round((sum(right) + 1) / (len(right) + 2), 3)


def pooled(scored: list[tuple[float, bool]]) -> list[tuple[float, float]]:
    """(mean score, share right) of stretches of scores, both rising.

    >>> [round(share, 2) for _, share in pooled([(n / 100, n >= 40) for n in range(100)])]
    [0.02, 0.98]
    """
    starts = range(0, max(1, len(scored) - LEAST_IN_A_STEP + 1), LEAST_IN_A_STEP)
    chunks = [scored[n : n + LEAST_IN_A_STEP if n != starts[-1] else None] for n in starts]
    steps: list[tuple[float, float, int]] = []
    for chunk in chunks:
        n = len(chunk)
        steps.append((sum(s for s, _ in chunk) / n, sum(r for _, r in chunk) / n, n))
        while len(steps) > 1 and steps[-2][1] >= steps[-1][1]:
            (s1, r1, n1), (s2, r2, n2) = steps[-2:]
            steps[-2:] = [((s1 * n1 + s2 * n2) / (n1 + n2), (r1 * n1 + r2 * n2) / (n1 + n2), n1 + n2)]
    # few claims are told less of, which must not let a step fall below the one before it
    shares = accumulate(((share * n + 1) / (n + 2) for _, share, n in steps), max)
    return [(score, share) for (score, _, _), share in zip(steps, shares, strict=True)]


if __name__ == "__main__":
    main(*sys.argv[1:])
