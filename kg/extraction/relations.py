"""Lasting facts told in passing: who leads, backs, holds or belongs to what."""

from __future__ import annotations

from collections.abc import Iterator

from kg.extraction import offices
from kg.extraction.discourse import Discourse
from kg.extraction.draft import Draft
from kg.model import Filler, Mention, Span
from kg.syntax import Sentence, Token
from kg.vocabulary import ACTOR_KINDS, PLACE_KINDS

_BACKING = frozenset("backed supported aligned allied sponsored armed funded equipped".split())
_PARTNERS = frozenset("ally proxy partner backer sponsor patron client".split())
_BACKERS = frozenset("backer sponsor patron".split())
_MEMBERS = frozenset("member flagship component branch wing founder".split())
_MADE = frozenset("made built produced manufactured".split())
_OFFICERS = frozenset("deputy officer soldier fighter commander".split())


def patterns(sentence: Sentence, discourse: Discourse) -> Iterator[Draft]:
    """Relations that no trigger of the lexicon carries, sentence by sentence."""
    for token in sentence.tokens:
        yield from _leads(sentence, token, discourse)
        yield from _backed(sentence, token, discourse)
        yield from _in_hands(sentence, token, discourse)
        yield from _member(sentence, token, discourse)
        yield from _located(sentence, token, discourse)
        yield from _subordinate(sentence, token, discourse)
        yield from _posts(sentence, token, discourse)
        yield from _runs(sentence, token, discourse)
        yield from _made(sentence, token, discourse)


def _draft(
    status: str, subject: tuple[Filler, ...], object_: tuple[Filler, ...], sentence: Sentence, first: int, last: int
) -> Draft:
    low, high = min(first, last), max(first, last)
    span = Span(sentence.tokens[low].start, sentence.tokens[high].end)
    for filler in (*subject, *object_):
        if sentence.span.contains(filler.mention.span):
            span = Span(min(span.start, filler.mention.span.start), max(span.end, filler.mention.span.end))
    return Draft("relation", status, {"subject": subject, "object": object_}, span)


def _leads(sentence: Sentence, token: Token, discourse: Discourse) -> Iterator[Draft]:
    """Who holds the office that a word names, and over what."""
    found = offices.office(sentence, token, discourse) or offices.command(sentence, token, discourse)
    if found is not None:
        person, led = found
        yield _draft("leads", (person,), (led,), sentence, token.i, token.i)


def _backed(sentence: Sentence, token: Token, discourse: Discourse) -> Iterator[Draft]:
    """ "Iran-backed Houthis", "forces backed by the United States", "loyal to Kadyrov", "X's ally Y", "the X-led coalition"."""
    lower = token.text.lower()
    if lower in (*_BACKING, "led") and token.dep in ("acl", "amod", "relcl", "advcl", "conj"):
        compound = [
            t for t in sentence.below(token.i, "npadvmod", "compound", "nmod", "amod", "advmod") if t.i < token.i
        ]
        backers = [f for t in compound if (f := discourse.mention(t)) is not None and f.kind in ACTOR_KINDS]
        if not backers and lower in ("backed", "supported", "sponsored", "assisted", "armed", "funded"):
            pobj = [o for a in sentence.below(token.i, "agent") for o in sentence.below(a.i, "pobj")]
            found = [discourse.mention(sentence.tokens[i]) for o in pobj for i in _coordinated(sentence, o.i)]
            backers = [f for f in found if f is not None and f.kind in ACTOR_KINDS]
        head = sentence.tokens[token.head]
        backers = [f for f in backers if not (f.mention.span.start <= head.start < f.mention.span.end)]
        if backers and head.pos in ("NOUN", "PROPN"):
            known = discourse.mention(head)
            fits = known is not None and known.kind in ACTOR_KINDS and known.mention.span != backers[0].mention.span
            backed = known if fits and known is not None else discourse.generic(sentence, head.i)
            if not fits:
                start = (
                    max(backed.mention.span.start, token.end + 1) if head.i > token.i else backed.mention.span.start
                )
                backed = Filler(Mention(span := Span(start, head.end), span.cut(discourse.text)))
            status = "leads" if lower == "led" else "allied_with"
            if discourse.sort(sentence, head.i) in ("people", "actor") or head.lemma in (
                "coalition",
                "alliance",
                "government",
                "bloc",
            ):
                yield _draft(status, tuple(backers), (backed,), sentence, token.i, token.head)
    elif token.lemma == "loyal":
        to = next((p for p in sentence.below(token.i, "prep") if p.lemma == "to"), None)
        target = sentence.first(to.i, "pobj") if to else None
        head = sentence.tokens[token.head]
        subject = sentence.first(head.i, "nsubj") if head.lemma in ("be", "remain", "stay") else head
        if target is not None and subject is not None and subject.pos not in ("VERB", "AUX"):
            objects = discourse.actors(sentence, target.i)
            subjects = discourse.actors(sentence, subject.i) or (discourse.generic(sentence, subject.i),)
            if objects:
                yield _draft("allied_with", subjects, objects, sentence, token.i, target.i)
    elif token.lemma in _PARTNERS and token.pos in ("NOUN", "PROPN"):
        yield from _partners(sentence, token, discourse)


