"""The rows of an answer: what a query's records say, each with the words it rests on."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kg.graph_names import role_of, word_of
from kg.model import Entity
from kg.question_query import ROOT_EQUIPMENT
from kg.questions import CAUSE, EVENT, SPEAKER, TIME, Frame
from kg.store import View
from kg.terms import text_of
from kg.vocabulary import ID, ROLES, SG

_FILLERS = {f"<{SG}{role}Filler>" for role in ROLES}
_OPENERS = ("that ", "to ", "whether ")


@dataclass(frozen=True, slots=True)
class Row:
    """One claim that answers: what it names, and the words, the speaker and the report that it rests on."""

    name: str
    iri: str | None
    links: tuple[str, ...]
    status: str
    count: tuple[int | None, int | None] | None
    count_text: str | None
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
    confidence: float


def read_rows(frame: Frame, view: View, sparql: str) -> list[Row]:
    """The rows of a frame's query, in its order: one for each claim and thing named, or one for each claim where the
    question asks for no thing."""
    rows: dict[tuple[str, str], Row] = {}
    asks = frame.form == "which"
    holes = {p.hole for p in frame.patterns}
    for record in view.query(sparql).records():
        value = record.get("answer", "")
        key = record["claim"], value if asks and not holes & {TIME, CAUSE, SPEAKER, EVENT} else ""
        entity = view.entity_value(value) if value.startswith(ID) else None
        name = entity.name if entity else _as_written(value, record["claim"], view)
        speaker = _speaker(record, view)
        if key in rows:
            rows[key] = _joined(rows[key], name if not key[1] else "", speaker)
        else:
            rows[key] = _row(record, name, value, entity, speaker)
    return [named for row in rows.values() for named in _named(row, holes)]


def _row(record: dict[str, str], name: str, value: str, entity: Entity | None, speaker: str | None) -> Row:
    low, high = record.get("min"), record.get("max")
    how, _ = role_of(record["how"]) if record.get("how") else (None, False)
    return Row(
        name=name,
        iri=value if value.startswith(ID) else None,
        links=entity.links if entity else (),
        status=_word(record["status"]) or "",
        count=(int(low) if low else None, int(high) if high else None) if low or high else None,
        count_text=record.get("countText"),
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
        confidence=float(record["confidence"]),
    )


def _joined(row: Row, name: str, speaker: str | None) -> Row:
    if name and name not in row.name.split(", "):
        row = replace(row, name=f"{row.name}, {name}", iri=None, links=())
    if speaker and speaker not in (row.speaker or "").split(", "):
        row = replace(row, speaker=f"{row.speaker}, {speaker}" if row.speaker else speaker)
    return row


def _named(row: Row, holes: set[str | None]) -> list[Row]:
    """The row by what is asked of it, where that is no role: its days, its cause, who says it, what is said."""
    if TIME in holes:
        days = row.time or ("", "")
        return [replace(row, name=days[0] if days[0] == days[1] else f"{days[0]}–{days[1]}", iri=None, links=())]
    if CAUSE in holes:
        return [replace(row, name=row.cause or "", iri=None, links=())]
    if SPEAKER in holes:
        return [replace(row, name=name, iri=None, links=()) for name in (row.speaker or "").split(", ")]
    if EVENT in holes and not (row.type == "statement" and "topic" in holes):
        done = row.status.replace("_", " ")
        return [replace(row, name=f"{done}: {row.name}" if row.name else done)]
    if "topic" in holes and row.type == "statement" and row.content:
        opener = next((o for o in _OPENERS if row.content.startswith(o)), "")
        # "weapons" is no answer where a clause says what is stated of them
        if row.iri in (None, ROOT_EQUIPMENT):
            return [replace(row, name=row.content.removeprefix(opener), iri=None, links=())]
    return [row]


def _as_written(value: str, claim: str, view: View) -> str:
    """Words that no entity is known for, as the claim's report writes them (events keep them in lower case)."""
    if not value:
        return ""
    for quad in view.quads(None, claim):
        if quad.predicate in _FILLERS:
            for inner in view.quads(None, quad.object[1:-1]):
                if inner.predicate == f"<{SG}words>" and (written := text_of(inner.object)).lower() == value:
                    return written
    return value


def _speaker(record: dict[str, str], view: View) -> str | None:
    words = record.get("speaker")
    entity = view.entity_value(record["speakerEntity"]) if record.get("speakerEntity") else None
    if entity is not None and words is not None and len(words.split()) < 2:
        return entity.name
    return words


def _word(iri: str | None) -> str | None:
    return word_of(f"<{iri}>") if iri else None
