"""The claims of the corpus' test part as cases for the judge of fillers: what is known of each entity, and whether it fills the role.

    python training/cases.py corpus/reports OUT.pickle

The network was not trained on these reports, so that its scores are as they will be on new ones.
"""

from __future__ import annotations

import math
import pickle
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

from calibrate import aside, parsed

from kg.catalogue import load_catalogue
from kg.evaluation.agreement import pair_claims, same_filler
from kg.evaluation.gold import ComparedClaim, GoldReport, NamedText
from kg.extraction import tables
from kg.extraction.decide import decided
from kg.extraction.discourse import Discourse
from kg.extraction.reader import ruled
from kg.learned.judge import Case, pairs


def without_judge(case: Case) -> dict[tuple[str, str], float]:
    """What the scores of the words and the rules say of each filler by themselves."""
    known = pairs(case)
    return {key: 1.0 if row["ruled"] else 1.0 / (1.0 + math.exp(-row["best"])) for key, row in known.items()}


def rows_of(discourse: Discourse, gold: GoldReport) -> Iterator[tuple[dict[str, float], bool]]:
    """One row per entity that may fill a role of a claim which gold has too, with whether it does."""
    cases: list[Case] = []

    def recorded(case: Case) -> Mapping[tuple[str, str], float]:
        cases.append(case)
        return without_judge(case)

    drafts = ruled(discourse)
    listed = [*(draft.span for draft in tables.entries(discourse)), *tables.headings(discourse)]
    _, renamed = decided(drafts, listed, discourse, judge=recorded)
    texts: dict[str, set[str]] = defaultdict(set)
    for filler in renamed.mentions:
        texts[filler.name].add(filler.mention.text)

    def meant(name: str) -> list[NamedText]:
        return [NamedText(text, name=name) for text in sorted(texts.get(name, {name}))]

    def compared(case: Case) -> ComparedClaim:
        roles: dict[str, tuple[NamedText, ...]] = defaultdict(tuple)
        for (role, name), chance in without_judge(case).items():
            if chance >= 0.5:
                roles[role] += (meant(name)[0],)
        return ComparedClaim(case.type, "", case.span.start, case.span.end, "", roles)

    for i, j in pair_claims(gold.claims, [compared(case) for case in cases]):
        for (role, name), row in pairs(cases[j]).items():
            fillers = gold.claims[i].roles.get(role, ())
            yield row, any(same_filler(filler, one) for filler in fillers for one in meant(name))


def main(corpus: str, out: str) -> None:
    gold = aside(Path(corpus))
    reports = [
        list(rows_of(Discourse(report, sentences, mentions, load_catalogue()), wanted))
        for (report, sentences, mentions), wanted in zip(parsed(gold), gold, strict=True)
    ]
    Path(out).write_bytes(pickle.dumps(reports))
    print(f"{len(reports)} reports, {sum(map(len, reports))} entities that may fill a role")


if __name__ == "__main__":
    main(*sys.argv[1:])