def _partners(sentence: Sentence, token: Token, discourse: Discourse) -> Iterator[Draft]:
    """ "Y, an ally of X", "X's ally Y", "Y is a proxy of X": the stronger side is the subject where the word says which."""
    of = next((p for p in sentence.below(token.i, "prep") if p.lemma in ("of", "to")), None)
    owner = sentence.first(of.i, "pobj") if of else sentence.first(token.i, "poss")
    if owner is None:
        return
    head = sentence.tokens[token.head]
    if token.dep == "attr" and head.lemma in ("be", "remain", "become"):
        other = sentence.first(head.i, "nsubj")
    elif token.dep == "appos":
        other = head
    else:
        other = sentence.first(token.i, "appos") or (head if token.dep in ("compound", "nmod") else None)
    if other is None or any(t.dep == "neg" for t in sentence.below(head.i)):
        return
    owners, others = discourse.actors(sentence, owner.i), discourse.actors(sentence, other.i)
    if owners and others and owners[0].mention.span != others[0].mention.span:
        pair = (others, owners) if token.lemma in _BACKERS else (owners, others)
        if token.lemma == "ally":
            pair = (others, owners)
        yield _draft("allied_with", *pair, sentence, other.i, owner.i)


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
    elif token.lemma in _MEMBERS or (token.lemma in _OFFICERS and token.dep in ("appos", "attr")):
        yield from _belongs(sentence, token, discourse)
    elif (token.lemma == "comprise" and token.pos == "VERB") or (
        token.text.lower() == "makes" and sentence.first(token.i, "prt")
    ):
        if token.lemma == "make" and not any(t.lemma == "up" for t in sentence.below(token.i, "prt")):
            return
        whole, part = sentence.first(token.i, "nsubj"), sentence.first(token.i, "dobj")
        if token.lemma == "make":
            whole, part = part, whole
        if whole is None or part is None:
            return
        wholes = discourse.actors(sentence, whole.i)
        parts = [discourse.mention(sentence.tokens[i]) for i in _coordinated(sentence, part.i)]
        for prep in sentence.below(token.i, "prep"):
            if prep.lemma in ("with", "alongside"):
                companions = [i for o in sentence.below(prep.i, "pobj") for i in _coordinated(sentence, o.i)]
                parts += [discourse.mention(sentence.tokens[i]) for i in companions]
        named = tuple(m for m in parts if m is not None and m.kind in ACTOR_KINDS)
        if named and wholes:
            yield _draft("member_of", named, wholes, sentence, whole.i, part.i)


def _belongs(sentence: Sentence, token: Token, discourse: Discourse) -> Iterator[Draft]:
    """ "X, a member of Y", "the cruiser X, flagship of Y", "X, deputy commander of Y"."""
    if token.lemma == "commander" and not any(t.lemma in ("deputy", "vice") for t in sentence.below(token.i)):
        return
    of = next((p for p in sentence.below(token.i, "prep") if p.lemma in ("of", "in", "with")), None)
    target = sentence.first(of.i, "pobj") if of else None
    head = sentence.tokens[token.head]
    if token.dep == "attr" and head.lemma in ("be", "become", "remain"):
        subject = sentence.first(head.i, "nsubj")
    else:
        subject = head if token.dep == "appos" else sentence.first(token.i, "appos")
    if target is None or subject is None or subject.i == target.i:
        return
    named = discourse.mention(subject)
    subjects = discourse.actors(sentence, subject.i) or (
        (named,) if named is not None and named.kind == "equipment" else ()
    )
    objects = discourse.actors(sentence, target.i)
    if subjects and objects and subjects[0].mention.span != objects[0].mention.span:
        yield _draft("member_of", subjects, objects, sentence, subject.i, target.i)


def _coordinated(sentence: Sentence, i: int) -> list[int]:
    found = [i]
    for child in sentence.below(i, "conj"):
        found.extend(_coordinated(sentence, child.i))
    return found


def _named_before(sentence: Sentence, token: Token, discourse: Discourse) -> Filler | None:
    """The name that a bracketed explanation stands behind."""
    before = [
        m
        for m in discourse.mentions_in(token.start - 150, token.start)
        if m.mention.span.end <= token.start and token.start - m.mention.span.end < 30
    ]
    return before[-1] if before else None


