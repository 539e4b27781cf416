"""Tables of losses in the formats of ministries, logs and lists."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.mark.cases("tables")
def test_tables_of_losses(case: dict[str, Any], read_text: Any, assert_reads: Any) -> None:
    assert_reads(case, read_text(case["text"]))
