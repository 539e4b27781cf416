"""Losses as sentences tell them: whose, how many, where, by whom; and what looks like a loss and is none."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.mark.cases("losses")
def test_losses_of_a_sentence(case: dict[str, Any], read_text: Any, assert_reads: Any) -> None:
    assert_reads(case, read_text(case["text"]))
