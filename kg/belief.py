"""How far a thing that reports claim is to be believed: from who says so, and what they point to.

Every independent source carries a weight of its own: `PLAIN` for a plain assertion, more where it points to
footage or documents, less where it hedges or speaks of its own side's success, more where it admits its own
side's loss. Sources are combined as if each could be wrong by itself (noisy or), so that a second one adds less
than the first and nothing becomes certain; what denies takes away in the same way. How sure a report sounds
(`Claim.certainty`) is never read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from math import prod

from kg.model import Claim, Filler, Report

Closure = Callable[[str], tuple[str, ...]]
"""From an entity's IRI to itself and all that it belongs to, lies in or is a kind of, sorted."""

PLAIN = 0.5
BASIS_BONUS = 0.25
HEDGE_MALUS = 0.15
INTEREST_MALUS = 0.2
ADMISSION_BONUS = 0.2
LEAST, MOST = 0.05, 0.95

_GAINS = {"equipment_loss": "perpetrator", "personnel_loss": "perpetrator", "attack": "attacker"}
_HARMS = {"equipment_loss": "victim", "personnel_loss": "victim", "attack": "target", "territorial": "opponent"}
_WON = ("advanced", "captured", "held", "encircled")


def source(claim: Claim, report: Report) -> str:
    """Who the claim is from: whom the report has it from, else its publisher, its author, or the report itself."""
    if claim.attribution:
        return " + ".join(sorted({_key(filler) for filler in claim.attribution}))
    return (report.publisher or report.author or f"report {report.id}").casefold()


def sources(claims: Iterable[Claim], reports: Mapping[str, Report]) -> tuple[str, ...]:
    """The independent sources of claims, sorted: two reports that cite one ministry are one."""
    return tuple(sorted({source(claim, reports[claim.report_id]) for claim in claims}))


def interest(claim: Claim, closure: Closure) -> int:
    """1 where the speaker's own side gains from being believed, -1 where it admits to its harm, else 0."""
    speakers = _sides(claim.attribution, closure)
    gain, harm = _GAINS.get(claim.type), _HARMS.get(claim.type)
    if claim.type == "territorial":
        gain = "actor" if claim.status in _WON else None
        harm = "opponent" if claim.status in _WON else "actor"
    leaning = 0
    if gain and speakers & _sides(claim.fillers(gain), closure):
        leaning += 1
    if harm and speakers & _sides(claim.fillers(harm), closure):
        leaning -= 1
    return leaning if claim.polarity == "positive" else -leaning


def weight(claim: Claim, closure: Closure) -> float:
    """The weight of one claim by itself, `LEAST` to `MOST`."""
    leaning = interest(claim, closure)
    value = PLAIN
    value += BASIS_BONUS if claim.basis != "none" else 0
    value -= HEDGE_MALUS if claim.hedge else 0
    value -= INTEREST_MALUS if leaning > 0 else 0
    value += ADMISSION_BONUS if leaning < 0 else 0
    return min(MOST, max(LEAST, value))


def belief(claims: Iterable[Claim], reports: Mapping[str, Report], closure: Closure) -> float:
    """The belief in what claims say, `LEAST` to `MOST`, two decimals; negative claims speak against it."""
    best: dict[tuple[str, str], float] = {}
    for claim in claims:
        key = claim.polarity, source(claim, reports[claim.report_id])
        best[key] = max(best.get(key, 0.0), weight(claim, closure))
    said = 1 - prod(1 - value for (polarity, _), value in sorted(best.items()) if polarity == "positive")
    denied = 1 - prod(1 - value for (polarity, _), value in sorted(best.items()) if polarity == "negative")
    return round(min(MOST, max(LEAST, said * (1 - denied))), 2)


def _sides(fillers: Iterable[Filler], closure: Closure) -> set[str]:
    return {above for filler in fillers if filler.link for above in closure(filler.link.entity.iri)}


def _key(filler: Filler) -> str:
    return filler.link.entity.iri if filler.link else filler.mention.text.casefold()
