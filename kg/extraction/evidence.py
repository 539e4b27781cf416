"""Whether a text is about a conflict at all: sport, trade and weather are told in the words of war too.

The words stand in `lexicon/evidence.csv`: ``strong`` ones are used of war alone, ``weak`` ones of other things as well,
``other`` ones are the vocabulary of sport, trade, the arts, kitchens and clinics and speak against it; ``theatre`` are
states and territories with fighting, ``belligerent`` states that wage it elsewhere.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from kg.data_files import csv_rows
from kg.extraction.discourse import Discourse
from kg.extraction.draft import Draft
from kg.model import Filler
from kg.vocabulary import ACTOR_KINDS, PLACE_KINDS

_ENOUGH = 1.0
_HALF = 0.5
_MOST = 1.0
_CIVIL = frozenset(
    "vehicle car truck ship vessel boat ferry aircraft plane airplane jet van bus train equipment".split()
)
_WEIGHTS = {"strong": 1.0, "weak": 0.25}


@functools.cache
def _words() -> Mapping[str, str]:
    """Word → its kind of evidence."""
    return MappingProxyType({row["word"]: row["kind"] for row in csv_rows("kg.extraction.lexicon", "evidence.csv")})


def about_conflict(drafts: Sequence[Draft], discourse: Discourse) -> list[Draft]:
    """The drafts that a text of this kind can mean: all of a text on a conflict, else those between states or leaders."""
    if discourse.question or _evidence(discourse) >= _ENOUGH:
        return list(drafts)
    return [
        d for d in drafts if d.type in ("statement", "diplomacy", "transfer", "measure", "relation") and _political(d)
    ]


def _political(draft: Draft) -> bool:
    """Whether two known states, leaders or institutions take part."""
    known = {
        f.link.entity.iri
        for fillers in draft.roles.values()
        for f in fillers
        if f.link is not None and _of_catalogue(f)
    }
    return len(known) > 1


def _of_catalogue(filler: Filler) -> bool:
    return _known(filler) and filler.kind in ACTOR_KINDS


def _evidence(discourse: Discourse) -> float:
    """How much speaks for a conflict: who and where counts in full, words and weapons up to a limit."""
    table = _words()
    lemmas = {t.lemma for sentence in discourse.sentences for t in sentence.tokens if discourse.mention(t) is None}
    told = sum(_WEIGHTS.get(table.get(lemma, ""), 0.0) for lemma in sorted(lemmas))
    against = _HALF * sum(table.get(lemma) == "other" for lemma in lemmas)
    weights: dict[str, float] = {}
    armed: dict[str, float] = {}
    for filler in discourse.mentions:
        key = filler.link.entity.iri if filler.link is not None else filler.mention.text
        (armed if filler.kind == "equipment" else weights)[key] = _weight(filler, discourse)
    return sum(weights.values()) + min(_MOST, told) + min(_MOST, sum(armed.values())) - against


def _weight(filler: Filler, discourse: Discourse) -> float:
    kind, table = filler.kind, _words()
    if kind in ("unit", "armed_group"):
        return 1.0
    if kind == "equipment":
        last = filler.mention.text.lower().split()[-1]
        if last in _CIVIL or last.rstrip("s") in _CIVIL:
            return 0.0
        return 1.0 if discourse.is_named(filler) and _known(filler) else _HALF
    if filler.link is None:
        return 0.0
    if kind in ("person", "organisation"):
        return _HALF if _of_catalogue(filler) else 0.0
    if kind == "state":
        return {"theatre": _HALF, "belligerent": _HALF}.get(table.get(filler.name, ""), 0.0)
    if kind in PLACE_KINDS:
        if not _known(filler):
            return _HALF
        above = (discourse.catalogue.by_iri(iri) for iri in discourse.above(filler.link.entity))
        kinds = {table.get(name) for name in (filler.name, *(e.name for e in above if e is not None))}
        return 1.0 if "theatre" in kinds else _HALF if "belligerent" in kinds else 0.0
    return 0.0


def _known(filler: Filler) -> bool:
    """Whether a mention is linked to more than an entity that only this report names."""
    return filler.link is not None and filler.link.reasons != ("named in the report",)
