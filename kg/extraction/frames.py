"""Clauses to drafts by the lexicon: choose the sense that the object fits, fill the roles, part what is counted apart."""

from __future__ import annotations

from collections.abc import Iterator

from kg.extraction.discourse import Discourse
from kg.extraction.draft import Draft
from kg.extraction.lexicon import Sense, constraints, lexicon
from kg.model import Filler, Span
from kg.nlp.heads import heads
from kg.syntax import Argument, Clause, Sentence, Token
from kg.vocabulary import ACTOR_KINDS, CLAIM_TYPES, PLACE_RELATIONS

_REL = {
    "in": None, "at": None, "inside": None, "within": None, "on": None, "across": None, "into": None, "along": None,
    "throughout": None, "through": None, "near": "near", "around": "near", "outside": "near", "by": "near", "beside": "near",
    "between": "near", "toward": "toward", "towards": "toward", "to": "toward", "from": "from", "over": "over",
    "above": "over", "part": "part", "off": "near", "behind": "near", "beyond": "near", "past": "near", "against": None,
}  # fmt: skip
_ACTING = frozenset({"perpetrator", "attacker", "actor", "opponent", "victim", "supplier", "recipient", "speaker", "addressee",
                     "authority", "party", "subject", "object"})  # fmt: skip
_DEGREES = frozenset("immense major significant heavy large great substantial notable big massive serious meaningful".split())
_CENTRES = frozenset("centre center outskirt outskirts suburb district neighbourhood neighborhood downtown part north south east west".split())
_IRREGULARS = frozenset("hacker saboteur partisan rebel militant insurgent gunman jihadist militia militiaman paramilitary separatist pirate mercenary".split())
_GAINING = frozenset("take gain seize establish regain assume retake wrest secure".split())
_WANING = frozenset("slow stall end stop halt falter cease fail deter prevent avoid resist".split())
_VAGUE = frozenset("front area ground line part territory land position side half km kilometer kilometre square field location site sector".split())
_WEAPON_PREPS = frozenset({"with", "using", "by", "from", "via", "to", "through"})


def drafts(clause: Clause, discourse: Discourse) -> Iterator[Draft]:
    """The drafts of one clause: one, or one per object where the objects make different claims or are counted apart."""
    senses = lexicon()[clause.kind, clause.lemma]
    if _is_idle(clause):
        return
    objects = _objects(clause)
    if not objects:
        sense = next((s for s in senses if _fits(s, clause, None, discourse)), None)
        if sense is not None:
            yield from _fill(clause, sense, [], discourse)
        return
    groups: list[tuple[Sense, list[Argument]]] = []
    for argument in objects:
        sense = next((s for s in senses if _fits(s, clause, argument, discourse)), None)
        if sense is None:
            continue
        if groups and groups[-1][0] is sense and not _counted_apart(clause, sense, argument, discourse):
            groups[-1][1].append(argument)
        else:
            groups.append((sense, [argument]))
    for sense, arguments in groups:
        yield from _fill(clause, sense, arguments, discourse)


def _objects(clause: Clause) -> list[Argument]:
    if clause.kind == "noun":
        return [a for a in clause.arguments if a.relation == "prep" and a.prep == "of"]
    return clause.of("obj") or clause.of("gap")


def _is_idle(clause: Clause) -> bool:
    """Bare purposes and abilities make no claim: "in order to deter", "missiles that can destroy"."""
    sentence = clause.sentence
    token = sentence.tokens[clause.head]
    if clause.kind == "noun" and _is_background(sentence, token):
        return True
    if clause.negated and any(t.lemma in _DEGREES for a in clause.of("obj") for t in sentence.below(a.head, "amod")):
        return True
    if any(t.lemma == "need" for t in sentence.ancestors(token.i)[:1]) and token.dep == "xcomp":
        return True
    if clause.kind == "verb":
        if token.dep == "advcl" and token.tag == "VB" and sentence.first(token.i, "mark") is None and sentence.first(token.i, "aux"):
            return all(t.text.lower() == "to" for t in sentence.below(token.i, "aux")) and clause.modality == "actual"
        if any(t.text.lower() == "can" for t in sentence.below(token.i, "aux")):
            return True
        if token.tag == "VB" and token.dep in ("acl", "relcl") and clause.modality == "actual" and not clause.attempted:
            return True
    return False


