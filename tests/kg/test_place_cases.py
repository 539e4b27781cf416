"""Places in sentences, read from end to end: collisions, homonyms, names no gazetteer has, and words that are none."""

from __future__ import annotations

from typing import Any

import pytest

from kg.model import Filler, Reading

from .conftest import ReadText, load_cases

LEAST_WORDS, MOST_LINKED = 200, 0.02


def mentions(reading: Reading, word: str) -> list[Filler]:
    """The mentions that end where the word does in its first occurrence, and lie in it or around it."""
    text = reading.report.text
    begin = text.index(word)
    end = begin + len(word)
    return [f for f in reading.mentions if f.mention.span.start < end and begin < f.mention.span.end]


def tails(found: list[Filler]) -> list[str]:
    return [f.link.entity.iri.rpartition("/")[2] for f in found if f.link]


@pytest.mark.cases("collisions")
def test_collisions(case: dict[str, Any], read_text: ReadText) -> None:
    reading = read_text(case["text"])
    found = [tail for tail in tails(mentions(reading, case["word"])) if not tail.startswith("soldier")]
    assert found == ([case["entity"]] if case["entity"] else []), case["why"]


@pytest.mark.cases("homonyms")
def test_homonyms(case: dict[str, Any], read_text: ReadText) -> None:
    assert tails(mentions(read_text(case["text"]), case["word"])) == [case["entity"]], case["why"]


@pytest.mark.cases("nils")
def test_a_place_that_no_gazetteer_has(case: dict[str, Any], read_text: ReadText) -> None:
    (filler,) = mentions(read_text(case["text"]), case["word"])
    assert filler.link is not None
    entity = filler.link.entity
    assert (entity.kind, entity.name, entity.links) == ("place", case["word"], ())
    assert [iri.rpartition("/")[2] for iri in entity.broader] == ([case["region"]] if case["region"] else [])


def test_words_and_surnames_that_are_also_towns(read_text: ReadText) -> None:
    cases = load_cases("common_words")
    assert len(cases) >= LEAST_WORDS
    linked = [
        (case["text"], case["why"], filler.link.entity.iri)
        for case in cases
        for filler in mentions(read_text(case["text"]), case["word"])
        if filler.link is not None and filler.link.entity.kind == "place"
    ]
    assert len(linked) <= MOST_LINKED * len(cases), linked
