"""Speech acts that matter in themselves, and saying that only brings an event."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.mark.cases("statements")
def test_statements_of_a_sentence(case: dict[str, Any], read_text: Any, assert_reads: Any) -> None:
    assert_reads(case, read_text(case["text"]))
