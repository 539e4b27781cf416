"""Forces on the move, and arrivals that move no forces."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.mark.cases("movement")
def test_movement_of_a_sentence(case: dict[str, Any], read_text: Any, assert_reads: Any) -> None:
    assert_reads(case, read_text(case["text"]))
