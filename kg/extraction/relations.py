"""Lasting facts told in passing: who leads, backs, holds or belongs to what."""

from __future__ import annotations

from collections.abc import Iterator

from kg.extraction.discourse import Discourse
from kg.extraction.draft import Draft
from kg.model import Filler, Span
from kg.syntax import Sentence, Token
from kg.vocabulary import ACTOR_KINDS

_HEADS = frozenset("president premier chancellor governor commander chief leader head king emir mayor chairman".split())


def patterns(sentence: Sentence, discourse: Discourse) -> Iterator[Draft]:
    """Relations that no trigger of the lexicon carries, sentence by sentence."""
    for token in sentence.tokens:
        yield from _leads(sentence, token, discourse)
        yield from _backed(sentence, token, discourse)
        yield from _in_hands(sentence, token, discourse)
        yield from _member(sentence, token, discourse)
        yield from _located(sentence, token, discourse)
        yield from _subordinate(sentence, token, discourse)


def _draft(status: str, subject: tuple[Filler, ...], object_: tuple[Filler, ...], sentence: Sentence, first: int, last: int) -> Draft:
    low, high = min(first, last), max(first, last)
    span = Span(sentence.tokens[low].start, sentence.tokens[high].end)
    for filler in (*subject, *object_):
        if sentence.span.contains(filler.mention.span):
            span = Span(min(span.start, filler.mention.span.start), max(span.end, filler.mention.span.end))
    return Draft("relation", status, {"subject": subject, "object": object_}, span, confidence=0.6)


def _leads(sentence: Sentence, token: Token, discourse: Discourse) -> Iterator[Draft]:
    """ "X, commander of Y", "Chechen leader X", "President X" with a country before it."""
    if token.lemma not in _HEADS or token.pos not in ("NOUN", "PROPN"):
        return
    if any(t.lemma in ("deputy", "former", "vice", "acting", "ex") for t in sentence.below(token.i, "amod", "compound")):
        return
    persons = [token, *sentence.below(token.i, "appos", "compound", "nmod"), sentence.tokens[token.head]]
    person = next((f for t in persons if (f := discourse.mention(t)) is not None and f.kind == "person"), None)
    if person is None:
        return
    led: tuple[Filler, ...] = ()
    for child in sentence.below(token.i, "amod", "compound", "nmod", "poss"):
        filler = discourse.mention(child)
        if filler is not None and filler.kind in ACTOR_KINDS | {"place"} and filler.kind != "person":
            led = (filler,)
    if not led:
        of = next((p for p in sentence.below(token.i, "prep") if p.lemma == "of"), None)
        target = sentence.first(of.i, "pobj") if of else None
        if target is not None:
            filler = discourse.mention(target)
            led = (filler,) if filler is not None else (discourse.generic(sentence, target.i),)
    if not led:
        head = sentence.tokens[token.head]
        if token.dep == "compound" and head.dep != "ROOT":
            before = sentence.tokens[token.i - 1] if token.i else None
            filler = discourse.mention(before) if before is not None else None
            if filler is not None and filler.kind == "state":
                led = (filler,)
    if led and led[0].mention.span != person.mention.span:
        yield _draft("leads", (person,), led, sentence, token.i, token.i)


def _backed(sentence: Sentence, token: Token, discourse: Discourse) -> Iterator[Draft]:
    """ "Iran-backed Houthis", "forces backed by the United States", "loyal to Kadyrov"."""
    lower = token.text.lower()
    if lower in ("backed", "supported") and token.dep in ("acl", "amod", "relcl", "advcl"):
        backer = next((discourse.mention(o) for a in sentence.below(token.i, "agent") for o in sentence.below(a.i, "pobj")), None)
        if backer is None:
            backer = next((discourse.mention(t) for t in sentence.below(token.i, "npadvmod", "compound", "nmod")), None)
        backed = discourse.actors(sentence, token.head)
        if backer is not None and backed and backed[0].mention.span != backer.mention.span:
            yield _draft("allied_with", (backer,), backed, sentence, token.i, token.head)
    elif token.lemma == "loyal":
        to = next((p for p in sentence.below(token.i, "prep") if p.lemma == "to"), None)
        target = sentence.first(to.i, "pobj") if to else None
        head = sentence.tokens[token.head]
        subject = sentence.first(head.i, "nsubj") if head.lemma == "be" else head
        if target is not None and subject is not None and (objects := discourse.actors(sentence, target.i)):
            subjects = discourse.actors(sentence, subject.i) or (discourse.generic(sentence, subject.i),)
            yield _draft("allied_with", subjects, objects, sentence, token.i, target.i)


def _in_hands(sentence: Sentence, token: Token, discourse: Discourse) -> Iterator[Draft]:
    """ "F-16s, now in Ukrainian hands": who operates what."""
    if token.lemma != "hand" or token.dep != "pobj" or sentence.tokens[token.head].lemma != "in":
        return
    holder = discourse.within(sentence, token.i, ACTOR_KINDS)
    prep = sentence.tokens[token.head]
    thing = sentence.tokens[prep.head]
    if thing.lemma in ("be", "remain", "fall"):
        thing = sentence.first(thing.i, "nsubj") or thing
    filler = discourse.mention(thing)
    if holder is None:
        return
    if filler is not None and filler.kind == "equipment":
        yield _draft("operates", (holder,), (filler,), sentence, thing.i, token.i)


