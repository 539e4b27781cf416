"""The parts of a question's sentence: what it asks for, what it names, and which of its words say nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.model import Filler, Span
from kg.question_actors import ACTING
from kg.question_words import word_set
from kg.syntax import Sentence, Token

_QUESTION_TAGS = frozenset({"WDT", "WP", "WP$", "WRB"})


@dataclass(frozen=True, slots=True)
class Asked:
    """What a question asks for: `form` is ``which``, ``how_many`` or ``did``.

    `word` is the question word, `noun` the lemma of what it stands with (itself where it stands alone), `phrase` the
    words of both, `preposition` what governs them, `spans` where they stand; `according` where it asks by whose word.
    """

    form: str
    word: str = ""
    noun: str = ""
    phrase: str = ""
    preposition: str = ""
    spans: tuple[Span, ...] = ()
    according: bool = False

    def at(self, span: Span) -> bool:
        """Whether a stretch of the question is, or holds, what is asked for."""
        return any(span.overlaps(own) for own in self.spans)


def asked_for(sentences: Sequence[Sentence]) -> Asked:
    """What a question asks for, from its sentences in the order of statements."""
    for sentence in sentences:
        for token in sentence.tokens:
            lower = token.text.lower()
            if lower not in word_set("asking") or (token.tag not in _QUESTION_TAGS and token.tag not in ("DT", "IN")):
                continue
            if lower == "how":
                above = sentence.tokens[token.head]
                if above.lemma in ("many", "much"):
                    noun = sentence.tokens[above.head] if above.dep in ("amod", "advmod", "nummod") else above
                    return _asked("how_many", sentence, token, noun)
                continue
            if token.dep in ("det", "poss", "amod", "nmod", "compound"):
                return _asked("which", sentence, token, sentence.tokens[token.head])
            return _asked("which", sentence, token, _stray_noun(sentence, token) or token)
    return Asked("did")


def _stray_noun(sentence: Sentence, wh: Token) -> Token | None:
    """The noun right behind "which" that the parser did not hang together with it."""
    if wh.text.lower() not in ("which", "what") or wh.i + 1 >= len(sentence.tokens):
        return None
    behind = sentence.tokens[wh.i + 1]
    return behind if behind.tag in ("NN", "NNS") and wh.tag == "WDT" else None


def _asked(form: str, sentence: Sentence, wh: Token, noun: Token) -> Asked:
    low, high = sorted((wh.i, noun.i))
    inside = sentence.tokens[low : high + 1]
    governing = sentence.tokens[noun.head if noun.dep == "pobj" else wh.head]
    inner = noun
    if noun.lemma in word_set("of a set"):
        # "equipment types", "types of equipment": what is told apart is the equipment
        compound = sentence.first(noun.i, "compound", "nmod")
        of = next((p for p in sentence.below(noun.i, "prep") if p.lemma == "of"), None)
        under = sentence.first(of.i, "pobj") if of is not None else None
        inner = compound or under or noun
    # of "whose bomber" the owner is asked for, and the bomber is known
    spanned = (wh,) if wh.text.lower() == "whose" else (*inside, inner)
    return Asked(
        form,
        wh.text.lower(),
        inner.lemma.lower(),
        " ".join(t.text for t in inside).lower(),
        governing.text.lower() if governing.pos in ("ADP", "SCONJ") else "",
        tuple(Span(t.start, t.end) for t in spanned if t.tag not in ("DT", "IN")),
        any(t.lemma.lower() == "accord" for t in sentence.tokens[max(0, wh.i - 2) : wh.i]),
    )


def generic_words(text: str, role: str) -> str:
    """The words of a phrase without a name that narrow a question down, in lower case; none for "people".

    Soldiers narrow down no more than that they are no civilians (see `is_fighter`), but whose they are does.

    >>> generic_words("How many civilians", "victim"), generic_words("soldiers", "victim")
    ('civilian', '')
    >>> generic_words("Government forces", "actor"), generic_words("the army", "victim")
    ('government', 'army')
    """
    silent = word_set("saying nothing") | word_set("asking") | word_set("amount")
    words = [word for word in text.lower().split() if word not in silent]
    if not words:
        return ""
    last = words[-1]
    lemma = last[:-1] if last.endswith("s") and not last.endswith("ss") else last
    if role in ACTING and not {lemma, last}.isdisjoint(word_set("anyone") | word_set("fighter")):
        return " ".join(words[:-1])
    return " ".join([*words[:-1], lemma])


def is_fighter(text: str) -> bool:
    """Whether the words mean those who fight.

    >>> is_fighter("Russian soldiers"), is_fighter("people")
    (True, False)
    """
    last = text.lower().split()[-1]
    return not {last, last.removesuffix("s")}.isdisjoint(word_set("fighter"))


def names_unplaced(
    sentences: Sequence[Sentence], mentions: Sequence[Filler], taken: Sequence[Span]
) -> Iterator[tuple[Span, str]]:
    """The names of a question that none of the spans touch: mentions, and runs of words tagged as names.

    A run right beside a mention is its title, and no name of its own: "Prime Minister Netanyahu".
    """
    free = [
        filler.mention
        for filler in mentions
        if not (filler.kind == "equipment" and filler.mention.text.islower())
        and not any(filler.mention.span.overlaps(t) for t in taken)
    ]
    for mention in free:
        yield mention.span, mention.text
    named = [m.mention.span for m in mentions]
    blocked = [*taken, *named]
    beside = [Span(max(0, span.start - 2), span.end + 2) for span in named]
    for sentence in sentences:
        run: list[Token] = []
        for token in (*sentence.tokens, None):
            if (
                token is not None
                and token.tag in ("NNP", "NNPS")
                and not any(Span(token.start, token.end).overlaps(t) for t in blocked)
            ):
                run.append(token)
                continue
            if run:
                span = Span(run[0].start, run[-1].end)
                if not any(span.overlaps(b) for b in beside):
                    yield span, " ".join(t.text for t in run)
            run = []


def comparison(tokens: Sequence[Token]) -> str | None:
    """The word by which a question compares ("the most tanks"); None where it compares nothing but with a figure."""
    for token, behind in zip(tokens, (*tokens[1:], None), strict=True):
        counted = behind is not None and (behind.text.lower() == "than" or behind.tag == "CD")
        if token.tag in ("JJS", "RBS", "JJR") and token.text.lower() != "least" and not counted:
            return token.text
    return None


def unread(question: str, tokens: Sequence[Token], mentions: Sequence[Filler]) -> str:
    """The part of a question that nothing was read from: its verb, else the words that say something and are no names."""
    verb = next((t for t in tokens if t.tag.startswith("VB") and t.text.lower() not in word_set("auxiliary")), None)
    if verb is not None and (found := re.search(rf"\b{re.escape(verb.text)}\b", question, re.I)):
        return found[0]
    named = {word.lower() for filler in mentions for word in filler.mention.text.split()}
    silent = word_set("saying nothing") | word_set("asking")
    told = [m for m in re.finditer(r"[\w'’-]+", question) if m[0].lower() not in silent]
    told = [m for m in told if m[0].lower() not in named] or told
    return question[told[0].start() : told[-1].end()] if told else question