def _located(sentence: Sentence, token: Token, discourse: Discourse) -> Iterator[Draft]:
    """Units that are "in", "near" or "operating around" a place, by a verb of being."""
    if token.lemma not in ("be", "remain") or token.pos not in ("VERB", "AUX"):
        return
    subject = sentence.first(token.i, "nsubj")
    if subject is None:
        return
    filler = discourse.mention(subject)
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
        subject: Token | None = (
            head if token.dep in ("amod", "appos", "acl", "relcl") else sentence.first(head.i, "nsubj")
        )
        if subject is not None and subject.tag in ("WDT", "WP"):
            subject = next(
                (sentence.tokens[a.head] for a in sentence.ancestors(subject.i) if a.dep == "relcl"), subject
            )
        if target is not None and subject is not None:
            subjects, objects = discourse.actors(sentence, subject.i), discourse.actors(sentence, target.i)
            if subjects and objects:
                yield _draft("subordinate_to", subjects, objects, sentence, subject.i, target.i)
    elif filler is not None and filler.kind == "unit" and token.end == filler.mention.span.end:
        following = discourse.text[token.end : token.end + 2]
        if following == " (":
            inner = next((m for m in discourse.mentions_in(token.end + 2, token.end + 3) if m.kind == "unit"), None)
            closes = inner is not None and discourse.text[inner.mention.span.end : inner.mention.span.end + 1] in (
                ")",
                ",",
            )
            if (
                inner is not None
                and inner.link != filler.link
                and closes
                and not _is_abbreviation(inner.mention.text)
            ):
                yield _draft("subordinate_to", (filler,), (inner,), sentence, token.i, token.i)


def _is_abbreviation(text: str) -> bool:
    """Whether a name in brackets is but the short form of the one before: "Airborne Forces (VDV)"."""
    return text.isupper() and not any(c.isdigit() for c in text) and " " not in text


def _posts(sentence: Sentence, token: Token, discourse: Discourse) -> Iterator[Draft]:
    """Where something lasting sits: "X, headquartered in Y", "Y, seat of X", "Y-based X", "the base near Y"."""
    lower = token.text.lower()
    if lower == "based" and token.dep == "amod":
        place = next(
            (f for t in sentence.below(token.i, "npadvmod", "compound", "nmod") if (f := discourse.mention(t))), None
        )
        subjects = discourse.actors(sentence, token.head)
        if place is not None and subjects and subjects[0].mention.span != place.mention.span:
            yield _draft("located_in", subjects, (place,), sentence, token.i, token.head)
    elif token.lemma in ("seat", "headquarters", "home", "base") and token.dep in ("appos", "attr"):
        prep = next((p for p in sentence.below(token.i, "prep") if p.lemma in ("of", "to")), None)
        target = sentence.first(prep.i, "pobj") if prep else None
        head = sentence.tokens[token.head]
        where = sentence.first(head.i, "nsubj") if token.dep == "attr" else head
        if target is None or where is None:
            return
        subjects = tuple(f for i in _coordinated(sentence, target.i) for f in discourse.actors(sentence, i))
        place = discourse.mention(where)
        if subjects and place is not None and place.kind in PLACE_KINDS:
            yield _draft("located_in", subjects, (place,), sentence, where.i, target.i)


def _runs(sentence: Sentence, token: Token, discourse: Discourse) -> Iterator[Draft]:
    """ "operator X", "X, the maker of Y", "Y's manufacturer X": who runs or makes what."""
    status = {"operator": "operates", "maker": "produces", "manufacturer": "produces", "producer": "produces"}.get(
        token.lemma
    )
    if status is None or token.pos not in ("NOUN", "PROPN"):
        return
    of = next((p for p in sentence.below(token.i, "prep") if p.lemma == "of"), None)
    target = sentence.first(of.i, "pobj") if of else sentence.first(token.i, "poss", "compound", "nmod")
    head = sentence.tokens[token.head]
    doer = sentence.first(token.i, "appos") or (head if token.dep in ("appos", "compound", "nmod") else None)
    if token.dep == "attr" and head.lemma == "be":
        doer = sentence.first(head.i, "nsubj")
    known = discourse.mention(doer) if doer is not None else None
    if known is None or known.kind not in ACTOR_KINDS:
        return
    thing = discourse.mention(target) if target is not None else None
    if thing is None and token.lemma == "operator":
        thing = next(
            (m for m in reversed(discourse.mentions) if m.kind == "facility" and m.mention.span.end <= token.start),
            None,
        )
    wanted = ("equipment", "facility") if status == "operates" else ("equipment",)
    if thing is not None and thing.kind in wanted and doer is not None:
        yield _draft(status, (known,), (thing,), sentence, token.i, doer.i)


def _made(sentence: Sentence, token: Token, discourse: Discourse) -> Iterator[Draft]:
    """ "Iranian-made missiles": who makes what."""
    if token.text.lower() not in _MADE or token.i < 2 or sentence.tokens[token.i - 1].text != "-":
        return
    maker, thing = discourse.mention(sentence.tokens[token.i - 2]), sentence.tokens[token.head]
    if maker is None or maker.kind not in ("state", "organisation") or thing.i < token.i:
        return
    if thing.pos in ("NOUN", "PROPN") and discourse.sort(sentence, thing.i) == "equipment":
        yield _draft("produces", (maker,), discourse.equipment(sentence, thing.i), sentence, token.i - 2, thing.i)
