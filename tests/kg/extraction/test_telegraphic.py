"""Text without verbs: lists of what is gone, tolls, times at the head of a line, headlines."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.mark.cases("telegraphic")
def test_text_without_verbs(case: dict[str, Any], read_text: Any, assert_reads: Any) -> None:
    assert_reads(case, read_text(case["text"]))
