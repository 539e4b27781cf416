"""When claims happened: what is said of their own verb, of what they hang on, or told before them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.model import Reading


@pytest.mark.parametrize(
    ("text", "quoted", "expected"),
    [
        ("On Monday a missile hit Dnipro, wounding a nurse.", "wounding", "2024-08-12"),
        ("On Monday a missile hit Dnipro. Two people were killed.", "killed", "2024-08-12"),
        ("On Monday a missile hit Dnipro; two people were killed.", "killed", "2024-08-12"),
        ("On Tuesday the governor declared an emergency after shells hit Shebekino.", "shells hit", None),
        ("On Monday Russian troops captured Toretsk. Kurakhove is being shelled.", "shelled", None),
        ("On Monday Russian troops captured Toretsk. They may attack Kurakhove.", "attack", None),
    ],
)
def test_when(text: str, quoted: str, expected: str | None, read_text: Callable[..., Reading]) -> None:
    claims = [claim for claim in read_text(text).claims if quoted in claim.quote]
    assert claims, [claim.quote for claim in read_text(text).claims]
    assert {str(c.time.start) if c.time else None for c in claims[-1:]} == {expected}
