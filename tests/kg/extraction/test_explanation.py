"""Why a claim was made: trigger, proposer and ways, by hand and from reading; and that asking for it changes nothing."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from kg import pipeline
from kg.catalogue import load_catalogue
from kg.cli.explaining import explained_line, proposer, surer
from kg.extraction.compose import compose
from kg.extraction.discourse import Discourse
from kg.extraction.draft import Draft
from kg.extraction.explanation import FAR, TRIGGER, Explanation, explain
from kg.extraction.lexicon import lexicon
from kg.extraction.origin import LEXICON, SCORE, Origin, made_by
from kg.identifiers import text_sha256
from kg.interchange import reading_from_json, reading_to_json
from kg.model import Filler, Mention, Report, Span
from kg.nlp.clauses import clause_at
from kg.settings import Settings

TEXT = "Rebels destroyed two tanks in a harbour. It was night."
WAR = "Russia captured Vuhledar. The Ukrainian army lost two T-72 tanks near Kursk, officials said."


def filler(words: str) -> Filler:
    start = TEXT.index(words)
    return Filler(Mention(Span(start, start + len(words)), words, None))


def test_an_explanation_by_hand(parse_text: Any) -> None:
    report = Report("r", TEXT, text_sha256(TEXT))
    discourse = Discourse(report, parse_text(TEXT), (), load_catalogue())
    at = next(t.i for t in discourse.sentences[0].tokens if t.text == "destroyed")
    judged = {("equipment", TEXT.index("two tanks")): 0.876, ("place", TEXT.index("Rebels")): 0.9}
    origin = Origin(LEXICON, "verbs.csv:16").scored(0.912, judged)
    roles = {
        "equipment": (filler("two tanks"),),
        "perpetrator": (filler("Rebels"),),
        "weapon": (filler("destroyed"),),
    }
    clause = clause_at(discourse.sentences[0], at)
    draft = Draft(
        "equipment_loss", "destroyed", roles, Span(0, 39), clause, attribution=(filler("night"),), origin=origin
    )
    ((claim, made),) = compose([draft], discourse)
    told = explain(claim, made, discourse)
    assert (told.trigger_text, told.proposed_by, told.row, told.score) == ("destroyed", LEXICON, "verbs.csv:16", 0.91)
    assert {slot.role: (slot.way, slot.score) for slot in told.slots} == {
        "equipment": (">dobj", 0.88),
        "perpetrator": (">nsubj", None),
        "weapon": (TRIGGER, None),
        "attribution": (FAR, None),
    }


def test_a_draft_keeps_its_first_origin_and_tells_the_others() -> None:
    draft = Draft("attack", "air", {}, Span(0, 1))
    (marked,) = made_by("tables", [draft])
    assert next(made_by("tolls", [marked])).origin == Origin("tables")
    assert marked == draft, "an origin is no part of what a draft says"
    both = marked.origin.with_other(Origin("tolls", others=(Origin("visits"),)))
    assert [other.by for other in both.others] == ["tolls", "visits"]


@pytest.mark.parametrize(
    ("by", "row", "score", "said"),
    [
        (LEXICON, "verbs.csv:16", None, "the lexicon (verbs.csv:16)"),
        (LEXICON, "verbs.csv:16", 0.9, "the lexicon (verbs.csv:16), weighed by the learned score"),
        ("tables", "", None, "the rules for tables"),
        (SCORE, "", 0.6, "the learned score alone"),
    ],
)
def test_proposers_in_words(by: str, row: str, score: float | None, said: str) -> None:
    assert proposer(Explanation(None, "", by, row, score, ())) == said


def test_every_sense_tells_its_row() -> None:
    rows = [sense.row for senses in lexicon().values() for sense in senses]
    assert len(rows) == len(set(rows)) and all(row.startswith(("verbs.csv:", "nouns.csv:")) for row in rows)


def test_asking_why_changes_no_claim(read_text: Any) -> None:
    report = Report("case", WAR, text_sha256(WAR), date(2024, 8, 15))
    ((reading, told),) = pipeline.explain([report], settings=Settings())
    assert reading == read_text(WAR) and len(told) == len(reading.claims) > 0
    for claim, explanation in zip(reading.claims, told, strict=True):
        assert explanation.proposed_by and explanation.trigger is not None
        assert explanation.trigger.cut(WAR) == explanation.trigger_text
        fillers = [f for fillers in (*claim.roles.values(), claim.attribution) for f in fillers]
        assert [slot.filler for slot in explanation.slots] == fillers
        assert all(slot.way for slot in explanation.slots)
    document = json.loads(explained_line(reading, told))
    assert reading_to_json(reading_from_json(document, report)) == reading_to_json(reading)
    highest = max(claim.confidence for claim in reading.claims)
    kept, why = surer((reading, told), highest)
    assert [claim.confidence for claim in kept.claims] == [highest] * len(why)
    assert surer((replace(reading), told), 0.0) == (reading, told)
