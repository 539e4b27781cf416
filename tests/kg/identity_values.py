"""Small reports that name units and people no table has, for the tests of identity; and a strategy of many."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from kg.identifiers import claim_id, entity_iri, local_iri, text_sha256
from kg.model import Claim, Entity, Filler, Link, Mention, Reading, Report, Span

NORLAND = Entity(entity_iri("state", "Norland"), "state", "Norland")
SUDLAND = Entity(entity_iri("state", "Sudland"), "state", "Sudland")
FARLAND = Entity(entity_iri("state", "Farland"), "state", "Farland")
TOWN = Entity(entity_iri("place", "Korvo"), "place", "Korvo", broader=(NORLAND.iri,))
CITY = Entity(entity_iri("place", "Ostrava Nova"), "place", "Ostrava Nova", broader=(SUDLAND.iri,))
TANK = Entity(entity_iri("equipment", "T-1"), "equipment", "T-1")
LEADER = Entity(entity_iri("person", "Ivo Marek"), "person", "Ivo Marek", ("Ivo Marec",), (NORLAND.iri,))
KNOWN = {e.iri: e for e in (NORLAND, SUDLAND, FARLAND, TOWN, CITY, TANK, LEADER)}

LAWS = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
"""For tests of laws: a busy machine is no fault of theirs."""


def closure(iri: str) -> tuple[str, ...]:
    broader = KNOWN[iri].broader if iri in KNOWN else ()
    return tuple(sorted({iri, *(above for b in broader for above in closure(b))}))


def local(report: str, name: str, kind: str = "unit", side: Entity | None = None) -> Entity:
    return Entity(local_iri(kind, report, name), kind, name, broader=(side.iri,) if side else ())


def iri(report: str, name: str, kind: str = "unit") -> str:
    return local_iri(kind, report, name)


def reading(id_: str, *named: Entity, day: int = 1, text: str | None = None) -> Reading:
    """A report of that day that names entities one after the other, each in a claim about a loss near Korvo of its own.

    The text is the names, unless it is given and holds them.
    """
    text = text or ". ".join(entity.name for entity in named)
    report = Report(id_, text, text_sha256(text), date(2031, 5, 1) + timedelta(days=day))
    fillers = []
    at = 0
    for entity in named:
        at = text.index(entity.name, at)
        span = Span(at, at + len(entity.name))
        fillers.append(Filler(Mention(span, entity.name, entity.kind), Link(entity, 0.5, ("named in the report",))))
        at = span.end
    claims = tuple(
        Claim(
            claim_id(id_, "personnel_loss", "killed", filler.mention.text, number, ()), id_,
            "personnel_loss", "killed", filler.mention.span, filler.mention.text, {"unit": (filler,)},
        )
        for number, filler in enumerate(fillers)
        if filler.kind in ("unit", "person")
    )  # fmt: skip
    return Reading(report, tuple(fillers), claims)


_NAMES = {
    "unit": ("9th Brigade", "47th Mechanized Brigade", "47th Separate Mechanised Brigade", "47th Brigade",
             "47th Tank Brigade"),
    "person": ("Jan Novak", "Novak", "Petr Novak", "Defence Minister Jan Novak", "Marek"),
    "organisation": ("Health Ministry", "Kelp Island Trust", "KIT"),
    "place": ("Westford", "Vestford"),
}  # fmt: skip
_NAMED = [(k, n, side) for k, ns in _NAMES.items() for n in ns for side in (None, NORLAND, SUDLAND)]
_SETTINGS = [(), (NORLAND, SUDLAND), (NORLAND, SUDLAND, TOWN), (SUDLAND, CITY), (NORLAND, LEADER), (LEADER, TOWN)]
_REPORTS = st.tuples(
    st.sampled_from((0, 1, 2, 60, 90)), st.sampled_from(_SETTINGS), st.lists(st.sampled_from(_NAMED), max_size=4)
)


def _read(number: int, day: int, setting: tuple[Entity, ...], named: list[tuple[str, str, Entity | None]]) -> Reading:
    found = {(kind, name): local(f"r{number}", name, kind, side) for kind, name, side in named}
    return reading(f"r{number}", *setting, *found.values(), day=day)


def many() -> st.SearchStrategy[tuple[Reading, ...]]:
    """Up to five reports that name the same few things, of one side or another or of none, some days apart."""
    return st.lists(_REPORTS, min_size=1, max_size=5).map(
        lambda told: tuple(_read(number, *report) for number, report in enumerate(told))
    )


def entities(readings: Iterable[Reading]) -> list[str]:
    """The IRIs of all entities that readings name, sorted."""
    return sorted({f.link.entity.iri for one in readings for f in one.mentions if f.link})
