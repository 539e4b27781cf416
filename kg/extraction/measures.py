"""Acts of authority: which measure a word for it makes, whoever decrees, prolongs or lifts it, and what it closes."""

from __future__ import annotations

from dataclasses import replace

from kg.extraction.discourse import Discourse
from kg.extraction.draft import Draft
from kg.syntax import Clause, Sentence, Token
from kg.vocabulary import ACTOR_KINDS

_KINDS = {
    "emergency": "emergency", "martial": "emergency", "war": "emergency", "alert": "emergency", "siege": "emergency",
    "curfew": "curfew", "lockdown": "curfew", "sanction": "sanctions", "embargo": "sanctions", "tariff": "sanctions",
    "evacuation": "evacuation", "mobilisation": "mobilisation", "mobilization": "mobilisation", "draft": "mobilisation",
    "conscription": "mobilisation", "call-up": "mobilisation", "levy": "mobilisation", "closure": "closure", "blackout": "closure",
    "zone": "closure", "ban": "legislation", "law": "legislation", "bill": "legislation", "decree": "legislation",
    "legislation": "legislation", "act": "legislation", "doctrine": "legislation", "restriction": "closure",
}  # fmt: skip


_CASUALTIES = frozenset("wounded wound injured casualty body dead comrade".split())
_FIELD = frozenset("soldier troop serviceman fighter medic marine crew unit squad platoon paramedic".split())


def complete(draft: Draft, discourse: Discourse) -> Draft | None:
    """A measure with the status that its noun names ("extended the curfew"), and with who decreed it and where."""
    if draft.type != "measure" or draft.clause is None:
        return draft
    sentence = draft.clause.sentence
    if draft.status == "evacuation" and _carries_casualties(draft.clause):
        return None
    status, roles = draft.status, dict(draft.roles)
    for argument in draft.clause.of("obj"):
        kind = _kind(sentence, sentence.tokens[argument.head])
        if (
            kind is not None
            and draft.clause.lemma != "sanction"
            and status in ("emergency", "curfew", "sanctions", "mobilisation")
        ):
            status = kind
    if not roles.get("authority") and draft.clause.kind == "noun":
        owner = discourse.within(sentence, draft.clause.head, ACTOR_KINDS)
        if owner is not None and status != "sanctions":
            roles["authority"] = (owner,)
    if status != draft.status or roles != dict(draft.roles):
        return replace(draft, status=status, roles=roles)
    return draft


def _carries_casualties(clause: Clause) -> bool:
    """Whether soldiers carry the wounded off the field, which is no act of authority over people."""
    tokens = clause.sentence.tokens
    moved = [tokens[a.head] for a in clause.of("obj", "gap")]
    moving = [tokens[a.head] for a in clause.of("subj", "agent")]
    hurt = any(
        t.lemma in _CASUALTIES
        or any(m.lemma in _CASUALTIES or m.text.lower() in _CASUALTIES for m in clause.sentence.below(t.i))
        for t in moved
    )
    return clause.kind == "verb" and hurt and any(t.lemma in _FIELD for t in moving)


def _kind(sentence: Sentence, noun: Token) -> str | None:
    """What measure a noun phrase names: by its head, else by what "state of" or a modifier before it says."""
    around = [t.lemma.lower() for t in (*sentence.below(noun.i, "compound", "amod", "nmod"), noun)]
    of = next((p for p in sentence.below(noun.i, "prep") if p.lemma == "of"), None)
    target = sentence.first(of.i, "pobj") if of else None
    if noun.lemma in ("state", "period", "wave", "round", "package") and target is not None:
        return _kind(sentence, target)
    if "fly" in around or "no-fly" in around:
        return "closure"
    return next((_KINDS[w] for w in around if w in _KINDS), None)
