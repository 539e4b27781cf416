from __future__ import annotations

import io
from dataclasses import replace

import pytest
from rich.console import Console

from kg.answer_numbers import Involved, number
from kg.answer_rows import Row
from kg.answers import Answer, Excluded
from kg.cli.answers import sentence, show_answer
from kg.errors import NotFoundError

ROW = Row(
    "T-1", "iri", ("http://www.wikidata.org/entity/Q1",), "destroyed", (12, 12), "12", "event", "probable", None, "actual",
    "positive", "accepted", 0.5, "Norland", "r1", None, "2024-08-15", None, "twelve T-1 were destroyed", 10, 35, None, None,
    None, None, "e1", "c1", "equipment_loss", 0.5,
)  # fmt: skip


def row(event: str, low: int | None, high: int | None, scope: str = "event") -> Row:
    return replace(ROW, event=event, count=None if low is None and high is None else (low, high), scope=scope)


@pytest.mark.parametrize(
    ("rows", "asked", "expected"),
    [
        ([], "event", "unknown"),
        ([row("a", 102, 102), row("a", 36, 99)], "event", 102),
        ([row("a", 36, 99)], "event", "36–99"),
        ([row("a", 2, 2), row("b", 3, 3)], "event", 5),
        ([row("a", 2, 2), row("b", None, None)], "event", "at least 2"),
        ([row("a", 9, None)], "event", "at least 9"),
        ([row("a", 2, 2), row("b", 900, 900, "cumulative")], "event", 2),
        ([row("a", 2, 2), row("b", 900, 900, "cumulative")], "cumulative", 900),
        ([row("a", 200, 300, "period"), row("b", 250, 400, "period")], "event", "200–400"),
    ],
)
def test_numbers_of_one_scope_are_added_and_no_others(rows: list[Row], asked: str, expected: int | str) -> None:
    assert number(rows, asked) == expected


NORTH, SOUTH = (Involved({"place": frozenset({p})}, {"place": frozenset({p, "land"})}) for p in ("north", "south"))
LAND = Involved({"place": frozenset({"land"})}, {"place": frozenset({"land"})})


@pytest.mark.parametrize(
    ("rows", "places", "expected"),
    [
        ([(3, "r1", None), (5, "r2", None)], (NORTH, NORTH), "5–8"),
        ([(3, "r1", None), (5, "r2", None)], (NORTH, LAND), "5–8"),
        ([(3, "r1", None), (5, "r2", None)], (NORTH, Involved()), "5–8"),
        ([(3, "r1", None), (5, "r2", None)], (NORTH, SOUTH), 8),
        ([(3, "r1", None), (5, "r1", None)], (NORTH, NORTH), 8),
        ([(3, "r1", "2024-08-13"), (5, "r2", "2024-08-15")], (NORTH, NORTH), 8),
        ([(3, "r1", "2024-08-13"), (5, "r2", None)], (NORTH, NORTH), "5–8"),
        ([(3, "r1", "2024-08-01"), (5, "r2", None)], (NORTH, NORTH), 8),
        ([(3, "r1", None), (4, "r1", None), (5, "r2", None)], (NORTH, NORTH, LAND), "7–12"),
        ([(3, "r1", None), (4, "r1", None), (5, "r2", None)], (NORTH, SOUTH, NORTH), "9–12"),
        (
            [(3, "r1", None), (4, "r1", None), (5, "r2", None), (10, "r3", None)],
            (NORTH, NORTH, NORTH, SOUTH),
            "17–22",
        ),
        ([*((10, f"r{n}", f"2024-08-{n}") for n in (13, 14, 15)), (1, "r0", None)], (NORTH,) * 4, "30–31"),
    ],
)
def test_figures_of_what_may_be_one_are_a_range(
    rows: list[tuple[int, str, str | None]], places: tuple[Involved, ...], expected: int | str
) -> None:
    told = [
        replace(row(str(n), count, count), report=report, time=(day, day) if day else None)
        for n, (count, report, day) in enumerate(rows)
    ]
    assert number(told, "event", lambda event: places[int(event)]) == expected


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([(1, "r1", None), (1, "r1", "Norland")], 1),
        ([(1, "r1", "Southland"), (1, "r1", "Norland"), (1, "r2", "Norland")], "1–2"),
        ([(3, "r1", None), (5, "r1", "Norland")], "5–8"),
        ([(1, "r1", "Norland"), (1, "r1", "Norland")], 2),
    ],
)
def test_what_one_report_tells_by_several_sources_is_not_added_up(
    rows: list[tuple[int, str, str | None]], expected: int | str
) -> None:
    told = [
        replace(row(str(n), count, count), report=report, speaker=speaker)
        for n, (count, report, speaker) in enumerate(rows)
    ]
    assert number(told, "event", lambda event: NORTH) == expected
    apart = number(
        told, "event", lambda event: Involved({"place": frozenset({event})}, {"place": frozenset({event})})
    )
    assert apart == sum(count for count, _, _ in rows)


