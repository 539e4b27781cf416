"""Parsing: offsets cut the report exactly, and what stands beside a text does not change its parse."""

from __future__ import annotations

import pytest

from kg.errors import SitgraphError
from kg.nlp.pipeline import load_model, paragraphs, parse

TEXTS = (
    "Russian troops left Lyman. Ukraine’s army entered it.\n\nTwo T-72B3s burned.",
    "  \n\n",
    "",
    "05:41 Харків. Explosions ⚡️ again\r\nAll quiet.",
    "A line\twith a tab, and “quotes”.",
)


def test_offsets_cut_the_text_exactly() -> None:
    for text, sentences in parse([(t, t) for t in TEXTS]):
        for sentence in sentences:
            for token in sentence.tokens:
                assert text[token.start : token.end] == token.text


def test_misspelt_words_are_parsed_as_they_are_meant_and_stay_where_they_are() -> None:
    text = "12 personel left.\nThey advanced twards Lyman, then twards Sumy."
    [(_, sentences)] = parse([(text, "")])
    tokens = [t for sentence in sentences for t in sentence.tokens]
    assert [t.text for t in tokens if t.text not in text] == ["personnel", "towards", "towards"]
    assert [text[t.start : t.end] for t in tokens if t.text == "towards"] == ["twards", "twards"]
    assert text[tokens[-2].start : tokens[-1].end] == "Sumy."


@pytest.mark.parametrize("batch_size", [1, 2, 64])
def test_the_batch_size_changes_nothing(batch_size: int) -> None:
    texts = [(t, n) for n, t in enumerate(TEXTS)]
    assert list(parse(texts, batch_size=batch_size)) == list(parse(texts))


def test_a_text_is_parsed_the_same_alone_and_among_others() -> None:
    together = dict(parse([(t, n) for n, t in enumerate(TEXTS)]))
    for number, text in enumerate(TEXTS):
        assert dict(parse([(text, number)]))[number] == together[number]


def test_every_key_comes_back_in_order_also_of_empty_texts() -> None:
    assert [key for key, _ in parse([(t, n) for n, t in enumerate(TEXTS)])] == list(range(len(TEXTS)))
    assert dict(parse([("", "empty")])) == {"empty": ()}


def test_paragraphs_are_lines_with_their_offsets() -> None:
    assert paragraphs("one\n\n two\n   \nthree") == [(0, "one"), (5, " two"), (14, "three")]


def test_heads_stay_within_their_sentence() -> None:
    for _, sentences in parse([(t, t) for t in TEXTS]):
        for sentence in sentences:
            assert all(0 <= token.head < len(sentence.tokens) for token in sentence.tokens)
            assert all(
                sentence.tokens[token.head] is not None and token.i == n for n, token in enumerate(sentence.tokens)
            )


def test_an_unknown_model_is_named() -> None:
    with pytest.raises(SitgraphError, match="no_such_model"):
        load_model("no_such_model")
