"""A question is a claim with a hole: the extractor's reading of it, with what is asked for left open.

`read_question` takes the claims that were read from a question's words (question words may fill roles there) and
gives a `Frame`: what is known of the events asked for, and the open role.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date as Date

from kg.dates import scope_of
from kg.errors import QuestionError
from kg.model import Claim, Entity, Filler, Interval
from kg.name_likeness import untitled
from kg.question_actors import ACTING, as_asked, is_pronoun, names_party, parties
from kg.question_days import asked_days, impossible_day
from kg.question_parts import Asked, asked_for, comparison, generic_words, is_fighter, names_unplaced, unread
from kg.question_tables import kinds_of, neighbours
from kg.syntax import Sentence
from kg.vocabulary import CLAIM_TYPES, SIDE_ROLES

EXAMPLES = (
    "which equipment types did Ukraine lose in Kursk",
    "who destroyed the HIMARS",
    "did Russia capture Hrodivka",
)
TIME, CAUSE, SPEAKER, EVENT, ANY = "@time", "@cause", "@speaker", "@event", "@any"
"""Holes that are no roles: when, why, by whose word, what happened; and a constraint on whichever role holds it."""

_OPEN = re.compile(
    r"(?<!in )(?<!since )(?<!until )\b(?:may|might|could|will|would|shall|planned|plans?|intends?|wants?)\b"
)


@dataclass(frozen=True, slots=True)
class Constraint:
    """What a role must hold: one of some entities (with whatever lies in or under them), or words.

    `called` are the entities that the reports call by such words. `without` turns it round; `or_unknown` lets pass
    what nothing is known of.
    """

    role: str
    words: str
    iris: tuple[str, ...] = ()
    rel: str | None = None
    called: tuple[str, ...] = ()
    without: bool = False
    or_unknown: bool = False


@dataclass(frozen=True, slots=True)
class Pattern:
    """Events of one type and some statuses, with constraints on their roles and the role that is asked for.

    `speakers` are the IRIs of those who must have said it, themselves or through one who belongs to them; `polarity`
    is that of the claims that count.
    """

    type: str
    statuses: tuple[str, ...]
    constraints: tuple[Constraint, ...]
    hole: str | None
    polarity: str = "positive"
    speakers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Wanted:
    """What may fill the hole: an entity of some kinds, places of a sort, a type of equipment or one under it; anything."""

    kinds: tuple[str, ...] = ()
    sort: str | None = None
    equipment: str | None = None
    named: bool = False


@dataclass(frozen=True, slots=True)
class Frame:
    """A question that was read: `form` is ``which``, ``how_many`` or ``did``; any of the patterns answers it.

    `hole` are the words that ask (``which towns``), `noun` the lemma of what is asked for; `modality` is ``actual``,
    or ``open`` where the question asks for plans and possibilities too, or ``told`` where it asks what is said;
    `denied` where it asks what did not happen. `count` is a number that the claims must agree with, as (least,
    most); `scope` the one whose numbers are asked for. With `parts`, a part of a place taken counts for the place.
    Only claims of `min_confidence` (0–1) and over answer.
    """

    question: str
    form: str
    patterns: tuple[Pattern, ...]
    hole: str = ""
    noun: str = ""
    wanted: Wanted = Wanted()
    modality: str = "actual"
    denied: bool = False
    time: Interval | None = None
    count: tuple[int | None, int | None] | None = None
    scope: str = "event"
    parts: bool = False
    min_confidence: float = 0.0


Senses = Callable[[Filler], tuple[Entity, ...]]
Named = Callable[[str], tuple[Entity, ...]]


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What a question is read against: what a filler can mean, what bears a name, the day that it is asked on,
    whether any report has some words in it, and whom reports call by some words (None: no one)."""

    senses: Senses
    named: Named
    today: Date | None = None
    written: Callable[[str], bool] = lambda words: True
    called: Callable[[str], tuple[str, ...] | None] = lambda words: ()


General = Callable[..., Iterator[Pattern]]


