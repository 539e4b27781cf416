"""Clauses read off the tree: who does what to whom, through passives, control, relative clauses and coordination."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.nlp.arguments import conjuncts
from kg.nlp.clauses import clauses, trigger_lemma
from kg.syntax import Clause, Sentence

Parse = Callable[[str], tuple[Sentence, ...]]


class _Every:
    """All words are triggers."""

    def __contains__(self, key: object) -> bool:
        return True


def clause_of(text: str, lemma: str, parse_text: Parse) -> Clause:
    (sentence,) = parse_text(text)
    found = [c for c in clauses(sentence, _Every()) if c.lemma == lemma]
    assert found, f"no clause of {lemma} in {text}"
    return found[0]


def words(clause: Clause, *relations: str) -> list[str]:
    return [clause.sentence.tokens[a.head].text for a in clause.of(*relations)]


@pytest.mark.parametrize(
    ("text", "lemma", "subjects", "objects"),
    [
        ("Ukraine destroyed the bridge.", "destroy", ["Ukraine"], ["bridge"]),
        ("The bridge was destroyed.", "destroy", [], ["bridge"]),
        ("Two tanks have been destroyed near the town.", "destroy", [], ["tanks"]),
        ("The drones that hit the depot came from the sea.", "hit", ["drones"], ["depot"]),
        ("The town which the rebels captured was empty.", "capture", ["rebels"], ["town"]),
        ("Troops tried to seize the hill.", "seize", ["Troops"], ["hill"]),
        ("The general ordered his men to attack the village.", "attack", ["men"], ["village"]),
        ("The army shelled the port and captured the airfield.", "capture", ["army"], ["airfield"]),
        ("The army destroyed tanks, trucks and guns.", "destroy", ["army"], ["tanks", "trucks", "guns"]),
        ("Soldiers and rebels attacked the camp.", "attack", ["Soldiers", "rebels"], ["camp"]),
        ("Rockets struck the city, killing two people.", "kill", ["Rockets"], ["people"]),
        ("A tank destroyed by a mine blocked the road.", "destroy", [], ["tank"]),
        ("The army, having taken the town, moved on.", "take", ["army"], ["town"]),
        ("Rebels attempted to storm the base.", "storm", ["Rebels"], ["base"]),
    ],
)
def test_subjects_and_objects(
    text: str, lemma: str, subjects: list[str], objects: list[str], parse_text: Parse
) -> None:
    clause = clause_of(text, lemma, parse_text)
    assert words(clause, "subj") == subjects
    assert words(clause, "obj", "gap") == objects


@pytest.mark.parametrize(
    ("text", "lemma", "agent"),
    [
        ("The ship was sunk by two missiles.", "sink", ["missiles"]),
        ("The village was attacked by rebels and deserters.", "attack", ["rebels", "deserters"]),
        ("The convoy was hit.", "hit", []),
    ],
)
def test_agents_of_passives(text: str, lemma: str, agent: list[str], parse_text: Parse) -> None:
    clause = clause_of(text, lemma, parse_text)
    assert clause.passive
    assert words(clause, "agent") == agent


@pytest.mark.parametrize(
    ("text", "lemma", "prepositions"),
    [
        ("Troops advanced toward Lyman.", "advance", [("toward", "Lyman")]),
        ("A jet crashed near Minsk.", "crash", [("near", "Minsk")]),
        ("Soldiers withdrew from Izium on Sunday.", "withdraw", [("from", "Izium"), ("on", "Sunday")]),
        ("Forces pulled out of Chernihiv.", "pull_out", [("from", "Chernihiv")]),
    ],
)
def test_prepositional_arguments(
    text: str, lemma: str, prepositions: list[tuple[str, str]], parse_text: Parse
) -> None:
    clause = clause_of(text, lemma, parse_text)
    found = [(a.prep, clause.sentence.tokens[a.head].text) for a in clause.of("prep")]
    assert set(prepositions) <= set(found)


@pytest.mark.parametrize(
    ("text", "verb", "lemma"),
    [
        ("They shot down a drone.", "shot", "shoot_down"),
        ("The drone was shot down.", "shot", "shoot_down"),
        ("Rebels took over the port.", "took", "take_over"),
        ("Rebels took the port.", "took", "take"),
        ("The army pulled back.", "pulled", "pull_back"),
    ],
)
def test_particles_belong_to_their_verb(text: str, verb: str, lemma: str, parse_text: Parse) -> None:
    (sentence,) = parse_text(text)
    token = next(t for t in sentence.tokens if t.text == verb)
    assert trigger_lemma(sentence, token) == lemma


def test_conjuncts_are_given_in_the_order_of_the_text(parse_text: Parse) -> None:
    (sentence,) = parse_text("The army lost tanks, trucks and guns.")
    tanks = next(t.i for t in sentence.tokens if t.text == "tanks")
    assert [sentence.tokens[i].text for i in conjuncts(sentence, tanks)] == ["tanks", "trucks", "guns"]


@pytest.mark.parametrize(
    ("text", "noun", "relation", "filler"),
    [
        ("Russia's attack on the port failed.", "attack", "poss", "Russia"),
        ("The attack on the port failed.", "attack", "prep", "port"),
        ("The army launched an attack on the port.", "attack", "doer", "army"),
        ("An attack by rebels killed two.", "attack", "subj", "rebels"),
    ],
)
def test_event_nouns_have_arguments(text: str, noun: str, relation: str, filler: str, parse_text: Parse) -> None:
    clause = clause_of(text, noun, parse_text)
    assert clause.kind == "noun"
    assert filler in words(clause, relation)


@pytest.mark.parametrize(
    ("text", "lemma", "quote"),
    [
        ("When night fell, rebels attacked the camp.", "attack", "rebels attacked the camp"),
        ("Rebels attacked the camp, which the army had left.", "attack", "Rebels attacked the camp"),
        ("The army shelled the port and captured the airfield.", "shell", "The army shelled the port"),
    ],
)
def test_a_clause_is_quoted_without_the_clauses_beside_it(
    text: str, lemma: str, quote: str, parse_text: Parse
) -> None:
    assert clause_of(text, lemma, parse_text).span.cut(text).rstrip(",") == quote
