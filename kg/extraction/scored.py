"""A report as the learned scores are asked about it: its words with what the rules make of them, and who may fill what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kg.extraction.discourse import Discourse
from kg.extraction.draft import Draft
from kg.learned.scheme import FILLINGS, LABELS
from kg.learned.words import Word, kind_of, numbered, root
from kg.model import Count, Filler, Interval, Span
from kg.quantities import article_count
from kg.syntax import Sentence, Token

_FILLING_PARTS = frozenset({"NOUN", "PROPN"})


@dataclass(frozen=True, slots=True)
class Asked:
    """The words of a report, where each token is among them, and the candidates: words that may fill a role.

    `counts` and `times` are the candidates that begin a number or a time expression, with what it comes to.
    """

    words: tuple[Word, ...]
    at: Mapping[tuple[int, int], int]
    candidates: tuple[int, ...]
    counts: Mapping[int, Count]
    times: Mapping[int, Interval]


def asked(discourse: Discourse, drafts: Sequence[Draft]) -> Asked:
    """The words of a report with the labels of the drafts on their triggers."""
    hints = {trigger: LABELS.index(f"{d.type}/{d.status}") + 1 for d in reversed(drafts)
             if (trigger := trigger_of(d, discourse)) is not None}  # fmt: skip
    words: list[Word] = []
    at = numbered(discourse.sentences)
    candidates: list[int] = []
    numbers = {m.span.start: m.count for m in discourse.counts}
    wholes = {m.span.start for m in discourse.counts if m.kind == "whole"}
    days = {t.span.start: t.interval for t in discourse.times if t.interval is not None}
    counts: dict[int, Count] = {}
    times: dict[int, Interval] = {}
    for number, sentence in enumerate(discourse.sentences):
        heads = {
            root(sentence, m.mention.span.start, m.mention.span.end)
            for m in discourse.mentions_in(sentence.span.start, sentence.span.end)
        }
        for token in sentence.tokens:
            if (word := at.get((number, token.i))) is None:
                continue
            mention = discourse.mention(token)
            kind = mention.kind if mention is not None else None
            if mention is not None and kind == "equipment" and not discourse.is_named(mention):
                kind = "class"
            if mention is None and token.start in days:
                times[word], kind = days[token.start], "time"
            elif mention is None and (count := numbers.get(token.start) or _single(sentence, token)) is not None:
                kind = "count"
                if token.start not in wholes:
                    counts[word] = count
            if token.i in heads or kind in ("count", "time") or (mention is None and token.pos in _FILLING_PARTS):
                candidates.append(word)
            head, hint = at.get((number, token.head), word), hints.get((number, token.i), 0)
            name = mention.name if mention is not None else ""
            words.append(Word(token, number, sentence.paragraph, head, kind_of(token, kind), hint, name))
    return Asked(tuple(words), at, tuple(candidates), counts, times)


def _single(sentence: Sentence, token: Token) -> Count | None:
    """The one that an article before a noun counts."""
    counted = token.dep in ("det", "nummod") and sentence.tokens[token.head].tag in ("NN", "NNP")
    return article_count(token.text) if counted else None


def trigger_of(draft: Draft, discourse: Discourse) -> tuple[int, int] | None:
    """The sentence and token that a draft hangs on: its clause's head, else the root of its words."""
    if draft.clause is not None:
        return discourse.number(draft.clause.sentence), draft.clause.head
    return root_in(draft.span, discourse)


def root_in(span: Span, discourse: Discourse) -> tuple[int, int] | None:
    """The sentence of a stretch's first word and the token there that the rest of the stretch hangs on."""
    for number, sentence in discourse.sentences_of(span):
        i = root(sentence, span.start, span.end)
        if i is not None:
            return number, i
    return None


def fillings(draft: Draft, discourse: Discourse, words: Asked) -> dict[int, int]:
    """Word → the index of the role that it fills in a draft."""
    found: dict[int, int] = {}
    for role, fillers in draft.roles.items():
        for filler in fillers:
            if (word := word_of(filler, discourse, words)) is not None:
                found.setdefault(word, FILLINGS.index(role))
    return found


def word_of(filler: Filler, discourse: Discourse, words: Asked) -> int | None:
    """The word that a filler hangs on."""
    at = root_in(filler.mention.span, discourse)
    return words.at.get(at) if at is not None else None