def read_question(
    question: str,
    sentences: Sequence[Sentence],
    mentions: Sequence[Filler],
    claims: Sequence[Claim],
    known: Knowledge,
    general: General,
) -> Frame:
    """The frame of a question, from its sentences, its mentions and the claims read from them.

    `general` gives the patterns of questions that name no kind of event. Raises QuestionError, naming the part that
    was not understood, where nothing that can be asked was read.
    """
    tokens = [token for sentence in sentences for token in sentence.tokens]
    if not any(token.text.strip() for token in tokens):
        raise QuestionError(question, question, "There is no question", EXAMPLES)
    if (day := impossible_day(question)) is not None:
        raise QuestionError(question, day, "There is no such day", EXAMPLES)
    asked = asked_for(sentences)
    if (word := comparison(tokens)) is not None:
        raise QuestionError(question, word, "Questions that compare cannot be read", EXAMPLES)
    if (asked.word or claims) and (name := _unknown(question, sentences, mentions, known)) is not None:
        raise QuestionError(question, name, "No report, catalogue or gazetteer has this name", EXAMPLES)
    times = asked_days(question, known.today)
    names = (
        *_unplaced(sentences, mentions, claims, asked, known),
        *_parties(sentences, mentions, claims, asked),
    )
    patterns = list(general(sentences, mentions, asked, names, known, dated=bool(times)))
    if not claims and not patterns:
        problem = "No event or relation that can be asked for was read"
        raise QuestionError(question, unread(question, tokens, mentions), problem, EXAMPLES)
    for claim in claims if not patterns else ():
        pattern = _pattern(claim, asked, known.senses)
        if pattern is None:
            continue
        pattern = replace(pattern, constraints=(*pattern.constraints, *names))
        meant = [pattern, *_neighbours(claim, pattern, asked)]
        for also in (*meant, *_at_place(meant, asked)):
            if also not in patterns:
                patterns.append(also)
    if not patterns:
        part = asked.phrase or unread(question, tokens, mentions)
        raise QuestionError(question, part, "What is asked for could not be placed", EXAMPLES)
    patterns = [_with_called(pattern, question, known) for pattern in patterns]
    told = any(p.speakers or p.hole == SPEAKER or any(c.role == SPEAKER for c in p.constraints) for p in patterns)
    number = next((c.count for c in claims if c.count and (c.count.min, c.count.max) != (1, 1)), None)
    return Frame(
        question=question,
        form=asked.form,
        patterns=_merged(patterns),
        hole=asked.phrase,
        noun=asked.noun,
        wanted=_wanted(asked, mentions),
        modality="told" if told else "open" if _OPEN.search(question) else "actual",
        denied=not told and any(c.polarity == "negative" for c in claims),
        time=times[0].interval if times else None,
        count=(number.min, number.max) if number and asked.form != "how_many" else None,
        scope=scope_of(question),
    )


def _pattern(claim: Claim, asked: Asked, senses: Senses) -> Pattern | None:
    hole = None
    constraints: list[Constraint] = []
    for role, fillers in claim.roles.items():
        entities: list[str] = []
        words, rel, generic = "", None, ""
        for filler in fillers:
            if asked.form == "which" and asked.at(filler.mention.span):
                hole = role
                continue
            words, rel = filler.name, filler.rel
            found = senses(filler) if filler.link is not None else ()
            if found:
                entities.extend(e.iri for e in found if e.iri not in entities)
            else:
                words_told = _words(filler, role)
                generic = words_told if not generic or names_party(words_told) else generic
        if entities:
            constraints.append(Constraint(role, words, tuple(entities), rel))
        elif generic:
            constraints.append(Constraint(role, generic, (), rel))
        elif role == "victim" and any(is_fighter(filler.mention.text) for filler in fillers):
            constraints.append(Constraint(role, "civilian", without=True))
    if asked.form == "which" and hole is None:
        hole = _other_hole(claim, asked)
        if hole is None and asked.word != "whose":
            return None
    if asked.word == "whose" and hole is None and asked.form == "which":
        hole = next((r for r in CLAIM_TYPES[claim.type].roles if r in SIDE_ROLES), None)
    if hole in SIDE_ROLES and "unit" in kinds_of(asked.noun)[0] and "unit" in CLAIM_TYPES[claim.type].roles:
        hole = "unit"
    attributed = [f for f in claim.attribution if not asked.at(f.mention.span)]
    speakers = tuple(dict.fromkeys(e.iri for f in attributed for e in senses(f)))
    if attributed and not speakers and (words := _words(attributed[0], "speaker")):
        constraints.append(Constraint(SPEAKER, words))
    return Pattern(claim.type, (claim.status,), tuple(constraints), hole, claim.polarity, speakers)


def _words(filler: Filler, role: str) -> str:
    """What a filler without an entity asks for: its words, as far as they say something."""
    text = filler.mention.text
    return text.lower() if role in ACTING and is_pronoun(text) else generic_words(text, role)


def _with_called(pattern: Pattern, question: str, known: Knowledge) -> Pattern:
    """The pattern with whom the reports call by its words; QuestionError where they call no one so."""
    constraints: list[Constraint] = []
    for constraint in pattern.constraints:
        role, words = constraint.role, constraint.words
        if constraint.iris or constraint.without or role in ("place", "equipment"):
            constraints.append(constraint)
            continue
        if is_pronoun(words):
            raise QuestionError(question, as_asked(question, words), "It is not told who is meant", EXAMPLES)
        called = known.called(words)
        counted = pattern.type == "personnel_loss" and role == "victim"
        if called is None and (names_party(words) or (role in (*ACTING, SPEAKER) and not counted)):
            raise QuestionError(question, as_asked(question, words), "No claim speaks of anyone so called", EXAMPLES)
        constraints.append(replace(constraint, called=called or ()))
    return replace(pattern, constraints=tuple(constraints))


