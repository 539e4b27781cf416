"""Small reports for the tests of the whole way, and what must hold of anything that is read."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from kg.identifiers import text_sha256
from kg.model import Filler, Reading, Report

SENTENCES = (
    "Ukrainian forces destroyed two T-72 tanks near Avdiivka on August 14.",
    "The General Staff said that Russia lost 12 armored vehicles in Kharkiv Oblast.",
    "Russian forces may have captured part of Vovchansk.",
    "The Sudanese Armed Forces shelled the market of El Fasher overnight.",
    "The Rapid Support Forces did not capture the airport of Nyala.",
    "Israel struck a building in Rafah and killed seven people, the ministry said.",
    "Hezbollah launched rockets at northern Israel.",
    "Poland will deliver ten Leopard 2 tanks to Ukraine in September.",
    "The 47th Mechanized Brigade withdrew from Novobakhmutivka.",
    "Myanmar's army bombed Lashio, but it denied that civilians had been killed.",
    "Officials met in Ankara and discussed grain exports.",
    "A Su-25 was shot down over Pokrovsk, and its pilot survived.",
)
"""Plain sentences over several wars: losses, attacks, ground, denials, plans, statements."""


def report(name: str, text: str, day: int = 15, **fields: str) -> Report:
    """A report of a day in August 2024."""
    return Report(name, text, text_sha256(text), date(2024, 8, day), **fields)  # type: ignore[arg-type]


def reports() -> list[Report]:
    """Six reports of one to three paragraphs; some tell of the same."""
    parts = ((0, 1, 2), (3, 4), (5, 6, 0), (7, 8, 1), (9, 10), (11, 3, 8, 5))
    texts = ["\n\n".join(SENTENCES[i] for i in part) for part in parts]
    texts[0] += " " + SENTENCES[7]
    return [report(f"r{n}", text, 14 + n, publisher=f"Paper {n % 3}") for n, text in enumerate(texts)]


def assert_words_are_cut(reading: Reading) -> None:
    """Fails unless every offset of a reading cuts exactly its words out of the report."""
    text = reading.report.text
    for filler in reading.mentions:
        _assert_cut(text, filler)
    for claim in reading.claims:
        assert claim.quote and claim.evidence.cut(text) == claim.quote
        for fillers in (*claim.roles.values(), claim.attribution):
            for filler in fillers:
                _assert_cut(text, filler)


def _assert_cut(text: str, filler: Filler) -> None:
    span = filler.mention.span
    assert 0 <= span.start < span.end <= len(text)
    assert span.cut(text) == filler.mention.text


def ids(readings: Iterable[Reading]) -> set[str]:
    """The ids of all claims."""
    return {claim.id for reading in readings for claim in reading.claims}
