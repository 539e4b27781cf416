"""Reports with their claims laid side by side: which of gold were found, what differs in them, what is missed, what spurious."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.evaluation.agreement import match_fillers, pair_claims
from kg.evaluation.gold import ComparedClaim, ExtractedReport, GoldReport, NamedText

STATUS, SLOTS, ATTRIBUTION, FIELDS = "status", "slots", "attribution", "fields"


@dataclass(frozen=True, slots=True)
class Difference:
    """What differs in a claim that was found: which sort of thing, its name, as gold has it and as it was found.

    `sort` is one of `STATUS`, `SLOTS`, `ATTRIBUTION`, `FIELDS`; an empty text stands for nothing there.
    """

    sort: str
    name: str
    gold: str
    found: str


@dataclass(frozen=True, slots=True)
class Pair:
    """A claim of gold and the one that was found for it."""

    gold: ComparedClaim
    found: ComparedClaim
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """One report compared: pairs in the order of gold, the claims of gold without one, and those found without one."""

    name: str
    text: str
    pairs: tuple[Pair, ...]
    missed: tuple[ComparedClaim, ...]
    spurious: tuple[ComparedClaim, ...]


def compare(gold: Sequence[GoldReport], extracted: Sequence[ExtractedReport]) -> tuple[Comparison, ...]:
    """The reports compared, `extracted` in the order of `gold`; claims are paired as the figures have them."""
    return tuple(_compare(report, found.claims) for report, found in zip(gold, extracted, strict=True))


def _compare(report: GoldReport, found: Sequence[ComparedClaim]) -> Comparison:
    pairs = sorted(pair_claims(report.claims, found))
    ours, theirs = {i for i, _ in pairs}, {j for _, j in pairs}
    return Comparison(
        report.name,
        report.text,
        tuple(Pair(report.claims[i], found[j], tuple(_differences(report.claims[i], found[j]))) for i, j in pairs),
        tuple(claim for i, claim in enumerate(report.claims) if i not in ours),
        tuple(claim for j, claim in enumerate(found) if j not in theirs),
    )


def _differences(gold: ComparedClaim, found: ComparedClaim) -> Iterator[Difference]:
    if gold.status != found.status:
        yield Difference(STATUS, "status", gold.status, found.status)
    for role in dict.fromkeys((*gold.roles, *found.roles)):
        yield from _of_fillers(SLOTS, role, gold.roles.get(role, ()), found.roles.get(role, ()))
    yield from _of_fillers(ATTRIBUTION, "attribution", gold.attribution, found.attribution)
    for name in ("polarity", "modality", "certainty", "basis"):
        ours, theirs = getattr(gold, name), getattr(found, name)
        if ours != theirs:
            yield Difference(FIELDS, name, ours, theirs)
    if gold.count is not None and gold.count != (found.count or (None, None)):
        yield Difference(FIELDS, "count", span_text(gold.count), span_text(found.count))
    if gold.count is not None and gold.scope != (found.scope or "event"):
        yield Difference(FIELDS, "scope", gold.scope or "", found.scope or "event")
    if gold.time is not None and gold.time != (found.time or (None, None)):
        yield Difference(FIELDS, "time", span_text(gold.time), span_text(found.time))


def _of_fillers(sort: str, role: str, gold: Sequence[NamedText], found: Sequence[NamedText]) -> Iterator[Difference]:
    matches, left_over = match_fillers(gold, found)
    for filler, match in matches:
        if match is None:
            yield Difference(sort, role, filler_text(filler), "")
        elif role == "place" and filler.rel != match.rel:
            yield Difference(FIELDS, "place relation", f"{filler.rel} {filler.text}", f"{match.rel} {match.text}")
    for filler in left_over:
        yield Difference(sort, role, "", filler_text(filler))


def filler_text(filler: NamedText) -> str:
    """A filler in words: how it lies, where that is not ``in``, its words, its name where that is another.

    >>> filler_text(NamedText("the island", name="Kelp Island", rel="near"))
    'near the island (Kelp Island)'
    """
    rel = f"{filler.rel} " if filler.rel != "in" else ""
    words = " ".join(filler.text.split())
    return f"{rel}{words} ({filler.name})" if filler.name and filler.name != words else f"{rel}{words}"


def span_text(ends: tuple[object, object] | None) -> str:
    """The ends of a count or a time in words.

    >>> span_text((2, 2)), span_text((2, None)), span_text(("2031-05-01", "2031-05-02")), span_text(None)
    ('2', '2–', '2031-05-01–2031-05-02', '')
    """
    if ends is None or ends == (None, None):
        return ""
    start, end = ("" if value is None else str(value) for value in ends)
    return start if start == end else f"{start}–{end}"
