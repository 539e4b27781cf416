"""Which entities are one: derived links and people's decisions, brought together into clusters.

Nothing is merged for good: every report keeps its own entities, and clusters are made anew from links and decisions.
Decisions go before links, a newer decision before an older one, a better link before a lesser one. The order of
reports does not matter, and no two entities are put together that a decision or what reports say keeps apart.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date as Date
from types import MappingProxyType

from kg.belief import Closure
from kg.decisions import Decision, Party, in_force
from kg.graph_names import is_local
from kg.model import Claim, Entity, Filler, Reading
from kg.name_likeness import fullness
from kg.occurrences import Occurrence, occurrences
from kg.rereading import EntityLookup
from kg.same_links import SameLink, apart, same_links

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Ruling:
    """A decision with what became of it (one of `vocabulary.DECISION_STATES`), the entities it is about, and why.

    `number` is its place among all decisions, from 1; `entities` are IRIs as reports now have them.
    """

    decision: Decision
    number: int
    state: str
    entities: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Identity:
    """Which entities are one.

    `members` gives each cluster's representative all its IRIs, sorted; `representatives` each member but the
    representative its representative; `links` are the derived links that put clusters together, the best ones and
    no more than that takes, `rulings` the decisions in their order.
    """

    members: Mapping[str, tuple[str, ...]]
    representatives: Mapping[str, str]
    links: tuple[SameLink, ...]
    rulings: tuple[Ruling, ...]

    def representative(self, iri: str) -> str:
        """The IRI that stands for an entity: its cluster's representative, else its own."""
        return self.representatives.get(iri, iri)

    def closure(self, closure: Closure) -> Closure:
        """The closure in which a cluster belongs to all that its members belong to, by its representative's IRI."""
        members, name = self.members, self.representative

        def closed(iri: str) -> tuple[str, ...]:
            if iri not in members:
                found = closure(iri)
                return (
                    found if self.representatives.keys().isdisjoint(found) else tuple(sorted(set(map(name, found))))
                )
            return tuple(sorted({name(above) for member in members[iri] for above in closure(member)}))

        return closed

    def resolved(self, reading: Reading, entity: Mapping[str, Entity]) -> Reading:
        """The reading with representatives in the place of the members of clusters; `entity` describes them."""
        if not self.representatives:
            return reading

        def filler(old: Filler) -> Filler:
            if old.link is None or old.link.entity.iri not in self.representatives:
                return old
            return replace(old, link=replace(old.link, entity=entity[self.representatives[old.link.entity.iri]]))

        def claim(old: Claim) -> Claim:
            roles = {role: tuple(map(filler, fillers)) for role, fillers in old.roles.items()}
            return replace(old, roles=roles, attribution=tuple(map(filler, old.attribution)))

        return replace(
            reading, mentions=tuple(map(filler, reading.mentions)), claims=tuple(map(claim, reading.claims))
        )


def identify(
    readings: Iterable[Reading], decisions: Iterable[Decision], closure: Closure, lookup: EntityLookup
) -> Identity:
    """Which entities of readings are one; the order of readings does not matter.

    `closure` and `lookup` know the entities that are not local to a report.
    """
    held = tuple(readings)
    found = [occurrence for reading in held for occurrence in occurrences(reading, closure)]
    return clusters(found, same_links(found), decisions, Finder(held, lookup))


def clusters(
    found: Iterable[Occurrence], links: Iterable[SameLink], decisions: Iterable[Decision], finder: Finder
) -> Identity:
    """The clusters that links and decisions make of occurrences."""
    groups = _Groups(found)
    rulings = _rule(tuple(decisions), finder, groups)
    best = sorted(links, key=lambda link: (-link.score, link))
    joining = [link for link in best if groups.join_if_they_fit(link.one, link.other)]
    members = {}
    for group in groups.groups():
        first = min(group, key=groups.rank)
        members[first] = tuple(sorted(group))
    members = dict(sorted(members.items()))
    names = {iri: first for first, group in members.items() for iri in group if iri != first}
    representatives = MappingProxyType(dict(sorted(names.items())))
    return Identity(MappingProxyType(members), representatives, tuple(sorted(joining)), rulings)


class Finder:
    """Finds the entity of a decision: by its IRI, else by the claim, else by the quote that it stands in."""

    def __init__(self, readings: Iterable[Reading], lookup: EntityLookup) -> None:
        self._lookup = lookup
        self._iris: set[str] = set()
        self._words: dict[tuple[str, str], str] = {}
        for reading in readings:
            self._iris.update(f.link.entity.iri for f in reading.mentions if f.link)
            for claim in reading.claims:
                for filler in (*(f for group in claim.roles.values() for f in group), *claim.attribution):
                    if filler.link is not None:
                        self._iris.add(filler.link.entity.iri)
                        for key in (claim.id, claim.quote):
                            self._words.setdefault((key, filler.mention.text), filler.link.entity.iri)

    def __call__(self, party: Party) -> str | None:
        """The IRI of the entity that is meant; None where nothing names it any more."""
        if not is_local(party.entity):
            return party.entity if self._lookup(party.entity) is not None else None
        if party.entity in self._iris:
            return party.entity
        for key in (party.claim, party.quote):
            if key and party.words and (found := self._words.get((key, party.words))):
                return found
        return None


