"""A claim as pages show it: its words in their context, who says so, and what fills its roles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from api.answers import counted, report_address, report_text
from api.pages import Excerpt, address, excerpt, words
from api.terms import Shown
from kg.store import View

Record = Mapping[str, Any]
_AROUND = 300


@dataclass(frozen=True, slots=True)
class ShownClaim:
    """A claim in the words of its report."""

    title: str
    href: str
    excerpt: Excerpt
    report: str
    report_href: str
    date: str
    certainty: str
    speaker: str


def shown_claims(view: View, claims: Iterable[Record]) -> tuple[ShownClaim, ...]:
    """Claims, as `View.claim` gives them, with the words around them; each report is read once."""
    texts: dict[str, str] = {}
    shown = []
    for claim in claims:
        report = claim["report"]["id"]
        text = texts[report] if report in texts else texts.setdefault(report, report_text(view, report))
        shown.append(
            ShownClaim(
                title=claim_title(claim),
                href=address(claim["iri"]),
                excerpt=excerpt(text, claim["start"], claim["end"], _AROUND),
                report=claim["report"]["title"] or report,
                report_href=report_address(report),
                date=claim["report"]["date"] or "",
                certainty=claim["certainty"],
                speaker=", ".join(_name(filler) for filler in claim["attribution"]),
            )
        )
    return tuple(shown)


def claim_title(claim: Record) -> str:
    """A claim in few words: type, status, and where it is not said to have happened, how it is said.

    >>> claim_title({"type": "movement", "status": "deployed", "polarity": "positive", "modality": "planned"})
    'Claim: movement, deployed (planned)'
    """
    asides = [claim[key] for key, usual in (("polarity", "positive"), ("modality", "actual")) if claim[key] != usual]
    return f"Claim: {words(claim['type'])}, {words(claim['status'])}" + (f" ({', '.join(asides)})" if asides else "")


def claim_roles(claim: Record) -> tuple[tuple[str, tuple[Shown, ...]], ...]:
    """What fills the roles of a claim, by entity where one is known and in the report's words; then count and days."""
    told = [(words(role), tuple(_filler(filler) for filler in fillers)) for role, fillers in claim["roles"].items()]
    if claim["attribution"]:
        told.append(("said by", tuple(_filler(filler) for filler in claim["attribution"])))
    if count := claim.get("count"):
        scope = "" if count["scope"] == "event" else f" ({count['scope']})"
        told.append(("count", (Shown(counted(count["min"], count["max"]) + scope),)))
    if time := claim.get("time"):
        told.append(("when", (Shown(" to ".join(sorted({time["start"], time["end"]}))),)))
    return tuple(told)


def _filler(filler: Record) -> Shown:
    rel = f" ({filler['rel']})" if filler.get("rel") and filler["rel"] != "in" else ""
    name = _name(filler)
    quoted = f", “{filler['text']}”" if filler["text"] != name else ""
    return Shown(f"{name}{rel}{quoted}", address(filler["entity"]) if filler.get("entity") else "")


def _name(filler: Record) -> str:
    return str(filler.get("name") or filler["text"])
