"""Answers: what the events say to a question, each with the words it rests on, and what was left out and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from typing import Any

from kg.answer_numbers import Involved, number
from kg.answer_rows import Row, read_rows
from kg.catalogue import Catalogue
from kg.graph_names import kind_of, role_of
from kg.identifiers import graph_iri
from kg.question_query import Scene, frame_query
from kg.question_setting import places, written_as
from kg.questions import ANY, CAUSE, EVENT, SPEAKER, TIME, Constraint, Frame, Pattern, Wanted
from kg.store import View
from kg.terms import text_of
from kg.vocabulary import CLAIM_TYPES, SIDE_ROLES

ACTUAL = ("accepted", "disputed")
_MOST_EXCLUDED = 12
_OPEN = (*ACTUAL, "planned", "possible")
_AHEAD = ("planned", "possible")
_OFFERED = frozenset({"transfer", "statement", "measure", "diplomacy", "relation"})
"""What is offered, approved or promised has happened as such although it is for later; an attack that may come has not."""
_STANDINGS = {"actual": ACTUAL, "open": _OPEN, "told": (*_OPEN, "refuted")}
_STANDS = {"planned": "planned, not done", "possible": "possible, not said to have happened"}
_LIES = {None: "in", "part": "part of", "near": "near", "toward": "toward", "from": "from", "over": "over"}


@dataclass(frozen=True, slots=True)
class Excluded:
    """A claim that was close to answering and why it does not."""

    name: str
    why: str
    quote: str
    report: str
    date: str | None
    claim: str


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer: names for ``which``; a number, ``lowest–highest``, ``at least N`` or unknown for ``how_many``; and for
    ``did`` yes, no or unknown.

    Of all that was left out (`left_out` in number), `excluded` are the first.
    """

    question: str
    form: str
    answer: tuple[str, ...] | int | str
    rows: tuple[Row, ...]
    excluded: tuple[Excluded, ...]
    sparql: str
    left_out: int = 0

    @property
    def evidence(self) -> tuple[dict[str, Any], ...]:
        """The verbatim words of each claim, with where they stand."""
        keys = ("report", "date", "start", "end", "quote", "claim")
        return tuple({row.claim: {key: getattr(row, key) for key in keys} for row in self.rows}.values())

    def to_json(self) -> dict[str, Any]:
        """The answer as JSON values."""
        rows = []
        for row in self.rows:
            told = asdict(row)
            count = told.pop("count")
            told["countText"] = told.pop("count_text")
            told["countMin"], told["countMax"] = count if count else (None, None)
            told["links"] = list(row.links)
            told["time"] = list(row.time) if row.time else None
            rows.append(told)
        return {
            "question": self.question,
            "answer": list(self.answer) if isinstance(self.answer, tuple) else self.answer,
            "rows": rows,
            "sparql": self.sparql,
            "evidence": list(self.evidence),
            "excluded": [asdict(e) for e in self.excluded],
            "left_out": self.left_out,
        }


def answer(frame: Frame, view: View, catalogue: Catalogue) -> Answer:
    """What the store says to a question."""

    def under(iri: str) -> tuple[str, ...]:
        if kind_of(iri) != "equipment":
            return (iri,)
        types = (e.iri for e in catalogue.entities if e.kind == "equipment")
        return tuple(found for found in types if catalogue.is_under(found, iri)) or (iri,)

    scene = Scene(under, lambda sort: places(view, catalogue, sort), lambda iri: written_as(view, catalogue, iri))
    standings = ("refuted", "disputed") if frame.denied else _STANDINGS[frame.modality]
    if standings == _OPEN and not all(pattern.type in _OFFERED for pattern in frame.patterns):
        standings = _AHEAD
    sparql = frame_query(frame, standings=standings, scene=scene)
    rows = read_rows(frame, view, sparql)
    excluded: dict[str, Excluded] = {}
    taken = {(row.claim, row.name) for row in rows}
    held = {row.claim for row in rows}
    for relaxed, kept, polarity, why in _relaxations(frame, standings):
        query = frame_query(relaxed, standings=kept, scene=scene, polarity=polarity)
        for row in read_rows(relaxed, view, query):
            whole = frame.form != "which" or why in ("standing", "denied")
            if (row.claim, row.name) in taken or (whole and row.claim in held):
                continue
            taken.add((row.claim, row.name))
            reasons = (_reason(row, why, frame, view), _doubt(row, frame) if why != "confidence" else "")
            excluded.setdefault(f"{row.claim} {row.name}", _excluded(row, "; ".join(filter(None, reasons))))
    listed = tuple(excluded.values())[:_MOST_EXCLUDED]
    headline = _headline(frame, rows, view, scene)
    return Answer(frame.question, frame.form, headline, tuple(rows), listed, sparql, len(excluded))


Relaxation = tuple[Frame, tuple[str, ...], str | None, str]


