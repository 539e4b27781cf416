"""What fills the roles of a draft: every entity near its trigger, judged from all its mentions and from what the rules say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from kg.extraction.discourse import Discourse
from kg.extraction.draft import Draft
from kg.extraction.roles import PREPOSITIONS
from kg.extraction.scored import Asked, fillings, word_of
from kg.learned.judge import LEAST, OPPOSITE, Candidate, Case
from kg.learned.scheme import FILLINGS
from kg.learned.scorer import Floats
from kg.model import Filler
from kg.vocabulary import CLAIM_TYPES, PLACE_KINDS, SIDE_ROLES

_SINGLE = frozenset({"topic", "subject"})
_SAYS = FILLINGS.index("attribution")

Judge = Callable[[Case], Mapping[tuple[str, str], float]]
"""The probability of each entity that may fill a role of a claim, by role and name."""


def _has_source(draft: Draft) -> bool:
    """Whether it is known who says a claim, or the claim is itself of what somebody says."""
    return (
        bool(draft.attribution or (draft.clause is not None and draft.clause.speakers)) or draft.type == "statement"
    )


@dataclass(frozen=True, slots=True)
class Filling:
    """A report whose drafts get their roles filled.

    `least` is the probability (0–1) from which on an entity fills a role, `needed` that of what the rules have for a role
    which nothing likelier fills, `elsewhere` that of what they do not have and only other sentences name, `said` that from
    which on somebody says so.
    """

    known: Asked
    discourse: Discourse
    judge: Judge
    least: float
    needed: float
    elsewhere: float
    said: float
    meanings: dict[int, tuple[Filler, tuple[int, ...]]] = field(default_factory=dict, repr=False, compare=False)

    def filled(
        self, draft: Draft, chance: float, chances: Mapping[int, Floats], word: int, siblings: Sequence[Draft] = ()
    ) -> Draft:
        """The draft with its roles and its speaker as judged.

        `chance` is the probability of its trigger, `word` the trigger's number, `chances` are those of the words near it;
        `siblings` are drafts of its type and trigger.
        """
        own = {at for at in map(self._word, self._fillers(draft)) if at is not None}
        others = {at for sibling in siblings for at in fillings(sibling, self.discourse, self.known)} - own
        named = {
            at: self._meant(at)[0] for at in chances
            if at not in others and at != word and at not in self.known.counts and at not in self.known.times
        }  # fmt: skip
        for at in named:
            named[at] = next((named[m] for m in self._meant(at)[1] if m in own and m in named), named[at])
        ruled: dict[tuple[str, str], Filler] = {}
        for role, fillers in draft.roles.items():
            for filler in fillers:
                held = self._word(filler)
                meant = filler if held is None else named.get(held, filler)
                ruled.setdefault((role, meant.name), filler)
        sources = {} if _has_source(draft) else self._sources(chances)
        case = self._case(draft, chance, chances, word, named, ruled, draft.attribution or tuple(sources))
        roles: dict[str, list[Filler]] = defaultdict(list)
        told: dict[tuple[str, int], float] = {}
        for minus, (role, name) in sorted((-p, key) for key, p in self.judge(case).items()):
            given = ruled.get((role, name))
            # what the rules have is needed where nothing likelier fills the role; of the trigger itself nothing is known
            least = self.needed if given is not None and not roles[role] else self.least
            if given is None and all(apart for apart, _ in case.candidates[name].seen):
                least = self.elsewhere
            if -minus < least and (given is None or self._word(given) != word):
                continue
            # what acts by the rules is not what it acts with: "shot down by HMS Diamond"
            doing = (r for r in ("perpetrator", "attacker") if role == "weapon" and (r, name) in ruled)
            role = next(doing, role)
            filler = given or ruled.get((role, name)) or self._likeliest(role, name, named, chances)
            if self._agrees(filler, role, roles):
                roles[role].append(filler)
                told[role, filler.mention.span.start] = -minus
        told.update((("attribution", filler.mention.span.start), p) for filler, p in sources.items())
        filled = {
            role: self._ordered(roles[role], draft.fillers(role))
            for role in CLAIM_TYPES[draft.type].roles
            if roles[role]
        }
        return replace(
            draft, roles=filled, attribution=draft.attribution or tuple(sources), origin=draft.origin.scored(chance, told)
        )  # fmt: skip

    @staticmethod
    def _ordered(fillers: Sequence[Filler], ruled: Sequence[Filler]) -> tuple[Filler, ...]:
        """Those of the rules first, each as the text has them."""
        return tuple(sorted(fillers, key=lambda filler: (filler not in ruled, filler.mention.span.start)))

    def _agrees(self, filler: Filler, role: str, roles: Mapping[str, Sequence[Filler]]) -> bool:
        """Whether a filler goes with those that are likelier: both belligerents are not in one role, nor is one side, or
        anybody, in two that face each other; but a side may supply its own."""
        held, facing = roles.get(role, ()), roles.get(OPPOSITE.get(role, ""), ())
        if (held and role in _SINGLE) or any(filler.name == other.name for other in (*held, *facing)):
            return False
        side = self.discourse.side(filler) if role in SIDE_ROLES and role != "party" else None
        if side is None:
            return True
        against = facing if role not in ("supplier", "recipient") else ()
        return all(self.discourse.side(f) in (side, None) for f in held) and side not in map(
            self.discourse.side, against
        )

    def _case(
        self, draft: Draft, chance: float, chances: Mapping[int, Floats], word: int, named: Mapping[int, Filler],
        ruled: Mapping[tuple[str, str], Filler], sources: Sequence[Filler],
    ) -> Case:  # fmt: skip
        words, side = self.known.words, self.discourse.side
        likely = np.max([chances[at][1:] for at in named], axis=1).tolist() if named else []
        asked = {f.name for f, top in zip(named.values(), likely, strict=True) if top >= LEAST} | {
            n for _, n in ruled
        }
        seen: dict[str, list[int]] = defaultdict(list)
        for at, filler in named.items():
            if filler.name in asked:
                seen[filler.name].append(at)
        given: dict[str, dict[str, Filler]] = {name: {} for name in seen}
        for (role, name), filler in ruled.items():
            given.setdefault(name, {})[role] = filler
        candidates: dict[str, Candidate] = {}
        for name, roles in given.items():
            one = named[seen[name][0]] if name in seen else next(iter(roles.values()))
            mentions = tuple((words[at].sentence - words[word].sentence, chances[at]) for at in seen[name])
            candidates[name] = Candidate(one.kind or "", mentions, frozenset(roles), side(one) or "")
        saying = frozenset(s for s in map(side, sources) if s is not None)
        return Case(draft.type, draft.span, chance, bool(ruled), candidates, saying)

    def _likeliest(self, role: str, name: str, named: Mapping[int, Filler], chances: Mapping[int, Floats]) -> Filler:
        n = FILLINGS.index(role)
        at = max((at for at, filler in named.items() if filler.name == name), key=lambda at: (chances[at][n], -at))
        return self._placed(at, named[at], role)

    def _sources(self, chances: Mapping[int, Floats]) -> dict[Filler, float]:
        """Who says so by the scores, the likeliest first."""
        likely = [at for at, chance in chances.items() if chance.argmax() == _SAYS and chance[_SAYS] >= self.said]
        found: dict[str, tuple[Filler, float]] = {}
        for at in sorted(likely, key=lambda at: (-chances[at][_SAYS], at)):
            filler = self._meant(at)[0]
            found.setdefault(filler.name, (filler, float(chances[at][_SAYS])))
        return dict(found.values())

    def _meant(self, at: int) -> tuple[Filler, tuple[int, ...]]:
        """What a candidate means: the mention that it is part of, else its phrase, with the words that modify it there
        ("Hezbollah" of "Hezbollah commanders")."""
        if at not in self.meanings:
            word = self.known.words[at]
            sentence = self.discourse.sentences[word.sentence]
            mention = self.discourse.mention(word.token)
            below = sentence.below(word.token.i, "compound", "amod", "nmod", "poss") if mention is None else ()
            modifiers = (self.known.at.get((word.sentence, t.i)) for t in below)
            meant = mention or self.discourse.generic(sentence, word.token.i)
            self.meanings[at] = meant, tuple(m for m in modifiers if m is not None)
        return self.meanings[at]

    def _placed(self, at: int, filler: Filler, role: str) -> Filler:
        """A place with how it is told: "near Kursk"."""
        sentence, token = self.discourse.sentences[self.known.words[at].sentence], self.known.words[at].token
        if role == "place" and self.discourse.mention(token) is None:
            # "Glushkovo District", where only the town is known
            inside = map(self.discourse.mention, sentence.below(token.i, "compound", "nmod"))
            filler = next((f for f in inside if f is not None and f.kind in PLACE_KINDS), filler)
        if role != "place" or filler.kind not in PLACE_KINDS:
            return filler
        above = sentence.tokens[token.head]
        rel = PREPOSITIONS.get(above.lemma) if above.pos in ("ADP", "SCONJ") else None
        found = self.discourse.places(sentence, token.i, rel or "in")
        return replace(filler, rel=found[0].rel if found else rel)

    def _word(self, filler: Filler) -> int | None:
        return word_of(filler, self.discourse, self.known)

    @staticmethod
    def _fillers(draft: Draft) -> list[Filler]:
        return [filler for fillers in draft.roles.values() for filler in fillers]