@pytest.mark.parametrize(
    ("counts", "statuses", "events", "expected"),
    [
        (((5, None), (None, 10)), ("destroyed", "destroyed"), ("1", "1"), "5–10"),
        (((102, 102), (95, 95)), ("destroyed", "destroyed"), ("1", "1"), "95–102"),
        (((3, 3), (2, 2)), ("destroyed", "captured"), ("1", "2"), 5),
        (((3, 3), (2, 2)), ("destroyed", "lost"), ("1", "2"), "3–5"),
    ],
)
def test_bounds_of_one_event_meet_and_other_fates_are_added(
    counts: tuple[tuple[int | None, int | None], ...],
    statuses: tuple[str, ...],
    events: tuple[str, ...],
    expected: int | str,
) -> None:
    told = [
        replace(row(event, 1, 1), count=count, status=status, report=f"r{n}")
        for n, (count, status, event) in enumerate(zip(counts, statuses, events, strict=True))
    ]
    assert number(told, "event") == expected


class Reports:
    def report(self, report_id: str) -> dict[str, str]:
        if report_id != "r1":
            raise NotFoundError(report_id)
        return {
            "text": "Some say: twelve T-1 were destroyed in a place whose name is told nowhere in the whole of this long report."
        }


def shown(answer: Answer, width: int) -> str:
    stream = io.StringIO()
    show_answer(answer, Reports(), Console(file=stream, width=width), sparql=False)  # type: ignore[arg-type]
    return stream.getvalue()


ANSWER = Answer(
    "how many",
    "how_many",
    12,
    (ROW,),
    (Excluded("T-2", "in the south, not the north", "T-2 burnt", "r2", None, "c2"),),
    "SELECT",
    1,
)


def test_an_answer_fits_the_terminal_and_names_whose_figures_they_are() -> None:
    lines = shown(ANSWER, 80).splitlines()
    assert lines[:2] == ["12.", "12, Norland says."]
    assert lines[3] == " 1. T-1   Q1   destroyed   12   probable"
    assert lines[4] == "    Norland says · report r1 · 2024-08-15"
    assert all(len(line) <= 80 and line == line.rstrip() for line in lines)
    assert "Left out:" in lines and any("T-2: in the south" in line for line in lines)
    assert "\x1b" not in shown(ANSWER, 80)
    assert "  and 3 more" in shown(replace(ANSWER, left_out=4), 80).splitlines()


def test_an_article_is_a_figure_and_sources_are_named_in_english() -> None:
    army = replace(ROW, count=(1, 1), count_text="a", speaker="Lebanese army")
    analysts = replace(army, speaker="independent analysts", count_text="three")
    lines = shown(replace(ANSWER, rows=(army, analysts)), 80).splitlines()
    assert lines[1] == "1, the Lebanese army says; three, independent analysts say."


def test_a_status_that_is_the_name_is_not_told_twice() -> None:
    for name, expected in (
        ("destroyed", " 1. destroyed   Q1   12   probable"),
        ("destroyed: T-1", " 1. destroyed: T-1   Q1   12"),
    ):
        lines = shown(replace(ANSWER, rows=(replace(ROW, name=name),)), 80).splitlines()
        assert lines[3].startswith(expected)


def test_where_it_is_piped_a_quote_is_one_line() -> None:
    assert any("twelve T-1 were destroyed in a place" in line for line in shown(ANSWER, 2000).splitlines())


def test_sentences() -> None:
    assert [sentence(a) for a in ((), ("A",), ("A", "b"), 1200, "unknown", "yes", "at least 3")] == [
        "The reports name nothing that answers this.", "A.", "A and b.", "1,200.", "The reports do not say.", "Yes.", "At least 3.",
    ]  # fmt: skip