def _is_background(sentence: Sentence, token: Token) -> bool:
    """Whether an event noun only sets the scene: "during the offensive", "to end the invasion", "advances slowed"."""
    above = sentence.tokens[token.head]
    if token.dep == "pobj" and above.lemma in ("during", "despite", "since", "amid", "before", "throughout"):
        return True
    if token.dep in ("compound", "nmod", "poss"):
        return True
    if token.dep in ("nsubj", "nsubjpass") and above.lemma in _WANING:
        return True
    return token.dep == "dobj" and above.tag == "VB" and above.dep in ("advcl", "acl", "xcomp") and above.lemma in _WANING


def _fits(sense: Sense, clause: Clause, argument: Argument | None, discourse: Discourse) -> bool:
    """Whether the object (or its absence) is what the sense wants."""
    sentence, wanted = clause.sentence, sense.object
    subjects = clause.of("subj")
    if wanted in ("for", "into"):
        return any(a.relation == "prep" and a.prep == wanted for a in clause.arguments)
    if wanted == "into_target":
        into = [a for a in clause.arguments if a.relation == "prep" and a.prep == "into"]
        return any(sentence.tokens[a.head].lemma in heads()["strike_target"] for a in into)
    if wanted == "linesubject":
        return clause.negated and any(sentence.tokens[a.head].lemma in ("line", "front", "situation", "frontline") for a in subjects)
    if wanted == "place_by_force":
        place = argument is not None and discourse.sort(sentence, argument.head) == "place"
        return place and any(sentence.tokens[a.head].lemma in heads()["force"] for a in subjects)
    if wanted == "placesubject":
        return any(discourse.sort(sentence, a.head) == "place" for a in subjects)
    if wanted == "equipmentsubject":
        return any(discourse.sort(sentence, a.head) == "equipment" for a in subjects)
    if wanted == "force":
        return any(discourse.sort(sentence, a.head) in ("people", "actor", "equipment") for a in subjects) and (
            sense.type != "movement" or any(a.relation == "prep" for a in clause.arguments)
        )
    if wanted == "none":
        return argument is None or clause.kind == "noun"
    if wanted in ("offensive", "shellfire"):
        said = {t.lemma for t in sentence.below(clause.head, "amod", "compound", "nmod")}
        under = sentence.tokens[sentence.tokens[clause.head].head].lemma == "under"
        return bool(said & constraints()[wanted]) or (wanted == "shellfire" and under)
    if argument is None:
        return wanted == "any" and clause.kind == "noun"
    sort = discourse.sort(sentence, argument.head)
    lemma = sentence.tokens[argument.head].lemma
    if sort == "wh" and wanted not in constraints():
        return True
    if wanted == "any":
        return True
    if wanted == "equipment":
        return sort == "equipment" or (sort == "number" and _subject_of_count(discourse, clause) == "equipment")
    if wanted == "people":
        return (
            sort in ("people", "actor")
            or (sort == "number" and _subject_of_count(discourse, clause) != "equipment")
            or (sort == "pronoun" and sense.type == "personnel_loss")
        )
    if wanted == "actor":
        return sort in ("actor", "people", "pronoun")
    if wanted == "thing":
        return sort in ("thing", "place", "event")
    if wanted in ("place", "event"):
        return sort == wanted
    return lemma in constraints().get(wanted, frozenset())


def _subject_of_count(discourse: Discourse, clause: Clause) -> str:
    """What a bare number counts ("51 were shot down"): the kind of equipment or people named last before it."""
    at = clause.sentence.tokens[clause.head].start
    for filler in reversed([m for m in discourse.mentions if m.mention.span.start < at][-12:]):
        if filler.kind == "equipment":
            return "equipment"
        if filler.kind in ("unit",):
            return "people"
    return ""


