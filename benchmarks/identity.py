"""How well entities that no table has are told to be one: pairs of small reports, each naming one of them.

Run as ``python benchmarks/identity.py [--errors]``. The pairs stand in ``identity_pairs.csv``, written for this and
before anything was measured. Each report is read from end to end and the two are held against each other as in a
store. Precision is the share of right ones among the pairs put together, recall the share of the pairs that are one
which were. Everything is printed as ``name: value``.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from kg import pipeline  # noqa: E402
from kg.catalogue import load_catalogue  # noqa: E402
from kg.gazetteer import load_gazetteer  # noqa: E402
from kg.identifiers import text_sha256  # noqa: E402
from kg.identity import identify  # noqa: E402
from kg.known import Known  # noqa: E402
from kg.model import Reading, Report  # noqa: E402
from kg.settings import Settings  # noqa: E402

PAIRS = Path(__file__).with_name("identity_pairs.csv")


@dataclass(frozen=True, slots=True)
class Judged:
    """A pair of the table with what was found: whether both were found as entities, and whether they were put together."""

    row: dict[str, str]
    found: bool
    together: bool

    @property
    def same(self) -> bool:
        """Whether they are one."""
        return self.row["same"] == "yes"


def pairs() -> list[dict[str, str]]:
    """The rows of the table."""
    return list(csv.DictReader(PAIRS.read_text(encoding="utf-8").splitlines()))


def judge(rows: Sequence[dict[str, str]]) -> list[Judged]:
    """Each pair read and identified by itself."""
    reports = []
    for number, row in enumerate(rows):
        for side, lead in (("one", ""), ("other", "other_")):
            text = row[f"{lead}text"]
            day = date.fromisoformat(row[f"{lead}day"])
            reports.append(Report(f"{number:03}-{side}", text, text_sha256(text), day))
    read = list(pipeline.extract(reports, settings=Settings()))
    return [_judge(row, one, other) for row, one, other in zip(rows, read[::2], read[1::2], strict=True)]


def _judge(row: dict[str, str], one: Reading, other: Reading) -> Judged:
    known = Known(load_catalogue(), load_gazetteer())
    known.add(one)
    known.add(other)
    identity = identify([one, other], (), known.closure, known.entity)
    first, second = entity(one, row["name"]), entity(other, row["other_name"])
    together = bool(first and second) and identity.representative(first) == identity.representative(second)
    return Judged(row, bool(first and second), together)


def entity(reading: Reading, name: str) -> str:
    """The IRI of what a report calls so; empty where it was not found as an entity."""
    begin = reading.report.text.index(name)
    end = begin + len(name)
    for filler in reading.mentions:
        span = filler.mention.span
        if span.start < end and begin < span.end and filler.link is not None:
            return filler.link.entity.iri
    return ""


def figures(judged: Iterable[Judged]) -> tuple[float, float, float]:
    """Precision, recall, and the share of pairs of which both were found."""
    found = list(judged)
    together, same = sum(one.together for one in found), sum(one.same for one in found)
    right = sum(one.together and one.same for one in found)
    return right / (together or 1), right / (same or 1), sum(one.found for one in found) / len(found)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--errors", action="store_true", help="print the pairs that are wrong")
    options = parser.parse_args()
    judged = judge(pairs())
    print(f"pairs: {len(judged)} ({sum(one.same for one in judged)} of them one)")
    for kind in ("all", *dict.fromkeys(one.row["kind"] for one in judged)):
        chosen = [one for one in judged if kind in ("all", one.row["kind"])]
        precision, recall, found = figures(chosen)
        print(f"{kind} ({len(chosen)}): precision {precision:.2f}, recall {recall:.2f}, both found {found:.2f}")
    if options.errors:
        for one in judged:
            if one.together != one.same or not one.found:
                row = one.row
                said = "not found" if not one.found else "put together" if one.together else "kept apart"
                print(f"{said}: {row['kind']}, {row['name']} / {row['other_name']} ({row['why']})")


if __name__ == "__main__":
    main()
