"""Which sense of a trigger is meant: the first one in the lexicon that the object, or its absence, fits."""

from __future__ import annotations

from kg.extraction.discourse import Discourse
from kg.extraction.lexicon import Sense, constraints
from kg.nlp.heads import heads
from kg.syntax import Argument, Clause, Sentence, Token
from kg.vocabulary import PLACE_KINDS

_SUBJECTS = {
    "placesubject": frozenset({"place"}),
    "equipmentsubject": frozenset({"equipment"}),
    "thingsubject": frozenset({"thing", "place", "event"}),
}
"""Constraint → what the subject must be, where it is what the verb happens to."""

_LISTED_SUBJECTS = frozenset(
    "ordnancesubject fightersubject aircraftsubject goodssubject troopssubject buildingsubject gonetown visitor".split()
)
_CLASSES = {
    "ordnancesubject": frozenset({"missile", "bomb", "ammunition", "unmanned aerial vehicle"}),
    "aircraftsubject": frozenset({"aircraft", "helicopter"}),
}
"""Constraint on the subject → the classes of equipment that fulfil it, beside the lemmas of the table."""
_THINGS = frozenset({"it", "this", "that", "something", "everything", "nothing", "what"})
_NARROW = frozenset({"ordnance_to", "troops", "building"})
"""Constraints that no question word fulfils: what is sent is asked of gifts, what is pulled out of machines too."""
_FIELDS = frozenset("in at near around for over against with outside inside on".split())
_NO_FALL = frozenset({"prt", "acomp", "oprd", "xcomp"})


