"""How far two annotators of the corpus agree: the second reading measured against the first.

python corpus/agreement.py
"""

from __future__ import annotations

from pathlib import Path

from kg.evaluation import evaluate, read_gold
from kg.evaluation.gold import ExtractedReport

HERE = Path(__file__).parent


def main() -> None:
    second = {report.name: report for report in read_gold(HERE / "second")}
    first = tuple(report for report in read_gold(HERE / "reports") if report.name in second)
    found = [ExtractedReport(r.name, second[r.name].entities, second[r.name].claims) for r in first]
    scores = evaluate(first, found)
    print(f"{len(first)} reports, {sum(len(r.claims) for r in first)} and {sum(len(r.claims) for r in found)} claims")
    for name, tally in scores.measures.items():
        print(f"{name:12} F1 {tally.f1:.3f}")
    for name, (right, of) in scores.qualifiers.items():
        print(f"{name:12}    {right / of:.3f}")


if __name__ == "__main__":
    main()
