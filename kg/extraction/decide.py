"""The one decision: which of the drafts that rules and scores propose are claims, and what fills their roles."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np

from kg.extraction.completion import completed
from kg.extraction.discourse import Discourse
from kg.extraction.draft import Draft
from kg.extraction.filling import Filling, Judge
from kg.extraction.naming import named_anew, renamed
from kg.extraction.origin import FATES, FRAGMENTS, LEXICON, POSITIONS, SCORE, TOLLS, Origin
from kg.extraction.scored import Asked, asked, fillings, trigger_of
from kg.extraction.timing import is_parted
from kg.learned.judge import judged
from kg.learned.scheme import FILLINGS, TYPES
from kg.learned.scorer import Floats, Scores, score
from kg.model import Count, Filler, Interval, Span
from kg.nlp.clauses import clause_at
from kg.syntax import Sentence

Value = TypeVar("Value", Count, Interval)

_COUNTED = frozenset({"equipment_loss", "personnel_loss", "movement", "transfer"})
_LOSSES = frozenset({"equipment_loss", "personnel_loss"})
_UNTIMED = frozenset({"relation"})
_SCORED = frozenset({LEXICON, TOLLS, FATES, POSITIONS, FRAGMENTS})


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From which probability on something is taken, 0–1.

    `ruled`: a draft of the rules; `found`: one that they do not have, `named`: one of these that a noun tells, `lost`: one that
    tells a loss (losses are added up) or stands on one; `filling`: what fills a role, `needed`: what the rules have for a
    role that nothing likelier fills, `elsewhere`: what they do not have and only other sentences name; `said`: who says so;
    `status`: a claim whose status is that of the scores; `counted`: a number; `timed`: a time.
    """

    ruled: float = 0.01
    found: float = 0.5
    named: float = 0.65
    lost: float = 0.7
    filling: float = 0.4
    needed: float = 0.2
    elsewhere: float = 0.5
    said: float = 0.5
    status: float = 0.98
    counted: float = 0.4
    timed: float = 0.6


THRESHOLDS = Thresholds()


def decided(
    drafts: Sequence[Draft],
    listed: Sequence[Span],
    discourse: Discourse,
    limits: Thresholds = THRESHOLDS,
    judge: Judge = judged,
) -> tuple[list[Draft], Discourse]:
    """The drafts that stand, those of the rules and new ones, and the report with its names seen anew.

    `listed` are stretches whose claims are left to the rules.
    """
    known = asked(discourse, drafts)
    if not known.words:
        return list(drafts), discourse
    scores = score(known.words)
    mentions = named_anew(discourse, scores)
    if mentions != discourse.mentions:
        discourse = discourse.with_mentions(mentions)
        now = {m.mention.span: m for m in mentions}
        drafts = [_renamed(draft, now) for draft in drafts]
    starts = [w.token.start for w in known.words]
    filling = Filling(known, discourse, judge, limits.filling, limits.needed, limits.elsewhere, limits.said)
    return _Decision(known, scores, discourse, limits, starts, filling).drafts(drafts, listed), discourse


def _renamed(draft: Draft, now: dict[Span, Filler]) -> Draft:
    roles = {role: tuple(renamed(f, now) for f in fillers) for role, fillers in draft.roles.items()}
    return replace(draft, roles=roles, attribution=tuple(renamed(f, now) for f in draft.attribution))


class _Told:
    """Drafts by the sentences that they stand in."""

    def __init__(self, drafts: Sequence[Draft], discourse: Discourse) -> None:
        self._discourse = discourse
        self._in: dict[int, list[Draft]] = defaultdict(list)
        for draft in drafts:
            for number, _ in discourse.sentences_of(draft.span):
                self._in[number].append(draft)

    def near(self, span: Span) -> Iterator[Draft]:
        """The drafts in the sentences of a stretch."""
        for number, _ in self._discourse.sentences_of(span):
            yield from self._in.get(number, ())

    def hold(self, draft: Draft) -> bool:
        """Whether one of its type has all its words."""
        return any(draft.type == other.type and other.span.contains(draft.span) for other in self.near(draft.span))

    def has(self, draft: Draft) -> bool:
        """Whether one of its type has its words already, or is of its status within them."""
        return self.hold(draft) or any(
            (draft.type, draft.status) == (other.type, other.status) and draft.span.contains(other.span)
            for other in self.near(draft.span)
        )


