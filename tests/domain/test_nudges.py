"""When something is near: by working days, across weekends, holidays and the end of what is known."""

from datetime import date, timedelta

import pytest

from bot.domain.clocks import england_and_wales
from bot.domain.nudges import holds, near, waits
from tests.domain.made import an_action

DAYS = england_and_wales()


def on(text):
    return near(date.fromisoformat(text), DAYS)


@pytest.mark.parametrize(
    ("today", "due", "left"),
    [
        ("2022-11-21", "2022-11-28", 5),
        ("2022-11-21", "2022-11-22", 1),
        ("2022-11-21", "2022-11-21", None),  # today: it was told on Friday
        ("2022-11-21", "2022-11-25", None),
        ("2022-11-18", "2022-11-26", 5),  # a Saturday counts as the Friday before it
        ("2022-11-24", "2022-11-26", 1),
        ("2022-11-25", "2022-11-26", None),
        ("2022-12-16", "2022-12-23", 5),
        ("2022-12-23", "2022-12-28", 1),  # the first working day after Christmas
        ("2022-12-22", "2022-12-27", 1),  # a bank-holiday Tuesday, on the last working day but one before it
        ("2022-12-23", "2022-12-27", None),
        ("2023-04-06", "2023-04-11", 1),  # Easter
        ("2023-03-31", "2023-04-11", 5),
    ],
)
def test_a_date_is_so_many_working_days_off(today, due, left):
    assert on(today).left(date.fromisoformat(due)) == left


@pytest.mark.parametrize(
    ("today", "past"),
    [
        ("2022-11-22", ["2022-11-21"]),
        ("2022-11-21", ["2022-11-18", "2022-11-19", "2022-11-20"]),
        ("2022-12-28", ["2022-12-23", "2022-12-24", "2022-12-25", "2022-12-26", "2022-12-27"]),
        ("2023-04-11", ["2023-04-06", "2023-04-07", "2023-04-08", "2023-04-09", "2023-04-10"]),
    ],
)
def test_what_fell_overdue_is_what_was_due_from_the_last_working_day_on(today, past):
    span = on(today).past
    found = [span.first + timedelta(days=number) for number in range((span.last - span.first).days + 1)]
    assert [str(day) for day in found] == past


def test_every_date_is_told_of_once_for_each_number_of_working_days():
    days = [date(2022, 11, 1) + timedelta(days=number) for number in range(120)]
    told = {day: [] for day in days}
    for today in filter(DAYS.is_working, days):
        here = near(today, DAYS)
        for due in days:
            if left := here.left(due):
                told[due].append(left)
    assert {tuple(one) for due, one in told.items() if date(2022, 11, 15) < due} == {(5, 1)}


def test_past_the_holiday_data_nothing_is_near():
    last = near(date(2028, 12, 29), DAYS)
    assert last.soon == {}
    assert near(date(2028, 12, 27), DAYS).left(date(2029, 1, 2)) is None


def test_what_waits_is_told_of_every_five_working_days():
    told = [
        day
        for day in range(1, 30)
        if waits(date(2022, 11, 1), date(2022, 11, day), DAYS) and DAYS.is_working(date(2022, 11, day))
    ]
    assert told == [8, 15, 22, 29]
    assert not waits(date(2022, 11, 1), date(2029, 1, 8), DAYS)


def test_what_has_no_date_is_never_due():
    assert not any(holds(why, an_action(due=None), None, on("2022-11-21")) for why in ("due 5", "overdue", "step 1"))
