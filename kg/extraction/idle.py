"""Clauses that make no claim: bare purposes, abilities, denials of degree, events that only set the scene."""

from __future__ import annotations

from kg.syntax import Clause, Sentence, Token

_DEGREES = frozenset(
    "immense major significant heavy large great substantial notable big massive serious meaningful".split()
)
_WANING = frozenset("slow stall end stop halt falter cease fail deter prevent avoid resist".split())


def is_idle(clause: Clause) -> bool:
    """Bare purposes and abilities make no claim: "in order to deter", "missiles that can destroy"."""
    sentence = clause.sentence
    token = sentence.tokens[clause.head]
    if clause.kind == "noun" and _is_background(sentence, token):
        return True
    if clause.negated and any(t.lemma in _DEGREES for a in clause.of("obj") for t in sentence.below(a.head, "amod")):
        return True
    if any(t.lemma == "need" for t in sentence.ancestors(token.i)[:1]) and token.dep == "xcomp":
        return True
    if clause.kind == "verb":
        if token.tag == "VBG" and token.dep == "csubj":
            # "crossing the river is hard"; "shelling the town killed four" tells what happened
            above = sentence.tokens[token.head]
            supposed = any(t.tag == "MD" for t in sentence.below(above.i, "aux"))
            present = above.lemma == "be" and above.tag in ("VBZ", "VBP")
            return supposed or present or any(t.pos == "ADJ" for t in sentence.below(above.i, "acomp", "oprd"))
        if (
            token.dep == "advcl"
            and token.tag == "VB"
            and sentence.first(token.i, "mark") is None
            and sentence.first(token.i, "aux")
        ):
            return all(t.text.lower() == "to" for t in sentence.below(token.i, "aux")) and clause.modality == "actual"
        if any(t.text.lower() == "can" for t in sentence.below(token.i, "aux")):
            return True
        if (
            token.tag == "VB"
            and token.dep in ("acl", "relcl")
            and clause.modality == "actual"
            and not clause.attempted
        ):
            return True
    return False


def _is_background(sentence: Sentence, token: Token) -> bool:
    """Whether an event noun only sets the scene: "during the offensive", "to end the invasion", "advances slowed"."""
    above = sentence.tokens[token.head]
    if token.dep == "pobj" and above.lemma in ("during", "despite", "since", "amid", "before", "throughout"):
        return True
    if token.dep in ("compound", "nmod", "poss"):
        return True
    if token.dep in ("nsubj", "nsubjpass") and above.lemma in _WANING:
        return True
    return (
        token.dep == "dobj"
        and above.tag == "VB"
        and above.dep in ("advcl", "acl", "xcomp")
        and above.lemma in _WANING
    )
