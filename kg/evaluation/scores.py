"""Precision, recall and F1 of extracted claims, micro-averaged over reports, with every error in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from kg.evaluation.agreement import match_fillers, normal, pair_claims, same_text
from kg.evaluation.gold import ComparedClaim, ExtractedReport, GoldReport, NamedText

PER_TYPE = ("claims", "status", "slots")
MEASURES = ("entities", *PER_TYPE, "strict", "attribution")
QUALIFIERS = ("polarity", "modality", "certainty", "basis", "count", "scope", "place relation", "time")


@dataclass(slots=True)
class Tally:
    """Right, spurious and missed ones of one measure; the shares are 0 where there is nothing to share."""

    tp: int = 0
    fp: int = 0
    fn: int = 0

    @property
    def precision(self) -> float:
        """The share of what was found that is right, 0–1."""
        return self.tp / (self.tp + self.fp) if self.tp + self.fp else 0.0

    @property
    def recall(self) -> float:
        """The share of what is in gold that was found, 0–1."""
        return self.tp / (self.tp + self.fn) if self.tp + self.fn else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall, 0–1."""
        p, r = self.precision, self.recall
        return 2 * p * r / (p + r) if p + r else 0.0

    def to_json(self) -> dict[str, float | int]:
        """The shares to three decimals, and the three numbers."""
        shares = {"p": round(self.precision, 3), "r": round(self.recall, 3), "f1": round(self.f1, 3)}
        return {**shares, "tp": self.tp, "fp": self.fp, "fn": self.fn}


def _tallies(names: Iterable[str]) -> dict[str, Tally]:
    return {name: Tally() for name in names}


@dataclass(slots=True)
class Scores:
    """The figures of one evaluation.

    `measures` and, per claim type, `by_type` hold tallies; `links` counts gold identifiers (`gold`, `right`,
    `wrong`); `qualifiers` holds per field of paired claims (how many agree, of how many); `errors` is one
    tab-separated line per miss, spurious find and disagreement.
    """

    reports: int = 0
    measures: dict[str, Tally] = field(default_factory=lambda: _tallies(MEASURES))
    by_type: dict[str, dict[str, Tally]] = field(default_factory=dict)
    links: Counter[str] = field(default_factory=Counter)
    qualifiers: dict[str, tuple[int, int]] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)

    def add(self, measure: str, claim_type: str | None = None, *, tp: int = 0, fp: int = 0, fn: int = 0) -> None:
        """Adds to a measure and, where it is kept per type, to that of `claim_type`."""
        tallies = [self.measures[measure]]
        if claim_type is not None and measure in PER_TYPE:
            tallies.append(self.by_type.setdefault(claim_type, _tallies(PER_TYPE))[measure])
        for tally in tallies:
            tally.tp, tally.fp, tally.fn = tally.tp + tp, tally.fp + fp, tally.fn + fn

    def qualify(self, qualifier: str, agrees: bool) -> None:
        """Counts one comparison of a field."""
        right, of = self.qualifiers.get(qualifier, (0, 0))
        self.qualifiers[qualifier] = right + agrees, of + 1

    def to_json(self) -> dict[str, object]:
        """The figures for programs; errors are left out."""
        qualifiers = {name: self.qualifiers[name] for name in QUALIFIERS if name in self.qualifiers}
        return {
            "reports": self.reports,
            **{name: self.measures[name].to_json() for name in MEASURES},
            "links": {name: self.links[name] for name in ("gold", "right", "wrong") if self.links[name]},
            "qualifiers": {
                key: number
                for name, (right, of) in qualifiers.items()
                for key, number in ((name, right), (f"{name} n", of))
            },
            "by_type": {
                kind: {name: self.by_type[kind][name].to_json() for name in PER_TYPE} for kind in sorted(self.by_type)
            },
        }


def evaluate(gold: Sequence[GoldReport], extracted: Sequence[ExtractedReport]) -> Scores:
    """The figures of what was extracted, given in the order of `gold`.

    Entities are counted once per surface form and kind. A filler of a missed claim is a missed slot, one of a
    spurious claim a spurious slot. `strict` counts claims whose status and whole set of fillers agree.
    """
    scores = Scores(reports=len(gold))
    for report, found in zip(gold, extracted, strict=True):
        _score_entities(report, found.mentions, scores)
        _score_claims(report, found.claims, scores)
    return scores


