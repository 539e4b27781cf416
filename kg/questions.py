"""A question is a claim with a hole: the extractor's reading of it, with what is asked for left open.

`read_question` takes the claims that were read from a question's words (question words may fill roles there) and
gives a `Frame`: what is known of the events asked for, and the open role.
"""

from __future__ import annotations

import csv
import functools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files

from kg.errors import QuestionError
from kg.model import Claim, Entity, Filler
from kg.syntax import Sentence, Token

EXAMPLES = (
    "which equipment types did Ukraine lose in Kursk",
    "who destroyed the HIMARS",
    "did Russia capture Hrodivka",
)
_AUXILIARIES = frozenset("do does did is are was were has have had will would may might could can".split())
_OPEN_MODALS = frozenset("may might could will would shall plan plans planned intend intends want wants".split())
_FIGHTERS = frozenset("soldier troop force fighter serviceman servicemen man men military army people person personnel unit".split())


@dataclass(frozen=True, slots=True)
class Constraint:
    """What a role must hold: one of some entities (with whatever lies in or under them), or words."""

    role: str
    words: str
    iris: tuple[str, ...] = ()
    rel: str | None = None


@dataclass(frozen=True, slots=True)
class Pattern:
    """Events of one type and some statuses, with constraints on their roles and the role that is asked for."""

    type: str
    statuses: tuple[str, ...]
    constraints: tuple[Constraint, ...]
    hole: str | None


@dataclass(frozen=True, slots=True)
class Frame:
    """A question that was read: `form` is ``which``, ``how_many`` or ``did``; any of the patterns answers it.

    `hole` are the words that ask (``which towns``), `noun` the lemma of what is asked for; `modality` is ``actual``,
    or ``open`` where the question asks for plans and possibilities too; `denied` where it asks what did not happen.
    """

    question: str
    form: str
    patterns: tuple[Pattern, ...]
    hole: str = ""
    noun: str = ""
    modality: str = "actual"
    denied: bool = False


Senses = Callable[[Filler], tuple[Entity, ...]]


def read_question(question: str, sentences: Sequence[Sentence], claims: Sequence[Claim], senses: Senses) -> Frame:
    """The frame of a question, from its sentences and the claims read from them.

    `senses` gives the entities that a place name can mean. Raises QuestionError, naming the part that was not
    understood, where nothing that can be asked was read.
    """
    tokens = [token for sentence in sentences for token in sentence.tokens]
    if not any(token.text.strip() for token in tokens):
        raise QuestionError(question, question, "There is no question", EXAMPLES)
    form, asked, phrase = _asked(sentences)
    if not claims:
        raise QuestionError(question, _unread(tokens), "No event or relation that can be asked for was read", EXAMPLES)
    patterns: list[Pattern] = []
    for claim in claims:
        pattern = _pattern(claim, form, asked, senses)
        if pattern is None:
            continue
        for also in (pattern, *_neighbours(claim, pattern)):
            if also not in patterns:
                patterns.append(also)
    if not patterns:
        part = phrase or _unread(tokens)
        raise QuestionError(question, part, "What is asked for could not be placed", EXAMPLES)
    open_ = any(word in _OPEN_MODALS for word in question.lower().split())
    return Frame(
        question=question,
        form=form,
        patterns=_merged(patterns),
        hole=phrase,
        noun=asked.lemma if asked is not None else "",
        modality="open" if open_ else "actual",
        denied=any(c.polarity == "negative" for c in claims),
    )


def _asked(sentences: Sequence[Sentence]) -> tuple[str, Token | None, str]:
    """The form of the question, the head of what it asks for, and the words of that phrase."""
    for sentence in sentences:
        for token in sentence.tokens:
            lower = token.text.lower()
            if token.tag not in ("WDT", "WP", "WP$", "WRB") and lower not in ("which", "what", "who", "whom", "where", "when", "how"):
                continue
            if lower == "how":
                above = sentence.tokens[token.head]
                if above.lemma in ("many", "much"):
                    noun = sentence.tokens[above.head] if above.head != above.i and above.dep in ("amod", "advmod", "nummod") else above
                    return "how_many", noun, _between(sentence, token, noun)
                continue
            if lower in ("where", "when"):
                return "which", token, token.text
            if token.dep in ("det", "poss", "attr", "amod") and token.dep != "attr":
                noun = sentence.tokens[token.head]
                return "which", noun, _between(sentence, token, noun)
            return "which", token, token.text
    first = sentences[0].tokens[0]
    if first.text.lower() in _AUXILIARIES:
        return "did", None, ""
    return "did", None, ""


