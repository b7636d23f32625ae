from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import life
from bot.domain.actions import COMPLETE, Stage
from bot.domain.brag import Colour, Yardstick, rate
from bot.domain.clocks import england_and_wales
from tests.domain.made import ADDED, ME, NOW, an_action

MONDAY = date(2022, 11, 14)


def on(today=MONDAY, **thresholds):
    return Yardstick(today=today, zone=ZoneInfo("Europe/London"), days=england_and_wales(), **thresholds)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"due": date(2022, 11, 4)}, "Red: overdue by 6 working days"),
        ({"due": date(2022, 11, 11)}, "Red: overdue by 1 working day"),
        ({"due": date(2022, 11, 11), "blocked": "no room"}, "Red: overdue by 1 working day"),
        ({"due": date(2022, 11, 14)}, "Amber: due today"),
        ({"due": date(2022, 11, 15)}, "Amber: due in 1 working day"),
        ({"due": date(2022, 11, 28)}, "Amber: due in 10 working days"),
        ({"due": date(2022, 11, 29)}, "Green: not started"),
        ({"due": date(2022, 11, 29), "stage": "in progress"}, "Green: in progress"),
        ({"due": date(2022, 11, 29), "blocked": "no room"}, "Amber: blocked"),
        (
            {"due": date(2023, 1, 31), "original_due": date(2022, 12, 31)},
            "Amber: extended past its original date",
        ),
        ({"due": date(2023, 1, 31), "original_due": date(2023, 1, 31)}, "Green: not started"),
        ({"added": datetime(2022, 10, 17, 9, tzinfo=UTC)}, "Amber: no update for 20 working days"),
        ({"added": datetime(2022, 10, 18, 9, tzinfo=UTC)}, "Green: not started"),
        ({"added": datetime(2022, 1, 4, 9, tzinfo=UTC), "updated": NOW}, "Green: not started"),
        ({"due": None, "due_phrase": "ongoing"}, "Green: not started"),
        ({"due": date(2005, 1, 31)}, "Red: overdue"),
        ({"due": date(2035, 1, 31)}, "Green: not started"),
        ({"due": date(2022, 11, 4), "stage": "addressed"}, "Blue: addressed"),
        ({"due": date(2022, 11, 4), "stage": "embedded"}, "Blue: embedded"),
        ({"stage": "sustained", "blocked": "no room"}, "Blue: sustained"),
        ({"due": date(2022, 11, 4), "stage": "withdrawn"}, "Withdrawn"),
    ],
)
def test_a_colour_comes_with_the_words_that_say_why(fields, words):
    assert str(rate(an_action(**fields), on())) == words


def test_bank_holidays_are_not_counted_as_days_overdue():
    late = an_action(due=date(2022, 12, 23), updated=datetime(2022, 12, 23, 9, tzinfo=UTC))
    assert str(rate(late, on(date(2023, 1, 3)))) == "Red: overdue by 4 working days"


def test_thresholds_are_settings():
    due_in_two, quiet = an_action(due=date(2022, 11, 16)), an_action()
    assert rate(due_in_two, on(due_soon=1)).colour is Colour.GREEN
    assert rate(due_in_two, on(due_soon=2)).colour is Colour.AMBER
    assert rate(quiet, on(stale=6)).colour is Colour.GREEN
    assert rate(quiet, on(stale=5)).colour is Colour.AMBER


def test_the_rule_names_the_thresholds_it_uses():
    assert "within 3 working days" in on(due_soon=3).rule
    assert "no update for 7 working days" in on(stale=7).rule


@pytest.mark.parametrize(
    ("due", "colour"),
    [(date(2022, 11, 11), Colour.RED), (date(2022, 11, 14), Colour.AMBER), (date(2023, 1, 31), Colour.GREEN)],
)
def test_reported_done_keeps_the_colour_it_had_however_long_it_waits(due, colour):
    reported = life.report(an_action(due=due), ME, NOW)
    for today in (MONDAY, date(2022, 12, 14), date(2023, 6, 14)):
        rating = rate(reported, on(today))
        assert (rating.colour, rating.why) == (colour, "reported done, waiting for acceptance")


def test_a_report_late_in_the_evening_counts_on_the_day_that_london_has():
    at = datetime(2022, 7, 13, 23, 30, tzinfo=UTC)  # half past midnight on 14 July
    reported = life.report(an_action(due=date(2022, 7, 13), updated=at), ME, at)
    assert rate(reported, on(date(2022, 7, 20))).colour is Colour.RED


days = st.none() | st.dates(date(2022, 6, 1), date(2023, 6, 1))


@given(
    st.sampled_from(Stage), days, days, st.none() | st.just("no room"), st.dates(date(2022, 11, 7), date(2023, 3, 1))
)
def test_every_action_has_one_colour_and_blue_is_for_complete_ones_alone(stage, due, original, blocked, today):
    action = an_action(stage=stage, due=due, original_due=original, blocked=blocked, stage_since=ADDED)
    rating = rate(action, on(today))
    assert (rating.colour is Colour.BLUE) == (stage in COMPLETE)
    assert (rating.colour is Colour.NONE) == (stage is Stage.WITHDRAWN)
    if stage in {Stage.NOT_STARTED, Stage.IN_PROGRESS}:
        assert (rating.colour is Colour.RED) == (due is not None and due < today)
