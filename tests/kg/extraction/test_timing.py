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
        # The first of two main clauses has no claim of its own.
        ("On Tuesday eight Kh-101s flew towards Lviv; Yavoriv, near Poland, was hit.", "Yavoriv", "2024-08-13"),
        ("On Tuesday it was the turn of Dnipro: two people were killed there.", "killed", "2024-08-13"),
        ("On Tuesday the sky was busy; Dnipro may be attacked.", "attacked", None),
        ("Rescuers worked on Tuesday after a missile hit Dnipro, wounding 73.", "wounding 73", None),
        # Two verbs of one subject with one day at the end, and only there.
        ("Russian rockets killed one and wounded fifteen in Dnipro on Saturday.", "killed one", "2024-08-10"),
        ("Russian troops captured Toretsk, and on Saturday shelled Kurakhove.", "captured", None),
        ("Russian troops captured Toretsk and have shelled Kurakhove since Saturday.", "captured", None),
        # What a day is the beginning of happened on it.
        (
            "Since Monday, when rebels ambushed police at Jableh, 40 people have died.",
            "ambushed",
            "2024-08-12/2024-08-12",
        ),
        ("Since Monday rebels have killed 40 people at Jableh.", "killed", "2024-08-12/2024-08-15"),
        ("On Tuesday the governor declared an emergency after shells hit Shebekino.", "shells hit", None),
        ("On Monday Russian troops captured Toretsk. Kurakhove is being shelled.", "shelled", None),
        ("On Monday Russian troops captured Toretsk. They may attack Kurakhove.", "attack", None),
    ],
)
def test_when(text: str, quoted: str, expected: str | None, read_text: Callable[..., Reading]) -> None:
    claims = [claim for claim in read_text(text).claims if quoted in claim.quote]
    assert claims, [claim.quote for claim in read_text(text).claims]
    time = claims[-1].time
    whole = expected is not None and "/" in expected
    assert (f"{time.start}/{time.end}" if whole else str(time.start)) == expected if time else expected is None
