"""Losses: whose they were, how many, and the fragments that name them without a verb."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg.extraction.attacks import means
from kg.extraction.discourse import Discourse
from kg.extraction.draft import Draft
from kg.model import Count, Filler, Span
from kg.nlp.heads import heads
from kg.quantities import article_count
from kg.syntax import Clause, Sentence, Token

STATES_OF_LOSS = {
    "destroyed": "destroyed", "burned-out": "destroyed", "burnt-out": "destroyed", "wrecked": "destroyed", "burned": "destroyed",
    "burnt": "destroyed", "downed": "destroyed", "sunk": "destroyed", "gone": "destroyed", "intercepted": "destroyed",
    "damaged": "damaged", "captured": "captured", "seized": "captured", "trophy": "captured", "abandoned": "abandoned",
    "knocked-out": "destroyed", "blown-up": "destroyed", "crashed": "crashed", "lost": "lost", "disabled": "damaged", "hit": "damaged",
}  # fmt: skip


_PRISONERS = frozenset("prisoner captive hostage pow".split())
_BEARING = frozenset("suffer sustain take inflict incur report bear cause lose".split())
_WOUNDED_TOO = re.compile(
    r"(?: and | or | & |/)(?:wounded|injured)\b(?=\W*$|[.,;)\n]| (?:in|near|at|on|since|during|over)\b)"
)
_SAVED = frozenset("survive escape eject".split())
_FLYING = frozenset({"drone", "missile"})
_ORDINALS = frozenset("first second third fourth fifth sixth seventh eighth ninth tenth".split())


def complete(draft: Draft, discourse: Discourse) -> Draft:
    """A loss with its victim, perpetrator and number filled in where the report leaves no doubt."""
    if not draft.type.endswith("_loss"):
        return draft
    draft = _with_count(_with_people(draft, discourse), discourse)
    draft = _dead_and_wounded(draft, discourse)
    victims, perpetrators = draft.fillers("victim"), draft.fillers("perpetrator")
    if draft.type == "equipment_loss":
        if not victims and perpetrators and (other := discourse.opponent(perpetrators[0])) is not None:
            draft = replace(draft, roles=draft.with_role("victim", (other,)))
        elif victims and not perpetrators and len(victims) == 1 and draft.status in ("captured",):
            if (other := discourse.opponent(victims[0])) is not None:
                draft = replace(draft, roles=draft.with_role("perpetrator", (other,)))
    elif victims and draft.status == "captured" and not perpetrators and (other := discourse.opponent(victims[0])):
        draft = replace(draft, roles=draft.with_role("perpetrator", (other,)))
    elif perpetrators and victims and victims[0].link is None and _fighting_men(victims[0]):
        if (other := discourse.opponent(perpetrators[0])) is not None:
            draft = replace(draft, roles=draft.with_role("victim", (other,)))
    if victims and perpetrators and victims[0].name == perpetrators[0].name and draft.type == "equipment_loss":
        roles = {r: f for r, f in draft.roles.items() if r != "perpetrator"}
        draft = replace(draft, roles=roles)
    return draft


def _dead_and_wounded(draft: Draft, discourse: Discourse) -> Draft:
    """Dead and wounded under one figure, which are lost: "1,280 personnel killed and wounded"."""
    clause = draft.clause
    if clause is None or clause.kind != "verb" or draft.status != "killed" or draft.count is None:
        return draft
    verb = clause.sentence.tokens[clause.head]
    match = _WOUNDED_TOO.match(discourse.text, verb.end, clause.sentence.span.end)
    if match is None or draft.span.end > match.end():
        return draft
    return replace(draft, status="lost", span=Span(draft.span.start, match.end()))


def without_parts(made: Sequence[Draft]) -> list[Draft]:
    """The drafts without the wounded that are under one figure with the dead already."""
    both = [d for d in made if d.type == "personnel_loss" and d.status == "lost" and d.count is not None]
    return [d for d in made if not any(_is_part(d, whole) for whole in both)]


def _is_part(draft: Draft, whole: Draft) -> bool:
    if draft.type != "personnel_loss" or draft.status != "wounded" or draft.count not in (None, whole.count):
        return False
    at = draft.span.start if draft.clause is None else draft.clause.sentence.tokens[draft.clause.head].start
    return whole.span.start <= at < whole.span.end


def _with_people(draft: Draft, discourse: Discourse) -> Draft:
    """Whom a bare number or the word "prisoner" stands for: the people of the verb beside it, the opponent's men."""
    if draft.type != "personnel_loss" or draft.clause is None or draft.clause.kind != "verb":
        return draft
    sentence, clause = draft.clause.sentence, draft.clause
    victims = draft.fillers("victim")
    if clause.lemma == "take" and any(sentence.tokens[a.head].lemma in _PRISONERS for a in clause.arguments):
        taken = [a for a in clause.of("obj") if sentence.tokens[a.head].lemma not in _PRISONERS]
        found = tuple(
            f
            for a in taken[:1]
            for f in (discourse.actors(sentence, a.head) or (discourse.generic(sentence, a.head),))
        )
        if (
            not found
            and (other := next((discourse.opponent(p) for p in draft.fillers("perpetrator")), None)) is not None
        ):
            found = (other,)
        passive = {f.mention.span for f in found} & {f.mention.span for f in draft.fillers("perpetrator")}
        roles = {r: f for r, f in draft.roles.items() if not (passive and r == "perpetrator")}
        return (
            replace(draft, roles={**roles, "victim": found} if found else roles, span=clause.span)
            if found or victims
            else draft
        )
    if not victims and (shared := _people_beside(sentence, clause, discourse)):
        return replace(draft, roles=draft.with_role("victim", shared))
    return draft


