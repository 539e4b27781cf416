"""Time expressions against a report's day (a Thursday), with what they fix."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.dates import find_times, is_period, scope_of
from kg.vocabulary import SCOPES

THURSDAY = date(2024, 8, 15)


def days(text: str, report_date: date | None = THURSDAY) -> list[str | None]:
    """Every match as "start" or "start/end", None where it fixes no days."""
    found = []
    for match in find_times(text, report_date):
        if match.interval is None:
            found.append(None)
        elif match.interval.start == match.interval.end:
            found.append(str(match.interval.start))
        else:
            found.append(f"{match.interval.start}/{match.interval.end}")
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They left today.", "2024-08-15"),
        ("tonight", "2024-08-15"),
        ("this morning", "2024-08-15"),
        ("yesterday evening", "2024-08-14"),
        ("the day before yesterday", "2024-08-13"),
        ("tomorrow", "2024-08-16"),
        ("overnight", "2024-08-14/2024-08-15"),
        ("last night", "2024-08-14/2024-08-15"),
        ("overnight on August 12 to 13", "2024-08-12/2024-08-13"),
        ("overnight on 13 August", "2024-08-12/2024-08-13"),
        ("during the night of August 5 to 6", "2024-08-05/2024-08-06"),
        ("at midnight on Monday", "2024-08-12"),
        ("after midnight on the 13th", "2024-08-13"),
        ("by midday on 2 August", "2024-08-02"),
        ("over the last fortnight", "2024-08-01/2024-08-15"),
        ("a fortnight ago", "2024-08-01"),
        ("they left last fortnight", "2024-08-01/2024-08-15"),
        ("Within 24 hours six rockets were shot down.", "2024-08-14/2024-08-15"),
        ("on Monday", "2024-08-12"),
        ("On Thursday", "2024-08-15"),
        ("last Thursday", "2024-08-08"),
        ("last Wednesday", "2024-08-14"),
        ("they will meet on Friday", "2024-08-16"),
        ("He flies to Beijing on Friday", "2024-08-16"),
        ("ahead of a summit on Saturday", "2024-08-17"),
        ("He was invited to Paris for 2 September", "2024-09-02"),
        ("Monday, 12 August", "2024-08-12"),
        ("from Monday to Wednesday", "2024-08-12/2024-08-14"),
        ("this week", "2024-08-12/2024-08-15"),
        ("last week", "2024-08-05/2024-08-11"),
        ("next week", "2024-08-19/2024-08-25"),
        ("next fortnight", "2024-08-16/2024-08-29"),
        ("over the weekend", "2024-08-10/2024-08-11"),
        ("earlier this month", "2024-08-01/2024-08-15"),
        ("last month", "2024-07-01/2024-07-31"),
        ("last year", "2023-01-01/2023-12-31"),
        ("last summer", "2023-06-01/2023-08-31"),
        ("over the past day", "2024-08-14/2024-08-15"),
        ("in the last 24 hours", "2024-08-14/2024-08-15"),
        ("over the past week", "2024-08-08/2024-08-15"),
        ("over the past two weeks", "2024-08-01/2024-08-15"),
        ("the past week and a half", "2024-08-05/2024-08-15"),
        ("over the past month", "2024-07-15/2024-08-15"),
        ("an hour ago", "2024-08-15"),
        ("three days ago", "2024-08-12"),
        ("a week ago", "2024-08-08"),
        ("two months ago", "2024-06-01/2024-06-30"),
        ("two years ago", "2022-01-01/2022-12-31"),
        ("since the start of the month", "2024-08-01/2024-08-15"),
        ("since 6 August", "2024-08-06/2024-08-15"),
        ("since October", "2023-10-01/2024-08-15"),
        ("since 2014", "2014-01-01/2024-08-15"),
        ("since Monday", "2024-08-12/2024-08-15"),
        ("during the day", "2024-08-15"),
        ("It was shelled all night.", "2024-08-14/2024-08-15"),
        ("in the night to Thursday", "2024-08-14/2024-08-15"),
        ("on Wed. evening", "2024-08-14"),
        ("Tue 06:00", "2024-08-13"),
        ("on the 11th", "2024-08-11"),
        ("On the 22nd a bridge fell.", "2024-07-22"),
        ("since the 5th", "2024-08-05/2024-08-15"),
        ("bombed on the fifth by jets", "2024-08-05"),
        ("37 taken, between the 4th and 13th.", "2024-08-04/2024-08-13"),
    ],
)
def test_relative(text: str, expected: str) -> None:
    assert days(text) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("6 August", "2024-08-06"),
        ("As of August 6, they", "2024-08-06"),
        ("August 6", "2024-08-06"),
        ("the 6th of August", "2024-08-06"),
        ("Aug. 6, 2024", "2024-08-06"),
        ("Sept 12", "2023-09-12"),
        ("06.08.2024", "2024-08-06"),
        ("2024-08-06", "2024-08-06"),
        ("on 24.02", "2024-02-24"),
        ("31/12/2023", "2023-12-31"),
        ("29 February", "2024-02-29"),
        ("20 August", "2023-08-20"),
        ("it will end on 20 August", "2024-08-20"),
        ("17 August", "2024-08-17"),
        ("18 and 19 July", "2024-07-18/2024-07-19"),
        ("July 18 and 19.", "2024-07-18/2024-07-19"),
        ("11–12 July", "2024-07-11/2024-07-12"),
        ("on 12-13 July", "2024-07-12/2024-07-13"),
        ("30 June – 2 July", "2024-06-30/2024-07-02"),
        ("from 24.02 to 01.06", "2024-02-24/2024-06-01"),
        ("between 3 and 5 May", "2024-05-03/2024-05-05"),
        ("Between May 3 and May 5", "2024-05-03/2024-05-05"),
        ("Between May 3 and 5 a brigade crossed", "2024-05-03/2024-05-05"),
        ("from 3 May 2023 to 7 June", "2023-05-03/2023-06-07"),
        ("from 20 December to 5 January 2023", "2022-12-20/2023-01-05"),
        ("from 12 August to 20 August", "2024-08-12/2024-08-20"),
        ("from March to May 2022", "2022-03-01/2022-05-31"),
        ("in late July", "2024-07-21/2024-07-31"),
        ("early August", "2024-08-01/2024-08-10"),
        ("mid-July", "2024-07-11/2024-07-20"),
        ("the first half of August", "2024-08-01/2024-08-15"),
        ("the second half of July", "2024-07-16/2024-07-31"),
        ("the first week of August", "2024-08-01/2024-08-07"),
        ("in August", "2024-08-01/2024-08-31"),
        ("in October", "2023-10-01/2023-10-31"),
        ("in August 2022", "2022-08-01/2022-08-31"),
        ("in 2015", "2015-01-01/2015-12-31"),
        ("late 2022", "2022-09-01/2022-12-31"),
        ("spring of 2016", "2016-03-01/2016-05-31"),
        ("winter of 2022", "2022-12-01/2023-02-28"),
        ("the last morning of 1994", "1994-12-31"),
        ("on the first day of July", "2024-07-01"),
        ("LOSSES, 6 AUGUST", "2024-08-06"),
        ("on the night of 6 August", "2024-08-06"),
    ],
)
def test_absolute(text: str, expected: str) -> None:
    assert days(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "for over a week",
        "in one day",
        "until 6 September",
        "before 8 March",
        "since the start of the full-scale invasion",
        "31 June",
        "06/08/2024",
        "Within 24 hours all residents must leave.",
        "In 48 hours Russia will attack.",
        "In a day or two the truce ends.",
    ],
)
def test_a_time_that_fixes_no_days(text: str) -> None:
    assert days(text) == [None]


@pytest.mark.parametrize(
    "text",
    ["They may march in 12 columns.", "a gain of 24.02 km", "the 47th Brigade", "only days ago", "may 5 tanks go"],
)
def test_no_time(text: str) -> None:
    assert days(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("On 4 June they came. They left the following day.", ["2024-06-04", "2024-06-05"]),
        ("On 4 June they came. The same day it fell.", ["2024-06-04", "2024-06-04"]),
        ("On 4 June it fell; the day before, it held. Two days later", ["2024-06-04", "2024-06-03", "2024-06-05"]),
        ("On 24 February 2022 at dawn", ["2022-02-24", "2022-02-24"]),
        (
            "On 4 June it fell. On the 9th they left, and on the 11th and 12th it burned.",
            ["2024-06-04", "2024-06-09", "2024-06-11/2024-06-12"],
        ),
        ("It began on 28 June. On the 3rd it ended.", ["2024-06-28", "2024-07-03"]),
        ("In July the siege began. It broke that evening.", ["2024-07-01/2024-07-31", None]),
        ("The following day they left.", [None]),
        ("On 4 June it fell. A fortnight later they left.", ["2024-06-04", "2024-06-18"]),
        ("On 14 April 2023 it was hit; mines were laid the previous October. Four days later",
         ["2023-04-14", "2022-10-01/2022-10-31", "2023-04-18"]),
        ("On 3 May 2023 it fell. The following January", ["2023-05-03", "2024-01-01/2024-01-31"]),
        ("In April it was quiet. In the night to the 11th a plant burned.",
         ["2024-04-01/2024-04-30", "2024-08-10/2024-08-11"]),
        ("Agreed on 1 May: 390 freed on Monday", ["2024-05-01", "2024-08-12"]),
        ("On 4 June 2016 it was retaken, having fallen one year earlier.", ["2016-06-04", "2015-01-01/2015-12-31"]),
    ],
)  # fmt: skip
def test_days_named_before(text: str, expected: list[str | None]) -> None:
    assert days(text) == expected


def test_dates_without_a_year_take_the_year_told_in_a_text_about_the_past() -> None:
    text = "It began on 28 December 2018. On 3 January they met. In November 2021 it was told. On 18 March it ended."
    assert days(text, date(2022, 6, 1)) == ["2018-12-28", "2019-01-03", "2021-11-01/2021-11-30", "2019-03-18"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A history, March 2022\n\nThe field fell on 27 February.", ["2022-03-01/2022-03-31", "2022-02-27"]),
        ("The town in 2015\n\n28 Sept. They came.\n3 Oct. They left.",
         ["2015-01-01/2015-12-31", "2015-09-28", "2015-10-03"]),
        ("In August 2022 they slept. They woke on 6 September, and overnight it was over.",
         ["2022-08-01/2022-08-31", "2022-09-06", None]),
        ("On 19 October 1991, in the ninth week, it snowed. On the 23rd it fell.", ["1991-10-19", "1991-10-23"]),
        ("It began on 25 March 2015. On 14 July they landed. On 6 August it ended; on 12 August they left.",
         ["2015-03-25", "2015-07-14", "2015-08-06", "2015-08-12"]),
        ("Last week of June 2019: order of battle. On 5 July they moved.", ["2019-06-24/2019-06-30", "2019-07-05"]),
    ],
)  # fmt: skip
def test_a_history_tells_of_its_own_years(text: str, expected: list[str | None]) -> None:
    assert days(text) == expected


@pytest.mark.parametrize("text", ["on the 9th Brigade", "by the 93rd", "on the 22nd Guards Army", "on the 2nd floor",
                                  "held by the 3rd mechanized brigade", "repelled by the 21st, it said",
                                  "on the 2nd armored column", "from the 1st reinforced battalion"])  # fmt: skip
def test_an_ordinal_of_a_unit_is_no_day(text: str) -> None:
    assert days(text) == []


def test_a_day_of_the_month_begins_a_sentence_or_stands_before_a_verb() -> None:
    text = "On 2 August it began. By the 7th, the town was cut off. Trump on the 9th threatened tariffs."
    assert days(text) == ["2024-08-02", "2024-08-07", "2024-08-09"]


def test_background_does_not_take_the_years_of_a_report_on_its_own_days() -> None:
    assert days("Russia invaded on 24 February 2022. On August 14 it shelled Sumy.") == ["2022-02-24", "2024-08-14"]
    assert (
        days("Russia invaded on 24 February 2022. It took Izium on 1 April. It shells Sumy today.")[1] == "2024-04-01"
    )


def test_a_year_told_in_passing_is_not_that_of_the_days_before_it() -> None:
    text = "The ship sank on 5 July. It was the third, after two lost on 1 and 14 June. It had been launched in 2022."
    assert days(text) == ["2024-07-05", "2024-06-01/2024-06-14", "2022-01-01/2022-12-31"]


def test_without_the_report_s_day_only_whole_dates_are_fixed() -> None:
    assert days("today; on Monday; 6 August; last week; 6 August 2024", None) == [
        None,
        None,
        None,
        None,
        "2024-08-06",
    ]


@given(
    st.dates(date(2000, 1, 1), date(2030, 1, 1)), st.sampled_from(["%d %B %Y", "%B %d, %Y", "%Y-%m-%d", "%d.%m.%Y"])
)
def test_a_written_date_is_read_back(day: date, form: str) -> None:
    text = f"They left on {day.strftime(form)}."
    (match,) = find_times(text, THURSDAY)
    assert match.interval is not None
    assert (match.interval.start, match.interval.end) == (day, day)
    assert match.span.cut(text) == match.interval.text == day.strftime(form)


@given(st.dates(date(2000, 3, 1), date(2030, 1, 1)), st.integers(0, 364))
def test_a_date_without_a_year_is_the_last_one(report_date: date, back: int) -> None:
    day = report_date - timedelta(days=back)
    (match,) = find_times(f"on {day.day} {day.strftime('%B')}", report_date)
    assert match.interval is not None
    assert (
        day.replace(year=match.interval.start.year) == match.interval.start if (day.month, day.day) != (2, 29) else 1
    )
    assert match.interval.start <= report_date + timedelta(days=2)


@given(st.text(alphabet="0123456789 .,-/–:AugustMayonthepastdweki\n", max_size=80), st.none() | st.dates())
def test_any_text_is_read(text: str, report_date: date | None) -> None:
    position = 0
    for match in find_times(text, report_date):
        assert position <= match.span.start < match.span.end <= len(text)
        position = match.span.end
        if match.interval:
            assert match.interval.start <= match.interval.end


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("since 6 August", "period"),
        ("over the past day", "period"),
        ("during the offensive", "period"),
        ("in one day", "period"),
        ("1,000 soldiers a day", "period"),
        ("in five days of fighting", "period"),
        ("this week", "period"),
        ("in the first half of August", "period"),
        ("since the beginning of the war", "cumulative"),
        ("since the start of Russia's full-scale invasion", "cumulative"),
        ("The total combat losses of the enemy", "cumulative"),
        ("to date", "cumulative"),
        ("in total, 102 soldiers", "event"),
        ("on Monday", "event"),
        ("during the night", "event"),
        ("a week ago", "event"),
    ],
)
def test_scope(text: str, expected: str) -> None:
    assert scope_of(text) == expected
    assert expected in SCOPES
    assert is_period(text) or expected != "period"
