"""Where forces stand: "are within ten kilometers of the city", "stand a kilometre from the road", "on the outskirts"."""

from __future__ import annotations

from collections.abc import Iterator

from kg.extraction.discourse import Discourse
from kg.extraction.draft import Draft
from kg.model import Filler, Mention, Span
from kg.nlp.clauses import clause_span
from kg.nlp.heads import heads
from kg.nlp.qualifiers import qualify
from kg.syntax import Clause, Sentence, Token

_DISTANCE = frozenset("kilometer kilometre km mile meter metre m".split())


def positions(sentence: Sentence, discourse: Discourse) -> Iterator[Draft]:
    """Claims of position: forces at a distance from a place have advanced near it."""
    for token in sentence.tokens:
        yield from _controlled(sentence, token, discourse)
        if (
            token.lemma not in ("be", "stand", "remain", "lie", "sit")
            or token.pos not in ("VERB", "AUX")
            or token.dep in ("aux", "auxpass")
        ):
            continue
        subject = sentence.first(token.i, "nsubj")
        if subject is None or (subject.lemma not in heads()["force"] and subject.pos != "PRON"):
            continue
        actors = discourse.actors(sentence, subject.i)
        place = _at_distance(sentence, token, discourse)
        if actors and place:
            span = clause_span(sentence, token)
            clause = qualify(Clause(sentence, token.i, token.lemma, "verb", False, (), span))
            yield Draft("territorial", "advanced", {"actor": actors, "place": place}, span, clause)


def _controlled(sentence: Sentence, token: Token, discourse: Discourse) -> Iterator[Draft]:
    """ "X is under the control of Y", "X remains in Ukrainian hands": held."""
    governor = sentence.tokens[token.head]
    if token.dep != "pobj" or (token.lemma, governor.lemma) not in (
        ("control", "under"),
        ("occupation", "under"),
        ("hand", "in"),
    ):
        return
    holders = discourse.actors(sentence, token.i) or _holders(sentence, token, discourse)
    verb = sentence.tokens[governor.head]
    held = sentence.first(verb.i, "nsubj") if verb.pos in ("VERB", "AUX") else verb
    if held is None or not holders or verb.lemma in ("put", "bring"):
        return
    places = discourse.places(sentence, held.i, None)
    if not places:
        return
    half = discourse.text[sentence.tokens[sentence.subtree(held.i)[0]].start : held.end].lower()
    if any(word in half for word in ("half", "part", "most", "third", "quarter", "portion", "%")):
        places = tuple(Filler(p.mention, p.link, "part") for p in places)
    span = clause_span(sentence, verb)
    clause = qualify(Clause(sentence, verb.i, verb.lemma, "verb", False, (), span))
    yield Draft("territorial", "held", {"actor": holders, "place": places}, span, clause)


def _holders(sentence: Sentence, token: Token, discourse: Discourse) -> tuple[Filler, ...]:
    """Whose hands or control it is: "in the hands of the insurgents", "in rebel hands"."""
    for prep in sentence.below(token.i, "prep"):
        of = sentence.first(prep.i, "pobj") if prep.lemma == "of" else None
        if of is not None:
            named = discourse.actors(sentence, of.i)
            return named or ((discourse.generic(sentence, of.i),) if of.lemma in heads()["force"] else ())
    before = [t for t in sentence.below(token.i, "compound", "amod") if t.lemma in heads()["force"]]
    return tuple(Filler(Mention(s := Span(t.start, t.end), s.cut(discourse.text))) for t in before[:1])


def _at_distance(sentence: Sentence, verb: Token, discourse: Discourse) -> tuple[Filler, ...]:
    inside = sentence.subtree(verb.i, frozenset({"nsubj", "advcl", "conj", "ccomp", "relcl"}))
    if not any(sentence.tokens[i].lemma in _DISTANCE for i in inside):
        return ()
    for i in inside:
        token = sentence.tokens[i]
        if (
            token.dep == "pobj"
            and sentence.tokens[token.head].lemma in ("of", "from")
            and token.lemma not in _DISTANCE
        ):
            found = discourse.places(sentence, i, "near")
            if found:
                return found
            if token.lemma in heads()["land"]:
                return (Filler(discourse.generic(sentence, i).mention, None, "near"),)
    return ()
