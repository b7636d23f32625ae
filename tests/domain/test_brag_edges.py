"""BRAG at weekends, and what a report leaves as it was."""

from datetime import UTC, date, datetime

from bot.domain import life
from bot.domain.brag import rate
from tests.domain.made import ME, NOW, an_action
from tests.domain.test_brag import on


def test_at_a_weekend_the_words_still_make_sense():
    assert rate(an_action(due=date(2022, 11, 20)), on(date(2022, 11, 19))).why == "due before the next working day"
    assert rate(an_action(due=date(2022, 11, 18)), on(date(2022, 11, 19))).why == "overdue by less than a working day"


def test_a_report_leaves_the_colour_as_it_was():
    blocked = an_action(blocked="no room", due=date(2023, 3, 1))
    quiet = an_action(added=datetime(2022, 9, 1, tzinfo=UTC), due=date(2023, 3, 1))
    for action in (blocked, quiet):
        reported = life.report(action, ME, NOW)
        assert rate(reported, on()).colour == rate(action, on()).colour
        assert rate(life.update(reported, NOW), on()).colour == rate(action, on()).colour


def test_dates_before_the_holiday_data_break_nothing():
    assert rate(an_action(added=datetime(2011, 1, 1, tzinfo=UTC), due=date(2011, 3, 1)), on()).why == "overdue"
