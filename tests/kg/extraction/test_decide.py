"""What the scores add to a draft of the rules."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest

from kg.catalogue import load_catalogue
from kg.extraction import decide
from kg.extraction.discourse import Discourse
from kg.extraction.draft import Draft
from kg.extraction.origin import LEXICON, Origin
from kg.identifiers import text_sha256
from kg.learned.scheme import FILLINGS, NAMES, TYPES
from kg.learned.words import Word
from kg.model import Filler, Mention, Report, Span
from kg.nlp.clauses import clause_at

TEXT = "Both observers and observers came. Rebels took Aleppo."


class Sure:
    """Scores that let every claim on "took" stand and find none, and are sure that each of the observers says so."""

    def __init__(self, words: Sequence[Word]) -> None:
        self.words = words
        self.chances = np.array([[0.3 * (word.token.text == "took")] * len(TYPES) for word in words])
        self.names = np.array([[name == "O" for name in NAMES] for _ in words], dtype=np.float32)

    def fillings(self, word: int, type: str, candidates: Sequence[int], *_: Any) -> dict[int, Any]:
        says = np.array([0.9 * (filling == "attribution") for filling in FILLINGS])
        return {n: says for n in candidates if self.words[n].token.lemma == "observer"}


@pytest.mark.parametrize(
    ("type", "said_by", "expected"),
    [
        ("territorial", (), ["observers"]),
        ("territorial", ("Rebels",), ["Rebels"]),
        ("statement", (), []),
    ],
)
def test_the_speaker_is_that_of_the_scores_once_where_the_rules_have_none(
    type: str, said_by: tuple[str, ...], expected: list[str], parse_text: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def filler(words: str) -> Filler:
        start = TEXT.index(words)
        return Filler(Mention(Span(start, start + len(words)), words))

    discourse = Discourse(Report("r", TEXT, text_sha256(TEXT)), parse_text(TEXT), (), load_catalogue())
    at, sentence = next((t.i, s) for s in discourse.sentences for t in s.tokens if t.text == "took")
    role, status = ("topic", "claims") if type == "statement" else ("place", "captured")
    draft = Draft(
        type, status, {role: (filler("Aleppo"),)}, Span(TEXT.index("Rebels"), len(TEXT)), clause_at(sentence, at),
        attribution=tuple(map(filler, said_by)), origin=Origin(LEXICON, "verbs.csv:1"),
    )  # fmt: skip
    monkeypatch.setattr(decide, "score", Sure)
    (kept,), _ = decide.decided([draft], [], discourse)
    assert [f.mention.text for f in kept.attribution] == expected
