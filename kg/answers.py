"""Answers: what the events say to a question, each with the words it rests on, and what was left out and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from typing import Any

from kg.catalogue import Catalogue
from kg.graph_names import kind_of, role_of, word_of
from kg.model import Entity
from kg.question_query import frame_query
from kg.questions import Frame, Pattern
from kg.store import View
from kg.terms import literal
from kg.vocabulary import CLAIM_TYPES, ID

ACTUAL = ("accepted", "disputed")
_MOST_EXCLUDED = 12
_SETTLEMENTS = frozenset("town city village settlement hamlet place".split())
_REGIONS = frozenset("region oblast province district".split())
_ROOT_EQUIPMENT = frozenset({"military equipment"})


@dataclass(frozen=True, slots=True)
class Row:
    """One claim that answers: what it names, and the words, the speaker and the report that it rests on."""

    name: str
    iri: str | None
    links: tuple[str, ...]
    status: str
    count: tuple[int | None, int | None] | None
    scope: str | None
    certainty: str
    basis: str | None
    modality: str
    polarity: str
    standing: str
    belief: float
    speaker: str | None
    report: str
    title: str | None
    date: str | None
    time: tuple[str, str] | None
    quote: str
    start: int
    end: int
    cause: str | None
    condition: str | None
    content: str | None
    relation: str | None
    event: str
    claim: str
    type: str


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
    """An answer: names for ``which``; a number or ``lowest–highest`` for ``how_many``; yes, no or unknown for ``did``."""

    question: str
    form: str
    answer: tuple[str, ...] | str
    rows: tuple[Row, ...]
    excluded: tuple[Excluded, ...]
    sparql: str

    @property
    def evidence(self) -> tuple[dict[str, Any], ...]:
        """The verbatim words of each row, with where they stand."""
        return tuple(
            {"report": r.report, "date": r.date, "start": r.start, "end": r.end, "quote": r.quote, "claim": r.claim} for r in self.rows
        )

    def to_json(self) -> dict[str, Any]:
        """The answer as JSON values."""
        rows = []
        for row in self.rows:
            told = asdict(row)
            count = told.pop("count")
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
        }


def answer(frame: Frame, view: View, catalogue: Catalogue) -> Answer:
    """What the store says to a question."""

    def under(iri: str) -> tuple[str, ...]:
        if kind_of(iri) != "equipment":
            return (iri,)
        return tuple(e.iri for e in catalogue.entities if e.kind == "equipment" and catalogue.is_under(e.iri, iri)) or (iri,)

    standings = (*ACTUAL, "planned", "possible") if frame.modality == "open" else ("refuted",) if frame.denied else ACTUAL
    sparql = frame_query(frame, standings=standings, under=under)
    found = _rows(frame, view, sparql)
    rows = [row for row in found if _fits(frame, row, catalogue)]
    excluded = [_excluded(row, "names no type of its own" if frame.noun in ("type", "kind") else f"is no {frame.noun}")
                for row in found if row not in rows and row.name]  # fmt: skip
    taken = {row.claim for row in rows}
    for relaxed, why in _relaxations(frame):
        held = ("refuted", "planned", "possible") if relaxed is frame else standings
        for row in _rows(relaxed, view, frame_query(relaxed, standings=held, under=under)):
            if row.claim not in taken and (row.name or frame.form != "which"):
                taken.add(row.claim)
                excluded.append(_excluded(row, _reason(row, why, frame, view)))
    return Answer(
        frame.question, frame.form, _headline(frame, rows, view, under), tuple(rows), tuple(excluded[:_MOST_EXCLUDED]), sparql
    )


def setting(view: View) -> tuple[Entity, ...]:
    """The states and places that the store's reports speak of, once for each mention: what a question is set in."""
    found = view.query(
        "SELECT ?entity (COUNT(?stretch) AS ?times) WHERE { ?stretch a sg:Mention ; sg:refersTo ?entity } GROUP BY ?entity ORDER BY ?entity"
    )
    entities: list[Entity] = []
    for record in found.records():
        if kind_of(record["entity"]) in ("state", "place") and (entity := view.entity_value(record["entity"])) is not None:
            entities.extend([entity] * min(int(record["times"]), 20))
    return tuple(entities)