def _score_entities(report: GoldReport, mentions: Iterable[NamedText], scores: Scores) -> None:
    golden = {(normal(entity.text), entity.kind): entity for entity in report.entities}
    found: dict[tuple[str, str | None], NamedText] = {}
    for mention in mentions:
        found.setdefault((normal(mention.text), mention.kind), mention)
    used: set[tuple[str, str | None]] = set()
    for key, entity in golden.items():
        free = [k for k in found if k not in used and k[1] == key[1]]
        hit = key if key in free else next((k for k in free if same_text(k[0], key[0])), None)
        if hit is None:
            scores.add("entities", fn=1)
            scores.errors.append(f"{report.name}\tentity missed\t{entity.kind}\t{entity.text}")
            continue
        used.add(hit)
        scores.add("entities", tp=1)
        if entity.ids:
            _score_link(report.name, entity, found[hit], scores)
    for surface, kind in found:
        known = any(kind == other_kind and same_text(surface, other) for other, other_kind in golden)
        if (surface, kind) not in used and not known:
            scores.add("entities", fp=1)
            scores.errors.append(f"{report.name}\tentity spurious\t{kind}\t{found[surface, kind].text}")


def _score_link(name: str, entity: NamedText, mention: NamedText, scores: Scores) -> None:
    """Right with one identifier in common, wrong with another one of the same scheme, else missed."""
    scores.links["gold"] += 1
    wanted = " ".join(sorted(entity.ids))
    if entity.ids & mention.ids:
        scores.links["right"] += 1
    elif {identifier[0] for identifier in entity.ids} & {identifier[0] for identifier in mention.ids}:
        scores.links["wrong"] += 1
        scores.errors.append(f"{name}\tlink wrong\t{entity.text}\t{wanted} != {' '.join(sorted(mention.ids))}")
    else:
        scores.errors.append(f"{name}\tlink missed\t{entity.text}\t{wanted}")


def _score_claims(report: GoldReport, found: Sequence[ComparedClaim], scores: Scores) -> None:
    pairs = pair_claims(report.claims, found)
    for i, j in pairs:
        _score_pair(report.name, report.claims[i], found[j], scores)
    paired_gold, paired_found = {i for i, _ in pairs}, {j for _, j in pairs}
    for i, claim in enumerate(report.claims):
        if i not in paired_gold:
            for measure in ("claims", "status", "strict"):
                scores.add(measure, claim.type, fn=1)
            scores.add("slots", claim.type, fn=sum(map(len, claim.roles.values())))
            scores.errors.append(f"{report.name}\tclaim missed\t{claim.type}/{claim.status}\t{claim.quote}")
    for j, claim in enumerate(found):
        if j not in paired_found:
            for measure in ("claims", "status", "strict"):
                scores.add(measure, claim.type, fp=1)
            scores.add("slots", claim.type, fp=sum(map(len, claim.roles.values())))
            scores.errors.append(f"{report.name}\tclaim spurious\t{claim.type}/{claim.status}\t{claim.quote[:160]}")


def _score_pair(name: str, gold: ComparedClaim, found: ComparedClaim, scores: Scores) -> None:
    scores.add("claims", gold.type, tp=1)
    same_status = gold.status == found.status
    scores.add("status", gold.type, tp=same_status, fp=not same_status, fn=not same_status)
    if not same_status:
        scores.errors.append(f"{name}\tstatus\t{gold.type}\t{gold.status} != {found.status}\t{gold.quote}")
    whole = _score_slots(name, gold, found, scores) and same_status
    scores.add("strict", tp=whole, fp=not whole, fn=not whole)
    _score_qualifiers(gold, found, scores)
    matches, left_over = match_fillers(gold.attribution, found.attribution)
    right = sum(match is not None for _, match in matches)
    scores.add("attribution", tp=right, fn=len(matches) - right, fp=len(left_over))


def _score_slots(name: str, gold: ComparedClaim, found: ComparedClaim, scores: Scores) -> bool:
    """Scores the fillers of paired claims; whether all of them agree."""
    whole = True
    for role in dict.fromkeys((*gold.roles, *found.roles)):
        matches, left_over = match_fillers(gold.roles.get(role, ()), found.roles.get(role, ()))
        for filler, match in matches:
            if match is None:
                scores.add("slots", gold.type, fn=1)
                scores.errors.append(f"{name}\tslot missed\t{gold.type}.{role}\t{filler.text}\t{gold.quote}")
                whole = False
                continue
            scores.add("slots", gold.type, tp=1)
            if role == "place":
                scores.qualify("place relation", filler.rel == match.rel)
        for filler in left_over:
            scores.add("slots", gold.type, fp=1)
            scores.errors.append(f"{name}\tslot spurious\t{gold.type}.{role}\t{filler.text}\t{gold.quote}")
            whole = False
    return whole


def _score_qualifiers(gold: ComparedClaim, found: ComparedClaim, scores: Scores) -> None:
    for qualifier in ("polarity", "modality", "certainty", "basis"):
        scores.qualify(qualifier, getattr(gold, qualifier) == getattr(found, qualifier))
    if gold.count is not None:
        scores.qualify("scope", gold.scope == (found.scope or "event"))
        scores.qualify("count", gold.count == (found.count or (None, None)))
    if gold.time is not None:
        scores.qualify("time", gold.time == (found.time or (None, None)))