def _member(sentence: Sentence, token: Token, discourse: Discourse) -> Iterator[Draft]:
    """ "a member of Y", "Y, an organisation consisting of A and B"."""
    if token.lemma == "consist":
        of = next((p for p in sentence.below(token.i, "prep") if p.lemma == "of"), None)
        first = sentence.first(of.i, "pobj") if of else None
        whole = sentence.tokens[token.head] if token.dep == "acl" else sentence.first(token.i, "nsubj")
        if first is None or whole is None:
            return
        members = [discourse.mention(sentence.tokens[i]) for i in _coordinated(sentence, first.i)]
        bodies = [discourse.mention(whole), *(discourse.mention(t) for t in sentence.ancestors(whole.i)[:1])]
        body = next((b for b in bodies if b is not None), None) or _named_before(sentence, whole, discourse)
        known = tuple(m for m in members if m is not None and m.kind in ACTOR_KINDS)
        if known and body is not None:
            yield _draft("member_of", known, (body,), sentence, whole.i, first.i)
    elif token.lemma == "member":
        of = next((p for p in sentence.below(token.i, "prep") if p.lemma == "of"), None)
        target = sentence.first(of.i, "pobj") if of else None
        head = sentence.tokens[token.head]
        subject = sentence.first(head.i, "nsubj") if head.lemma == "be" else (head if token.dep == "appos" else None)
        if target is not None and subject is not None:
            subjects, objects = discourse.actors(sentence, subject.i), discourse.actors(sentence, target.i)
            if subjects and objects:
                yield _draft("member_of", subjects, objects, sentence, subject.i, target.i)


def _coordinated(sentence: Sentence, i: int) -> list[int]:
    found = [i]
    for child in sentence.below(i, "conj"):
        found.extend(_coordinated(sentence, child.i))
    return found


def _named_before(sentence: Sentence, token: Token, discourse: Discourse) -> Filler | None:
    """The name that a bracketed explanation stands behind."""
    before = [m for m in discourse.mentions if m.mention.span.end <= token.start and token.start - m.mention.span.end < 30]
    return before[-1] if before else None


def _located(sentence: Sentence, token: Token, discourse: Discourse) -> Iterator[Draft]:
    """Units that are "in", "near" or "operating around" a place, by a verb of being."""
    if token.lemma not in ("be", "remain", "stand") or token.pos not in ("VERB", "AUX"):
        return
    subject = sentence.first(token.i, "nsubj")
    if subject is None:
        return
    filler = discourse.mention(subject) or discourse.within(sentence, subject.i, frozenset({"unit"}))
    if filler is None or filler.kind != "unit":
        return
    for prep in sentence.below(token.i, "prep"):
        if prep.lemma in ("in", "near", "at", "around"):
            for obj in sentence.below(prep.i, "pobj"):
                place = discourse.places(sentence, obj.i, "near" if prep.lemma in ("near", "around") else "in")
                if place:
                    yield _draft("located_in", (filler,), place, sentence, subject.i, obj.i)


def _subordinate(sentence: Sentence, token: Token, discourse: Discourse) -> Iterator[Draft]:
    """ "the 1st Brigade, subordinate to the 2nd Corps", "1st Brigade (2nd Corps)", "1st Battalion of the 2nd Brigade"."""
    filler = discourse.mention(token)
    if token.lemma == "subordinate" and token.pos in ("ADJ", "NOUN", "VERB"):
        to = next((p for p in sentence.below(token.i, "prep") if p.lemma == "to"), None)
        target = sentence.first(to.i, "pobj") if to else None
        head = sentence.tokens[token.head]
        subject: Token | None = head if token.dep in ("amod", "appos", "acl", "relcl") else sentence.first(head.i, "nsubj")
        if subject is not None and subject.tag in ("WDT", "WP"):
            subject = next((sentence.tokens[a.head] for a in sentence.ancestors(subject.i) if a.dep == "relcl"), subject)
        if target is not None and subject is not None:
            subjects, objects = discourse.actors(sentence, subject.i), discourse.actors(sentence, target.i)
            if subjects and objects:
                yield _draft("subordinate_to", subjects, objects, sentence, subject.i, target.i)
    elif filler is not None and filler.kind == "unit" and token.end == filler.mention.span.end:
        following = discourse.text[token.end : token.end + 2]
        if following == " (":
            inner = next((m for m in discourse.mentions if m.mention.span.start == token.end + 2 and m.kind == "unit"), None)
            closes = inner is not None and discourse.text[inner.mention.span.end : inner.mention.span.end + 1] == ")"
            if inner is not None and inner.link != filler.link and closes:
                yield _draft("subordinate_to", (filler,), (inner,), sentence, token.i, token.i)
