"""Forces on the move: whose they are, how many; units thrown into a fight, soldiers who are somewhere by now."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kg.extraction.discourse import Discourse
from kg.extraction.draft import Draft
from kg.model import Filler, Span
from kg.nlp.arguments import verb_arguments
from kg.nlp.clauses import clause_span
from kg.nlp.heads import heads
from kg.nlp.qualifiers import qualify
from kg.syntax import Clause, Sentence, Token
from kg.vocabulary import ACTOR_KINDS

_MATTER = frozenset(
    "much most part remain rest city district region country dark ruin light electricity power".split()
)
_FIGHTERS = frozenset(
    """soldier troop fighter serviceman mercenary marine paratrooper contractor militant reservist conscript instructor
    battalion brigade regiment division column convoy force reinforcement ship carrier tank recruit militiaman""".split()
)


def complete(draft: Draft, discourse: Discourse) -> Draft | None:
    """A movement with its actor, the belligerent that its unit belongs to; None where nothing that moves was named."""
    if draft.type != "movement" or draft.clause is None:
        return draft
    roles = dict(draft.roles)
    sentence = draft.clause.sentence
    if not roles.get("unit") and draft.clause.kind == "verb" and not discourse.question:
        for argument in draft.clause.of("subj"):
            phrase = sentence.tokens[argument.head]
            if (
                draft.clause.of("obj")
                or discourse.sort(sentence, argument.head) != "people"
                or discourse.mention(phrase) is not None
            ):
                continue
            if not _fights(phrase.lemma):
                return None
            roles["unit"] = (discourse.generic(sentence, argument.head),)
    if draft.clause.lemma == "come" and not (roles.get("origin") and roles.get("unit")):
        return None
    if not any(roles.get(r) for r in ("actor", "unit", "equipment")) and not discourse.question:
        return None
    if draft.clause.lemma == "leave" and any(f.mention.text.lower() in _MATTER for fs in roles.values() for f in fs):
        return None
    if not roles.get("actor") and not discourse.question:
        for filler in (*roles.get("unit", ()), *roles.get("equipment", ())):
            owner = _owner(filler, draft.clause.sentence, discourse)
            if owner is not None:
                roles["actor"] = (owner,)
                break
    return replace(draft, roles=roles)


def _fights(lemma: str) -> bool:
    """Whether a noun is of forces, and not of residents or refugees, whose moves are no movement of forces."""
    return lemma in _FIGHTERS or lemma in heads()["force"]


def _owner(filler: Filler, sentence: Sentence, discourse: Discourse) -> Filler | None:
    """Whose the forces are: by a demonym or name before the noun, else by the side of the unit."""
    token = sentence.at(filler.mention.span.end - 1)
    if token is not None:
        named = discourse.within(sentence, token.i, frozenset(ACTOR_KINDS - {"unit"}))
        if named is not None and named.mention.span != filler.mention.span:
            return named
    side = discourse.side(filler) if filler.link is not None else None
    found = discourse.mention_of(side, filler.mention.span.start) if side else None
    return found if found is not None and found.mention.span != filler.mention.span else None


def stays(sentence: Sentence, discourse: Discourse) -> Iterator[Draft]:
    """ "11,000 North Korean soldiers are in Kursk oblast": counted forces somewhere are forces sent there."""
    for token in sentence.tokens:
        if token.lemma != "be" or token.pos not in ("VERB", "AUX"):
            continue
        subject = sentence.first(token.i, "nsubj")
        if subject is None or subject.lemma not in _FIGHTERS or sentence.first(token.i, "attr", "acomp"):
            continue
        if discourse.count_before(sentence, subject.i) is None:
            continue
        places = tuple(
            f
            for prep in sentence.below(token.i, "prep")
            if prep.lemma in ("in", "near", "at", "around")
            for obj in sentence.below(prep.i, "pobj")
            for f in discourse.places(sentence, obj.i, "near" if prep.lemma in ("near", "around") else "in")
        )
        if places:
            yield _made(sentence, token, subject, places, discourse)


def _made(sentence: Sentence, verb: Token, moved: Token, places: tuple[Filler, ...], discourse: Discourse) -> Draft:
    arguments, _ = verb_arguments(sentence, verb)
    clause = qualify(
        Clause(sentence, verb.i, verb.lemma, "verb", False, tuple(arguments), clause_span(sentence, verb))
    )
    unit = discourse.mention(moved) or discourse.generic(sentence, moved.i)
    owner = discourse.within(sentence, moved.i, frozenset(ACTOR_KINDS - {"unit"}))
    roles = {"actor": (owner,) if owner else (), "unit": (unit,), "place": places}
    span = Span(clause.span.start, clause.span.end)
    return Draft("movement", "deployed", {r: f for r, f in roles.items() if f}, span, clause)
