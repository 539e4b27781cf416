"""Reads a report's claims: its clauses through the lexicon and the families, its tables, its fragments."""

from __future__ import annotations

from collections.abc import Iterator

from kg.catalogue import Catalogue
from kg.extraction import (
    attacks,
    diplomacy,
    evidence,
    losses,
    movements,
    relations,
    sections,
    statements,
    tables,
    telegraphic,
    territory,
    tolls,
    transfers,
)
from kg.extraction.completion import completed as complete_draft
from kg.extraction.compose import compose
from kg.extraction.continuity import connect, with_consequences
from kg.extraction.decide import decided
from kg.extraction.discourse import Discourse
from kg.extraction.draft import Draft
from kg.extraction.explanation import Explanation, explain
from kg.extraction.frames import drafts as frame_drafts
from kg.extraction.lexicon import lexicon
from kg.extraction.origin import FATES, FRAGMENTS, POSITIONS, TOLLS, made_by
from kg.model import Claim, Filler, Report, Span
from kg.nlp.clauses import clauses
from kg.syntax import Clause, Sentence


def read_report(
    report: Report,
    sentences: tuple[Sentence, ...],
    mentions: tuple[Filler, ...],
    catalogue: Catalogue,
    *,
    learned: bool = True,
) -> tuple[tuple[Filler, ...], tuple[Claim, ...]]:
    """The mentions of a report after a second look, and its claims; `learned` where the learned scores decide too."""
    made, discourse = _made(report, sentences, mentions, catalogue, learned)
    return discourse.mentions, tuple(claim for claim, _ in made)


def explain_report(
    report: Report,
    sentences: tuple[Sentence, ...],
    mentions: tuple[Filler, ...],
    catalogue: Catalogue,
    *,
    learned: bool = True,
) -> tuple[tuple[Filler, ...], tuple[tuple[Claim, Explanation], ...]]:
    """As `read_report`, each claim with what it came from."""
    made, discourse = _made(report, sentences, mentions, catalogue, learned)
    return discourse.mentions, tuple((claim, explain(claim, draft, discourse)) for claim, draft in made)


def _made(
    report: Report,
    sentences: tuple[Sentence, ...],
    mentions: tuple[Filler, ...],
    catalogue: Catalogue,
    learned: bool,
) -> tuple[tuple[tuple[Claim, Draft], ...], Discourse]:
    discourse = Discourse(report, sentences, mentions, catalogue)
    drafts = ruled(discourse)
    if learned:
        listed = [*(d.span for d in tables.entries(discourse)), *tables.headings(discourse)]
        drafts, discourse = decided(drafts, listed, discourse)
        drafts = [sections.owned(d, discourse) for d in with_consequences(drafts, discourse)]
    return compose(evidence.about_conflict(drafts, discourse), discourse, learned=learned), discourse


def read_question(
    report: Report, sentences: tuple[Sentence, ...], mentions: tuple[Filler, ...], catalogue: Catalogue
) -> tuple[Claim, ...]:
    """A question as claims with question words as fillers."""
    discourse = Discourse(report, sentences, mentions, catalogue, question=True)
    return tuple(claim for claim, _ in compose(ruled(discourse), discourse))


def ruled(discourse: Discourse) -> list[Draft]:
    """The drafts that the lexicon, the tree and the tables give, completed from each other."""
    found = list(made_by("tables", tables.entries(discourse)))
    listed = [*(draft.span for draft in found), *tables.headings(discourse)]
    fragments = made_by(FRAGMENTS, telegraphic.entries(discourse))
    loose = [d for d in fragments if not any(d.span.overlaps(span) for span in listed)]
    for sentence in discourse.sentences:
        found.extend(
            d
            for d in _of_sentence(sentence, discourse)
            if not any(d.span.overlaps(span) for span in listed) and not _told(d, loose)
        )
        again = list(made_by("told again", tolls.told_again(sentence, discourse, found)))
        found = [d for d in found if not any(d.type == a.type and a.span.contains(d.span) for a in again)] + again
    found.extend(losses.complete(d, discourse) for d in loose)
    found = [telegraphic.placed(sections.owned(d, discourse), discourse) for d in losses.launched(found, discourse)]
    return found if discourse.question else connect(found, discourse)


def _told(draft: Draft, loose: list[Draft]) -> bool:
    """Whether a stretch without verbs told it already, as its own kind of claim or by the draft's very trigger."""
    start = draft.clause.sentence.tokens[draft.clause.head].start if draft.clause is not None else draft.span.start
    return any(
        d.span.start <= start < d.span.end or (d.type == draft.type and d.span.overlaps(draft.span)) for d in loose
    )


def _of_sentence(sentence: Sentence, discourse: Discourse) -> Iterator[Draft]:
    made: list[Draft] = []
    consumed: set[int] = set()
    nouns: list[tuple[Clause, Draft]] = []
    for clause in clauses(sentence, lexicon()):
        for draft in frame_drafts(clause, discourse):
            completed = complete_draft(draft, discourse)
            if completed is None:
                continue
            if clause.kind == "noun":
                nouns.extend((clause, part) for part in attacks.by_means(completed, discourse))
                continue
            consumed.update(a.head for a in clause.arguments if a.relation in ("obj", "gap"))
            made.extend(attacks.by_means(completed, discourse))
    for clause, draft in nouns:
        # "repelled an assault": the verb's claim is about the noun's event already
        if clause.head in consumed and any(d.clause is not None and _takes(d.clause, clause.head) for d in made):
            continue
        if _refers_back(clause) and not any(
            draft.fillers(r) for r in ("place", "target", "equipment", "victim", "topic")
        ):
            continue
        made.append(draft)
    fates = made_by(FATES, losses.fragments(sentence, discourse, losses.told(made)))
    made.extend(losses.complete(d, discourse) for d in fates)
    made.extend(made_by(TOLLS, tolls.tolls(sentence, discourse, made)))
    made.extend(made_by("deals", transfers.deals(sentence, discourse)))
    made.extend(losses.complete(d, discourse) for d in made_by("stays", movements.stays(sentence, discourse)))
    made.extend(made_by("visits", diplomacy.visits(sentence, discourse)))
    spans: list[Span] = [d.span for d in made]
    made.extend(made_by("relations", relations.patterns(sentence, discourse)))
    made.extend(made_by(POSITIONS, territory.positions(sentence, discourse)))
    made.extend(made_by("statements", statements.said(sentence, discourse, spans)))
    yield from losses.without_parts(made)


def _takes(clause: Clause, head: int) -> bool:
    return any(a.head == head and a.relation in ("obj", "gap") for a in clause.arguments)


def _refers_back(clause: Clause) -> bool:
    """Whether a noun takes up an event told elsewhere: "the attack", "this offensive"."""
    return any(
        t.text.lower() in ("the", "this", "that", "these", "those", "its", "their")
        for t in clause.sentence.below(clause.head, "det", "poss")
    )
