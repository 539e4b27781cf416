"""Questions that name no kind of event: what happened, what is known of something, what someone said."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.model import Filler
from kg.question_parts import Asked
from kg.question_words import word_set
from kg.questions import EVENT, Constraint, Knowledge, Pattern
from kg.syntax import Sentence
from kg.vocabulary import ACTOR_KINDS, CLAIM_TYPES


def general_patterns(
    sentences: Sequence[Sentence],
    mentions: Sequence[Filler],
    asked: Asked,
    names: Sequence[Constraint],
    known: Knowledge,
    *,
    dated: bool,
) -> Iterator[Pattern]:
    """Patterns for "what happened in X", "what is known about X" and "what did X say"; none for other questions.

    `names` are the question's names as constraints; without any, and without a day (`dated`), nothing is asked.
    """
    if asked.form != "which" or asked.word != "what" or asked.noun != "what":
        return
    verbs = {t.lemma.lower() for s in sentences for t in s.tokens if t.tag.startswith("VB")}
    if verbs & word_set("happening") and (names or dated):
        for kind in CLAIM_TYPES.values():
            if kind.name != "relation":
                yield Pattern(kind.name, kind.statuses, tuple(names), EVENT)
    elif verbs & word_set("knowing") and names:
        for kind in CLAIM_TYPES.values():
            yield Pattern(kind.name, kind.statuses, tuple(names), EVENT)
    elif verbs & word_set("saying"):
        yield from _said(sentences, mentions, known)


def _said(sentences: Sequence[Sentence], mentions: Sequence[Filler], known: Knowledge) -> Iterator[Pattern]:
    subjects = [t for s in sentences for t in s.tokens if t.dep == "nsubj"]
    for filler in mentions:
        span = filler.mention.span
        if filler.kind not in ACTOR_KINDS or not any(span.start <= t.start < span.end for t in subjects):
            continue
        iris = tuple(dict.fromkeys(e.iri for e in known.senses(filler)))
        statement = CLAIM_TYPES["statement"]
        yield Pattern("statement", statement.statuses, (Constraint("speaker", filler.name, iris),), "topic")
        for kind in CLAIM_TYPES.values():
            if iris and kind is not statement:
                yield Pattern(kind.name, kind.statuses, (), EVENT, speakers=iris)
