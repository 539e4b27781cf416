"""Questions over the seeds, with the answers that their texts give; one store for the first report, one for all."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from kg import pipeline
from kg.errors import QuestionError
from kg.reports import read_reports
from kg.settings import Settings
from kg.store import Store, View

SEEDS = Path(__file__).resolve().parents[2] / "seeds"
CASES = [
    json.loads(line) for line in (Path(__file__).parent / "ask_cases.jsonl").read_text(encoding="utf-8").splitlines()
]
KEYS = ["question", "answer", "rows", "sparql", "evidence", "excluded", "left_out"]


@pytest.fixture(scope="session")
def views(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, View]:
    opened = {}
    for name, paths in (("one", sorted(SEEDS.glob("000_*.txt"))), ("all", [SEEDS])):
        folder = tmp_path_factory.mktemp(name)
        settings = Settings(store=folder)
        with Store.open(folder) as store:
            pipeline.build(store, read_reports(paths), settings=settings)
        opened[name] = View.open(folder)
    return opened


def ask(view: View, question: str, **more: float) -> dict[str, Any]:
    return pipeline.ask(view, question, **more).to_json()


def test_what_was_read_less_surely_is_left_out_and_listed(views: Mapping[str, View]) -> None:
    question = "which equipment types did Ukraine lose in Kursk"
    every = ask(views["all"], question)["rows"]
    least = max(row["confidence"] for row in every) + 0.01
    assert {row["claim"] for row in every} == {
        row["claim"] for row in ask(views["all"], question, min_confidence=0.01)["rows"]
    }
    told = ask(views["all"], question, min_confidence=least)
    assert told["rows"] == [] and told["answer"] == []
    assert any(f"below {least:g}" in item["why"] for item in told["excluded"])
    # what does not answer for another reason as well is listed as ever
    assert {item["claim"] for item in ask(views["all"], question)["excluded"]} <= {
        i["claim"] for i in told["excluded"]
    }
    assert told["left_out"] >= len(told["excluded"]) == min(told["left_out"], 12)


def test_there_are_cases() -> None:
    assert len(CASES) >= 60
    assert len({(case["store"], case["question"]) for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", CASES, ids=[f"{case['store']}: {case['question']}" for case in CASES])
def test_answers(case: dict[str, Any], views: Mapping[str, View]) -> None:
    told = ask(views[case["store"]], case["question"])
    assert list(told) == KEYS
    expected = case["answer"]
    if isinstance(expected, list):
        assert sorted(told["answer"]) == sorted(expected)
    else:
        assert told["answer"] == expected and type(told["answer"]) is type(expected)
    left_out = {(item["name"], item["why"]) for item in told["excluded"]}
    assert set(case.get("excluded", {}).items()) <= left_out


@pytest.mark.parametrize("case", CASES[::7], ids=[case["question"] for case in CASES[::7]])
def test_the_query_gives_the_rows_and_the_words_stand_in_the_reports(
    case: dict[str, Any], views: Mapping[str, View]
) -> None:
    view = views[case["store"]]
    told = ask(view, case["question"])
    found = {(r["claim"], r["quote"], int(r["start"]), int(r["end"])) for r in view.query(told["sparql"]).records()}
    assert found == {(row["claim"], row["quote"], row["start"], row["end"]) for row in told["rows"]}
    for words in told["evidence"]:
        text = view.report(words["report"])["text"]
        assert text[words["start"] : words["end"]] == words["quote"]
    json.dumps(told)


@pytest.mark.parametrize(
    ("question", "part"),
    [
        ("flurb the grommet", "flurb the grommet"),
        ("what colour is the sky", "colour is the sky"),
        ("who lost the most tanks", "most"),
        ("hello", "hello"),
        ("which towns", "towns"),
        ("   ", "   "),
        ("?", "?"),
    ],
)
def test_what_cannot_be_read_is_named_and_other_questions_offered(
    question: str, part: str, views: Mapping[str, View]
) -> None:
    view = views["one"]
    with pytest.raises(QuestionError) as raised:
        ask(view, question)
    assert raised.value.part == part and raised.value.question == question
    assert len(raised.value.examples) == 3
    for example in raised.value.examples:
        assert ask(view, example)["rows"], example


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("which tanks did Freedonia lose", "Freedonia"),
        ("which tanks did Russia lose in Freedonia", "Freedonia"),
        ("did Freedonia capture Hrodivka", "Freedonia"),
        ("when did Ukraine strike freedonia", "freedonia"),
        ("which towns did rusia capture", "rusia"),
        ("who destroyed the Zorglub", "Zorglub"),
        ("which T-999 tanks did Russia lose", "T-999"),
        ("what did General Zorglub say", "Zorglub"),
        ("where is the Zorglub", "Zorglub"),
    ],
)
def test_a_name_that_nothing_is_known_by_is_told(question: str, name: str, views: Mapping[str, View]) -> None:
    with pytest.raises(QuestionError, match="has this name") as raised:
        ask(views["all"], question)
    assert raised.value.part == name


@pytest.mark.parametrize(
    ("question", "day"),
    [
        ("which tanks did Russia lose on 2024-13-45", "2024-13-45"),
        ("which tanks did Russia lose on 31 february 2024", "31 February 2024"),
        ("what happened on 45 August", "45 August"),
    ],
)
def test_a_day_that_no_calendar_has_is_told(question: str, day: str, views: Mapping[str, View]) -> None:
    with pytest.raises(QuestionError, match="no such day") as raised:
        ask(views["all"], question)
    assert raised.value.part == day


@pytest.mark.parametrize(
    ("question", "words", "problem"),
    [
        ("did the junta capture Mykolaivka", "the junta", "so called"),
        ("did militia forces capture Zhelanne", "militia", "so called"),
        ("did the grandmother capture Zhelanne", "the grandmother", "so called"),
        ("what was captured by the rebels", "the rebels", "so called"),
        ("who captured Zhelanne from the militia", "the militia", "so called"),
        ("how many tanks did the enemy destroy", "the enemy", "so called"),
        ("how many enemy tanks were destroyed", "enemy", "so called"),
        ("how many enemy soldiers were killed", "enemy", "so called"),
        ("which tanks of the enemy were destroyed", "the enemy", "so called"),
        ("which tanks did the enemy lose", "the enemy", "so called"),
        ("what happened to the junta in Toretsk", "the junta", "so called"),
        ("did officials say that 102 soldiers surrendered", "officials", "so called"),
        ("what did the junta say", "the junta", "so called"),
        ("did they capture Zhelanne", "they", "who is meant"),
        ("how many tanks did it lose", "it", "who is meant"),
        ("did our forces capture Zhelanne", "our", "who is meant"),
        ("did their forces capture Zhelanne", "their", "who is meant"),
    ],
)
def test_an_actor_whom_no_claim_calls_so_is_told(
    question: str, words: str, problem: str, views: Mapping[str, View]
) -> None:
    with pytest.raises(QuestionError, match=problem) as raised:
        ask(views["all"], question)
    assert raised.value.part == words


@pytest.mark.parametrize(
    "question",
    [
        "what did Prime Minister Netanyahu say",
        "what did Prime Minister Benjamin Netanyahu say",
        "what did Defence Minister Lloyd Austin say",
        "what did Foreign Minister Lavrov say",
    ],
)
def test_a_title_is_no_unknown_name(question: str, views: Mapping[str, View]) -> None:
    assert ask(views["all"], question)["rows"] == []


def test_certainty_conditions_and_speakers_are_told(views: Mapping[str, View]) -> None:
    view = views["one"]
    (row,) = ask(view, "which equipment types did Ukraine lose in Kursk")["rows"]
    assert row["certainty"] == "probable" and "http://www.wikidata.org/entity/Q234676" in row["links"]
    (row,) = ask(view, "who may send JASSMs to Ukraine")["rows"]
    assert row["modality"] == "possible" and row["condition"] == "pending technical and legal reviews"
    rows = ask(view, "how many Russian soldiers surrendered at the bunker")["rows"]
    figures = {(r["countText"], r["speaker"], r["basis"]) for r in rows if r["countMin"]}
    assert figures == {("102", "Ukraine", None), ("many dozens", None, "visual")}
    (row,) = ask(view, "what did Russia lose over Siberia")["rows"]
    assert (row["status"], row["cause"], row["relation"]) == ("crashed", "mechanical failure", None)
