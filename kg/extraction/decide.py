"""The one decision: which of the drafts that rules and scores propose are claims, and what fills their roles."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from kg.extraction import losses
from kg.extraction.discourse import Discourse
from kg.extraction.draft import Draft
from kg.extraction.naming import named_anew, renamed
from kg.extraction.origin import SCORE, Origin
from kg.extraction.scored import Asked, asked, fillings, trigger_of, word_of
from kg.learned.scheme import FILLINGS, TYPES
from kg.learned.scorer import Floats, Scores, score
from kg.model import Filler, Span
from kg.nlp.clauses import clause_at
from kg.vocabulary import CLAIM_TYPES, PLACE_KINDS


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From which probability on something is taken: a draft of the rules, a new one, a filler the rules have, a new one."""

    ruled: float = 0.3
    found: float = 0.35
    filled: float = 0.1
    filling: float = 0.4
    status: float = 0.6


THRESHOLDS = Thresholds()


def decided(
    drafts: Sequence[Draft], listed: Sequence[Span], discourse: Discourse
) -> tuple[list[Draft], Discourse]:
    """The drafts that stand, those of the rules and new ones, and the report with its names seen anew.

    `listed` are stretches whose claims are left to the rules.
    """
    known = asked(discourse, drafts)
    scores = score(known.words)
    mentions = named_anew(discourse, scores)
    if mentions != discourse.mentions:
        discourse = discourse.with_mentions(mentions)
        now = {m.mention.span: m for m in mentions}
        drafts = [
            replace(d, roles={r: tuple(renamed(f, now) for f in fs) for r, fs in d.roles.items()},
                    attribution=tuple(renamed(f, now) for f in d.attribution))
            for d in drafts
        ]  # fmt: skip
    limits = THRESHOLDS
    kept: list[Draft] = []
    at: dict[int, list[Draft]] = defaultdict(list)
    free: list[Draft] = []
    for draft in drafts:
        trigger = trigger_of(draft, discourse)
        word = known.at.get(trigger) if trigger is not None else None
        if word is None or any(draft.span.overlaps(span) for span in listed):
            free.append(draft)
        else:
            at[word].append(draft)
    taken = [d.span for d in free]
    told = set(np.flatnonzero(scores.chances.max(-1) >= limits.found).tolist())
    for word in sorted(told | at.keys()):
        here = at.get(word, [])
        for draft in here:
            chance = float(scores.chances[word, TYPES.index(draft.type)])
            if chance < limits.ruled:
                continue
            if chance >= limits.status:
                draft = replace(draft, status=scores.status(word, draft.type))
            kept.append(_refilled(draft, chance, word, here, known, scores, discourse))
        token = known.words[word].token
        if any(span.start <= token.start < span.end for span in (*listed, *taken)):
            continue
        for type, chance in zip(TYPES, scores.chances[word].tolist(), strict=True):
            if chance >= limits.found and not any(d.type == type for d in here):
                kept.extend(_found(type, scores.status(word, type), chance, word, known, scores, discourse))
    return [*free, *kept], discourse


def _chances(word: int, type: str, hints: Mapping[int, int], known: Asked, scores: Scores, discourse: Discourse):
    sentence = discourse.sentences[known.words[word].sentence]
    return scores.fillings(word, type, known.candidates, sentence, hints)


def _refilled(
    draft: Draft, chance: float, word: int, here: Sequence[Draft], known: Asked, scores: Scores, discourse: Discourse
) -> Draft:
    """A draft of the rules with the fillers that the scores doubt taken out, and those they are sure of put in."""
    limits = THRESHOLDS
    hints: dict[int, int] = {}
    for sibling in here:
        hints.update(fillings(sibling, discourse, known))
    chances = _chances(word, draft.type, hints, known, scores, discourse)
    elsewhere = {w for d in here if d is not draft for w in fillings(d, discourse, known)} if len(here) > 1 else set()
    roles: dict[str, list[Filler]] = {}
    for role, fillers in draft.roles.items():
        for filler in fillers:
            at = word_of(filler, discourse, known)
            p = chances.get(at) if at is not None else None
            if p is not None and p[FILLINGS.index(role)] < limits.filled and at != word:
                continue
            roles.setdefault(role, []).append(filler)
    mine = set(fillings(draft, discourse, known))
    for role, filler in _new(chances, known, discourse, limits.filling, elsewhere | mine):
        if role == "attribution":
            continue
        held = roles.setdefault(role, [])
        if all(filler.name != h.name for fs in roles.values() for h in fs):
            held.append(filler)
    origin = draft.origin.scored(chance, chances, known.words)
    return replace(draft, roles={r: tuple(fs) for r, fs in roles.items() if fs}, confidence=chance, origin=origin)


def _new(chances, known: Asked, discourse: Discourse, least: float, without: set[int]) -> Iterator[tuple[str, Filler]]:
    for at, p in chances.items():
        best = int(p.argmax())
        if best and p[best] >= least and at not in without:
            yield FILLINGS[best], _filler(at, FILLINGS[best], known, discourse)


def _filler(at: int, role: str, known: Asked, discourse: Discourse) -> Filler:
    word = known.words[at]
    sentence = discourse.sentences[word.sentence]
    named = discourse.mention(word.token)
    filler = named or discourse.generic(sentence, word.token.i)
    if role in ("place", "origin") and filler.kind in PLACE_KINDS:
        return replace(filler, rel=_relation(sentence, word.token.i, discourse) if role == "place" else None)
    return filler


def _relation(sentence, i: int, discourse: Discourse) -> str | None:
    from kg.extraction.roles import _REL

    token = sentence.tokens[i]
    above = sentence.tokens[token.head]
    rel = _REL.get(above.lemma) if above.pos in ("ADP", "SCONJ") else None
    found = discourse.places(sentence, i, rel or "in")
    return found[0].rel if found else rel


def _found(
    type: str, status: str, chance: float, word: int, known: Asked, scores: Scores, discourse: Discourse
) -> Iterator[Draft]:
    """The drafts of a trigger that the rules do not have: one, or one per object that is counted apart."""
    limits = THRESHOLDS
    token = known.words[word].token
    sentence = discourse.sentences[known.words[word].sentence]
    clause = clause_at(sentence, token.i)
    roles: dict[str, list[Filler]] = {}
    sources: list[Filler] = []
    chances = _chances(word, type, {}, known, scores, discourse)
    for role, filler in _new(chances, known, discourse, limits.filling, set()):
        held = sources if role == "attribution" else roles.setdefault(role, [])
        if all(filler.name != h.name for h in held):
            held.append(filler)
    if not roles:
        return
    if type == "statement":
        sources = []
    span = clause.span
    draft = Draft(type, status, {r: tuple(fs) for r, fs in roles.items()}, span, clause, attribution=tuple(sources), confidence=chance,
                  origin=Origin(SCORE).scored(chance, chances, known.words))  # fmt: skip
    things = roles.get("equipment", [])
    counted = [f for f in things if (found := sentence.at(f.mention.span.start)) and discourse.count_before(sentence, found.i)]
    if type == "equipment_loss" and len(things) > 1 and len(counted) == len(things):
        for thing in things:
            yield losses.complete(replace(draft, roles={**draft.roles, "equipment": (thing,)}, span=thing.mention.span), discourse)
        return
    yield losses.complete(draft, discourse)
