"""Lasting facts told in passing, and what looks like one and is none."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.mark.cases("relations")
def test_relations_of_a_sentence(case: dict[str, Any], read_text: Any, assert_reads: Any) -> None:
    assert_reads(case, read_text(case["text"]))


def test_whose_a_unit_is_said_to_be_does_not_lead_it(read_text: Any) -> None:
    claims = read_text("The 67th Brigade of Volodymyr Zelensky holds Toretsk.").claims
    assert not [claim for claim in claims if claim.status == "leads"]
