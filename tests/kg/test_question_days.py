from __future__ import annotations

from datetime import date

import pytest

from kg.question_days import asked_days, impossible_day

TODAY = date(2024, 8, 16)


@pytest.mark.parametrize(
    ("question", "start", "end"),
    [
        ("what fell on 14 August", "2024-08-14", "2024-08-14"),
        ("what fell after 14 August", "2024-08-15", "9999-12-31"),
        ("what fell after 2024-08-14", "2024-08-15", "9999-12-31"),
        ("what fell before 14 August", "0001-01-01", "2024-08-13"),
        ("what fell until 14 August", "0001-01-01", "2024-08-14"),
        ("what fell before August 2024", "0001-01-01", "2024-07-31"),
    ],
)
def test_days_that_are_asked_for(question: str, start: str, end: str) -> None:
    (found,) = asked_days(question, TODAY)
    assert found.interval is not None
    assert (found.interval.start.isoformat(), found.interval.end.isoformat()) == (start, end)


@pytest.mark.parametrize("question", ["who fell", "who fell after the battle", "who fell since the start of the war"])
def test_no_days_are_asked_for(question: str) -> None:
    assert asked_days(question, TODAY) == ()


@pytest.mark.parametrize(
    ("question", "day"),
    [
        ("which tanks did Russia lose on 2024-13-45", "2024-13-45"),
        ("which tanks did Russia lose on 31 February 2024", "31 February 2024"),
        ("which tanks did Russia lose on February 30th", "February 30th"),
        ("which tanks did Russia lose on 29 February 2023", "29 February 2023"),
        ("which tanks did Russia lose on the 32nd of August", "32nd of August"),
        ("which tanks did Russia lose on 31.02.2024", "31.02.2024"),
        ("which tanks did Russia lose on 29 February", None),
        ("which tanks did Russia lose on 2024-08-14", None),
        ("which tanks did Russia lose on 8/14/2024", None),
        ("which tanks did Russia lose on 14/8/2024", None),
        ("did Russia lose 45 tanks in August", None),
        ("did 45 may be lost", None),
        ("who lost in August 47 tanks", None),
    ],
)
def test_days_that_no_calendar_has(question: str, day: str | None) -> None:
    assert impossible_day(question) == day
