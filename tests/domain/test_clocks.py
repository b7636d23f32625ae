from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.clocks import england_and_wales, local_date
from bot.domain.errors import BadInput

DAYS = england_and_wales()
ONE_DAY = timedelta(days=1)
known_days = st.dates(DAYS.first, DAYS.last - timedelta(days=300))
counts = st.integers(1, 150)


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        (date(2022, 2, 17), 70, date(2022, 5, 31)),
        (date(2022, 2, 21), 70, date(2022, 6, 6)),
        (date(2022, 2, 22), 70, date(2022, 6, 7)),
        (date(2022, 12, 23), 5, date(2023, 1, 4)),
        (date(2022, 9, 14), 5, date(2022, 9, 22)),
        (date(2023, 4, 28), 5, date(2023, 5, 9)),
        (date(2023, 4, 28), 15, date(2023, 5, 23)),
        (date(2023, 3, 1), 20, date(2023, 3, 29)),
    ],
)
def test_the_day_that_sets_a_count_going_is_not_counted(start, count, end):
    assert DAYS.add(start, count) == end
    assert DAYS.between(start, end) == count


@pytest.mark.parametrize("day", [date(2022, 9, 19), date(2022, 6, 3), date(2022, 12, 27), date(2023, 5, 8)])
def test_a_one_off_or_substitute_bank_holiday_is_no_working_day(day):
    assert not DAYS.is_working(day)


@given(known_days, counts)
def test_counting_to_a_day_that_was_counted_gives_the_count(start, count):
    assert DAYS.between(start, DAYS.add(start, count)) == count


@given(known_days, counts)
def test_a_count_ends_on_a_working_day(start, count):
    end = DAYS.add(start, count)
    assert DAYS.is_working(end)
    assert end.weekday() < 5


@given(known_days, known_days, known_days)
def test_counts_add_up(first, second, third):
    assert DAYS.between(first, second) + DAYS.between(second, third) == DAYS.between(first, third)


@given(known_days, st.integers(0, 300))
def test_between_is_the_same_as_counting_day_by_day(start, length):
    after = [start + timedelta(days=number) for number in range(1, length + 1)]
    assert DAYS.between(start, start + timedelta(days=length)) == sum(DAYS.is_working(day) for day in after)


@given(known_days)
def test_on_or_after_keeps_a_working_day_and_moves_any_other_forward(day):
    found = DAYS.on_or_after(day)
    assert (found == day) == DAYS.is_working(day)
    assert found >= day
    assert not any(DAYS.is_working(day + timedelta(days=n)) for n in range((found - day).days))


@pytest.mark.parametrize(
    "count",
    [
        lambda: DAYS.is_working(DAYS.last + ONE_DAY),
        lambda: DAYS.is_working(DAYS.first - ONE_DAY),
        lambda: DAYS.add(DAYS.last - 3 * ONE_DAY, 10),
        lambda: DAYS.add(DAYS.first - 10 * ONE_DAY, 1),
        lambda: DAYS.on_or_after(DAYS.last + ONE_DAY),
        lambda: DAYS.between(DAYS.last, DAYS.last + ONE_DAY),
        lambda: DAYS.between(DAYS.last + ONE_DAY, DAYS.last),
        lambda: DAYS.between(DAYS.first - ONE_DAY, DAYS.first),
        lambda: DAYS.between(DAYS.first, DAYS.first - ONE_DAY),
    ],
)
def test_a_day_past_the_data_is_refused_with_the_years_that_can_be_counted(count):
    with pytest.raises(BadInput, match=f"from {DAYS.first.year} to {DAYS.last.year} only"):
        count()


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2023-03-25T23:59+00:00", date(2023, 3, 25)),
        ("2023-03-26T23:30+00:00", date(2023, 3, 27)),
        ("2022-10-29T23:30+00:00", date(2022, 10, 30)),
        ("2022-10-30T23:30+00:00", date(2022, 10, 30)),
        ("2022-10-30T00:30-05:00", date(2022, 10, 30)),
    ],
)
def test_a_moment_has_the_date_that_london_has(moment, day):
    assert local_date(datetime.fromisoformat(moment), ZoneInfo("Europe/London")) == day
