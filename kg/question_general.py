"""Questions that name no kind of event: what happened, what is known of something, what someone said, where something is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.model import Filler, Span
from kg.question_parts import Asked, generic_words
from kg.question_words import word_set
from kg.questions import EVENT, SPEAKER, Constraint, Knowledge, Pattern
from kg.syntax import Sentence
from kg.vocabulary import ACTOR_KINDS, CLAIM_TYPES, PLACE_KINDS

_THERE = {"equipment_loss": "victim equipment unit", "personnel_loss": "victim unit", "attack": "target unit",
          "territorial": "actor opponent unit", "movement": "actor unit equipment", "diplomacy": "party"}  # fmt: skip
"""The roles of what is at an event's place itself: whoever strikes from afar is not."""


def general_patterns(
    sentences: Sequence[Sentence],
    mentions: Sequence[Filler],
    asked: Asked,
    names: Sequence[Constraint],
    known: Knowledge,
    *,
    dated: bool,
) -> Iterator[Pattern]:
    """Patterns for "what happened in X", "what is known about X", "what did X say" and "where is X"; none for others.

    `names` are the question's names as constraints; without any, and without a day (`dated`), nothing is asked.
    """
    if asked.word == "where" and _verbs(sentences) <= word_set("locating"):
        yield from _seen(mentions, asked, known)
    if asked.form != "which" or asked.word != "what" or asked.noun != "what":
        return
    verbs = _verbs(sentences)
    if verbs & word_set("happening") and (names or dated):
        for kind in CLAIM_TYPES.values():
            if kind.name != "relation":
                yield Pattern(kind.name, kind.statuses, tuple(names), EVENT)
    elif verbs & word_set("knowing") and names:
        for kind in CLAIM_TYPES.values():
            yield Pattern(kind.name, kind.statuses, tuple(names), EVENT)
    elif verbs & word_set("saying"):
        yield from _said(sentences, mentions, known)


def _verbs(sentences: Sequence[Sentence]) -> set[str]:
    return {t.lemma.lower() for s in sentences for t in s.tokens if t.tag.startswith("VB")}


def _seen(mentions: Sequence[Filler], asked: Asked, known: Knowledge) -> Iterator[Pattern]:
    """Wherever what is named took part in what happened; a place beside it says where to look."""
    named: list[tuple[str, tuple[str, ...]]] = []
    within: list[Constraint] = []
    for filler in mentions:
        iris = tuple(dict.fromkeys(e.iri for e in known.senses(filler)))
        if not iris or asked.at(filler.mention.span):
            continue
        if filler.kind in PLACE_KINDS:
            within.append(Constraint("place", filler.name, iris, filler.rel))
        else:
            named.append((filler.name, iris))
    for words, iris in named[:1]:
        for type_, roles in _THERE.items():
            for role in roles.split():
                there = Constraint(role, words, iris)
                yield Pattern(type_, CLAIM_TYPES[type_].statuses, (there, *within), "place")
        if not within:
            yield Pattern("relation", ("located_in",), (Constraint("subject", words, iris),), "object")


def _said(sentences: Sequence[Sentence], mentions: Sequence[Filler], known: Knowledge) -> Iterator[Pattern]:
    """What the subject states, and what is told by its word; one without a name goes by its words."""
    statement = CLAIM_TYPES["statement"]
    others = [kind for kind in CLAIM_TYPES.values() if kind is not statement]
    for subject in (t for s in sentences for t in s.tokens if t.dep == "nsubj"):
        span = Span(subject.start, subject.end)
        filler = next((m for m in mentions if m.mention.span.overlaps(span)), None)
        if filler is None and (words := generic_words(subject.text, "speaker")):
            yield Pattern("statement", statement.statuses, (Constraint("speaker", words),), "topic")
            for kind in others:
                yield Pattern(kind.name, kind.statuses, (Constraint(SPEAKER, words),), EVENT)
        elif filler is not None and filler.kind in ACTOR_KINDS:
            iris = tuple(dict.fromkeys(e.iri for e in known.senses(filler)))
            yield Pattern("statement", statement.statuses, (Constraint("speaker", filler.name, iris),), "topic")
            for kind in others if iris else ():
                yield Pattern(kind.name, kind.statuses, (), EVENT, speakers=iris)