class _Groups:
    """Sets of entities that are one, with the pairs that are told apart."""

    def __init__(self, found: Iterable[Occurrence]) -> None:
        self._known: dict[str, list[Occurrence]] = defaultdict(list)
        for occurrence in sorted(found, key=lambda o: (o.day or Date.max, o.report, o.start, o.entity.iri)):
            self._known[occurrence.entity.iri].append(occurrence)
        self._above: dict[str, str] = {}
        self._groups: dict[str, set[str]] = {}
        self._told_apart: dict[str, set[str]] = defaultdict(set)
        self._profiles: dict[str, dict[tuple[object, ...], Occurrence]] = {}

    def root(self, iri: str) -> str:
        while (above := self._above.get(iri, iri)) != iri:
            iri = above
        return iri

    def groups(self) -> Iterator[set[str]]:
        return (group for _, group in sorted(self._groups.items()))

    def group(self, iri: str) -> set[str]:
        return self._groups.get(self.root(iri), {iri})

    def rank(self, iri: str) -> tuple[int, int, Date, str, int, str]:
        """The best representative ranks first: a known entity, else the fullest name, else the first to be named."""
        found = self._known.get(iri)
        if not is_local(iri) or not found:
            return 0, 0, Date.max, "", 0, iri
        first = found[0]
        return (
            1,
            -fullness(first.entity.kind, first.entity.name),
            first.day or Date.max,
            first.report,
            first.start,
            iri,
        )

    def tell_apart(self, one: str, other: str) -> bool:
        """Keep two apart from now on; false where they are one already."""
        if self.root(one) == self.root(other):
            return False
        self._told_apart[one].add(other)
        self._told_apart[other].add(one)
        return True

    def join(self, one: str, other: str) -> bool:
        """Make two one with all that they are one with; false where that would join what is told apart."""
        first, second = sorted((self.root(one), self.root(other)))
        if first == second:
            return True
        left, right = self.group(first), self.group(second)
        if any(not right.isdisjoint(self._told_apart[iri]) for iri in left if iri in self._told_apart):
            return False
        profiles = [self._profiles.pop(root, {}) or self._profile(root) for root in (first, second)]
        self._profiles[first] = profiles[0] | profiles[1]
        self._above[second] = first
        self._groups[first] = left | right
        self._groups.pop(second, None)
        return True

    def join_if_they_fit(self, one: str, other: str) -> bool:
        """Join two, unless they are one or what reports say of any of their groups keeps these apart; whether it did."""
        if self.root(one) == self.root(other):
            return False
        left, right = self._consulted(one), self._consulted(other)
        return not any(apart(first, second) for first in left for second in right) and self.join(one, other)

    def _consulted(self, iri: str) -> list[Occurrence]:
        """What reports say of an entity's group, once for each name and side.

        What contradicts the entity itself is left out: a decision has put it there, and it keeps nothing else away.
        """
        own = self._profile(iri).values()
        group = self._profiles.get(self.root(iri)) or self._profile(iri)
        return [other for other in group.values() if not any(apart(other, occurrence) for occurrence in own)]

    def _profile(self, iri: str) -> dict[tuple[object, ...], Occurrence]:
        found = self._known.get(iri, ())
        return {(o.entity.kind, o.entity.name, o.side, "" if o.local else iri): o for o in found}


def _rule(decisions: tuple[Decision, ...], finder: Finder, groups: _Groups) -> tuple[Ruling, ...]:
    """Apply decisions to groups, the newest first; what became of each, in their order."""
    rulings: list[Ruling] = []
    decided: dict[Pair, bool] = {}
    numbered = enumerate(zip(decisions, in_force(decisions), strict=True), 1)
    for number, (decision, held) in reversed(list(numbered)):
        if held is None:
            if decision.verb != "undo":
                rulings.append(Ruling(decision, number, "undone", tuple(party.entity for party in decision.parties)))
            continue
        found = [(party, finder(party)) for party in decision.parties]
        present = tuple(iri for _, iri in found if iri is not None)
        missing = [party.name or party.entity for party, iri in found if iri is None]
        refused = [pair for pair in decision.pairs(present) if not _decide(pair, decision.one, decided, groups)]
        if missing:
            state, reason = "unfit", f"nothing names {', '.join(missing)}"
        elif refused:
            state, reason = "overruled", "a newer decision says otherwise"
        else:
            state, reason = "applied", ""
        rulings.append(Ruling(decision, number, state, present, reason))
    return tuple(reversed(rulings))


def _decide(pair: Pair, one: bool, decided: dict[Pair, bool], groups: _Groups) -> bool:
    """Whether a pair is now as a decision wants it."""
    if decided.setdefault(pair, one) != one:
        return False
    return groups.join(*pair) if one else groups.tell_apart(*pair)
