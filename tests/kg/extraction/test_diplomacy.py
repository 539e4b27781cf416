"""Contacts and deals between parties, and what uses their words for other things."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.mark.cases("diplomacy")
def test_diplomacy_of_a_sentence(case: dict[str, Any], read_text: Any, assert_reads: Any) -> None:
    assert_reads(case, read_text(case["text"]))
