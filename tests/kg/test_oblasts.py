"""Every oblast, krai and republic of Ukraine and Russia is linked by its name, as reports write it."""

from __future__ import annotations

import pytest
from rigour.territories import get_territories

from kg.catalogue import WIKIDATA, load_catalogue
from kg.identifiers import text_sha256
from kg.model import Reading, Report
from kg.pipeline import extract
from kg.settings import Settings

CITIES = {"RU-MOW", "RU-SPE", "UA-30", "UA-40"}
"""Divisions that are cities: their names mean the city, or its government."""

DIVISIONS = sorted(
    (code, entity.name, entity.links)
    for entity in load_catalogue().entities
    if entity.kind == "place"
    for code in entity.codes
    if code.startswith(("UA-", "RU-")) and code not in CITIES
)
FORMS = (
    ("{name}", "Strikes on {name} went on overnight."),
    ("{name}", "Drones were shot down over {name}, officials said."),
    ("{region}", "Shelling in {region} killed two people."),
)


def written(name: str, form: str) -> str:
    """The name as a form wants it: as it is, or with the word region for oblast."""
    return name.replace(" Oblast", " region") if form == "{region}" else name


@pytest.fixture(scope="module")
def readings() -> dict[str, Reading]:
    texts = [sentence.replace(form, written(name, form)) for _, name, _ in DIVISIONS for form, sentence in FORMS]
    reports = [Report(f"r{at}", text, text_sha256(text)) for at, text in enumerate(texts)]
    return {reading.report.text: reading for reading in extract(reports, settings=Settings())}


def test_all_are_there_as_rigour_has_them() -> None:
    assert sum(code.startswith("UA-") for code, _, _ in DIVISIONS) == 25
    assert sum(code.startswith("RU-") for code, _, _ in DIVISIONS) == 81
    links = {code: links for code, _, links in DIVISIONS}
    told = {
        territory.code.upper(): territory.qid
        for territory in get_territories()
        if territory.code.startswith(("ua-", "ru-")) and "Occupied" not in territory.name
    }
    assert set(told) - set(links) == CITIES - {"UA-40"}
    wrong = [code for code in set(told) & set(links) if f"{WIKIDATA}{told[code]}" not in links[code]]
    assert wrong == []


@pytest.mark.parametrize(("code", "name", "links"), DIVISIONS, ids=[code for code, _, _ in DIVISIONS])
def test_each_is_linked(readings: dict[str, Reading], code: str, name: str, links: tuple[str, ...]) -> None:
    for form, sentence in FORMS:
        wanted = written(name, form)
        text = sentence.replace(form, wanted)
        begin = text.index(wanted)
        found = [
            filler
            for filler in readings[text].mentions
            if filler.mention.span.start <= begin and filler.mention.span.end >= begin + len(wanted)
        ]
        assert found, text
        (filler,) = found
        assert filler.link is not None
        assert code in filler.link.entity.codes, text
        assert filler.link.entity.links == links, text
