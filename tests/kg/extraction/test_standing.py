"""The times that stand over lines: of a chronology's entries, a log's hours, a communique's day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from kg.model import Reading

DAY = date(2024, 8, 15)


@pytest.mark.parametrize(
    ("text", "quoted", "expected"),
    [
        ("A chronology\n\n9 July. Rebels captured Sirte.\n12 July. They lost it.", "captured", "2024-07-09"),
        ("10 July\nRebels captured Sirte.\n\n12 July\nAn aircraft crashed near Misrata.", "crashed", "2024-07-12"),
        (
            "07:10 Kherson. A drone killed two people.\n\n09:45 Russian troops entered Toretsk.",
            "entered",
            "2024-08-15",
        ),
        ("23:40 Rockets hit Kharkiv.\n\n03:20 A drone killed two people.", "hit", "2024-08-14"),
        ("23:40 Rockets hit Kharkiv.\n\n03:20 A drone killed two people.", "killed", "2024-08-15"),
        ("Information as of 18:00\n\nOur troops.\n\nThe enemy shelled Vovchansk.", "shelled", "2024-08-15"),
        ("Summary of the past day\n\nThe village of Nikolskoye was shelled.", "shelled", "2024-08-14"),
        ("15 August\n\nRussian forces captured Sirte.", "captured", None),
        ("09:00 Rebels captured Sirte.", "captured", None),
    ],
)
def test_the_time_over_a_line(
    text: str, quoted: str, expected: str | None, read_text: Callable[..., Reading]
) -> None:
    claims = [claim for claim in read_text(text, date=DAY).claims if quoted in claim.quote]
    assert claims, [claim.quote for claim in read_text(text, date=DAY).claims]
    assert {str(c.time.start) if c.time else None for c in claims} == {expected}
