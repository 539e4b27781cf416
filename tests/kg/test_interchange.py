"""A reading as JSON, and back to what it was."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from datetime import date as Date
from pathlib import Path

import jsonschema
import pytest

from kg.errors import ReportError
from kg.identifiers import claim_id, text_sha256
from kg.interchange import reading_from_json, reading_to_json, reading_to_line
from kg.model import Claim, Count, Entity, Filler, Interval, Link, Mention, Reading, Report, Span

TEXT = "Norland said its drones sank two Sudlish boats near Kelp Island on 1 May.\u2028A raid may follow. \U0001f6a2"
SIBLING = Path(__file__).resolve().parents[3] / "shared" / "eval"
SCHEMA = Path(os.environ.get("SITGRAPH_EVAL", SIBLING)) / "claims.schema.json"


def mention(words: str, kind: str | None = None) -> Mention:
    start = TEXT.index(words)
    return Mention(Span(start, start + len(words)), words, kind)


def reading() -> Reading:
    norland = Link(
        Entity(
            "https://w3id.org/sitgraph/id/state/norland",
            "state",
            "Norland",
            links=("http://www.wikidata.org/entity/Q1000000001",),
        ),
        0.95,
    )
    island = Filler(mention("Kelp Island", "place"), rel="near")
    quote = Span(TEXT.index("its drones"), TEXT.index(" on 1 May"))
    loss = Claim(
        id=claim_id("harbour", "equipment_loss", "destroyed", quote.cut(TEXT), 0, [("place", "Kelp Island")]),
        report_id="harbour",
        type="equipment_loss",
        status="destroyed",
        evidence=quote,
        quote=quote.cut(TEXT),
        roles={"equipment": (Filler(mention("boats")),), "place": (island,)},
        count=Count(2, 2, text="two"),
        time=Interval(Date(2031, 5, 1), Date(2031, 5, 1), "on 1 May"),
        certainty="probable",
        hedge="said",
        attribution=(Filler(mention("Norland", "state"), norland),),
        confidence=0.87,
    )
    raid = Span(TEXT.index("A raid"), TEXT.index(" \U0001f6a2"))
    attack = Claim(
        id=claim_id("harbour", "attack", "unspecified", raid.cut(TEXT), 0, []),
        report_id="harbour",
        type="attack",
        status="unspecified",
        evidence=raid,
        quote=raid.cut(TEXT),
        roles={},
        count=Count(None, 5, "cumulative"),
        time=Interval(Date(2031, 5, 2), Date(2031, 5, 2), basis="report_day"),
        modality="possible",
        condition="if",
    )
    report = Report("harbour", TEXT, text_sha256(TEXT), Date(2031, 5, 2), url="https://example.org/1")
    return Reading(report, (Filler(mention("Norland", "state"), norland), island), (loss, attack))


def test_there_and_back() -> None:
    before = reading()
    assert reading_from_json(json.loads(reading_to_line(before)), before.report) == before


def test_one_line_however_lines_are_split() -> None:
    line = reading_to_line(reading())
    assert line.splitlines() == [line]
    assert json.loads(line)["claims"][1]["start"] == TEXT.index("A raid")


def test_mention_of_no_kind_is_left_out() -> None:
    before = reading()
    generic = replace(before, mentions=(*before.mentions, Filler(mention("boats"))))
    assert reading_to_json(generic) == reading_to_json(before)


@pytest.mark.skipif(not SCHEMA.is_file(), reason="needs claims.schema.json: set SITGRAPH_EVAL to its folder")
def test_form_is_the_schemas() -> None:
    schema = json.loads(SCHEMA.read_text("utf-8"))
    validator = jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())
    document = json.loads(reading_to_line(reading()))
    assert [error.message for error in validator.iter_errors(document)] == []
    known = schema["$defs"]
    assert set(document["claims"][0]) <= set(known["claim"]["properties"])
    assert set(document["mentions"][0]) - {"rel"} <= set(known["mention"]["properties"])
    assert set(document["claims"][0]["roles"]["place"][0]) <= set(known["filler"]["properties"])


@pytest.mark.parametrize(
    ("path", "value", "told"),
    [
        (("report", "sha256"), "0", "the claims were read from another text"),
        (("mentions", 0, "text"), "Sudland", "'Sudland' does not stand at 0–7"),
        (("mentions", 0, "start"), "0", "start is '0'; expected a whole number"),
        (("mentions", 0, "end"), 9999, "0–9999 is no stretch of the text"),
        (("claims", 0, "roles"), [], "roles is \\[\\]; expected a JSON object"),
        (("claims", 0, "roles", "place"), "Kelp", "place is 'Kelp'; expected a JSON array"),
        (("claims", 0, "status"), None, "status is None; expected a string"),
        (("claims", 0, "time", "start"), "May", "a time cannot be read"),
    ],
)
def test_what_does_not_fit_is_told(path: tuple[str | int, ...], value: object, told: str) -> None:
    before = reading()
    document = json.loads(reading_to_line(before))
    target = document
    for step in path[:-1]:
        target = target[step]
    target[path[-1]] = value
    with pytest.raises(ReportError, match=told):
        reading_from_json(document, before.report)
