"""Which sense of a trigger is meant: the first one in the lexicon that the object, or its absence, fits."""

from __future__ import annotations

from kg.extraction.discourse import Discourse
from kg.extraction.lexicon import Sense, constraints
from kg.nlp.heads import heads
from kg.syntax import Argument, Clause

_SUBJECTS = {
    "placesubject": frozenset({"place"}),
    "equipmentsubject": frozenset({"equipment"}),
    "thingsubject": frozenset({"thing", "place", "event"}),
}
"""Constraint → what the subject must be, where it is what the verb happens to."""


def fits(sense: Sense, clause: Clause, argument: Argument | None, discourse: Discourse) -> bool:
    """Whether the object (or its absence) is what the sense wants."""
    sentence, wanted = clause.sentence, sense.object
    subjects = clause.of("subj")
    if wanted in ("for", "into", "at", "on"):
        return any(a.relation == "prep" and a.prep == wanted for a in clause.arguments)
    if wanted == "for_equipment":
        goods = [a for a in clause.arguments if a.relation == "prep" and a.prep == "for"]
        return any(discourse.sort(sentence, a.head) == "equipment" for a in goods)
    if wanted == "into_target":
        into = [a for a in clause.arguments if a.relation == "prep" and a.prep == "into"]
        return any(sentence.tokens[a.head].lemma in heads()["strike_target"] for a in into)
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
    if wanted == "airborne":
        return sort == "number" or lemma in constraints()[wanted]
    if wanted == "ablaze":
        inside = (sentence.tokens[i] for i in sentence.subtree(clause.head) if i > clause.head)
        return sort == "equipment" and any(t.lemma in constraints()[wanted] and t.pos != "VERB" for t in inside)
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
    for filler in reversed(discourse.mentions_in(0, at)[-12:]):
        if filler.kind == "equipment":
            return "equipment"
        if filler.kind in ("unit",):
            return "people"
    return ""
