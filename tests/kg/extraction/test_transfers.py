"""What is given, promised, asked for or refused, and what only looks given."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.mark.cases("transfers")
def test_transfers_of_a_sentence(case: dict[str, Any], read_text: Any, assert_reads: Any) -> None:
    assert_reads(case, read_text(case["text"]))
