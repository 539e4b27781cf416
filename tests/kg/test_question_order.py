from __future__ import annotations

from datetime import date

import pytest

from kg.nlp.pipeline import parse
from kg.question_order import declarative, tidy, undated
from kg.question_spelling import known_spellings, respell
from kg.settings import Settings

STATED = {
    "which town did Russia capture": "Russia will capture which town.",
    "which town has Russia captured?": "Russia has captured which town.",
    "which town is Ukraine trying to seize": "Ukraine is trying to seize which town.",
    "what was destroyed in Sumy Oblast": "What was destroyed in Sumy Oblast.",
    "who destroyed the HIMARS": "Who destroyed the HIMARS.",
    "did Russia capture Hrodivka": "Russia will capture Hrodivka.",
    "when did the bomber crash": "The bomber will crash when.",
    "by whom was Zhelanne captured": "Zhelanne was captured by whom.",
    "list the equipment Ukraine lost": "Ukraine lost which equipment.",
    "name the towns captured by Russia": "Which towns were captured by Russia.",
    "list the states that supplied weapons to Sudan": "Which states supplied weapons to Sudan.",
    "tell me which towns Russia captured": "Russia captured which towns.",
    "show me the equipment types that Ukraine lost in Kursk": "Ukraine lost which equipment types in Kursk.",
    "who is the governor of Darfur": "Who leads Darfur.",
    "is Minni Minnawi the governor of Darfur": "Minni Minnawi will lead Darfur.",
}


@pytest.mark.parametrize(("question", "stated"), STATED.items())
def test_questions_in_the_order_of_statements(question: str, stated: str) -> None:
    ((_, sentences),) = parse([(tidy(question), None)], model=Settings().model)
    assert " ".join(declarative(sentence, {"crash", "capture"}) for sentence in sentences) == stated


@pytest.mark.parametrize("nothing", ["", "  ", "?", "..."])
def test_nothing_stays_nothing(nothing: str) -> None:
    assert tidy(nothing) == ""


@pytest.mark.parametrize(
    ("question", "left"),
    [
        ("which towns did Russia capture in June", "which towns did Russia capture"),
        ("since 6 August what was lost", "what was lost"),
        ("what was lost", "what was lost"),
    ],
)
def test_days_are_taken_out(question: str, left: str) -> None:
    assert undated(question, date(2024, 8, 16)) == left


@pytest.mark.parametrize(
    ("asked", "written"),
    [
        ("what did ukraine lose in kursk", "what did Ukraine lose in Kursk"),
        ("Ukraine lost what in august", "Ukraine lost what in August"),
        ("what did the us say to us", "what did the us say to us"),
        ("who shelled el fasher", "who shelled El Fasher"),
        ("what was hit in lgov", "what was hit in Lgov"),
        ("what was hit in earnest", "what was hit in earnest"),
        ("Kursk", "Kursk"),
    ],
)
def test_names_in_lower_case(asked: str, written: str) -> None:
    spellings = known_spellings(["Ukraine", "Kursk", "El Fasher", "US", "Who", "tank"])
    assert respell(asked, spellings, lambda name: name == "Lgov") == written
