"""Which stretches name something, of what kind, and what they are linked to."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest


@pytest.mark.cases("mentions")
def test_mentions_of_a_text(case: dict[str, Any], read_text: Any) -> None:
    reading = read_text(case["text"])
    found = {(f.mention.text, f.kind, f.name) for f in reading.mentions}
    for text, kind, name in case["mentions"]:
        assert any(text == t and kind == k and name in (n, None) for t, k, n in found), (text, kind, name, found)
    for text, kind in case.get("none", ()):
        assert not any(text == t and kind == k for t, k, _ in found), (text, kind, found)


def test_mentions_are_in_order_apart_and_cut_exactly(read_text: Any) -> None:
    text = "On Monday Ukraine's 47th Mechanized Brigade left Avdiivka. The Kremlin said that Putin would visit Minsk."
    spans = [f.mention.span for f in read_text(text).mentions]
    assert spans == sorted(spans)
    assert all(one.end <= other.start for one, other in pairwise(spans))
    assert all(f.mention.text == f.mention.span.cut(text) for f in read_text(text).mentions)


def test_equal_local_names_of_a_report_are_one_entity(read_text: Any) -> None:
    text = "The Brovko Legion entered Lyman. Later the Brovko Legion left again."
    iris = {f.link.entity.iri for f in read_text(text).mentions if f.mention.text == "Brovko Legion" and f.link}
    assert len(iris) == 1