def _people_beside(sentence: Sentence, clause: Clause, discourse: Discourse) -> tuple[Filler, ...]:
    """The victims of the verb that this one is coordinated with: "killing 30 soldiers and wounding 50"."""
    if not any(discourse.sort(sentence, a.head) == "number" for a in clause.of("obj", "gap")):
        return ()
    verb = sentence.tokens[clause.head]
    while verb.dep in ("conj", "advcl") and verb.head != verb.i:
        verb = sentence.tokens[verb.head]
        for noun in sentence.below(verb.i, "dobj", "nsubjpass", "nsubj"):
            if discourse.sort(sentence, noun.i) == "people":
                return discourse.actors(sentence, noun.i) or (discourse.generic(sentence, noun.i),)
    return ()


def is_idle(draft: Draft) -> bool:
    """Whether a noun of loss tells no event: "its losses are debated", "a rare loss", "did not take immense losses"."""
    clause = draft.clause
    if clause is not None and clause.lemma in _SAVED:
        return draft.type == "personnel_loss" and not clause.negated
    if clause is not None and clause.kind == "verb":
        # "captured soldiers told", "a captured T-90": the one tells no event, the other is read with its phrase
        word = clause.sentence.tokens[clause.head]
        return word.dep == "amod" and (draft.type == "personnel_loss" or word.text.lower() in STATES_OF_LOSS)
    if (
        draft.type != "personnel_loss"
        or clause is None
        or clause.kind != "noun"
        or clause.lemma not in ("loss", "casualty")
    ):
        return False
    sentence, token = clause.sentence, clause.sentence.tokens[clause.head]
    if draft.count is not None:
        return False
    if token.tag == "NN" or (clause.negated and sentence.first(token.i, "amod") is not None):
        return True
    borne = token.dep in ("dobj", "pobj", "nsubjpass", "conj") and any(
        t.lemma in _BEARING for t in sentence.ancestors(token.i)[:2]
    )
    owned = any(t.dep == "poss" or t.text.lower() in ("the", "these", "those") for t in sentence.below(token.i))
    return not borne and (owned or clause.lemma == "loss")


def launched(drafts: Sequence[Draft], discourse: Discourse) -> list[Draft]:
    """Drones and missiles that are shot down are lost to the side that launched them in the same or the last two sentences."""
    out = []
    for draft in drafts:
        if (
            draft.type == "equipment_loss"
            and not draft.fillers("victim")
            and any(means(f, discourse) in _FLYING for f in draft.fillers("equipment"))
        ):
            before = [
                d for d in drafts
                if d.type == "attack" and d.fillers("attacker") and d.span.start < draft.span.end
                and discourse.apart(d.span, draft.span) <= 2
                and d.status in _FLYING | {"unspecified"}
            ]  # fmt: skip
            if before:
                nearest = max(before, key=lambda d: d.span.start)
                draft = replace(draft, roles=draft.with_role("victim", nearest.fillers("attacker")))
        out.append(draft)
    return out


def _fighting_men(filler: Filler) -> bool:
    last = filler.mention.text.lower().split()[-1].rstrip("s")
    return last in (
        "soldier",
        "troop",
        "serviceman",
        "servicemen",
        "militant",
        "fighter",
        "invader",
        "occupier",
        "terrorist",
    )


