"""Checks every annotation of the corpus, measures how much its texts repeat each other, and counts what is in it.

    python corpus/validate.py [FOLDER]

Exits with 1 where a phrase is not in its report to the letter, a word is not of the vocabulary, or a report repeats another.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any

import yaml

from kg.vocabulary import (
    BASES,
    CERTAINTIES,
    CLAIM_TYPES,
    ENTITY_KINDS,
    MODALITIES,
    PLACE_RELATIONS,
    POLARITIES,
    SCOPES,
)

REPORTS = Path(__file__).parent / "reports"
FIELDS = {
    "type", "status", "quote", "trigger", "roles", "attribution", "count", "scope", "polarity", "modality", "certainty",
    "basis", "cause", "condition", "time",
}  # fmt: skip
CHOICES = {
    "scope": SCOPES, "polarity": POLARITIES, "modality": MODALITIES, "certainty": CERTAINTIES, "basis": BASES,
}  # fmt: skip
SHINGLE = 5
MOST_SHARED = 0.1


def faults(document: dict[str, Any], text: str) -> Iterator[str]:
    """What is wrong with one report's annotation."""
    if not isinstance(document.get("date"), date):
        yield "has no date"
    for entity in document["entities"]:
        if entity["type"] not in ENTITY_KINDS:
            yield f"entity {entity['text']!r}: no kind {entity['type']!r}"
        if entity["text"] not in text:
            yield f"entity {entity['text']!r} is not in the text"
    for number, claim in enumerate(document["claims"], 1):
        where = f"claim {number} ({claim.get('quote', '')[:50]!r})"
        kind = CLAIM_TYPES.get(claim["type"])
        if kind is None or claim["status"] not in kind.statuses:
            yield f"{where}: no claim {claim['type']}/{claim['status']}"
            continue
        if unknown := claim.keys() - FIELDS:
            yield f"{where}: unknown {', '.join(sorted(unknown))}"
        if claim["quote"] not in text:
            yield f"{where}: the quote is not in the text"
        if claim.get("trigger", "") not in claim["quote"]:
            yield f"{where}: trigger {claim['trigger']!r} is not in the quote"
        yield from (f"{where}: {fault}" for fault in _field_faults(claim, kind.roles, text))


def _field_faults(claim: dict[str, Any], roles: tuple[str, ...], text: str) -> Iterator[str]:
    for field, choices in CHOICES.items():
        if claim.get(field, choices[0]) not in choices:
            yield f"{field} {claim[field]!r} is none of {', '.join(choices)}"
    for field in ("cause", "condition"):
        if claim.get(field, "") not in text:
            yield f"{field} {claim[field]!r} is not in the text"
    low, high = ((claim.get("count") or {}).get(end) for end in ("min", "max"))
    if low is not None and high is not None and low > high:
        yield f"count {low} is more than {high}"
    if (time := claim.get("time")) and not (isinstance(time["start"], date) and time["start"] <= time["end"]):
        yield f"time {time} ends before it begins"
    for role, fillers in [*claim["roles"].items(), ("attribution", claim.get("attribution") or [])]:
        if role not in roles and role != "attribution":
            yield f"{claim['type']} has no role {role!r}"
        for filler in fillers:
            if filler["text"] not in text:
                yield f"{role} {filler['text']!r} is not in the text"
            if filler.get("rel", "in") not in PLACE_RELATIONS:
                yield f"{role} {filler['text']!r}: no relation {filler['rel']!r}"


def shingles(text: str) -> frozenset[tuple[str, ...]]:
    """The runs of five words of a text, in lower case, numbers made alike."""
    words = re.findall(r"\w+", re.sub(r"\d+", "0", text.lower()))
    return frozenset(zip(*(words[n:] for n in range(SHINGLE)), strict=False))


def repeated(texts: dict[str, str]) -> Iterator[tuple[float, str, str]]:
    """Pairs of reports and the share of the shorter one's runs of words that the other has too."""
    runs = {name: shingles(text) for name, text in texts.items()}
    at: dict[tuple[str, ...], list[str]] = {}
    for name, held in runs.items():
        for run in held:
            at.setdefault(run, []).append(name)
    shared = Counter(pair for names in at.values() for pair in combinations(sorted(names), 2))
    for (one, other), n in shared.items():
        yield n / max(1, min(len(runs[one]), len(runs[other]))), one, other


def main(folder: Path) -> int:
    documents = {path.stem: yaml.safe_load(path.read_text("utf-8")) for path in sorted(folder.glob("*.yaml"))}
    texts = {name: (folder / f"{name}.txt").read_text("utf-8") for name in documents}
    wrong = [f"{name}: {fault}" for name, document in documents.items() for fault in faults(document, texts[name])]
    pairs = sorted(repeated(texts), reverse=True)
    wrong += [f"{one} and {other} share {share:.0%} of their runs of words" for share, one, other in pairs
              if share > MOST_SHARED]  # fmt: skip
    for fault in wrong:
        print(fault)
    claims = [claim for document in documents.values() for claim in document["claims"]]
    print(f"{len(documents)} reports, {sum(len(t.split()) for t in texts.values()):,} words, {len(claims):,} claims, "
          f"{sum(len(d['entities']) for d in documents.values()):,} entities")  # fmt: skip
    for title, tally in (
        ("types", Counter(claim["type"] for claim in claims)),
        ("genres", Counter(document["genre"] for document in documents.values())),
        ("wars", Counter(document["war"] for document in documents.values())),
    ):
        print(f"{title}: " + ", ".join(f"{name} {n}" for name, n in tally.most_common()))
    quotes = Counter(re.sub(r"\d+", "0", claim["quote"].lower()) for claim in claims)
    print(f"quotes that stand more than once: {sum(n for n in quotes.values() if n > 1) / max(1, len(claims)):.1%}")
    print(f"most shared runs of words between two reports: {pairs[0][0] if pairs else 0:.1%}")
    print(f"{len(wrong)} faults")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else REPORTS))
