"""Whom a question speaks of without a name: "the army", the enemy of "enemy tanks", "they"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.model import Filler, Span
from kg.question_words import word_set
from kg.syntax import Sentence, Token

ACTING = frozenset(
    "perpetrator attacker actor opponent victim unit supplier recipient speaker addressee authority party".split()
)
"""The roles of those who act or are acted on; in the others stand things too."""

_MODIFYING = ("amod", "compound", "nmod", "poss")


def parties(sentences: Sequence[Sentence], mentions: Sequence[Filler], taken: Sequence[Span]) -> Iterator[str]:
    """The words for a side of a war that no span touches and that stand with no name: "army" of "the army's tanks".

    "The Russian army" and "the army of Sudan" have a name with them, which says all. Of owners, those of whom a question
    cannot tell: "our", and "their" before any name.
    """
    names = [filler.mention.span for filler in mentions if filler.kind != "equipment"]
    blocked = [*taken, *(filler.mention.span for filler in mentions)]
    for sentence in sentences:
        for token in sentence.tokens:
            lemma, span = token.lemma.lower(), Span(token.start, token.end)
            if token.tag == "PRP$" and (
                token.text.lower() in word_set("own") or not any(name.end <= token.start for name in names)
            ):
                yield token.text.lower()
            elif (
                lemma in word_set("party")
                and token.tag.startswith("NN")
                and not any(span.overlaps(b) for b in blocked)
                and not any(name.overlaps(part) for part in _phrase(sentence, token) for name in names)
            ):
                yield lemma


def _phrase(sentence: Sentence, token: Token) -> list[Span]:
    """The words that say which one a noun means: those around it in its phrase, and what it is of."""
    head = token
    while head.dep in _MODIFYING and head.head != head.i:
        head = sentence.tokens[head.head]
    inside = set(sentence.subtree(head.i, frozenset({"relcl", "acl", "conj", "prep", "nsubj", "dobj"})))
    for of in (prep for prep in sentence.below(token.i, "prep") if prep.lemma == "of"):
        inside.update(sentence.subtree(of.i))
    return [Span(sentence.tokens[i].start, sentence.tokens[i].end) for i in sorted(inside)]


def is_pronoun(words: str) -> bool:
    """Whether words stand for someone told before, of whom a question alone knows nothing.

    >>> is_pronoun("They"), is_pronoun("anyone")
    (True, False)
    """
    return words.lower() in word_set("pronoun")


def names_party(words: str) -> bool:
    """Whether words that narrow a question down are of a side: "enemy", and not "civilian"."""
    return not word_set("party").isdisjoint(words.split())


def as_asked(question: str, words: str) -> str:
    """The words as they stand in the question, with their article; as they are where they do not stand there.

    >>> as_asked("did the Army capture it", "army")
    'the Army'
    """
    found = re.search(rf"\b(?:(?:the|an?) )?{re.escape(words)}\w{{0,3}}\b", question, re.I)
    return found[0] if found else words
