from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.clocks import anywhere_in_the_uk, england_and_wales
from bot.domain.errors import BadInput
from bot.domain.statutory import CLOCKS, Unit, find, fixed, near

DAYS = anywhere_in_the_uk()
starts = st.dates(DAYS.first, DAYS.last - timedelta(days=400))
clocks = st.sampled_from(CLOCKS)


@pytest.mark.parametrize(
    ("name", "start", "due"),
    [
        ("jtai", date(2022, 2, 17), date(2022, 5, 31)),
        ("jtai", date(2022, 2, 21), date(2022, 6, 6)),
        ("ilacs", date(2022, 2, 22), date(2022, 6, 7)),
        ("serious-incident", date(2022, 12, 23), date(2023, 1, 4)),
        ("serious-incident", date(2022, 9, 14), date(2022, 9, 22)),
        ("serious-incident", date(2023, 4, 28), date(2023, 5, 9)),
        ("rapid-review", date(2023, 4, 28), date(2023, 5, 23)),
        ("rapid-review", date(2022, 11, 3), date(2022, 11, 24)),
        ("foi", date(2023, 3, 1), date(2023, 3, 30)),
        ("practice-review", date(2022, 11, 14), date(2023, 5, 14)),
        ("practice-review", date(2022, 8, 31), date(2023, 2, 28)),
        ("practice-review", date(2023, 8, 31), date(2024, 2, 29)),
        ("notice-review", date(2022, 2, 28), date(2022, 8, 28)),
        ("yearly-report", date(2024, 2, 29), date(2025, 2, 28)),
    ],
)
def test_what_a_clock_comes_to(name, start, due):
    assert fixed(find(name), start).due == due


def test_freedom_of_information_leaves_out_bank_holidays_of_any_part_of_the_united_kingdom():
    start = date(2022, 12, 23)
    assert england_and_wales().add(start, 5) == date(2023, 1, 4)
    assert anywhere_in_the_uk().add(start, 5) == date(2023, 1, 5)
    assert england_and_wales().add(date(2023, 3, 1), 20) == date(2023, 3, 29)
    assert not anywhere_in_the_uk().is_working(date(2023, 7, 12))  # Northern Ireland only
    assert not anywhere_in_the_uk().is_working(date(2022, 11, 30))  # Scotland only


def test_a_day_that_is_a_holiday_in_several_parts_counts_once():
    assert anywhere_in_the_uk().between(date(2022, 12, 23), date(2022, 12, 28)) == 1


def test_a_date_counted_in_months_that_is_no_working_day_has_the_last_one_before_it():
    found = fixed(find("practice-review"), date(2022, 11, 14))  # comes to a Sunday
    assert (found.due, found.before) == (date(2023, 5, 14), date(2023, 5, 12))
    easter = fixed(find("practice-review"), date(2022, 10, 10))  # Easter Monday, after Good Friday
    assert (easter.due, easter.before) == (date(2023, 4, 10), date(2023, 4, 6))
    assert fixed(find("practice-review"), date(2022, 11, 15)).before is None


@pytest.mark.parametrize("clock", CLOCKS, ids=lambda clock: clock.name)
@pytest.mark.parametrize("start", [date(2028, 12, 29), date(2010, 1, 4), date(9999, 12, 20), date(1, 1, 1)])
def test_a_date_past_the_published_bank_holidays_is_refused(clock, start):
    with pytest.raises(BadInput, match="bank holidays are known from 2012 to 2028 only"):
        fixed(clock, start)


@given(clocks, starts)
def test_a_clock_comes_to_a_later_day_and_working_days_end_on_one(clock, start):
    found = fixed(clock, start)
    assert found.due > start
    assert clock.days.is_working(found.before or found.due)
    assert (found.before is None) == clock.days.is_working(found.due)
    if clock.unit is Unit.WORKING_DAYS:
        assert clock.days.between(start, found.due) == clock.count


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("rapid-review", "rapid-review"),
        ("Rapid Reviews", "rapid-review"),
        ("RAPIDREVIEW", "rapid-review"),
        ("serious incident notification", "serious-incident"),
        ("notification", "serious-incident"),
        ("LCSPR", "practice-review"),
        ("child safeguarding practice review", "practice-review"),
        ("JTAI", "jtai"),
        ("statement of proposed action", "jtai"),
        ("the joint targeted area inspection", "jtai"),
        ("ILACS", "ilacs"),
        ("improvement notice", "notice-review"),
        ("annual report", "yearly-report"),
        ("yearly_reports", "yearly-report"),
        ("FOI request", "foi"),
        ("freedom of information", "foi"),
    ],
)
def test_a_clock_is_found_by_what_people_call_it(typed, name):
    assert find(typed).name == name


def test_no_name_means_two_clocks_and_nothing_is_guessed():
    names = [one.name for one in CLOCKS]
    assert len(names) == len(set(names)) == 8
    for clock in CLOCKS:
        assert {find(name) for name in (clock.name, clock.title, *clock.also)} == {clock}
    assert find("review") is None
    assert find("") is None
    assert find("child protection conference") is None
    assert near("rapid revue").name == "rapid-review"


def test_what_is_no_statute_says_so():
    for name in ("rapid-review", "notice-review", "yearly-report"):
        assert "an expectation, not statute" in find(name).basis
