"""Clauses read off the dependency tree: triggers with their arguments; which words are triggers is the caller's to say."""

from __future__ import annotations

from collections.abc import Container, Iterator

from kg.model import Span
from kg.nlp.arguments import PARTICLES, noun_arguments, verb_arguments
from kg.nlp.qualifiers import qualify
from kg.syntax import Clause, Sentence, Token

_OWN_CLAUSE = frozenset({"advcl", "relcl", "ccomp", "parataxis"})


def clauses(sentence: Sentence, triggers: Container[tuple[str, str]]) -> Iterator[Clause]:
    """The clauses of a sentence whose trigger is in `triggers`, as (``verb`` or ``noun``, lemma) pairs.

    A particle verb has its particle behind an underscore: ``shoot_down``.
    """
    for token in sentence.tokens:
        kind = trigger_kind(token)
        if kind is None:
            continue
        lemma = trigger_lemma(sentence, token) if kind == "verb" else token.lemma
        if (kind, lemma) not in triggers:
            if (kind, token.lemma) not in triggers:
                continue
            lemma = token.lemma
        yield _clause(sentence, token, kind, lemma)


def clause_at(sentence: Sentence, i: int) -> Clause:
    """The clause of any token, read as a noun's where it is no verb."""
    token = sentence.tokens[i]
    kind = trigger_kind(token) or "noun"
    return _clause(sentence, token, kind, trigger_lemma(sentence, token) if kind == "verb" else token.lemma)


def _clause(sentence: Sentence, token: Token, kind: str, lemma: str) -> Clause:
    arguments, passive = (
        verb_arguments(sentence, token) if kind == "verb" else (noun_arguments(sentence, token), False)
    )
    span = clause_span(sentence, token)
    return qualify(
        Clause(sentence, token.i, lemma, kind, passive, tuple(sorted(set(arguments), key=lambda a: a.head)), span)
    )


def trigger_kind(token: Token) -> str | None:
    """Whether a token can be a verbal or a nominal trigger: by tag, participles before nouns being verbal."""
    if token.pos == "VERB" or (token.tag in ("VBN", "VBG", "VBD") and token.pos != "NOUN"):
        return "verb"
    if token.pos in ("NOUN", "PROPN"):
        return "noun"
    if token.pos == "ADJ" and token.text.lower().endswith(("ed", "ing", "en")):
        return "verb"
    return None


def trigger_lemma(sentence: Sentence, token: Token) -> str:
    """The verb's lemma with its particle: ``take_out``, ``shoot_down``."""
    particle = sentence.first(token.i, "prt")
    if particle is None:
        after = sentence.tokens[token.i + 1] if token.i + 1 < len(sentence.tokens) else None
        if after is not None and after.lemma in PARTICLES and after.dep in ("advmod", "prep", "oprd", "prt"):
            particle = after
    return f"{token.lemma}_{particle.lemma}" if particle else token.lemma


def clause_span(sentence: Sentence, token: Token) -> Span:
    """The stretch of text that carries a trigger's clause: its subtree without the clauses that hang on it."""
    keep: set[int] = set()
    stack = [token.i]
    while stack:
        at = stack.pop()
        keep.add(at)
        for child in sentence.below(at):
            if child.dep == "punct" or child.dep == "cc":
                continue
            if child.dep == "conj" and child.pos in ("VERB", "AUX") and at == token.i:
                continue
            if (
                child.dep == "appos"
                and at != token.i
                and child.lemma in ("loss", "setback", "blow", "first", "success")
            ):
                continue
            if child.dep in _OWN_CLAUSE and child.pos in ("VERB", "AUX"):
                continue
            stack.append(child.i)
    first, last = min(keep), max(keep)
    above = token
    while (
        above.dep == "xcomp"
        and sentence.tokens[above.head].i < above.i
        and sentence.tokens[above.head].pos in ("VERB", "AUX", "ADJ")
    ):
        above = sentence.tokens[above.head]
        subject = sentence.first(above.i, "nsubj", "nsubjpass")
        first = min(first, above.i, *(sentence.subtree(subject.i)[:1] if subject else ()))
    if token.pos in ("VERB", "AUX"):
        while first < last and sentence.tokens[first].dep in ("mark", "cc", "punct") and first != token.i:
            first += 1
    # a stretch without holes: what stands between belongs to it to the reader
    return Span(sentence.tokens[first].start, sentence.tokens[last].end)
