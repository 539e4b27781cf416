"""Attacks: by what means, told from the weapon, the word and its modifiers."""

from __future__ import annotations

from dataclasses import replace

from kg.extraction.discourse import Discourse
from kg.extraction.draft import Draft
from kg.model import Filler, Span
from kg.syntax import Sentence

_BY_CLASS = (
    ("unmanned aerial vehicle", "drone"),
    ("missile", "missile"),
    ("bomb", "air"),
    ("aircraft", "air"),
    ("helicopter", "air"),
    ("artillery", "artillery"),
    ("ammunition", "artillery"),
    ("naval ship", "naval"),
)
_BY_WORD = {
    "drone": "drone", "uav": "drone", "missile": "missile", "rocket": "missile", "air": "air", "aerial": "air", "artillery": "artillery",
    "mortar": "artillery", "mlrs": "artillery", "naval": "naval", "cyber": "cyber", "sabotage": "sabotage", "ground": "ground",
    "mechanized": "ground", "mechanised": "ground", "infantry": "ground", "bomb": "air", "glide": "air", "ballistic": "missile",
    "cruise": "missile", "shell": "artillery",
}  # fmt: skip


def complete(draft: Draft, discourse: Discourse) -> Draft:
    """An attack with its means as status and the weapon that stands before the word ("drone strike") as weapon."""
    if draft.type != "attack" or draft.clause is None:
        return draft
    draft = _without_owner(draft, discourse)
    assert draft.clause is not None
    sentence, head = draft.clause.sentence, draft.clause.head
    status = draft.status
    weapons = list(draft.fillers("weapon"))
    if draft.clause.kind == "noun":
        for child in sentence.below(head, "compound", "amod", "nmod"):
            filler = discourse.mention(child)
            if filler is not None and filler.kind == "equipment" and filler not in weapons:
                weapons.append(filler)
            word = _BY_WORD.get(child.lemma)
            if word:
                status = word
    for weapon in weapons:
        found = means(weapon, discourse)
        if found:
            status = found
            break
    if status == "unspecified" and weapons:
        status = next((s for w in weapons if (s := _by_head_noun(sentence, w))), status)
    if status == "unspecified" and draft.clause.kind == "verb":
        status = _by_nearby_word(sentence, draft) or status
    return replace(draft, status=status, roles=draft.with_role("weapon", tuple(weapons)))


def _without_owner(draft: Draft, discourse: Discourse) -> Draft:
    """An attack without an attacker whose own what was attacked is: "the army said, in the deadliest attack on its troops"."""
    clause = draft.clause
    if clause is None or clause.kind != "noun":
        return draft
    struck = [a.head for a in clause.arguments if a.prep in ("on", "against", "at")]
    owners = [t.i for i in struck for t in clause.sentence.below(i, "poss") if t.pos == "PRON" or t.tag == "PRP$"]
    own = {f.name for i in owners if (f := discourse.pronoun(clause.sentence, i)) is not None}
    attackers = tuple(f for f in draft.fillers("attacker") if f.name not in own)
    return replace(draft, roles={**draft.roles, "attacker": attackers}) if own else draft


def means(weapon: Filler, discourse: Discourse) -> str | None:
    """The status that a weapon gives an attack, by the classes above it."""
    if weapon.link is not None:
        above = discourse.catalogue.broader_closure(weapon.link.entity.iri)
        names = {e.name for iri in above if (e := discourse.catalogue.by_iri(iri)) is not None}
        for name, status in _BY_CLASS:
            if name in names:
                return status
    for word in weapon.mention.text.lower().split():
        if (status := _BY_WORD.get(word.rstrip("s"), "")) and status != "ground":
            return status
    return None


def _by_head_noun(sentence: Sentence, weapon: Filler) -> str | None:
    """The means that the noun behind an unknown name tells: "a Fadi-1 rocket"."""
    token = next((t for t in sentence.tokens if t.start >= weapon.mention.span.end), None)
    return _BY_WORD.get(token.lemma) if token is not None and token.pos == "NOUN" else None


def by_means(draft: Draft, discourse: Discourse) -> list[Draft]:
    """An attack with weapons of two kinds as two attacks: drones and missiles are told apart."""
    if draft.type != "attack" or len(draft.fillers("weapon")) < 2:
        return [draft]
    groups: dict[str, list[Filler]] = {}
    for weapon in draft.fillers("weapon"):
        groups.setdefault(means(weapon, discourse) or draft.status, []).append(weapon)
    if len(groups) < 2:
        return [draft]
    parts = []
    for number, (status, weapons) in enumerate(groups.items()):
        span = draft.span if not number else Span(weapons[0].mention.span.start, weapons[-1].mention.span.end)
        parts.append(replace(draft, status=status, roles=draft.with_role("weapon", tuple(weapons)), span=span))
    return parts


def _by_nearby_word(sentence: Sentence, draft: Draft) -> str | None:
    assert draft.clause is not None
    for argument in draft.clause.arguments:
        if argument.prep in ("with", "by", "in", "using") and argument.relation == "prep":
            for child in sentence.below(argument.head, "compound", "amod"):
                if child.lemma in _BY_WORD:
                    return _BY_WORD[child.lemma]
    return None
