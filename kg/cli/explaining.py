"""What claims were read from and why, for people at a terminal and for programs: `kg extract --explain`."""

from __future__ import annotations

import json

from rich.console import Console
from rich.table import Table
from rich.text import Text

from kg.cli.console import counted
from kg.cli.record_tables import count_text, time_text
from kg.extraction.explanation import Explanation, SlotExplanation, explanation_to_json
from kg.extraction.origin import LEXICON, SCORE
from kg.interchange import claim_to_json, reading_to_json
from kg.markup import plain
from kg.model import Claim, Reading


def surer(
    explained: tuple[Reading, tuple[Explanation, ...]], least: float
) -> tuple[Reading, tuple[Explanation, ...]]:
    """A reading and its explanations with those claims only that have at least that confidence."""
    reading, explanations = explained
    kept = zip(reading.claims, explanations, strict=True)
    return reading.with_confidence(least), tuple(told for claim, told in kept if claim.confidence >= least)


def explained_line(reading: Reading, explanations: tuple[Explanation, ...]) -> str:
    """The line that `kg extract` prints, with an `explanation` in each claim."""
    written = reading_to_json(reading)
    claims = [
        {**claim, "explanation": explanation_to_json(told)}
        for claim, told in zip(written["claims"], explanations, strict=True)
    ]
    return json.dumps({**written, "claims": claims}, separators=(",", ":"))


def show_explained(reading: Reading, explanations: tuple[Explanation, ...], console: Console) -> None:
    """Prints a report's claims, each with its words, its trigger, what proposed it, and its slots' ways to it."""
    report = reading.report
    day = f", {report.date.isoformat()}" if report.date else ""
    console.print(Text(f"{report.id}{day}: {counted(len(reading.claims), 'claim')}", style="bold"))
    for claim, told in zip(reading.claims, explanations, strict=True):
        _show(claim, told, console)
    console.print()


def _show(claim: Claim, told: Explanation, console: Console) -> None:
    unusual = [word for word in (claim.polarity, claim.modality) if word not in ("positive", "actual")]
    head = Text("\n").append(f"{claim.type}/{claim.status}", style="bold")
    head.append(f"  {', '.join(dict.fromkeys((claim.certainty, *unusual)))}  confidence {claim.confidence:.2f}")
    console.print(head)
    console.print(Text(f"  “{' '.join(plain(claim.quote).split())}”", style="italic"))
    console.print(_indented(f"proposed by {proposer(told)}"))
    if told.others:
        console.print(_indented(f"told again by {'; '.join(told.others)}"))
    grid = Table.grid(padding=(0, 2))
    for column in ("role", "filler", "way", "score"):
        grid.add_column(style="dim" if column in ("role", "way") else "", no_wrap=column == "role")
    trigger = f"at {told.trigger.start}" if told.trigger else ""
    grid.add_row("  trigger", told.trigger_text or "none", trigger, _share(told.score))
    for slot in told.slots:
        grid.add_row(f"  {slot.role}", Text(_filler(slot)), Text(way_text(slot.way)), _share(slot.score))
    facts = claim_to_json(claim)
    for name, value in (("count", count_text(facts["count"])), ("time", time_text(facts["time"]))):
        if value:
            grid.add_row(f"  {name}", value, "", "")
    console.print(grid)


def proposer(told: Explanation) -> str:
    """What proposed a claim, in words."""
    if told.proposed_by == SCORE:
        return "the learned score alone"
    by = f"the lexicon ({told.row})" if told.proposed_by == LEXICON else f"the rules for {told.proposed_by}"
    return by if told.score is None else f"{by}, weighed by the learned score"


def way_text(way: str) -> str:
    """A way through the tree with arrows.

    >>> way_text("<conj>dobj>prep:in")
    '↑ conj ↓ dobj ↓ prep:in'
    """
    return way.replace("<", " ↑ ").replace(">", " ↓ ").strip()


def _filler(slot: SlotExplanation) -> str:
    filler = slot.filler
    words = " ".join(filler.mention.text.split())
    name = filler.link.entity.name if filler.link else words
    rel = f"{filler.rel} " if filler.rel else ""
    return f"{rel}{words}" if name == words else f"{rel}{words} ({name})"


def _share(score: float | None) -> str:
    return "" if score is None else f"{score:.2f}"


def _indented(line: str) -> Text:
    return Text(f"  {line}", style="dim")