def _counted_apart(clause: Clause, sense: Sense, argument: Argument, discourse: Discourse) -> bool:
    if not sense.type.endswith("_loss") and sense.type not in ("transfer",):
        return False
    token = clause.sentence.tokens[argument.head]
    return discourse.count_before(clause.sentence, argument.head) is not None or any(
        t.lemma in ("a", "an") for t in clause.sentence.below(token.i, "det")
    )


def _fill(clause: Clause, sense: Sense, objects: list[Argument], discourse: Discourse) -> Iterator[Draft]:
    """One draft of a sense with its roles filled; none where nothing fills it."""
    sentence = clause.sentence
    roles: dict[str, list[Filler]] = {}
    known = CLAIM_TYPES[sense.type].roles

    def put(role: str, fillers: tuple[Filler, ...]) -> None:
        held = roles.setdefault(role, [])
        held.extend(f for f in fillers if all(f.mention.span != h.mention.span for h in held))

    for argument in clause.arguments:
        key = argument.prep if argument.relation == "prep" else argument.relation
        if argument.relation == "agent":
            key = "subj"
        if argument.relation == "gap":
            key = "obj"
        if key in ("obj",) and argument not in objects and clause.kind == "verb":
            continue
        if key == "of" and clause.kind == "noun" and "of" in sense.roles and argument not in objects:
            continue
        targets = sense.roles.get(key)
        if targets is None and key in ("doer", "poss", "mod", "subj"):
            targets = sense.roles.get("poss") or sense.roles.get("mod") if key in ("doer",) else None
        if targets is not None:
            _put_target(clause, sentence, argument, targets, sense, discourse, put)
        elif argument.relation == "prep":
            _put_default(sentence, argument, known, sense, discourse, put)
    _put_there(clause, known, discourse, put)
    if not roles and not discourse.question:
        return
    if sense.type == "territorial":
        roles["place"] = _land_within(roles.get("place", []))
    if "between" in sense.roles and len(roles.get("actor", [])) == 2 and "opponent" in known:
        roles["opponent"] = [roles["actor"].pop()]
    status = sense.status
    if clause.kind == "noun" and clause.lemma == "control":
        governor = sentence.tokens[sentence.tokens[clause.head].head]
        status = {"lose": "withdrew", "cede": "withdrew"}.get(governor.lemma, "captured" if governor.lemma in _GAINING else status)
    if sense.type == "territorial" and status == "captured" and clause.attempted and not clause.negated:
        status = "contested"
    span = clause.span
    if len(objects) == 1 and len(clause.of("obj")) > 1 and sense.type.endswith("_loss"):
        span = _part_span(clause, objects[0], discourse)
    yield Draft(sense.type, status, {r: tuple(f) for r, f in roles.items() if f}, span, clause, confidence=0.6)


def _put_there(clause: Clause, known: tuple[str, ...], discourse: Discourse, put: object) -> None:
    """ "Two people were hurt there": the place named last."""
    assert callable(put)
    if "place" not in known:
        return
    for child in clause.sentence.below(clause.head, "advmod"):
        if child.lemma == "there" and (place := discourse.last_place(clause.sentence, child.i)) is not None:
            put("place", (Filler(place.mention, place.link),))


def _land_within(places: list[Filler]) -> list[Filler]:
    """Land that was taken in a named place is a part of that place: "a bridge and an intersection in X"."""
    named = [f for f in places if f.link is not None]
    if not named or len(named) == len(places):
        return places
    return [Filler(f.mention, f.link, f.rel or "part") for f in named]


def _part_span(clause: Clause, argument: Argument, discourse: Discourse) -> Span:
    """The stretch of one of several objects, the verb with it where it is the first."""
    sentence = clause.sentence
    inside = sentence.subtree(argument.head, frozenset({"conj", "cc"}))
    start, end = sentence.tokens[inside[0]].start, sentence.tokens[inside[-1]].end
    if argument == clause.of("obj")[0]:
        start, end = min(start, clause.span.start), max(end, sentence.tokens[clause.head].end)
    return Span(start, end)


