"""Transfers: deals for production, and readiness to give."""

from __future__ import annotations

from collections.abc import Iterator

from kg.extraction.discourse import Discourse
from kg.extraction.draft import Draft
from kg.extraction.lexicon import constraints
from kg.model import Filler, Span
from kg.nlp.clauses import clause_span, verb_arguments
from kg.nlp.qualifiers import qualify
from kg.syntax import Clause, Sentence, Token

_SIGNING = frozenset("sign ink conclude strike reach award make secure win close land".split())
_GIVING = frozenset("send transfer supply provide deliver give donate ship hand".split())


def deals(sentence: Sentence, discourse: Discourse) -> Iterator[Draft]:
    """ "X inked a deal with Y to produce Z": Z contracted from Y by X; "open to transferring Z to X": proposed."""
    for token in sentence.tokens:
        if token.lemma in _SIGNING and token.pos == "VERB":
            yield from _deal(sentence, token, discourse)
        if token.lemma == "open" and token.pos == "ADJ":
            yield from _open_to(sentence, token, discourse)


def _deal(sentence: Sentence, verb: Token, discourse: Discourse) -> Iterator[Draft]:
    deal = sentence.first(verb.i, "dobj", "nsubjpass")
    if deal is None or deal.lemma not in constraints()["agreement"]:
        return
    inside = sentence.subtree(verb.i, frozenset({"nsubj", "conj"}))
    equipment = _equipment_in(sentence, inside, discourse)
    arguments, _ = verb_arguments(sentence, verb)
    partners = [
        f
        for i in inside
        if sentence.tokens[i].dep == "pobj" and sentence.tokens[sentence.tokens[i].head].lemma == "with"
        for f in discourse.actors(sentence, i)
    ]
    buyers = [f for a in arguments if a.relation == "subj" for f in discourse.actors(sentence, a.head)]
    if not equipment or not partners:
        return
    span = clause_span(sentence, verb)
    span = Span(span.start, max(span.end, sentence.tokens[inside[-1]].end))
    clause = qualify(Clause(sentence, verb.i, verb.lemma, "verb", False, tuple(arguments), span))
    roles = {"supplier": tuple(partners[:1]), "recipient": tuple(buyers[:1]), "equipment": equipment}
    yield Draft("transfer", "contracted", {r: f for r, f in roles.items() if f}, span, clause, confidence=0.7)


def _open_to(sentence: Sentence, token: Token, discourse: Discourse) -> Iterator[Draft]:
    inside = sentence.subtree(token.head, frozenset({"conj", "nsubj"}))
    giving = next((sentence.tokens[i] for i in inside if sentence.tokens[i].lemma in _GIVING), None)
    be = sentence.tokens[token.head]
    subject = sentence.first(be.i, "nsubj")
    if giving is None or subject is None:
        return
    arguments, _ = verb_arguments(sentence, giving)
    equipment = tuple(f for a in arguments if a.relation == "obj" for f in discourse.equipment(sentence, a.head))
    recipients = tuple(
        f for a in arguments if a.relation == "iobj" or a.prep in ("to", "for") for f in discourse.actors(sentence, a.head)
    )
    suppliers = discourse.actors(sentence, subject.i)
    if not equipment or not suppliers:
        return
    span = clause_span(sentence, be)
    clause = qualify(Clause(sentence, be.i, "open", "verb", False, (), Span(span.start, max(span.end, sentence.tokens[inside[-1]].end))))
    pending = next((i for i in inside if sentence.tokens[i].text.lower() == "pending"), None)
    condition = clause.condition
    if pending is not None and condition is None:
        below = sentence.subtree(pending)
        condition = discourse.text[sentence.tokens[below[0]].start : sentence.tokens[below[-1]].end]
    roles = {"supplier": suppliers[:1], "recipient": recipients[:1], "equipment": equipment}
    yield Draft("transfer", "proposed", {r: f for r, f in roles.items() if f}, clause.span, clause, modality="possible",
                condition=condition, confidence=0.6)  # fmt: skip


def _equipment_in(sentence: Sentence, inside: list[int], discourse: Discourse) -> tuple[Filler, ...]:
    found: list[Filler] = []
    for i in inside:
        filler = discourse.mention(sentence.tokens[i])
        if filler is not None and filler.kind == "equipment" and filler not in found:
            found.append(filler)
    return tuple(found[:1])
