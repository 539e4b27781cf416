"""Speech acts that matter in themselves: their topic, and claims of a speaker that nothing else was read from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kg.extraction.discourse import Discourse
from kg.extraction.draft import Draft
from kg.model import Filler, Span
from kg.nlp.clauses import clause_span
from kg.nlp.qualifiers import words
from kg.syntax import Sentence, Token
from kg.vocabulary import ACTOR_KINDS

_STATUS = {
    "announce": "announces", "assess": "assesses", "estimate": "assesses", "believe": "assesses", "deny": "denies", "support": "supports",
    "call": "claims", "promise": "promises", "order": "orders", "demand": "demands", "declare": "announces", "warn": "threatens",
    "accuse": "claims", "reply": "claims", "claim": "claims",
}  # fmt: skip


def complete(draft: Draft, discourse: Discourse) -> Draft | None:
    """A statement with its content and topic; None where no one who can speak is its speaker."""
    if draft.type != "statement" or draft.clause is None:
        return draft
    speakers = draft.fillers("speaker")
    if not speakers and not discourse.question:
        return None
    sentence, head = draft.clause.sentence, draft.clause.head
    roles = dict(draft.roles)
    content = _content(sentence, sentence.tokens[head])
    if content is not None and not roles.get("topic"):
        topic = _topic(sentence, content, discourse)
        if topic is not None:
            roles["topic"] = (topic,)
    if draft.status == "threatens" and draft.clause.lemma == "warn" and content is None and not roles.get("topic"):
        return None
    if not roles.get("topic") and not roles.get("addressee") and not discourse.question:
        return None
    words_ = None
    span = draft.span
    if content is not None:
        inside = sentence.subtree(content.i)
        words_ = discourse.text[sentence.tokens[inside[0]].start : sentence.tokens[inside[-1]].end].strip(" ,.;")
    return replace(draft, roles=roles, content=words_, span=span)


def _content(sentence: Sentence, verb: Token) -> Token | None:
    content = sentence.first(verb.i, "ccomp", "xcomp")
    if content is None and verb.pos == "NOUN":
        content = sentence.first(verb.i, "acl", "relcl", "ccomp")
    if content is None and verb.dep == "xcomp":
        return None
    return content


def _topic(sentence: Sentence, content: Token, discourse: Discourse) -> Filler | None:
    """What the words said are about: the object, else the subject of what is said, as a noun phrase."""
    for dep in ("dobj", "nsubjpass", "attr", "pobj", "nsubj"):
        token = sentence.first(content.i, dep)
        if token is None and dep == "pobj":
            prep = sentence.first(content.i, "prep")
            token = sentence.first(prep.i, "pobj") if prep else None
        if token is not None and token.pos in ("NOUN", "PROPN"):
            return discourse.mention(token) or discourse.generic(sentence, token.i)
    inner = sentence.first(content.i, "xcomp", "ccomp")
    return _topic(sentence, inner, discourse) if inner is not None and inner.i != content.i else None


def said(sentence: Sentence, discourse: Discourse, made: list[Span]) -> Iterator[Draft]:
    """What a named speaker says where no other claim was read from it: a statement of its own."""
    table = words()
    for token in sentence.tokens:
        if token.pos != "VERB" or (token.lemma not in table["say"] and token.lemma not in table["deny"]):
            continue
        content = sentence.first(token.i, "ccomp")
        if content is None:
            continue
        inside = sentence.subtree(content.i)
        stretch = Span(sentence.tokens[inside[0]].start, sentence.tokens[inside[-1]].end)
        if any(span.overlaps(stretch) for span in made):
            continue
        subject = sentence.first(token.i, "nsubj")
        if subject is None:
            continue
        speakers = tuple(f for f in discourse.actors(sentence, subject.i) if f.kind in ACTOR_KINDS)
        topic = _topic(sentence, content, discourse)
        if not speakers or topic is None or speakers[0].kind == "unit":
            continue
        span = clause_span(sentence, token)
        span = Span(min(span.start, stretch.start), max(span.end, stretch.end))
        roles = {"speaker": speakers, "topic": (topic,)}
        told = next((discourse.actors(sentence, t.i) for t in sentence.below(token.i, "dobj", "dative") if t.i != content.i), ())
        if told:
            roles["addressee"] = told
        status = _STATUS.get(token.lemma, "claims")
        yield Draft("statement", status, roles, span, None, content=stretch.cut(discourse.text), confidence=0.4)