def _put_target(clause: Clause, sentence: Sentence, argument: Argument, targets: tuple[str, ...], sense: Sense,
                discourse: Discourse, put: object) -> None:  # fmt: skip
    assert callable(put)
    roles = [t for t in targets if t not in PLACE_RELATIONS]
    rel = next((t for t in targets if t in PLACE_RELATIONS), None)
    sort = discourse.sort(sentence, argument.head)
    if discourse.is_time(sentence.tokens[argument.head]):
        return
    hole = (discourse.generic(sentence, argument.head),) if discourse.question and discourse.is_hole(sentence, argument.head) else ()
    known = CLAIM_TYPES[sense.type].roles
    for role in roles:
        if role in ("ground", "measure"):
            inner = discourse.places(sentence, argument.head, None)
            if inner and "place" in known:
                put("place", inner)
            return
        if hole and (sort == "wh" or argument.relation != "prep"):
            asks_thing = role == "addressee" and sentence.tokens[argument.head].lemma == "what"
            put("topic" if asks_thing else role, hole)
            return
        if role in ("place", "origin"):
            if rel is None and argument.relation == "prep" and role == "place":
                base = _REL.get(argument.prep)
                place_rel = None if sense.status in ("withdrew", "captured") and argument.prep in ("from", "of", "out") else base
                if sense.type == "movement" and argument.prep in ("to", "into"):
                    place_rel = None
            else:
                place_rel = rel
            taken = sense.type == "territorial" and argument.relation in ("obj", "gap", "prep")
            where = place_rel or ("in" if argument.relation != "subj" else None)
            found = discourse.places(sentence, argument.head, where, taken=taken and argument.prep in ("", "of"))
            if found:
                put(role, found)
                return
            if role == "place" and sort == "place" and argument.prep != "to" and sentence.tokens[argument.head].lemma not in _VAGUE:
                put(role, (discourse.generic(sentence, argument.head),))
                return
        elif role in ("equipment", "weapon"):
            if sort in ("equipment", "number") or (sense.type == "equipment_loss" and sort in ("thing", "pronoun")):
                found = discourse.equipment(sentence, argument.head)
                if sort == "pronoun" or not found:
                    found = _counted_equipment(clause, discourse)
                put(role, found)
                if "victim" in known and sense.type == "equipment_loss":
                    owner = discourse.within(sentence, argument.head, frozenset(ACTOR_KINDS))
                    if owner is not None:
                        put("victim", (owner,))
                return
        elif role == "unit":
            filler = discourse.mention(sentence.tokens[argument.head])
            if filler is not None and filler.kind == "unit":
                put("unit", (filler,))
                return
            if sort in ("people", "actor", "number"):
                put("unit", (discourse.generic(sentence, argument.head),))
                if sense.type == "movement" and "actor" not in sense.roles.values():
                    owner = discourse.within(sentence, argument.head, frozenset(ACTOR_KINDS))
                    if owner is not None:
                        put("actor", (owner,))
                return
        elif role in ("target", "topic"):
            if argument.relation == "affected" and sort in ("people", "actor", "equipment", "event"):
                return
            named = discourse.mention(sentence.tokens[argument.head])
            if role == "target" and named is None and sentence.tokens[argument.head].lemma in _CENTRES and "place" in known:
                put("place", discourse.places(sentence, argument.head, "in"))
                return
            if role == "target" and named is not None and named.kind == "facility":
                put(role, (named,))
                return
            if sort == "place":
                found = discourse.places(sentence, argument.head, _REL.get(argument.prep))
                if found and "place" in known and (discourse.mention(sentence.tokens[argument.head]) or role != "target"):
                    put("place", found)
                    return
            _put_thing(sentence, argument, role, sort, discourse, put)
            return
        elif role in _ACTING:
            if sort == "equipment" and role in ("attacker", "perpetrator"):
                put("weapon", discourse.equipment(sentence, argument.head))
                owner = discourse.within(sentence, argument.head, frozenset(ACTOR_KINDS))
                if owner is not None:
                    put(role, (owner,))
                return
            found = discourse.actors(sentence, argument.head)
            if found:
                named = found[0]
                if named.kind == "unit" and "unit" in known and role != "unit":
                    put("unit", (named,))
                    owner = discourse.within(sentence, argument.head, frozenset({"state", "armed_group"}))
                    put(role, (owner,) if owner is not None else _owner(discourse, named))
                    return
                put(role, found)
                return
            if sense.type == "relation" and sort == "place" and (near := discourse.places(sentence, argument.head, None)):
                put(role, near)
                return
            if argument.relation in ("mod",):
                return
            if sentence.tokens[argument.head].lemma in _IRREGULARS:
                put(role, (discourse.generic(sentence, argument.head),))
                return
            if sort == "people" and role not in ("opponent", "perpetrator", "actor"):
                put(role, (discourse.generic(sentence, argument.head),))
                return
            if sense.type in ("relation",) and sort == "equipment":
                put(role, discourse.equipment(sentence, argument.head))
                return
            if sense.type in ("relation",) and sort not in ("pronoun",):
                put(role, (discourse.generic(sentence, argument.head),))
                return