def named(view: View, entity: Entity) -> tuple[Entity, ...]:
    """The entities that the store's reports speak of under the same name and of the same kind, sorted by IRI."""
    found = view.query(
        "SELECT DISTINCT ?entity WHERE { ?stretch sg:refersTo ?entity . ?entity rdfs:label ?label . "
        f"FILTER(LCASE(STR(?label)) = {literal(entity.name.lower())}) }} ORDER BY ?entity"
    )
    iris = [record["entity"] for record in found.records() if kind_of(record["entity"]) == entity.kind]
    return tuple(e for iri in iris if (e := view.entity_value(iri)) is not None)


def _rows(frame: Frame, view: View, sparql: str) -> list[Row]:
    rows: dict[tuple[str, str], Row] = {}
    for record in view.query(sparql).records():
        value = record.get("answer", "")
        key = record["claim"], value
        speaker = _speaker(record, view)
        if key in rows:
            held = rows[key]
            if speaker and speaker not in (held.speaker or ""):
                rows[key] = replace(held, speaker=f"{held.speaker}, {speaker}" if held.speaker else speaker)
            continue
        entity = view.entity_value(value) if value.startswith(ID) else None
        low, high = record.get("min"), record.get("max")
        how, _ = role_of(record["how"]) if record.get("how") else (None, False)
        rows[key] = Row(
            name=entity.name if entity else value,
            iri=value if value.startswith(ID) else None,
            links=entity.links if entity else (),
            status=_word(record["status"]) or "",
            count=(int(low) if low else None, int(high) if high else None) if low or high else None,
            scope=_word(record.get("scope")),
            certainty=_word(record["certainty"]) or "",
            basis=_word(record.get("basis")),
            modality=_word(record["modality"]) or "",
            polarity=_word(record["polarity"]) or "",
            standing=_word(record["standing"]) or "",
            belief=float(record["belief"]),
            speaker=speaker,
            report=record["report"],
            title=record.get("title"),
            date=record.get("date"),
            time=(record["from"], record["until"]) if "from" in record else None,
            quote=record["quote"],
            start=int(record["start"]),
            end=int(record["end"]),
            cause=record.get("cause"),
            condition=record.get("condition"),
            content=record.get("content"),
            relation=how.partition(".")[2] or None if how else None,
            event=record["event"],
            claim=record["claim"],
            type=_word(record["kind"]) or "",
        )
    if any(p.hole == "time" for p in frame.patterns):
        return [replace(r, name=r.time[0] if r.time[0] == r.time[1] else f"{r.time[0]}–{r.time[1]}") for r in rows.values() if r.time]
    return list(rows.values())


def _speaker(record: dict[str, str], view: View) -> str | None:
    words = record.get("speaker")
    entity = view.entity_value(record["speakerEntity"]) if record.get("speakerEntity") else None
    if entity is not None and words is not None and len(words.split()) < 2:
        return entity.name
    return words


def _word(iri: str | None) -> str | None:
    return word_of(f"<{iri}>") if iri else None


def _fits(frame: Frame, row: Row, catalogue: Catalogue) -> bool:
    """Whether a row's filler is the kind of thing asked for; a bare noun is no answer to "which"."""
    if frame.form != "which":
        return True
    if not row.name:
        return False
    if row.iri is not None and kind_of(row.iri) == "equipment" and row.name in _ROOT_EQUIPMENT:
        return False
    if frame.noun in _SETTLEMENTS:
        return row.iri is not None and catalogue.sorts.get(row.iri) is None
    if frame.noun in _REGIONS:
        return row.iri is not None and catalogue.sorts.get(row.iri) is not None
    if frame.noun in ("state", "country", "nation"):
        return row.iri is not None and kind_of(row.iri) == "state"
    asks_name = frame.hole.lower().startswith("which") or frame.noun in ("type", "kind", "model")
    return row.iri is not None or not asks_name