@dataclass(frozen=True, slots=True)
class _Decision:
    """One report with its scores."""

    known: Asked
    scores: Scores
    discourse: Discourse
    limits: Thresholds
    starts: Sequence[int]
    filling: Filling

    def drafts(self, ruled: Sequence[Draft], listed: Sequence[Span]) -> list[Draft]:
        """The drafts that are likely enough, and those that the rules alone decide on."""
        at: dict[int, list[Draft]] = defaultdict(list)
        kept: list[Draft] = []
        rows = {n for span in listed for n in self._words_in(span)}
        closed = set(rows)
        for draft in ruled:
            trigger = trigger_of(draft, self.discourse)
            word = self.known.at.get(trigger) if trigger is not None else None
            if word is None or not rows.isdisjoint(self._words_in(draft.span)):
                kept.append(draft)
                closed.update(self._words_in(draft.span))
            elif draft.origin.by not in _SCORED:
                # the other patterns do not hang on the words that annotators name, so that the scores cannot judge them
                kept.append(draft)
            else:
                at[word].append(draft)
        patterns = _Told(kept, self.discourse)
        for word, here in sorted(at.items()):
            kept.extend(self._ruled(word, [d for d in here if not patterns.hold(d)]))
        told = _Told(kept, self.discourse)
        likely: list[int] = np.flatnonzero(self.scores.chances.max(-1) >= self.limits.found).tolist()
        for word in likely:
            if word not in closed:
                found = self._found(word, {draft.type for draft in at.get(word, ())})
                kept.extend(d for d in found if not told.has(d))
        return kept

    def _words_in(self, span: Span) -> range:
        """The numbers of the words that begin in a stretch."""
        return range(bisect_left(self.starts, span.start), bisect_left(self.starts, span.end))

    def _ruled(self, word: int, here: Sequence[Draft]) -> Iterator[Draft]:
        """The drafts of the rules on one trigger that the scores bear out, with their roles seen anew."""
        hints = {at: role for draft in here for at, role in fillings(draft, self.discourse, self.known).items()}
        for draft in here:
            chance = self._chance(word, draft.type)
            if chance < self.limits.ruled:
                continue
            status = self.scores.status(word, draft.type) if chance >= self.limits.status else draft.status
            siblings = [d for d in here if d is not draft and d.type == draft.type]
            chances = self._fillings(word, draft.type, hints)
            draft = replace(self.filling.filled(draft, chance, chances, word, siblings), status=status)
            yield draft if siblings else self._measured(draft, chances)

    def _found(self, word: int, without: set[str]) -> Iterator[Draft]:
        """What a word tells that the rules do not have on it."""
        for type in TYPES:
            chance = self._chance(word, type)
            if chance < self._least(word, type, without) or type in without:
                continue
            chances = self._fillings(word, type, {})
            sentence, token = self._sentence(word), self.known.words[word].token
            clause = clause_at(sentence, token.i)
            draft = Draft(type, self.scores.status(word, type), {}, clause.span, clause, origin=Origin(SCORE))
            draft = self.filling.filled(draft, chance, chances, word)
            if not draft.roles:
                continue
            parts = self._counted_apart(draft)
            for part in parts:
                made = completed(part if len(parts) > 1 else self._measured(part, chances), self.discourse)
                if made is not None:
                    yield made

    def _least(self, word: int, type: str, ruled: set[str]) -> float:
        if type in _LOSSES or not ruled.isdisjoint(_LOSSES):
            return self.limits.lost
        return self.limits.named if self.known.words[word].token.pos in ("NOUN", "PROPN") else self.limits.found

    def _chance(self, word: int, type: str) -> float:
        return float(self.scores.chances[word, TYPES.index(type)])

    def _sentence(self, word: int) -> Sentence:
        return self.discourse.sentences[self.known.words[word].sentence]

    def _fillings(self, word: int, type: str, hints: Mapping[int, int]) -> Mapping[int, Floats]:
        return self.scores.fillings(word, type, self.known.candidates, self._sentence(word), hints)

    def _measured(self, draft: Draft, chances: Mapping[int, Floats]) -> Draft:
        """A draft with the number and the time that the scores are sure of."""
        numbers = {at: chance for at, chance in chances.items() if not self._counts_other(draft, at)}
        count: Count | None = self._best(self.known.counts, "count", numbers, self.limits.counted)
        times = {at: chance for at, chance in chances.items() if not self._is_parted(draft, at)}
        time: Interval | None = self._best(self.known.times, "time", times, self.limits.timed)
        # a pattern has its number right beside what it counts
        told = draft.count is not None and draft.origin.by != LEXICON
        if count is not None and draft.type in _COUNTED and not told:
            draft = replace(draft, count=count)
        if time is not None and draft.type not in _UNTIMED:
            draft = replace(draft, time=time)
        return draft

    def _counts_other(self, draft: Draft, at: int) -> bool:
        """Whether a number hangs on another verb of the sentence, and the trigger's subject counts: "a fifth was damaged"."""
        clause = draft.clause
        if clause is None or at not in self.known.counts or self._sentence(at) is not clause.sentence:
            return False
        above = [t for t in clause.sentence.ancestors(self.known.words[at].token.i) if t.pos in ("VERB", "AUX")]
        if not above or clause.head in {t.i for t in above}:
            return False
        subject = clause.sentence.first(clause.head, "nsubj", "nsubjpass")
        return subject is not None and subject.pos in ("ADJ", "NUM", "DET")

    def _is_parted(self, draft: Draft, at: int) -> bool:
        """Whether a word of the trigger's sentence is of another clause's time."""
        word, clause = self.known.words[at], draft.clause
        if clause is None or at not in self.known.times or self._sentence(at) is not clause.sentence:
            return False
        return is_parted(clause, word.token)

    def _best(
        self, values: Mapping[int, Value], filling: str, chances: Mapping[int, Floats], least: float
    ) -> Value | None:
        n = FILLINGS.index(filling)
        likely = [(float(chances[at][n]), -at) for at in chances if at in values]
        chance, at = max(likely, default=(0.0, 0))
        return values[-at] if chance >= least else None

    def _counted_apart(self, draft: Draft) -> list[Draft]:
        """One draft per piece of equipment where each of several has a number of its own."""
        things = draft.fillers("equipment")
        if draft.type != "equipment_loss" or len(things) < 2 or not all(map(self._is_counted, things)):
            return [draft]
        return [replace(draft, roles={**draft.roles, "equipment": (f,)}, span=f.mention.span) for f in things]

    def _is_counted(self, filler: Filler) -> bool:
        for _, sentence in self.discourse.sentences_of(filler.mention.span):
            if (token := sentence.at(filler.mention.span.start)) is not None:
                return self.discourse.count_before(sentence, token.i) is not None
        return False
