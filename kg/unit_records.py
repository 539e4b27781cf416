"""A unit as its commander's staff would ask for it: what it is under, who leads it, with what and where it was seen.

All is read from the graph: the tables and reports say who it belongs to, events and claims the rest, each with its day.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any, Protocol

from kg.data_files import csv_rows
from kg.filter_terms import confidence_term
from kg.graph_names import kind_of, role_of, word_of
from kg.identifiers import graph_iri
from kg.identity_records import members, representative
from kg.model import Entity
from kg.terms import Quad, iri, name, text_of
from kg.vocabulary import PLACE_KINDS

Record = dict[str, Any]
_ABOVE = ("sg:parent", "sg:belongsTo")
_SIDES = ("perpetrator", "victim", "attacker", "target", "actor", "supplier", "recipient")
_HOLDS = ("accepted", "disputed")


class Rows(Protocol):
    """A query's results."""

    def records(self) -> Iterator[dict[str, str]]:
        """Rows as variable -> value as text."""
        ...


class Source(Protocol):
    """What a unit's record is made from: a view."""

    def quads(self, graph: str | None = None, subject: str | None = None) -> list[Quad]:
        """The quads of one graph, about one subject, or both."""
        ...

    def pointing_at(self, property_: str, object_: str) -> list[Quad]:
        """The quads with that property and object."""
        ...

    def entity_value(self, entity: str) -> Entity | None:
        """What is known of an entity."""
        ...

    def named(self, query: str, /, *, limit: int | None = None, offset: int = 0, **bindings: str) -> Rows:
        """Run a shipped query."""
        ...


def unit_record(view: Source, unit: str, min_confidence: float = 0.0) -> Record:
    """What is known of a unit's command and doings.

    parents (from the one right above to the top: iri, name, kind), subordinates (units right below), commanders (who is
    said to lead it: iri, name, kind, since and until: first and last day that this is said of), people (persons that
    belong to it), equipment (iri, name, kind, links, how, events, first, last), places (day, iri, name, kind, how, type,
    status, event), claims (date, report, type, status, role, words, quote, claim, start); the last two by date, the
    newest first. Claims below `min_confidence` (0–1), and events without any other, are left out.
    """
    least = confidence_term(min_confidence)
    events = list(_events(view, unit, least))
    parents = _parents(view, unit)
    return {
        "parents": [_line(view, above) for above in parents],
        "subordinates": [_line(view, below) for below in _below(view, unit, "unit")],
        "commanders": _commanders(view, unit, events),
        "people": [_line(view, person) for person in _below(view, unit, "person")],
        "equipment": _equipment(view, unit, frozenset(parents), events),
        "places": _places(view, events),
        "claims": _claims(view, unit, least),
    }


def _parents(view: Source, unit: str) -> list[str]:
    """The chain above a unit, the formation or organisation right above it first; no one twice."""
    chain: list[str] = []
    at: str | None = unit
    while at is not None:
        above = _right_above(view, at) - {*chain, unit}
        wider = {higher for one in above for higher in _all_above(view, one) if higher != one}
        narrowest = sorted(
            above - wider or above, key=lambda one: (kind_of(one) != "unit", kind_of(one) == "state", one)
        )
        at = narrowest[0] if narrowest else None
        chain += narrowest[:1]
    return chain


def _right_above(view: Source, entity: str) -> set[str]:
    return {
        representative(view, text_of(quad.object)) for property_ in _ABOVE for quad in _said(view, entity, property_)
    }


def _all_above(view: Source, entity: str) -> set[str]:
    found: set[str] = set()
    ahead = [entity]
    while ahead:
        new = _right_above(view, ahead.pop()) - found
        found |= new
        ahead += sorted(new)
    return found


def _said(view: Source, entity: str, property_: str) -> Iterator[Quad]:
    for member in members(view, entity):
        yield from (quad for quad in view.quads(None, member) if quad.predicate == name(property_))


def _below(view: Source, unit: str, kind: str) -> list[str]:
    """What belongs to a unit directly, of one kind."""
    found = {
        representative(view, text_of(quad.subject))
        for member in members(view, unit)
        for property_ in _ABOVE
        for quad in view.pointing_at(property_, member)
    }
    return sorted(iri_ for iri_ in found if kind_of(iri_) == kind and iri_ != unit)


class _Event:
    """An event's words and roles, off its quads."""

    def __init__(self, event: str, quads: Iterable[Quad]) -> None:
        self.id = event.rpartition("/")[2]
        self.roles: dict[str, list[str]] = defaultdict(list)
        words: dict[str, str] = {}
        for quad in quads:
            role, said = role_of(text_of(quad.predicate))
            if role is not None and not said:
                self.roles[role].append(text_of(quad.object))
            words[quad.predicate] = quad.object
        self.type, self.status, self.standing = (
            word_of(words[name(f"sg:{key}")]) or "" for key in ("kind", "status", "standing")
        )
        self.start, self.end = (
            text_of(words[key]) if (key := name(f"sg:time{which}")) in words else None for which in ("Start", "End")
        )

    @property
    def order(self) -> tuple[str, str]:
        return self.start or "", self.id


