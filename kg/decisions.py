"""People's decisions on which entities are one and which are two: a file of JSON lines that is only ever added to.

A line holds ``decision`` (one of `VERBS`), ``entities`` (each with its IRI, its name and, where only a report knows it,
a claim and the words and quote that name it there), and may hold ``day`` and ``note``. ``undo`` has ``of``, the id of
the decision that no longer holds. What a line decides is told by its id, whatever its day and note are.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from kg.errors import StoreError
from kg.vocabulary import DECISIONS

FILE_NAME = "decisions.jsonl"
VERBS = (*DECISIONS, "undo")
"""The words of decisions (`vocabulary.DECISIONS`), and ``undo``: an earlier one does not hold."""

_ID_LENGTH = 12
_TWO = 2


@dataclass(frozen=True, slots=True)
class Party:
    """An entity that a decision is about: its IRI, and how to find it again where its report is read anew.

    `claim` is the id of a claim that it stands in, `quote` that claim's words, `words` those that name it there; all
    three are None for an entity of the catalogue or the gazetteer, and for one that stands in no claim.
    """

    entity: str
    name: str = ""
    claim: str | None = None
    quote: str | None = None
    words: str | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision; `of` is the id of the decision that an ``undo`` takes back."""

    verb: str
    parties: tuple[Party, ...] = ()
    of: str | None = None
    note: str | None = None
    day: str | None = None

    @property
    def id(self) -> str:
        """The first digits of the SHA-256 over what is decided, the day and the note left out."""
        said = json.dumps([self.verb, [party.entity for party in self.parties], self.of], separators=(",", ":"))
        return hashlib.sha256(said.encode()).hexdigest()[:_ID_LENGTH]

    @property
    def one(self) -> bool:
        """Whether it says that its parties are one."""
        return self.verb in ("same", "merge")

    def pairs(self, entities: Iterable[str]) -> Iterator[tuple[str, str]]:
        """The pairs that it decides on, of those of its parties that are given, each pair in order."""
        held = tuple(entities)
        chosen = combinations(held, _TWO) if self.verb == "different" else ((held[0], other) for other in held[1:])
        for first, second in chosen if held else ():
            if first != second:
                yield (first, second) if first < second else (second, first)


def read_decisions(path: Path) -> tuple[Decision, ...]:
    """The decisions of a file in their order, none where there is no file.

    Raises StoreError, with the line, for what is no decision.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return ()
    except (OSError, UnicodeDecodeError) as error:
        raise StoreError(f"{path}: cannot be read: {error}") from error
    found = []
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                found.append(_decision(json.loads(line)))
            except ValueError as error:
                raise StoreError(f"{path}:{number}: {error}; correct the line or take it out.") from error
    return tuple(found)


def append_decision(path: Path, decision: Decision) -> None:
    """Add a decision to the end of a file, on the disk when this returns; raises StoreError where that fails."""
    try:
        cut = path.exists() and path.stat().st_size > 0 and not path.read_bytes().endswith(b"\n")
        with path.open("a", encoding="utf-8") as file:
            file.write(("\n" if cut else "") + decision_line(decision) + "\n")
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise StoreError(f"{path}: cannot be written: {error.strerror}") from error


def decision_line(decision: Decision) -> str:
    """A decision as a line of its file, without the line's end."""
    told: dict[str, object] = {"decision": decision.verb}
    if decision.parties:
        told["entities"] = [_told(party) for party in decision.parties]
    for key in ("of", "day", "note"):
        if getattr(decision, key) is not None:
            told[key] = getattr(decision, key)
    # U+2028 and its like end lines for some programs
    return json.dumps(told, ensure_ascii=False).translate({0x2028: "\\u2028", 0x2029: "\\u2029", 0x85: "\\u0085"})


def in_force(decisions: Iterable[Decision]) -> tuple[Decision | None, ...]:
    """The decisions in their order, None for each that a later one undoes and for what undoes."""
    held: list[Decision | None] = list(decisions)
    for number, decision in enumerate(held):
        if decision is not None and decision.verb == "undo":
            for earlier in range(number):
                if (before := held[earlier]) is not None and before.id == decision.of:
                    held[earlier] = None
    return tuple(decision if decision is not None and decision.verb != "undo" else None for decision in held)


def _told(party: Party) -> dict[str, str]:
    keys = ("entity", "name", "claim", "quote", "words")
    return {key: value for key in keys if (value := getattr(party, key))}


def _decision(told: object) -> Decision:
    if not isinstance(told, Mapping):
        raise ValueError("is no JSON object")
    verb = told.get("decision")
    if verb not in VERBS:
        raise ValueError(f"decision is {verb!r}, expected one of {', '.join(VERBS)}")
    texts = {key: told.get(key) for key in ("of", "note", "day")}
    if any(value is not None and not isinstance(value, str) for value in texts.values()):
        raise ValueError("of, note and day are texts")
    listed = told.get("entities", [])
    if not isinstance(listed, list):
        raise ValueError("entities is no list")
    parties = tuple(_party(party) for party in listed)
    if verb == "undo" and not texts["of"]:
        raise ValueError("undo without of, the id of what is undone")
    if verb != "undo" and len(parties) < _TWO:
        raise ValueError(f"{verb} needs two entities or more")
    return Decision(verb, parties, **texts)


def _party(told: object) -> Party:
    keys = ("entity", "name", "claim", "quote", "words")
    if not isinstance(told, Mapping) or not isinstance(told.get("entity"), str):
        raise ValueError("an entity without its IRI")
    if any(not isinstance(told.get(key, ""), str) for key in keys):
        raise ValueError(f"{', '.join(keys)} of an entity are texts")
    return Party(told["entity"], told.get("name", ""), *(told.get(key) for key in keys[2:]))