def _other_hole(claim: Claim, asked: Asked) -> str | None:
    """What is asked for beside the roles: when, why, by whose word; and where, if no phrase says so."""
    if asked.word == "when" or asked.noun in ("day", "date"):
        return TIME
    if asked.word == "why":
        return CAUSE
    if any(asked.at(f.mention.span) for f in claim.attribution) or asked.according:
        return SPEAKER
    roles = CLAIM_TYPES[claim.type].roles
    if asked.word == "where" or "place" in kinds_of(asked.noun)[0]:
        if claim.type == "movement" and asked.preposition == "from":
            return "origin"
        return "place" if "place" in roles else "subject" if claim.type == "relation" else None
    return None


def _unplaced(
    sentences: Sequence[Sentence],
    mentions: Sequence[Filler],
    claims: Sequence[Claim],
    asked: Asked,
    known: Knowledge,
) -> Iterator[Constraint]:
    """Names in the question that fill no role of what was read: whatever answers must have to do with them too."""
    fillers = [f for c in claims for group in (*c.roles.values(), c.attribution) for f in group]
    taken = [*asked.spans, *(f.mention.span for f in fillers)]
    for span, words in names_unplaced(sentences, mentions, taken):
        filler = next((m for m in mentions if m.mention.span == span), None)
        found = known.senses(filler) if filler is not None else known.named(words)
        yield Constraint(ANY, filler.name if filler else words, tuple(dict.fromkeys(e.iri for e in found)))


def _parties(
    sentences: Sequence[Sentence], mentions: Sequence[Filler], claims: Sequence[Claim], asked: Asked
) -> Iterator[Constraint]:
    """Sides in the question without a name that fill no role: whatever answers must have to do with them too."""
    fillers = [f.mention.span for c in claims for group in (*c.roles.values(), c.attribution) for f in group]
    taken = [span for span in fillers if not asked.at(span)]
    for words in parties(sentences, mentions, taken):
        if words != asked.noun:
            yield Constraint(ANY, words)


def _unknown(
    question: str, sentences: Sequence[Sentence], mentions: Sequence[Filler], known: Knowledge
) -> str | None:
    """The first name in the question that nothing is known by and that no report writes, as it was asked."""
    linked = [filler.mention.span for filler in mentions if known.senses(filler)]
    for _, words in sorted(names_unplaced(sentences, mentions, linked)):
        bare = " ".join(words.split()[-len(untitled(words)) :]) if untitled(words) else ""
        if bare and not any(known.named(name) or known.written(name) for name in {words, bare}):
            return found[0] if (found := re.search(re.escape(words), question, re.I)) else words
    return None


def _wanted(asked: Asked, mentions: Sequence[Filler]) -> Wanted:
    """What the noun that asks wants: "which tanks" wants tanks, "which states" states, "what" anything."""
    if asked.form != "which":
        return Wanted()
    for filler in mentions:
        if filler.kind == "equipment" and filler.link is not None and asked.at(filler.mention.span):
            return Wanted(("equipment",), None, filler.link.entity.iri, True)
    kinds, sort = kinds_of(asked.noun)
    named = asked.word == "which" and asked.noun not in ("", "which", "one")
    return Wanted(kinds, sort, None, named or (bool(kinds) and asked.word == "what"))


def _neighbours(claim: Claim, pattern: Pattern, asked: Asked) -> list[Pattern]:
    """What a question also means: types and statuses beside its own, with its roles renamed."""
    found = []
    for near in neighbours().get((claim.type, claim.status), ()):
        if near.asking and near.asking != asked.noun:
            continue
        roles = {*CLAIM_TYPES[near.type].roles, ANY, TIME, CAUSE, SPEAKER}
        constraints = tuple(replace(c, role=near.roles.get(c.role, c.role)) for c in pattern.constraints)
        hole = near.roles.get(pattern.hole, pattern.hole) if pattern.hole else None
        if (hole is None or hole in roles) and all(c.role in roles for c in constraints):
            found.append(
                replace(pattern, type=near.type, statuses=(near.status,), constraints=constraints, hole=hole)
            )
    return found


def _at_place(patterns: Sequence[Pattern], asked: Asked) -> list[Pattern]:
    """Of "which towns did they attack", also those that what was hit lies in."""
    if "place" not in kinds_of(asked.noun)[0]:
        return []
    return [replace(pattern, hole="place") for pattern in patterns if pattern.hole == "target"]


def _merged(patterns: Sequence[Pattern]) -> tuple[Pattern, ...]:
    """Patterns that differ in status alone as one."""
    merged: dict[Pattern, list[str]] = {}
    for pattern in patterns:
        statuses = merged.setdefault(replace(pattern, statuses=()), [])
        statuses.extend(s for s in pattern.statuses if s not in statuses)
    return tuple(replace(pattern, statuses=tuple(statuses)) for pattern, statuses in merged.items())