def _events(view: Source, unit: str, least: Mapping[str, str]) -> Iterator[_Event]:
    """The events that hold with the unit itself in a role; those of units below it are theirs."""
    graph = graph_iri("events")
    found = {row["event"] for row in view.named("events", entity=iri(unit), limit=None, offset=0, **least).records()}
    for event in sorted(found):
        read = _Event(event, view.quads(graph, event))
        if read.standing in _HOLDS and any(unit in fillers for fillers in read.roles.values()):
            yield read


def _commanders(view: Source, unit: str, events: Iterable[_Event]) -> list[Record]:
    """Who leads a unit, whoever is said to last first."""
    days: dict[str, list[str]] = {}
    for event in events:
        if event.type == "relation" and event.status == "leads" and unit in event.roles["object"]:
            for leader in event.roles["subject"]:
                days.setdefault(leader, []).extend(day for day in (event.start, event.end) if day)
    found = [
        {**_line(view, who), "since": min(told, default=None), "until": max(told, default=None)}
        for who, told in days.items()
    ]
    return sorted(found, key=lambda record: (record["until"] or "", record["iri"]), reverse=True)


def _equipment(view: Source, unit: str, above: frozenset[str], events: Iterable[_Event]) -> list[Record]:
    seen: dict[tuple[str, str], list[_Event]] = defaultdict(list)
    for event in events:
        for how, role in _uses(unit, above, event):
            for thing in event.roles[role]:
                if kind_of(thing) == "equipment":
                    seen[thing, how].append(event)
    found = []
    for (thing, how), group in seen.items():
        entity = view.entity_value(thing)
        days = sorted(day for event in group for day in (event.start, event.end) if day)
        line = {**_line(view, thing), "links": list(entity.links) if entity else [], "how": how}
        first, last = (days[0], days[-1]) if days else (None, None)
        found.append({**line, "events": len(group), "first": first, "last": last})
    return sorted(found, key=lambda record: (-record["events"], record["name"] or "", record["how"]))


def _uses(unit: str, above: frozenset[str], event: _Event) -> Iterator[tuple[str, str]]:
    """How a unit stands to the things in an event, with the role that these fill.

    Of a unit that is only said to be in it, the role is that of its side: who lost it, or who destroyed it.
    """
    parts = [role for role, fillers in event.roles.items() if unit in fillers]
    if parts == ["unit"]:
        sides = [role for role in _SIDES if not above.isdisjoint(event.roles[role])]
        parts = sides if len(sides) == 1 else parts
    for type_, part, thing, how in _table():
        if type_ == event.type and part in parts and (how != "operates" or event.status == how):
            yield how, thing


@cache
def _table() -> tuple[tuple[str, str, str, str], ...]:
    rows = csv_rows("kg", "unit_uses.csv")
    return tuple((row["type"], row["part"], row["thing_role"], row["how"]) for row in rows)


def _places(view: Source, events: Iterable[_Event]) -> list[Record]:
    found = []
    for event in sorted(events, key=lambda event: event.order, reverse=True):
        for role, fillers in sorted(event.roles.items()):
            base, _, rel = role.partition(".")
            for place in fillers:
                if kind_of(place) in PLACE_KINDS and base in ("place", "origin", "target", "object"):
                    how = rel or ("in" if base == "place" else base)
                    told = {"how": how, "type": event.type, "status": event.status, "event": event.id}
                    found.append({"day": event.start, **_line(view, place), **told})
    return found


def _claims(view: Source, unit: str, least: Mapping[str, str]) -> list[Record]:
    found = {}
    for member in members(view, unit):
        for row in view.named("entity_claims", entity=iri(member), limit=None, offset=0, **least).records():
            role = row["role"].rpartition("#")[2].removesuffix("Filler")
            found[row["claim"], role] = row
    records = []
    for (claim, role), row in found.items():
        (told,) = view.named("claim_evidence", claim=iri(claim)).records()
        words = {quad.predicate: word_of(quad.object) for quad in view.quads(None, claim)}
        records.append(
            {
                "date": told.get("date"),
                "report": told["id"],
                "type": words[name("sg:kind")],
                "status": words[name("sg:status")],
                "role": role,
                "words": row["words"],
                "quote": told["quote"],
                "claim": claim.rpartition("/")[2],
                "start": int(told["start"]),
            }
        )
    records.sort(key=lambda r: (r["report"], r["start"], r["claim"], r["role"]))
    return sorted(records, key=lambda r: r["date"] or "", reverse=True)


def _line(view: Source, entity: str) -> Record:
    value = view.entity_value(entity)
    return {"iri": entity, "name": value.name if value else None, "kind": kind_of(entity)}