def _relaxations(frame: Frame, standings: tuple[str, ...]) -> Iterator[Relaxation]:
    """The frame with one demand given up at a time, the standings and the polarity to ask for, and which demand it is.

    What was read less surely than asked is listed with the rest: that it is hidden must not be hidden.
    """
    if frame.min_confidence:
        frame = replace(frame, min_confidence=0.0)
        yield frame, standings, None, "confidence"
    holes = {p.hole for p in frame.patterns}
    if frame.wanted != Wanted():
        yield replace(frame, wanted=Wanted()), standings, None, "kind"
    set_in = tuple(_without_place(p) for p in frame.patterns if p.type != "territorial")
    set_in = tuple(p for p in set_in if p.constraints)
    if set_in and any(c.role == "place" for p in frame.patterns for c in p.constraints):
        yield replace(frame, patterns=set_in), standings, None, "place"
    if "place" in holes and any(p.type == "territorial" for p in frame.patterns):
        yield replace(frame, parts=True), standings, None, "whole"
    territorial = tuple(_nearby(p) for p in frame.patterns if p.type == "territorial")
    if EVENT not in holes and any(c.role == "place" for p in territorial for c in p.constraints):
        yield replace(frame, patterns=territorial), standings, None, "status"
    enemies = tuple(_of_enemy(p) for p in frame.patterns if any(map(_is_side, p.constraints)))
    if enemies:
        yield replace(frame, patterns=enemies), standings, None, "side"
    if frame.time is not None:
        yield replace(frame, time=None), standings, None, "time"
    if frame.count is not None:
        yield replace(frame, count=None), standings, None, "count"
    special = {TIME, CAUSE, SPEAKER} & holes
    if special:
        bare = tuple(replace(p, hole=None) for p in frame.patterns)
        yield replace(frame, patterns=bare), standings, None, special.pop()
    if frame.modality == "actual" and not frame.denied:
        yield frame, ("planned", "possible"), None, "standing"
        yield frame, ("refuted", "disputed"), "negative", "denied"


def _without_place(pattern: Pattern) -> Pattern:
    return replace(pattern, constraints=tuple(c for c in pattern.constraints if c.role != "place"))


def _is_side(constraint: Constraint) -> bool:
    return constraint.role in SIDE_ROLES and bool(constraint.iris)


def _of_enemy(pattern: Pattern) -> Pattern:
    """What a report tells of "the enemy" without saying who that is."""
    constraints = tuple(Constraint(c.role, "enemy") if _is_side(c) else c for c in pattern.constraints)
    return replace(pattern, constraints=constraints)


def _nearby(pattern: Pattern) -> Pattern:
    """Whatever else is told of the same ground, by whomever: fighting for it, a part of it, what lies near it."""
    constraints = tuple(
        replace(c, rel="near") if c.role == "place" else replace(c, or_unknown=bool(c.iris))
        for c in pattern.constraints
        if c.role != ANY
    )
    return replace(pattern, statuses=CLAIM_TYPES[pattern.type].statuses, constraints=constraints)


def _excluded(row: Row, why: str) -> Excluded:
    return Excluded(row.name, why, row.quote, row.report, row.date, row.claim)


def _reason(row: Row, demand: str, frame: Frame, view: View) -> str:
    asked = next((c.words for p in frame.patterns for c in p.constraints if c.role == "place"), "")
    if demand == "standing":
        return _STANDS.get(row.standing, row.standing)
    if demand == "denied":
        return f"denied by {row.speaker}" if row.speaker else "said not to be so"
    if demand == "kind":
        if row.iri and row.iri == frame.wanted.equipment:
            return "names no type of its own"
        return (
            "goes by no name of its own" if not row.iri and frame.noun in row.name.lower() else f"is no {frame.noun}"
        )
    if demand == "side":
        return "of “the enemy”, whom the report does not name"
    if demand == "whole":
        return f"{row.status} {_LIES.get(row.relation, 'in')} {row.name}"
    if demand == "count":
        return "another figure is given" if row.count else "no figure is given"
    if demand == "confidence":
        return _doubt(row, frame)
    if demand == "time":
        days = row.time or ("", "")
        return (days[0] if days[0] == days[1] else " to ".join(days)) or _undated(row)
    if demand in (TIME, CAUSE, SPEAKER):
        silent = {TIME: _undated(row), CAUSE: "no cause is given", SPEAKER: "the report names no one who says it"}
        return silent[demand]
    lying = _places(row.event, view)
    where = ", ".join(f"{_LIES.get(rel or None, 'in')} {name}" for rel, name in lying)
    if demand == "status":
        if row.status == "contested" and not any(rel for rel, _ in lying):
            return f"fighting for {', '.join(name for _, name in lying)}, not taken"
        return f"{row.status} {where}"
    return f"{where}, not {asked}" if lying else f"said of no place, not of {asked}"


def _doubt(row: Row, frame: Frame) -> str:
    doubted = row.confidence < frame.min_confidence
    return f"read with a confidence of {row.confidence:g}, below {frame.min_confidence:g}" if doubted else ""


def _undated(row: Row) -> str:
    return f"no day is given (reported on {row.date})" if row.date else "no day is given"


def _places(event: str, view: View) -> list[tuple[str, str]]:
    """How an event lies to its places, and their names."""
    found = []
    for quad in view.quads(None, event):
        role, text = role_of(quad.predicate[1:-1])
        if role is not None and role.partition(".")[0] == "place":
            value = text_of(quad.object) if text else quad.object[1:-1]
            entity = view.entity_value(value) if not text else None
            found.append((role.partition(".")[2], entity.name if entity else value))
    return found


def _headline(frame: Frame, rows: list[Row], view: View, scene: Scene) -> tuple[str, ...] | int | str:
    if frame.form == "which":
        return tuple(dict.fromkeys(row.name for row in rows if row.name))
    if frame.form == "how_many":
        graph = graph_iri("events")
        return number(rows, frame.scope, lambda event: Involved.from_quads(view.quads(graph, event)))
    if rows:
        return "no" if frame.denied else "yes"
    opposite = "positive" if frame.denied else "negative"
    said = frame_query(frame, standings=_STANDINGS["told"], scene=scene, polarity=opposite)
    return "no" if frame.modality != "told" and any(True for _ in view.query(said).records()) else "unknown"