def fits(sense: Sense, clause: Clause, argument: Argument | None, discourse: Discourse) -> bool:
    """Whether the object (or its absence) is what the sense wants."""
    sentence, wanted = clause.sentence, sense.object
    subjects = clause.of("subj")
    if wanted in ("for", "into", "at", "on", "with", "of", "against"):
        behind = [a for a in clause.arguments if a.relation == "prep" and a.prep == wanted]
        return any(not discourse.is_time(sentence.tokens[a.head]) for a in behind)
    if wanted == "somewhere":
        # "fight for a town", "against the army"; not "with all means", "fight on"
        about = (
            discourse.sort(sentence, a.head) for a in clause.arguments if a.relation == "prep" and a.prep in _FIELDS
        )
        return argument is None and (any(s in ("place", "people", "actor") for s in about) or discourse.question)
    if wanted == "port":
        place = argument is not None and discourse.sort(sentence, argument.head) == "place"
        return place and any(discourse.sort(sentence, a.head) == "equipment" for a in subjects)
    if wanted == "forward":
        onward = (t.lemma in constraints()[wanted] for t in sentence.below(clause.head, "advmod", "prt"))
        return argument is None and any(onward)
    if wanted == "blow":
        # "counter-attack", which parsers take apart
        joined = sentence.tokens[clause.head + 1 : clause.head + 3]
        return len(joined) == 2 and joined[0].text in "-–" and joined[1].lemma in constraints()[wanted]
    if wanted == "taken_alive":
        own = sentence.below(clause.head, "acomp", "oprd", "advmod", "advcl", "dobj")
        kept = [o for p in sentence.below(clause.head, "prep") if p.lemma in ("into", "to", "as")
                for o in sentence.below(p.i, "pobj")]  # fmt: skip
        after = (t for t in (*own, *kept) if t.i > clause.head and t.pos != "VERB")
        return any(t.lemma in constraints()[wanted] for t in after) and _is_people(clause, argument, discourse)
    if wanted in ("place_by_sides", "thing_by_sides"):
        sorts = ("place",) if wanted == "place_by_sides" else ("thing", "event")
        fitting = argument is not None and discourse.sort(sentence, argument.head) in sorts
        return fitting and any(_takes_sides(sentence, a.head, discourse) for a in subjects)
    if wanted == "place_by_troops":
        place = argument is not None and discourse.sort(sentence, argument.head) == "place"
        return place and any(_suffers("troopssubject", clause, a.head, discourse) for a in subjects)
    if wanted == "for_equipment":
        goods = [a for a in clause.arguments if a.relation == "prep" and a.prep == "for"]
        return any(discourse.sort(sentence, a.head) == "equipment" for a in goods)
    if wanted == "into_target":
        into = [a for a in clause.arguments if a.relation == "prep" and a.prep == "into"]
        return any(sentence.tokens[a.head].lemma in heads()["strike_target"] for a in into)
    if wanted in _LISTED_SUBJECTS:
        return argument is None and any(_suffers(wanted, clause, a.head, discourse) for a in subjects)
    if wanted == "linesubject":
        return clause.negated and any(
            sentence.tokens[a.head].lemma in ("line", "front", "situation", "frontline") for a in subjects
        )
    if wanted == "place_by_force":
        place = argument is not None and discourse.sort(sentence, argument.head) == "place"
        return place and any(sentence.tokens[a.head].lemma in heads()["force"] for a in subjects)
    if wanted in _SUBJECTS:
        # where it has an object its subject is not what it happens to: "drones captured pictures"
        suffers = argument is None or sense.type == "movement"
        return suffers and any(discourse.sort(sentence, a.head) in _SUBJECTS[wanted] for a in subjects)
    if wanted == "suffered":
        # "three civilians hurt": a participle that its subject was read as doing; bare numbers are read as tolls
        token = sentence.tokens[clause.head]
        participle = token.tag in ("VBN", "VBD") and token.dep != "conj" and sentence.first(token.i, "aux") is None
        return (
            argument is None
            and participle
            and any(discourse.sort(sentence, a.head) in ("people", "actor") for a in subjects)
        )
    if wanted == "of_others":
        wish = sentence.below(clause.head, "ccomp", "xcomp")
        return argument is None and any(sentence.first(t.i, "nsubj", "nsubjpass") is not None for t in wish)
    if wanted == "swapped":
        exchanged = sentence.below(clause.head, "compound", "amod", "nmod") + [
            o for p in sentence.below(clause.head, "prep") if p.lemma == "of" for o in sentence.below(p.i, "pobj")
        ]
        return any(t.lemma in constraints()[wanted] for t in exchanged)
    if wanted == "force_far":
        far = any(a.relation == "prep" and a.prep in constraints()["far"] for a in clause.arguments)
        return (
            argument is None
            and far
            and any(discourse.sort(sentence, a.head) in ("people", "actor", "equipment") for a in subjects)
        )
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
    if sort == "wh" and wanted not in constraints() and wanted not in _NARROW:
        return True
    if wanted == "any":
        return True
    if wanted == "equipment":
        return sort == "equipment" or (sort == "number" and _subject_of_count(discourse, clause) == "equipment")
    if wanted == "airborne":
        return sort == "number" or lemma in constraints()[wanted]
    if wanted == "ablaze":
        inside = (sentence.tokens[i] for i in sentence.subtree(clause.head) if i > clause.head)
        return sort == "equipment" and any(t.lemma in constraints()[wanted] and t.pos != "VERB" for t in inside)
    if wanted == "ordnance_to":
        to = (discourse.mention(sentence.tokens[a.head]) for a in clause.arguments if a.prep == "to")
        if sort != "equipment" or not any(f is not None and f.kind in PLACE_KINDS for f in to):
            return False
        return _is_ordnance(sentence.tokens[argument.head], discourse)
    if wanted == "troops":
        away = any(a.prep in ("from", "out", "of") for a in clause.arguments if a.relation == "prep")
        return away and _is_of_troops(clause, argument.head, discourse)
    if wanted == "building":
        return _is_building(lemma)
    if wanted == "life_attempt":
        # "an assassination attempt", "an attempt on his life"
        tried = sentence.below(argument.head, "compound", "nmod", "amod")
        on = [
            o
            for p in sentence.below(argument.head, "prep")
            if p.lemma in ("on", "at")
            for o in sentence.below(p.i, "pobj")
        ]
        return lemma in constraints()[wanted] or (
            lemma == "attempt" and any(t.lemma in (*constraints()[wanted], "life") for t in (*tried, *on))
        )
    if wanted == "structure":
        unknown = sort == "thing" and sentence.tokens[argument.head].pos == "PROPN"
        return unknown or lemma in heads()["facility"] or lemma in heads()["strike_target"]
    if wanted == "driven_back":
        # "pushed them back", "from the town"; who is pushed to sign has not given way
        way = {t.lemma for t in sentence.below(clause.head)}
        return sort in ("actor", "people", "pronoun") and bool(way & constraints()[wanted])
    if wanted == "materiel":
        return sort == "equipment"
    if wanted == "organisation":
        named = discourse.mention(sentence.tokens[argument.head])
        return lemma in constraints()[wanted] or (named is not None and named.kind == "organisation")
    if wanted == "limb":
        # arms in the plural are weapons; a side of the war has no limbs
        weapons = lemma == "arm" and sentence.tokens[argument.head].tag != "NN"
        whose = (discourse.sort(sentence, a.head) in ("people", "number", "pronoun") for a in subjects)
        return lemma in constraints()[wanted] and not weapons and any(whose)
    if wanted == "people":
        return (
            sort in ("people", "actor")
            or (sort == "number" and _subject_of_count(discourse, clause) != "equipment")
            or (sort == "pronoun" and sense.type == "personnel_loss" and lemma not in _THINGS)
        )
    if wanted == "actor":
        return sort in ("actor", "people", "pronoun")
    if wanted == "thing":
        return sort in ("thing", "place", "event")
    if wanted in ("place", "event"):
        # "took part", "took sides"
        return sort == wanted and not (clause.lemma == "take" and lemma in constraints()["idiom"])
    return lemma in constraints().get(wanted, frozenset())


