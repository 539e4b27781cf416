"""Contacts and deals between parties: talks that collapse, truces that are broken, visits made and expected."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kg.extraction.discourse import Discourse
from kg.extraction.draft import Draft
from kg.extraction.lexicon import lexicon
from kg.model import Filler
from kg.nlp.arguments import verb_arguments
from kg.nlp.clauses import clause_span, trigger_lemma
from kg.nlp.qualifiers import qualify
from kg.syntax import Clause, Sentence
from kg.vocabulary import ACTOR_KINDS

_COLLAPSING = frozenset(
    "collapse break_down fail stall founder break_off unravel break suspend abandon cancel violate breach end quit".split()
)
_ARRIVING = frozenset("arrive land travel fly come go return".split())


def complete(draft: Draft, discourse: Discourse) -> Draft | None:
    """A contact with what became of it; a person's coming somewhere is a visit; agreeing to act is no agreement."""
    if draft.clause is None or discourse.question:
        return draft
    sentence, head = draft.clause.sentence, draft.clause.head
    if draft.type == "movement" and draft.clause.lemma in _ARRIVING:
        subject = next((discourse.mention(sentence.tokens[a.head]) for a in draft.clause.of("subj")), None)
        if subject is not None and subject.kind == "person" and draft.fillers("place"):
            return replace(
                draft, type="diplomacy", status="visit", roles={"party": (subject,), "place": draft.fillers("place")}
            )
    if draft.type != "diplomacy":
        return draft
    token = sentence.tokens[head]
    if draft.clause.kind == "noun" and draft.status in ("negotiation", "ceasefire", "agreement"):
        above = sentence.tokens[token.head]
        if above.pos == "VERB" and token.dep in ("nsubj", "nsubjpass", "dobj"):
            verb = above.lemma if above.lemma in _COLLAPSING else trigger_lemma(sentence, above)
            if (
                verb in _COLLAPSING
                and not (verb == "end" and token.dep == "nsubj")
                and not sentence.first(above.i, "neg")
            ):
                return replace(_brokered(draft, discourse), status="breakdown")
        return _brokered(draft, discourse)
    action = sentence.first(head, "xcomp") if draft.clause.lemma == "agree" else None
    gives = action is not None and any(s.type == "transfer" for s in lexicon().get(("verb", action.lemma), ()))
    if gives and len(draft.fillers("party")) < 2:
        # one side alone that agrees to give something approves it; that is the transfer's claim
        return None
    return draft


def _brokered(draft: Draft, discourse: Discourse) -> Draft:
    """The broker of "the Chinese-brokered truce" as one of its parties."""
    assert draft.clause is not None
    sentence, head = draft.clause.sentence, draft.clause.head
    for child in sentence.below(head, "amod"):
        if child.lemma in ("broker", "mediate", "negotiate", "sponsor") or child.text.lower() in (
            "brokered",
            "mediated",
            "sponsored",
        ):
            for by in sentence.below(child.i, "npadvmod", "amod", "compound", "nmod", "advmod"):
                filler = discourse.mention(by)
                if filler is not None and filler.kind in ACTOR_KINDS and filler not in draft.fillers("party"):
                    topic = draft.fillers("topic") or (discourse.generic(sentence, head),)
                    return replace(
                        draft, roles={**draft.roles, "party": (filler, *draft.fillers("party")), "topic": topic}
                    )
    return draft


def visits(sentence: Sentence, discourse: Discourse) -> Iterator[Draft]:
    """ "X is expected in Y", "X is in Y for talks": a person's visit that no verb of travel tells."""
    for token in sentence.tokens:
        expected = token.lemma in ("expect", "due") and sentence.first(token.i, "nsubjpass", "nsubj") is not None
        be = token.lemma == "be" and any(
            sentence.first(p.i, "pobj") for p in sentence.below(token.i, "prep") if p.lemma == "for"
        )
        if not (expected or be):
            continue
        subject = sentence.first(token.i, "nsubjpass", "nsubj")
        person = discourse.mention(subject) if subject is not None else None
        if person is None or person.kind != "person":
            continue
        places: tuple[Filler, ...] = tuple(
            f
            for prep in sentence.below(token.i, "prep")
            if prep.lemma in ("in", "at")
            for obj in sentence.below(prep.i, "pobj")
            for f in discourse.places(sentence, obj.i, "in") or _capital(discourse, sentence, obj.i)
        )
        if places:
            arguments, passive = verb_arguments(sentence, token)
            clause = qualify(
                Clause(
                    sentence, token.i, token.lemma, "verb", passive, tuple(arguments), clause_span(sentence, token)
                )
            )
            yield Draft("diplomacy", "visit", {"party": (person,), "place": places}, clause.span, clause,
                        modality="planned" if expected else None)  # fmt: skip


def _capital(discourse: Discourse, sentence: Sentence, i: int) -> tuple[Filler, ...]:
    """A capital named behind a preposition of place, which elsewhere stands for its government."""
    filler = discourse.mention(sentence.tokens[i])
    return (filler,) if filler is not None and filler.kind == "state" else ()
