"""Tolls told by number and fate: "40 dead, 100+ injured", "including 64 civilians", "of whom seven were police"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg.extraction.discourse import Discourse
from kg.extraction.draft import Draft
from kg.extraction.origin import Origin
from kg.extraction.timing import time_of
from kg.model import Count, Filler, Mention, Span
from kg.nlp.arguments import conjuncts
from kg.nlp.heads import heads
from kg.nlp.misspellings import corrected
from kg.nlp.qualifiers import qualify
from kg.quantities import article_count
from kg.syntax import Clause, Sentence, Token
from kg.vocabulary import PLACE_KINDS

_FATES = {"dead": "killed", "killed": "killed", "fatalities": "killed", "deaths": "killed", "liquidated": "killed", "eliminated": "killed",
          "injured": "wounded", "wounded": "wounded", "hurt": "wounded", "missing": "missing", "casualties": "lost",
          "kia": "killed", "wia": "wounded", "bodies": "killed"}  # fmt: skip
_BEHIND = re.compile(
    r'\s+(?:(?P<who>(?:[a-z]+ )?[a-z]+)\s)??["“]?(?P<fate>(?P<first>dead|killed|injured|wounded|hurt|missing|liquidated|eliminated'
    r'|fatalities|deaths|casualties|kia|wia|bodies)(?P<both> and (?:wounded|injured))?)\b["”]?',
    re.I,
)
_PUT = re.compile(
    r"\b(?P<fate>dead|killed|wounded|injured|missing|deaths|fatalities|casualties)(?P<by> at|:)"
    r" (?:about |some |around |at least |more than |nearly |over )?$",
    re.I,
)
_PUTTING = re.compile(r"\b(?:puts?|putting|places?|placed|estimate[sd]?)\b[^.;:]*$", re.I)
"""What comes before "dead at 340" where that is a number: others died at an age or an hour."""
_ONE = re.compile(r"(?<![\w-])one(?= (?:person )?(?:dead|killed|injured|wounded|hurt|missing)\b)", re.I)
_TOLL = re.compile(r"\btoll\b[^.;:]*\b(?:to|at|of|is|was|reached|reaches|passed|exceeded|exceeds)\s+$", re.I)
_NUMBER = r"\d[\d,]*|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
_AMONG = (
    re.compile(rf"\b(?P<n>{_NUMBER}) of (?:them|whom|those)(?: were| was)? (?P<who>[a-z]+(?: [a-z]+)?)", re.I),
    re.compile(rf"\bof (?:them|whom|those),? (?P<n>{_NUMBER}) (?:were|was) (?P<who>[a-z]+(?: [a-z]+)?)", re.I),
)
_BEARING = frozenset("suffer sustain take report lose record incur inflict".split())
_RETURNING = frozenset("hand return repatriate swap exchange give receive".split())
_PLACING = frozenset("put place set estimate".split())
_FIGURES = frozenset("number toll count figure total tally".split())
_GONE = frozenset("go report list remain declare post".split())


def tolls(sentence: Sentence, discourse: Discourse, made: Sequence[Draft]) -> Iterator[Draft]:
    """The personnel losses that a number beside a fate tells, where no clause has told them."""
    told = [d for d in made if d.type == "personnel_loss"]
    found = [*_numbered(sentence, discourse, told), *_missing(sentence, discourse)]
    found.extend(d for d in _dead(sentence, discourse) if not any(d.span.overlaps(o.span) for o in (*told, *found)))
    yield from found
    yield from _parts(sentence, discourse, [*told, *found])


def _numbered(sentence: Sentence, discourse: Discourse, told: Sequence[Draft]) -> Iterator[Draft]:
    text, whole = discourse.text, sentence.span
    numbers = [(c.span, c.count) for c in discourse.counts_in(whole.start, whole.end) if whole.contains(c.span)]
    numbers += [
        (Span(m.start(), m.end()), Count(1, 1, text=m.group())) for m in _ONE.finditer(text, whole.start, whole.end)
    ]
    taken = {d.clause.head for d in told if d.clause is not None}
    for span, count in sorted(numbers, key=lambda n: n[0]):
        behind = _BEHIND.match(text, span.end, whole.end)
        if behind is None:
            put = _put(text[whole.start : span.start])
            if put is not None and (token := sentence.at(whole.start + put.start())) is not None:
                stretch = Span(whole.start + put.start(), span.end)
                if token.i not in taken:
                    yield _draft(sentence, discourse, token, stretch, _FATES[put["fate"].lower()], count, ())
                continue
            if _TOLL.search(text[whole.start : span.start]) and (token := sentence.at(span.start)) is not None:
                yield _draft(sentence, discourse, token, Span(*_toll_span(text, whole, span)), "killed", count, ())
            continue
        who = behind["who"]
        token = sentence.at(behind.start("fate"))
        if (
            token is None
            or token.i in taken
            or (who is not None and not _people(who))
            or (token.lemma == "body" and not _found_dead(sentence, token))
        ):
            continue
        if token.dep in ("amod", "compound") and sentence.tokens[token.head].start >= token.end:
            continue
        status = "lost" if behind["both"] else _FATES[behind["first"].lower()]
        victims = _bearers(sentence, discourse, token)
        if not victims and who is not None:
            noun = Span(behind.start("who"), behind.end("who"))
            victims = (Filler(Mention(noun, noun.cut(text))),)
        end = behind.end() if text[behind.end() - 1] in '"”' else behind.end("fate")
        yield _draft(sentence, discourse, token, Span(span.start, end), status, count, victims)


def told_again(sentence: Sentence, discourse: Discourse, told: Sequence[Draft]) -> Iterator[Draft]:
    """A loss told just before with another number by another source: "while Russia puts the number at 444,000"."""
    for token in sentence.tokens:
        if token.lemma not in _PLACING or token.pos != "VERB":
            continue
        figure, who = sentence.first(token.i, "dobj"), sentence.first(token.i, "nsubj")
        if figure is None or who is None or figure.lemma not in _FIGURES or figure.i < token.i:
            continue
        put = [p for t in (token, figure) for p in sentence.below(t.i, "prep") if p.lemma == "at"]
        at = next((o for p in put for o in sentence.below(p.i, "pobj")), None)
        end = sentence.tokens[sentence.subtree(at.i)[-1]].end if at is not None else 0
        number = next(iter(discourse.counts_in(put[0].end, end)), None) if put else None
        near = [d for d in told if d.count is not None and discourse.apart(d.span, Span(token.start, token.end)) <= 1]
        base = _before([d for d in near if d.type.endswith("_loss")], token.start)
        if number is None or base is None:
            continue
        start = sentence.tokens[sentence.subtree(who.i)[0]].start
        clause = qualify(Clause(sentence, token.i, token.lemma, "verb", False, (), Span(start, number.span.end)))
        said = discourse.actors(sentence, who.i) or (discourse.generic(sentence, who.i),)
        time = base.time or time_of(base, discourse)
        yield replace(
            base, clause=clause, span=clause.span, count=number.count, attribution=said, time=time, origin=Origin()
        )


def _put(before: str) -> re.Match[str] | None:
    """The fate that a number stands behind: "put the dead at", "wounded:"."""
    put = _PUT.search(before)
    return put if put is not None and (put["by"] == ":" or _PUTTING.search(before[: put.start()])) else None


def _found_dead(sentence: Sentence, bodies: Token) -> bool:
    """Whether bodies are of people and not given back: "bodies of water", "handed over 90 bodies" tell no new dead."""
    for prep in sentence.below(bodies.i, "prep"):
        of = sentence.first(prep.i, "pobj") if prep.lemma == "of" else None
        if of is not None and of.pos == "NOUN" and not _people(of.lemma):
            return False
    behind = sentence.tokens[bodies.i + 1 : bodies.i + 3]
    if len(behind) == 2 and behind[0].lemma == "of" and behind[1].pos == "NOUN" and not _people(behind[1].lemma):
        return behind[1].dep in ("compound", "nmod", "poss")
    for above in sentence.ancestors(bodies.i):
        if above.lemma in _RETURNING:
            return False
        if above.pos in ("VERB", "AUX"):
            break
    return True


def _toll_span(text: str, whole: Span, number: Span) -> tuple[int, int]:
    *_, toll = re.finditer("toll", text[whole.start : number.start], re.IGNORECASE)
    start = whole.start + toll.start()
    return (start - 6 if text[:start].endswith("death ") else start, number.end)


def _people(words: str) -> bool:
    last = corrected(words.lower().split()[-1])
    return last in heads()["people"] or last.rstrip("s") in heads()["people"]


def _bearers(sentence: Sentence, discourse: Discourse, token: Token) -> tuple[Filler, ...]:
    """Who suffered the toll: the subject of the verb that has it as its object."""
    for above in sentence.ancestors(token.i):
        if above.lemma in _BEARING:
            subject = sentence.first(above.i, "nsubj")
            if subject is None:
                return ()
            return discourse.actors(sentence, subject.i)
        if above.pos in ("VERB", "AUX"):
            return ()
    return ()


def _draft(
    sentence: Sentence,
    discourse: Discourse,
    token: Token,
    span: Span,
    status: str,
    count: Count,
    victims: tuple[Filler, ...],
) -> Draft:
    clause = qualify(Clause(sentence, token.i, token.lemma, "noun", False, (), span))
    roles: dict[str, tuple[Filler, ...]] = {}
    units = tuple(v for v in victims if v.kind == "unit")
    if units:
        roles["unit"] = units
        side = discourse.side(units[0])
        owner = discourse.mention_of(side, span.start) if side is not None else None
        victims = (owner,) if owner is not None else victims
    if victims:
        roles["victim"] = victims
    places = [
        m
        for m in discourse.mentions_in(sentence.span.start, sentence.span.end)
        if m.kind in PLACE_KINDS and sentence.span.contains(m.mention.span)
    ]
    if len(places) == 1:
        near = discourse.text[: places[0].mention.span.start].lower().endswith(("near ", "outside ", "around "))
        roles["place"] = (replace(places[0], rel="near" if near else None),)
    return Draft(
        "personnel_loss",
        status,
        roles,
        span,
        clause,
        count,
        attribution=_speaker(discourse, sentence, span),
    )


def _speaker(discourse: Discourse, sentence: Sentence, span: Span) -> tuple[Filler, ...]:
    """Who gives the toll before a colon: "Gladkov: 1 dead, 3 hurt"."""
    before = [
        m for m in discourse.mentions if m.kind in ("person", "organisation") and m.mention.span.end < span.start
        and "\n" not in discourse.text[m.mention.span.end : span.start]
    ]  # fmt: skip
    if before and re.fullmatch(r":[^.:]*", discourse.text[before[-1].mention.span.end : span.start]):
        return (before[-1],)
    return ()


def _missing(sentence: Sentence, discourse: Discourse) -> Iterator[Draft]:
    """ "Twelve soldiers went missing", "are reported missing"."""
    for token in sentence.tokens:
        if token.text.lower() != "missing" or token.dep in ("amod", "compound"):
            continue
        verb = sentence.tokens[token.head]
        subject = sentence.first(verb.i, "nsubj", "nsubjpass")
        if (
            verb.lemma not in _GONE
            or subject is None
            or discourse.sort(sentence, subject.i) not in ("people", "actor")
        ):
            continue
        victims = discourse.actors(sentence, subject.i) or (discourse.generic(sentence, subject.i),)
        match = discourse.count_before(sentence, subject.i)
        start = sentence.tokens[sentence.subtree(subject.i)[0]].start
        count = match.count if match else None
        clause = qualify(Clause(sentence, verb.i, "miss", "verb", False, (), Span(start, token.end)))
        yield Draft("personnel_loss", "missing", {"victim": victims}, clause.span, clause, count)


def _dead(sentence: Sentence, discourse: Discourse) -> Iterator[Draft]:
    """ "X is dead", "all ten of the crew were dead", "three dead technicians"."""
    for token in sentence.tokens:
        if token.text.lower() != "dead" or token.pos not in ("ADJ", "NOUN"):
            continue
        above = sentence.tokens[token.head]
        bearer = above if token.dep == "amod" else sentence.first(above.i, "nsubj", "nsubjpass")
        if (
            token.dep not in ("amod", "acomp", "oprd")
            or bearer is None
            or (token.dep == "amod" and bearer.i < token.i)
        ):
            continue
        named = discourse.mention(bearer)
        match = discourse.count_before(sentence, bearer.i)
        if not ((named is not None and named.kind == "person") or (match is not None and _people(bearer.lemma))):
            continue
        victims = (named,) if named is not None else (discourse.generic(sentence, bearer.i),)
        inside = sentence.subtree(bearer.i)
        first = sentence.tokens[inside[0]].start
        span = Span(min(first, token.start), max(bearer.end, token.end))
        clause = qualify(Clause(sentence, token.i, "dead", "noun", False, (), span))
        count = match.count if match is not None else Count(1, 1)
        yield Draft("personnel_loss", "killed", {"victim": victims}, span, clause, count)


def _parts(sentence: Sentence, discourse: Discourse, told: Sequence[Draft]) -> Iterator[Draft]:
    """Those of a toll that are counted apart: "including 64 civilians", "seven of them police officers"."""
    for token in sentence.tokens:
        if token.text.lower() != "including":
            continue
        base = _before(told, token.start)
        for first in sentence.below(token.i, "pobj", "dobj") if base is not None else ():
            for i in conjuncts(sentence, first.i):
                match = discourse.count_before(sentence, i)
                if match is None or discourse.sort(sentence, i) not in ("people", "actor"):
                    continue
                victims = discourse.actors(sentence, i) or (discourse.generic(sentence, i),)
                span = Span(match.span.start, sentence.tokens[i].end)
                assert base is not None
                yield replace(base, roles=base.with_role("victim", victims), span=span, count=match.count)
    for pattern in _AMONG:
        for found in pattern.finditer(discourse.text, sentence.span.start, sentence.span.end):
            base = _before(told, found.start())
            if base is None or not (_people(found["who"]) or _people(found["who"].split()[0])):
                continue
            words = found["who"] if _people(found["who"]) else found["who"].split()[0]
            noun = Span(found.start("who"), found.start("who") + len(words))
            number = next(
                (c.count for c in discourse.counts_in(found.start("n"), found.start("n") + 1)), None
            ) or article_count(found["n"])
            if number is not None:
                victim = Filler(Mention(noun, words))
                yield replace(
                    base, roles=base.with_role("victim", (victim,)), span=Span(found.start(), noun.end), count=number
                )


def _before(told: Sequence[Draft], offset: int) -> Draft | None:
    earlier = [d for d in told if d.span.start < offset]
    return max(earlier, key=lambda d: d.span.start, default=None)
