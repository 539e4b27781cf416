from __future__ import annotations

from dataclasses import replace

import pytest

from kg.errors import QuestionError
from kg.model import Claim, Entity, Filler, Interval, Link, Mention, Span
from kg.nlp.pipeline import parse
from kg.question_general import general_patterns
from kg.questions import ANY, SPEAKER, TIME, Constraint, Frame, Knowledge, Wanted, read_question
from kg.settings import Settings
from kg.vocabulary import ID

NORLAND = Entity(f"{ID}state/norland", "state", "Norland")
TANK = Entity(f"{ID}equipment/tank", "equipment", "tank")
KNOWN = Knowledge(lambda filler: (filler.link.entity,) if filler.link else (), lambda name: ())


def filler(text: str, words: str, entity: Entity | None = None) -> Filler:
    start = text.index(words)
    return Filler(Mention(Span(start, start + len(words)), words, entity and entity.kind), entity and Link(entity))


def read(text: str, *claims: Claim, mentions: tuple[Filler, ...] = ()) -> Frame:
    ((_, sentences),) = parse([(text, None)], model=Settings().model)
    return read_question(text, sentences, mentions, claims, KNOWN, general_patterns)


def claim(type_: str, status: str, attribution: tuple[Filler, ...] = (), **roles: Filler) -> Claim:
    held = {role: (f,) for role, f in roles.items()}
    return Claim("c", "question", type_, status, Span(0, 1), "x", held, attribution=attribution)


def test_the_hole_is_what_the_question_word_fills() -> None:
    text = "Norland lost which tanks."
    tanks = filler(text, "tanks", TANK)
    lost = claim("equipment_loss", "lost", victim=filler(text, "Norland", NORLAND), equipment=tanks)
    frame = read(text, lost, mentions=(tanks,))
    assert (frame.form, frame.wanted) == ("which", Wanted(("equipment",), None, TANK.iri, True))
    (pattern,) = frame.patterns
    assert (pattern.hole, pattern.constraints) == ("equipment", (Constraint("victim", "Norland", (NORLAND.iri,)),))
    assert pattern.statuses == ("lost", "destroyed", "captured", "abandoned", "crashed")


def test_holes_that_are_no_roles() -> None:
    text = "Norland lost tanks when."
    lost = claim("equipment_loss", "lost", victim=filler(text, "Norland", NORLAND))
    assert {p.hole for p in read(text, lost).patterns} == {TIME}
    text = "Who said that tanks crashed."
    crashed = claim("equipment_loss", "crashed", (filler(text, "Who"),), equipment=filler(text, "tanks", TANK))
    frame = read(text, crashed)
    assert {p.hole for p in frame.patterns} == {SPEAKER} and frame.modality == "told"


def test_a_name_that_fills_no_role_is_asked_for_all_the_same() -> None:
    text = "Who lost tanks for Norland."
    norland = filler(text, "Norland", NORLAND)
    lost = claim("equipment_loss", "lost", victim=filler(text, "Who"), equipment=filler(text, "tanks", TANK))
    (pattern,) = read(text, lost, mentions=(norland,)).patterns
    assert Constraint(ANY, "Norland", (NORLAND.iri,)) in pattern.constraints


@pytest.mark.parametrize(
    ("text", "words", "role", "asked"),
    [
        ("The army captured tanks.", "army", "perpetrator", "army"),
        ("Government forces captured tanks.", "Government forces", "perpetrator", "government"),
        ("Soldiers captured tanks.", "Soldiers", "perpetrator", None),
        ("The army lost tanks.", "army", "victim", "army"),
    ],
)
def test_who_goes_by_no_name_is_asked_for_by_words(text: str, words: str, role: str, asked: str | None) -> None:
    lost = claim("equipment_loss", "captured", equipment=filler(text, "tanks", TANK), **{role: filler(text, words)})
    known = replace(KNOWN, called=lambda word: {"army": (NORLAND.iri,), "government": ()}.get(word))
    ((_, sentences),) = parse([(text, None)], model=Settings().model)
    frame = read_question(text, sentences, (), (lost,), known, general_patterns)
    called = (NORLAND.iri,) if asked == "army" else ()
    found = {c for c in frame.patterns[0].constraints if c.role == role and not c.without}
    assert found == ({Constraint(role, asked, called=called)} if asked else set())


def test_a_surname_that_several_bear_asks_for_all_whom_reports_call_so() -> None:
    text = "Who sanctioned Zorglub."
    imposed = claim("measure", "sanctions", authority=filler(text, "Who"), target=filler(text, "Zorglub"))
    known = replace(KNOWN, called=lambda word: (NORLAND.iri,) if word == "zorglub" else None)
    ((_, sentences),) = parse([(text, None)], model=Settings().model)
    (pattern,) = read_question(text, sentences, (), (imposed,), known, general_patterns).patterns
    assert pattern.constraints == (Constraint("target", "zorglub", called=(NORLAND.iri,)),)


def test_days_numbers_and_moods() -> None:
    text = "Did Norland lose tanks on 4 June 2024."
    lost = claim("equipment_loss", "lost", victim=filler(text, "Norland", NORLAND))
    frame = read(text, lost)
    assert frame.form == "did" and isinstance(frame.time, Interval) and frame.time.start.isoformat() == "2024-06-04"
    assert read("Norland may lose tanks.", lost).modality == "open"
    assert read("Norland lost tanks in May.", lost).modality == "actual"


@pytest.mark.parametrize(
    ("text", "part"), [("Who lost the most tanks.", "most"), ("Norland frobnicated.", "frobnicated"), ("", "")]
)
def test_what_is_not_understood_is_named(text: str, part: str) -> None:
    with pytest.raises(QuestionError) as raised:
        read(text)
    assert raised.value.part == part and raised.value.examples


def test_where_something_is_asks_for_all_that_puts_it_at_a_place() -> None:
    text = "The tank was seen where."
    frame = read(text, mentions=(filler(text, "tank", TANK),))
    asked = {(p.type, c.role) for p in frame.patterns for c in p.constraints}
    assert {("equipment_loss", "equipment"), ("attack", "target"), ("relation", "subject")} <= asked
    assert ("attack", "attacker") not in asked and {p.hole for p in frame.patterns} == {"place", "object"}


def test_towns_that_were_struck_are_those_that_the_target_lies_in() -> None:
    text = "Norland struck which towns."
    struck = claim("attack", "air", attacker=filler(text, "Norland", NORLAND), target=filler(text, "towns"))
    assert {p.hole for p in read(text, struck).patterns} == {"target", "place"}
