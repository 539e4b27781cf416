"""Clauses to drafts by the lexicon: choose the sense that the object fits, fill the roles, part what is counted apart."""

from __future__ import annotations

from collections.abc import Iterator

from kg.extraction.discourse import Discourse
from kg.extraction.draft import Draft
from kg.extraction.idle import is_idle
from kg.extraction.lexicon import Sense, lexicon
from kg.extraction.origin import LEXICON, Origin
from kg.extraction.roles import Filling
from kg.extraction.senses import fits
from kg.model import Filler, Span
from kg.syntax import Argument, Clause
from kg.vocabulary import ACTOR_KINDS

_GAINING = frozenset("take gain seize establish regain assume retake wrest secure".split())

_UNSCORED = {"life_attempt": "attempts on lives"}
"""Objects that settle by themselves what is told, where the scores look at the verb alone → the name of the family."""


def drafts(clause: Clause, discourse: Discourse) -> Iterator[Draft]:
    """The drafts of one clause: one, or one per object where the objects make different claims or are counted apart."""
    senses = lexicon()[clause.kind, clause.lemma]
    if is_idle(clause) or _is_of_a_name(clause, discourse):
        return
    objects = _objects(clause)
    if not objects:
        sense = next((s for s in senses if fits(s, clause, None, discourse)), None)
        if sense is not None:
            for suffering in _suffering(clause, sense, discourse):
                yield from _fill(clause, sense, suffering, discourse)
        return
    groups: list[tuple[Sense, list[Argument]]] = []
    for argument in objects:
        sense = next((s for s in senses if fits(s, clause, argument, discourse)), None)
        if sense is None:
            continue
        if groups and groups[-1][0] is sense and not _counted_apart(clause, sense, argument, discourse):
            groups[-1][1].append(argument)
        else:
            groups.append((sense, [argument]))
    for sense, arguments in groups:
        yield from _fill(clause, sense, arguments, discourse)


def _is_of_a_name(clause: Clause, discourse: Discourse) -> bool:
    """Whether a noun is part of a name and tells no event: "the 3rd Assault"."""
    named = discourse.mention(clause.sentence.tokens[clause.head]) if clause.kind == "noun" else None
    return named is not None and named.kind in ACTOR_KINDS


def _objects(clause: Clause) -> list[Argument]:
    if clause.kind == "noun":
        return [a for a in clause.arguments if a.relation == "prep" and a.prep == "of"]
    return clause.of("obj") or clause.of("gap")


def _suffering(clause: Clause, sense: Sense, discourse: Discourse) -> list[list[Argument]]:
    """The subjects that are lost, those counted apart by themselves: "two Su-34s and a Su-35S downed"."""
    lost = clause.of("subj") if sense.type == "equipment_loss" and sense.roles.get("subj") == ("equipment",) else []
    if len(lost) < 2 or not all(_counted_apart(clause, sense, a, discourse) for a in lost):
        return [[]]
    return [[argument] for argument in lost]


def _counted_apart(clause: Clause, sense: Sense, argument: Argument, discourse: Discourse) -> bool:
    if not sense.type.endswith("_loss") and sense.type not in ("transfer",):
        return False
    token = clause.sentence.tokens[argument.head]
    return (
        token.pos == "NUM"
        or discourse.count_before(clause.sentence, argument.head) is not None
        or any(t.lemma in ("a", "an") for t in clause.sentence.below(token.i, "det"))
    )


def _fill(clause: Clause, sense: Sense, objects: list[Argument], discourse: Discourse) -> Iterator[Draft]:
    """One draft of a sense with its roles filled; none where nothing fills it."""
    filling = Filling(clause, sense, discourse)
    for argument in clause.arguments:
        key = {"agent": "subj", "gap": "obj", "prep": argument.prep}.get(argument.relation, argument.relation)
        if argument not in objects and (
            (key == "obj" and clause.kind == "verb")
            or (key == "of" and clause.kind == "noun" and "of" in sense.roles)
            or (key == "subj" and any(o.relation == "subj" for o in objects))
        ):
            continue
        targets = sense.roles.get(key)
        if targets is None and key == "doer":
            targets = sense.roles.get("poss") or sense.roles.get("mod")
        if targets is not None:
            filling.target(argument, targets)
        elif argument.relation == "prep":
            filling.default(argument)
    filling.there()
    roles = filling.roles
    if not roles and not discourse.question and not (sense.type == "personnel_loss" and objects):
        return
    if sense.type == "territorial":
        roles["place"] = _land_within(roles.get("place", []))
    if "between" in sense.roles and len(roles.get("actor", [])) == 2 and "opponent" in filling.known:
        roles["opponent"] = [roles["actor"].pop()]
    if opponents := roles.get("opponent"):
        doers = {f.name for f in (*roles.get("actor", []), *roles.get("unit", []))}
        roles["opponent"] = [f for f in opponents if f.name not in doers]
    span = clause.span
    if len(objects) == 1 and len(clause.of(objects[0].relation)) > 1 and sense.type.endswith("_loss"):
        span = _part_span(clause, objects[0])
    filled = {role: tuple(fillers) for role, fillers in roles.items() if fillers}
    origin = Origin(_UNSCORED.get(sense.object, LEXICON), sense.row)
    yield Draft(sense.type, _status(clause, sense), filled, span, clause, origin=origin)


def _status(clause: Clause, sense: Sense) -> str:
    """The status of a sense, as its verb has it: control that is taken, a town that is only fought for."""
    tokens = clause.sentence.tokens
    if clause.kind == "noun" and clause.lemma == "control":
        governor = tokens[tokens[clause.head].head].lemma
        return "captured" if governor in _GAINING else "withdrew" if governor in ("lose", "cede") else sense.status
    if sense.type == "territorial" and sense.status == "captured" and clause.attempted and not clause.negated:
        return "contested"
    return sense.status


def _land_within(places: list[Filler]) -> list[Filler]:
    """Land that was taken in a named place is a part of that place: "a bridge and an intersection in X"."""
    named = [f for f in places if f.link is not None]
    if not named or len(named) == len(places):
        return places
    return [Filler(f.mention, f.link, f.rel or "part") for f in named]


def _part_span(clause: Clause, argument: Argument) -> Span:
    """The stretch of one of several objects, the verb with it where it is the first."""
    sentence = clause.sentence
    inside = sentence.subtree(argument.head, frozenset({"conj", "cc"}))
    start, end = sentence.tokens[inside[0]].start, sentence.tokens[inside[-1]].end
    if argument == clause.of(argument.relation)[0]:
        start, end = min(start, clause.span.start), max(end, sentence.tokens[clause.head].end)
    return Span(start, end)