def _between(sentence: Sentence, first: Token, last: Token) -> str:
    low, high = sorted((first.i, last.i))
    return " ".join(t.text for t in sentence.tokens[low : high + 1])


def _unread(tokens: Sequence[Token]) -> str:
    """The verb of a question, else all of it."""
    root = next((t for t in tokens if t.dep == "ROOT" and t.pos in ("VERB", "NOUN", "ADJ", "PROPN")), None)
    return root.text if root is not None else " ".join(t.text for t in tokens)


def _pattern(claim: Claim, form: str, asked: Token | None, senses: Senses) -> Pattern | None:
    hole = None
    constraints: list[Constraint] = []
    for role, fillers in claim.roles.items():
        entities: list[str] = []
        words, rel, generic = "", None, ""
        for filler in fillers:
            span = filler.mention.span
            if asked is not None and form == "which" and span.start <= asked.start < span.end:
                hole = role
                continue
            words, rel = filler.name, filler.rel
            found = senses(filler) if filler.link is not None else ()
            if found:
                entities.extend(e.iri for e in found if e.iri not in entities)
            else:
                generic = filler.mention.text.lower()
        if entities:
            constraints.append(Constraint(role, words, tuple(entities), rel))
        elif generic and not _says_nothing(generic, role):
            constraints.append(Constraint(role, generic, (), rel))
    if asked is not None and form == "which" and hole is None:
        if asked.text.lower() == "where":
            hole = "place"
        elif asked.text.lower() == "when":
            hole = "time"
        else:
            return None
    return Pattern(claim.type, (claim.status,), tuple(constraints), hole)


def _says_nothing(words: str, role: str) -> bool:
    """Whether words narrow a question down: "soldiers" as victims do not."""
    last = words.split()[-1]
    lemma = last[:-1] if last.endswith("s") else last
    return role in ("victim", "perpetrator", "actor", "attacker", "opponent", "unit") and (lemma in _FIGHTERS or last in _FIGHTERS)


@functools.cache
def _neighbour_table() -> Mapping[tuple[str, str], tuple[tuple[str, str, Mapping[str, str]], ...]]:
    table: dict[tuple[str, str], list[tuple[str, str, Mapping[str, str]]]] = {}
    with (files("kg") / "neighbours.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            roles = dict(pair.split("=") for pair in row["roles"].split())
            table.setdefault((row["type"], row["status"]), []).append((row["also_type"], row["also_status"], roles))
    return {key: tuple(found) for key, found in table.items()}


def _neighbours(claim: Claim, pattern: Pattern) -> list[Pattern]:
    """What a question also means: types and statuses beside its own, with its roles renamed."""
    found = []
    for type_, status, renamed in _neighbour_table().get((claim.type, claim.status), ()):
        constraints = tuple(Constraint(renamed.get(c.role, c.role), c.words, c.iris, c.rel) for c in pattern.constraints)
        hole = renamed.get(pattern.hole, pattern.hole) if pattern.hole else None
        found.append(Pattern(type_, (status,), constraints, hole))
    return found


def _merged(patterns: Sequence[Pattern]) -> tuple[Pattern, ...]:
    """Patterns that differ in status alone as one."""
    merged: dict[tuple[str, tuple[Constraint, ...], str | None], list[str]] = {}
    for p in patterns:
        statuses = merged.setdefault((p.type, p.constraints, p.hole), [])
        statuses.extend(s for s in p.statuses if s not in statuses)
    return tuple(Pattern(type_, tuple(statuses), constraints, hole) for (type_, constraints, hole), statuses in merged.items())