def _suffers(wanted: str, clause: Clause, head: int, discourse: Discourse) -> bool:
    """Whether a subject is what the verb happens to: bombs that fall on a town, soldiers who fell, an aircraft that fell."""
    sentence, token = clause.sentence, clause.sentence.tokens[head]
    sort, filler = discourse.sort(sentence, head), discourse.mention(token)
    prepositions = {a.prep for a in clause.arguments if a.relation == "prep"}
    if wanted == "troopssubject":
        return _is_of_troops(clause, head, discourse)
    if wanted == "buildingsubject":
        return _is_building(token.lemma)
    if wanted == "gonetown":
        said = sentence.tokens[clause.head]
        alone = not prepositions and sentence.first(clause.head, "dobj", "attr", *_NO_FALL) is None
        return alone and said.text.lower() in ("gone", "went") and filler is not None and filler.kind == "place"
    if wanted == "visitor":
        if not any(
            _is_where(a, sentence, discourse) for a in clause.arguments if a.prep in ("to", "in", "into", "at")
        ):
            return False
        return filler.kind == "person" if filler is not None else token.lemma in constraints()[wanted]
    if wanted == "goodssubject":
        naval = filler is not None and "naval ship" in discourse.classes(filler)
        states = [a for a in clause.arguments if a.prep in ("in", "to") and a.relation == "prep"]
        return sort == "equipment" and not naval and any(discourse.sort(sentence, a.head) == "actor" for a in states)
    if wanted == "fightersubject":
        if sentence.first(clause.head, *_NO_FALL) is not None or prepositions & {
            "to",
            "into",
            "on",
            "upon",
            "from",
            "for",
        }:
            return False
        return token.lemma in constraints()["fighters"]
    named = filler is not None and bool(discourse.classes(filler) & _CLASSES[wanted])
    listed = token.lemma in constraints()[wanted.removesuffix("subject")]
    if wanted == "ordnancesubject":
        return (named or listed) and bool(prepositions & {"on", "upon", "near", "at", "among", "in"})
    return (named or listed) and sentence.first(clause.head, *_NO_FALL) is None and not prepositions & {"to"}


def _takes_sides(sentence: Sentence, head: int, discourse: Discourse) -> bool:
    """Whether a subject may be a force that gains ground: no single person and no machine."""
    named = discourse.mention(sentence.tokens[head])
    if named is not None and named.kind == "person":
        return False
    return discourse.sort(sentence, head) in ("people", "actor", "pronoun")


def _is_ordnance(token: Token, discourse: Discourse) -> bool:
    """Whether a noun is of what is fired: shells, rockets, drones, missiles, or a type of them."""
    named = discourse.mention(token)
    known = named is not None and bool(discourse.classes(named) & _CLASSES["ordnancesubject"])
    return known or token.lemma in constraints()["ordnance"]


def _is_of_troops(clause: Clause, head: int, discourse: Discourse) -> bool:
    """Whether a noun phrase is of forces: a unit or armed group by its name, else by its noun."""
    token = clause.sentence.tokens[head]
    filler = discourse.mention(token)
    if filler is not None and filler.kind is not None:
        return filler.kind in ("unit", "armed_group")
    return token.lemma in heads()["force"]


def _is_building(lemma: str) -> bool:
    """Whether a noun is of what stands and is struck, not of what moves."""
    return lemma not in constraints()["vehicle"] and (
        lemma in heads()["facility"] or lemma in heads()["strike_target"]
    )


def _is_where(argument: Argument, sentence: Sentence, discourse: Discourse) -> bool:
    """Whether an argument names a place or a state, where someone goes."""
    named = discourse.mention(sentence.tokens[argument.head])
    return argument.relation == "prep" and named is not None and named.kind in (*PLACE_KINDS, "state")


def _is_people(clause: Clause, argument: Argument | None, discourse: Discourse) -> bool:
    if argument is None:
        return False
    sort = discourse.sort(clause.sentence, argument.head)
    return sort in ("people", "actor", "number", "pronoun")


def _subject_of_count(discourse: Discourse, clause: Clause) -> str:
    """What a bare number counts ("51 were shot down"): the kind of equipment or people named last before it."""
    at = clause.sentence.tokens[clause.head].start
    for filler in reversed(discourse.mentions_in(0, at)[-12:]):
        if filler.kind == "equipment":
            return "equipment"
        if filler.kind in ("unit",):
            return "people"
    return ""
