"""How claims lie to their places by the words before the names, where the tree hangs them elsewhere."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.model import Reading


@pytest.mark.parametrize(
    ("text", "place", "expected"),
    [
        ("West of Robotyne, Ukrainian troops destroyed two Russian tanks.", "Robotyne", "near"),
        ("Two Russian tanks were destroyed nr Robotyne.", "Robotyne", "near"),
        ("Russian forces lost 12 tanks near Marinka and Avdiivka.", "Avdiivka", "near"),
        ("Ukrainian troops hold the western outskirts of Toretsk.", "Toretsk", "part"),
        ("Ukraine shot down a Russian Su-25 over Avdiivka.", "Avdiivka", "over"),
        ("Russian troops captured Toretsk.", "Toretsk", None),
    ],
)
def test_how_a_claim_lies_to_a_place(
    text: str, place: str, expected: str | None, read_text: Callable[..., Reading]
) -> None:
    fillers = [f for claim in read_text(text).claims for f in claim.roles.get("place", ()) if f.mention.text == place]
    assert fillers
    assert {filler.rel for filler in fillers} == {expected}