def _with_count(draft: Draft, discourse: Discourse) -> Draft:
    """The number of what is lost: before the equipment, or before the people in the role of victim."""
    if draft.count is not None or draft.clause is None:
        return draft
    sentence = draft.clause.sentence
    heads_ = [
        a.head
        for a in draft.clause.arguments
        if a.relation in ("obj", "subj", "gap", "agent") or a.prep in ("of", "with")
    ]
    role = "equipment" if draft.type == "equipment_loss" else "victim"
    spans = [f.mention.span for f in draft.fillers(role)]
    counted = ("equipment",) if role == "equipment" else ("people", "actor")
    for head in heads_:
        token = sentence.tokens[head]
        inside = sentence.subtree(head, frozenset({"relcl", "acl", "conj"}))
        phrase = [Span(sentence.tokens[i].start, sentence.tokens[i].end) for i in inside]
        if (
            spans
            and not any(word.overlaps(s) for word in phrase for s in spans)
            and discourse.sort(sentence, head) != "number"
            and not (token.pos == "NUM" and discourse.sort(sentence, head) in counted)
        ):
            if not (draft.type == "personnel_loss" and token.lemma in heads()["people"]):
                continue
        match = discourse.count_before(sentence, head)
        if match is not None:
            return replace(draft, count=match.count)
        if token.text.lower() == "one" or token.text.lower() in _ORDINALS:
            return replace(draft, count=Count(1, 1))
        single = token.tag in ("NN", "NNP") and any(
            t.lemma in ("a", "an", "one", "another") for t in sentence.below(head, "det", "nummod")
        )
        person = draft.type == "personnel_loss" and token.tag in ("NN", "NNP") and _individual(discourse, token)
        if single or person:
            return replace(draft, count=Count(1, 1))
    return draft


def _individual(discourse: Discourse, token: Token) -> bool:
    filler = discourse.mention(token)
    if filler is not None:
        return filler.kind == "person"
    return token.lemma in (
        "child",
        "woman",
        "man",
        "civilian",
        "driver",
        "soldier",
        "resident",
        "person",
        "commander",
        "officer",
    )


def told(made: Sequence[Draft]) -> list[Span]:
    """The stretches that losses of equipment were read from, and those of the equipment itself."""
    lost = [d for d in made if d.type == "equipment_loss"]
    return [d.span for d in lost] + [f.mention.span for d in lost for f in d.fillers("equipment")]


def fragments(sentence: Sentence, discourse: Discourse, seen: list[Span]) -> Iterator[Draft]:
    """Equipment with its fate beside it and no clause of its own: "two destroyed T-72B3 tanks", "three BMP-3s gone"."""
    for token in sentence.tokens:
        filler = discourse.mention(token)
        if filler is None or filler.kind != "equipment" or any(filler.mention.span.overlaps(s) for s in seen):
            continue
        if token.dep in ("compound", "nmod"):
            continue
        fate = next(
            (
                STATES_OF_LOSS[t.text.lower()]
                for t in sentence.below(token.i, "amod", "acl", "advmod", "compound", "nmod")
                if t.text.lower() in STATES_OF_LOSS
            ),
            None,
        )
        after = sentence.tokens[token.i + 1] if token.i + 1 < len(sentence.tokens) else None
        if (
            fate is None
            and after is not None
            and sentence.first(after.i, "dobj") is None
            and after.text.lower() in ("gone", "destroyed", "down", "lost", "captured", "burned")
        ):
            fate = STATES_OF_LOSS.get(after.text.lower(), "destroyed")
        if fate is None:
            continue
        if fate == "hit":
            continue
        match = discourse.count_before(sentence, token.i)
        inside = sentence.subtree(token.i, frozenset({"relcl", "conj", "cc", "punct"}))
        named = discourse.equipment(sentence, token.i)
        owner = discourse.within(sentence, token.i, frozenset({"state", "armed_group"}))
        roles: dict[str, tuple[Filler, ...]] = {"equipment": named}
        if owner is not None:
            roles["victim"] = (owner,)
        span = Span(sentence.tokens[inside[0]].start, sentence.tokens[inside[-1]].end)
        clause = Clause(sentence, token.i, token.lemma, "noun", False, (), span)
        article = next((t.text for t in sentence.below(token.i, "det", "nummod")), "")
        count = match.count if match else article_count(article)
        yield Draft("equipment_loss", fate, roles, span, clause, count)
