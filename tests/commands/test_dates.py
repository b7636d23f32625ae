from calendar import monthrange
from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import BadInput
from commands.dates import EXAMPLE, read_date, read_horizon

TODAY = date(2022, 11, 14)  # a Monday


def read(text, towards="future"):
    return read_date(text, TODAY, towards=towards)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("31 January 2023", date(2023, 1, 31)),
        ("1/2/2023", date(2023, 2, 1)),
        ("01-02-2023", date(2023, 2, 1)),
        ("1.2.23", date(2023, 2, 1)),
        ("31/12/99", date(2099, 12, 31)),
        ("1 Jan 70", date(2070, 1, 1)),
        ("2023-02-01", date(2023, 2, 1)),
        ("1st of May 2023", date(2023, 5, 1)),
        ("  3rd   SEPT.  2023 ", date(2023, 9, 3)),
        ("May 5, 2023", date(2023, 5, 5)),
        ("Wednesday 1 March 2023", date(2023, 3, 1)),
        ("29 Feb 2024", date(2024, 2, 29)),
        ("end of February 2024", date(2024, 2, 29)),
        ("by the end of January 2023", date(2023, 1, 31)),
        ("31jan2023", date(2023, 1, 31)),
        ("the 31st January", date(2023, 1, 31)),
        ("the end of January", date(2023, 1, 31)),
        ("31 January 2023:", date(2023, 1, 31)),
        ("today", TODAY),
        ("tomorrow", date(2022, 11, 15)),
        ("yesterday", date(2022, 11, 13)),
        ("in 3 weeks", date(2022, 12, 5)),
        ("10 days ago", date(2022, 11, 4)),
    ],
)
def test_a_date_is_read_in_uk_order_and_as_people_write_it(text, day):
    assert read(text) == day


@pytest.mark.parametrize(
    ("text", "towards", "day"),
    [
        ("13 November", "future", date(2023, 11, 13)),
        ("13 November", "past", date(2022, 11, 13)),
        ("14 November", "future", TODAY),
        ("14 November", "past", TODAY),
        ("15 November", "past", date(2021, 11, 15)),
        ("28 Feb", "future", date(2023, 2, 28)),
        ("end of November", "future", date(2022, 11, 30)),
        ("end of October", "future", date(2023, 10, 31)),
        ("end of November", "past", date(2021, 11, 30)),
        ("end of February", "past", date(2022, 2, 28)),
    ],
)
def test_a_day_or_a_month_without_a_year_is_the_nearest_in_the_direction_that_makes_sense(text, towards, day):
    assert read(text, towards) == day


@pytest.mark.parametrize(
    "text",
    [
        *("", "ASAP", "TBC", "ongoing", "Q4", "sept 22", "January 2023", "next friday", "friday", "soon"),
        *("13/14/2022", "0/1/2023", "31/11/2022", "31 February", "31 February 2023", "29 Feb", "29 February 2023"),
        *("end of Q4", "end of Q4 2023", "2022-02-30", "1 January 0000", "financial year 2022/13", "12", "1/2"),
        *("31 January 2023 or later", "31 January 2023 1 February 2023", "14 Nov 22 23"),
    ],
)
def test_words_that_fix_no_day_are_refused_with_an_example_that_works(text):
    with pytest.raises(BadInput) as refused:
        read(text)
    assert refused.value.sentence.endswith("is not a date that can be read with certainty.")
    assert read(refused.value.example) == date(2023, 1, 31)
    assert refused.value.example == EXAMPLE


def ordinal(day):
    return f"{day}{'th' if 10 < day < 14 else {1: 'st', 2: 'nd', 3: 'rd'}.get(day % 10, 'th')}"


FORMS = [
    lambda day: f"{day.day} {day:%B %Y}",
    lambda day: f"{day.day} {day:%b} {day:%y}",
    lambda day: f"{ordinal(day.day)} of {day:%B}, {day.year}",
    lambda day: f"{day:%A} {day.day} {day:%B %Y}",
    lambda day: f"{day:%a}, {ordinal(day.day)} {day:%b %Y}",
    lambda day: f"{day:%B} {day.day}, {day.year}",
    lambda day: f"{day.day}/{day.month}/{day.year}",
    lambda day: f"{day:%d/%m/%y}",
    lambda day: f"{day:%d.%m.%Y}",
    lambda day: f"{day:%d-%m-%Y}",
    lambda day: day.isoformat(),
]
this_century = st.dates(date(2000, 1, 1), date(2099, 12, 31))


@given(this_century, st.sampled_from(FORMS), this_century)
def test_any_date_in_any_form_is_read_back_whatever_day_it_is(day, form, today):
    assert read_date(form(day), today, towards="future") == day
    assert read_date(form(day).upper(), today, towards="past") == day


@given(this_century)
def test_the_end_of_any_month_is_its_last_day(day):
    assert read(f"end of {day:%B %Y}") == day.replace(day=monthrange(day.year, day.month)[1])


@given(this_century.filter(lambda day: (day.month, day.day) != (2, 29)), this_century)
def test_a_day_without_a_year_is_within_a_year_of_today(day, today):
    ahead, back = (read_date(f"{day.day} {day:%B}", today, towards=way) for way in ("future", "past"))
    assert today - timedelta(days=366) < back <= today <= ahead < today + timedelta(days=366)
    assert (ahead.month, ahead.day) == (back.month, back.day) == (day.month, day.day)


pieces = st.lists(
    st.sampled_from(
        (
            "0",
            "1",
            "13",
            "29",
            "31",
            "99",
            "2022",
            "0000",
            "feb",
            "sept",
            "may",
            "end",
            "of",
            "in",
            "by",
            "the",
            "days",
            "week",
            "ago",
            "today",
            "-",
            "/",
            ".",
            ",",
            "st",
        )
    )
)


@given(st.text() | pieces.map(" ".join) | pieces.map("".join))
def test_garbage_is_a_date_or_is_refused_and_nothing_else_happens(text):
    for reader in (read, lambda text: read_horizon(text, TODAY)):
        with suppress(BadInput):
            assert isinstance(reader(text), date)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("14 days", date(2022, 11, 28)),
        ("in 14 days", date(2022, 11, 28)),
        ("Next 2 weeks", date(2022, 11, 28)),
        ("1 day", date(2022, 11, 15)),
        ("this week", date(2022, 11, 18)),
        ("next week", date(2022, 11, 25)),
        ("31 January 2023", date(2023, 1, 31)),
    ],
)
def test_a_horizon_is_a_number_of_days_a_week_or_a_date(text, day):
    assert read_horizon(text, TODAY) == day


@pytest.mark.parametrize(
    "text", ["4/13/2022", "12/31/2022", "2022-13-01", "mon 6 december 2022", "friday 31 January 2023"]
)
def test_american_order_a_thirteenth_month_and_the_wrong_weekday_are_refused(text):
    with pytest.raises(BadInput):
        read_date(text, TODAY, towards="future")


def test_a_full_stop_at_the_end_is_no_part_of_a_date():
    assert read_date("Tuesday 31 January 2023.", TODAY, towards="future") == date(2023, 1, 31)


def test_this_week_ends_on_friday_and_at_a_weekend_on_the_coming_one():
    assert read_horizon("this week", date(2022, 11, 14)) == date(2022, 11, 18)
    assert read_horizon("this week", date(2022, 11, 18)) == date(2022, 11, 18)
    assert read_horizon("this week", date(2022, 11, 19)) == date(2022, 11, 25)
    assert read_horizon("next week", date(2022, 11, 14)) == date(2022, 11, 25)
