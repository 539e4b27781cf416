"""How what the judge holds likely becomes the fillers of a draft."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest

from kg.catalogue import load_catalogue
from kg.extraction.discourse import Discourse
from kg.extraction.draft import Draft
from kg.extraction.filling import Filling
from kg.extraction.scored import asked
from kg.gazetteer import load_gazetteer
from kg.identifiers import text_sha256
from kg.learned.judge import LEAST
from kg.learned.scheme import FILLINGS
from kg.model import Report
from kg.nlp.clauses import clause_at
from kg.nlp.mentions import find_mentions
from kg.nlp.names import load_matcher

TEXT = "Ukraine and Russia fought. Russian troops attacked near Sudzha. Ukraine said so, and Russia did."


def filled(chances: Mapping[tuple[str, str], float], parse_text: Any, least: float = 0.4) -> Draft:
    """A draft without roles on "attacked", filled by a judge that says `chances`."""
    report, sentences = Report("r", TEXT, text_sha256(TEXT)), parse_text(TEXT)
    mentions = find_mentions(report, sentences, load_matcher(), load_catalogue(), load_gazetteer())
    discourse = Discourse(report, sentences, mentions, load_catalogue())
    known = asked(discourse, [])
    word = next(n for n, w in enumerate(known.words) if w.token.text == "attacked")
    sentence = discourse.sentences[known.words[word].sentence]
    clause = clause_at(sentence, known.words[word].token.i)
    draft = Draft("attack", "ground", {}, clause.span, clause)
    unsure = np.full(len(FILLINGS), 2 * LEAST, dtype=np.float32)
    filling = Filling(known, discourse, lambda case: chances, least, 0.2, 0.5, 0.5)
    return filling.filled(draft, 0.9, dict.fromkeys(known.candidates, unsure), word)


@pytest.mark.parametrize(
    ("chances", "roles"),
    [
        pytest.param(
            {("attacker", "Russia"): 0.9, ("place", "Sudzha"): 0.39}, {"attacker": ["Russia"]}, id="what is likely enough"
        ),
        pytest.param(
            {("attacker", "Russia"): 0.9, ("attacker", "Ukraine"): 0.8}, {"attacker": ["Russia"]}, id="not both belligerents"
        ),
        pytest.param(
            {("attacker", "Russia"): 0.6, ("target", "Russia"): 0.7}, {"target": ["Russia"]}, id="nobody attacks himself"
        ),
        pytest.param({("attacker", "Russia"): 0.3}, {}, id="nothing"),
    ],
)  # fmt: skip
def test_the_likelier_fills_its_role(chances: Any, roles: dict[str, list[str]], parse_text: Any) -> None:
    draft = filled(chances, parse_text)
    assert {role: [f.name for f in fillers] for role, fillers in draft.roles.items()} == roles


def test_a_place_is_told_as_the_report_lies_to_it(parse_text: Any) -> None:
    (place,) = filled({("place", "Sudzha"): 0.9}, parse_text).fillers("place")
    assert (place.mention.text, place.rel) == ("Sudzha", "near")


def test_what_was_judged_is_kept_for_explaining(parse_text: Any) -> None:
    origin = filled({("attacker", "Russia"): 0.9}, parse_text).origin
    ((role, start),) = origin.fillings
    assert (role, TEXT[start : start + 6], origin.chance) == ("attacker", "Russia", 0.9)
    assert origin.fillings[role, start] == 0.9