def _relaxations(frame: Frame) -> Iterable[tuple[Frame, str]]:
    """The frame with one demand given up at a time, and which."""
    if any(c.role == "place" for p in frame.patterns for c in p.constraints):
        yield replace(frame, patterns=tuple(_without_place(p) for p in frame.patterns)), "place"
    territorial = tuple(
        replace(p, statuses=tuple(s for s in CLAIM_TYPES[p.type].statuses), constraints=tuple(
            replace(c, rel="near") if c.role == "place" else c for c in p.constraints))
        for p in frame.patterns if p.type == "territorial"
    )  # fmt: skip
    if territorial and frame.form == "did":
        yield replace(frame, patterns=territorial), "status"
    yield frame, "standing"


def _without_place(pattern: Pattern) -> Pattern:
    return replace(pattern, constraints=tuple(c for c in pattern.constraints if c.role != "place"))


def _excluded(row: Row, why: str) -> Excluded:
    return Excluded(row.name, why, row.quote, row.report, row.date, row.claim)


def _reason(row: Row, relaxed: str, frame: Frame, view: View) -> str:
    asked = next((c.words for p in frame.patterns for c in p.constraints if c.role == "place"), "")
    if relaxed == "standing":
        return {"refuted": "denied", "planned": "planned, not done", "possible": "possible, not said to have happened"}[row.standing]
    places = _places(row.event, view)
    if relaxed == "status":
        part = next((rel for rel, _ in places if rel), None)
        where = ", ".join(f"{rel + ' of ' if rel == 'part' else rel + ' ' if rel else ''}{name}" for rel, name in places)
        if part is None and row.status == "contested":
            return f"fighting for {where}, not taken"
        return f"{row.status}: {where}"
    if not places:
        return f"said of no place, not of {asked}"
    return "in " + ", ".join(name for _, name in places) + f", not {asked}"


def _places(event: str, view: View) -> list[tuple[str, str]]:
    """How an event lies to its places, and their names."""
    found = []
    for quad in view.quads(None, event):
        role, text = role_of(quad.predicate[1:-1])
        if role is not None and role.partition(".")[0] == "place":
            value = quad.object[1:-1] if not text else quad.object.strip('"')
            entity = view.entity_value(value) if not text else None
            found.append((role.partition(".")[2], entity.name if entity else value))
    return found


def _headline(frame: Frame, rows: list[Row], view: View, under: Any) -> tuple[str, ...] | str:
    if frame.form == "which":
        return tuple(dict.fromkeys(row.name for row in rows))
    if frame.form == "did":
        if rows:
            return "no" if frame.denied else "yes"
        refuted = frame_query(frame, standings=("refuted",), under=under)
        return "no" if any(True for _ in view.query(refuted).records()) else "unknown"
    return _number(rows)


def _number(rows: list[Row]) -> str:
    """The number that events add up to, as one figure or lowest–highest; exact figures go before vague ones.

    Numbers of different scope are not added up: single events first, else the widest period, else the running total.
    """
    by_event: dict[str, list[tuple[int | None, int | None]]] = {}
    scopes = {row.scope or "event" for row in rows if row.count}
    scope = next((s for s in ("event", "period", "cumulative") if s in scopes), None)
    for row in rows:
        if row.count and (row.scope or "event") == scope:
            by_event.setdefault(row.event, []).append(row.count)
    if not by_event:
        return "unknown"
    low = high = 0
    widest: list[tuple[int, int | None]] = []
    for counts in by_event.values():
        exact = [c for c in counts if c[0] is not None and c[0] == c[1]]
        used = exact or counts
        lows = [c[0] or 0 for c in used]
        highs = [c[1] for c in used if c[1] is not None]
        widest.append((min(lows), max(highs) if highs else None))
    if scope == "event":
        low, high = sum(w[0] for w in widest), sum(w[1] or w[0] for w in widest)
    else:
        low, high = min(w[0] for w in widest), max(w[1] or w[0] for w in widest)
    return str(low) if low == high else f"{low}–{high}"