def _owner(discourse: Discourse, unit: Filler) -> tuple[Filler, ...]:
    """The belligerent whose unit it is, as the report mentions it."""
    side = discourse.side(unit)
    if side is None:
        return (unit,)
    found = discourse._mention_of(side, unit.mention.span.start)
    return (found,) if found else (unit,)


def _counted_equipment(clause: Clause, discourse: Discourse) -> tuple[Filler, ...]:
    at = clause.sentence.tokens[clause.head].start
    for filler in reversed([m for m in discourse.mentions if m.mention.span.start < at][-12:]):
        if filler.kind == "equipment":
            return (filler,)
    return ()


def _put_thing(sentence: Sentence, argument: Argument, role: str, sort: str, discourse: Discourse, put: object) -> None:
    assert callable(put)
    token = sentence.tokens[argument.head]
    if sort in ("pronoun", "number") or argument.relation == "mod":
        return
    filler = discourse.mention(token)
    if filler is not None:
        put(role, (filler,))
    elif token.pos in ("NOUN", "PROPN", "VERB", "ADJ"):
        put(role, (discourse.generic(sentence, argument.head),))
        inner = discourse.places(sentence, argument.head, "in")
        if inner and role == "target":
            put("place", tuple(Filler(f.mention, f.link, None if f.rel == "part" else f.rel) for f in inner))


def _put_default(sentence: Sentence, argument: Argument, known: tuple[str, ...], sense: Sense, discourse: Discourse,
                 put: object) -> None:  # fmt: skip
    """What a preposition says that the sense has no word for: places, weapons."""
    assert callable(put)
    sort = discourse.sort(sentence, argument.head)
    if discourse.is_time(sentence.tokens[argument.head]):
        return
    if "weapon" in known and argument.prep in _WEAPON_PREPS and sort == "equipment":
        put("weapon", discourse.equipment(sentence, argument.head))
        return
    if argument.prep not in _REL or "place" not in known:
        return
    if argument.prep in ("to", "against", "by", "between", "behind", "beyond", "past") and sense.type not in ("territorial", "attack"):
        return
    rel = _REL[argument.prep] if sense.type != "attack" or argument.prep != "to" else None
    hole = discourse.question and discourse.is_hole(sentence, argument.head)
    if hole and sort in ("place", "wh", "thing"):
        generic = discourse.generic(sentence, argument.head)
        put("place", (Filler(generic.mention, None, rel),))
        return
    found = discourse.places(sentence, argument.head, rel or "in")
    if found:
        put("place", found)
    elif sort == "place" and sentence.tokens[argument.head].lemma not in _VAGUE and argument.prep not in ("to", "into"):
        generic = discourse.generic(sentence, argument.head)
        put("place", (Filler(generic.mention, None, rel if rel in ("near", "over") else None),))
