"""The ladder: each step is announced 5 working days before it is taken, and taken once."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.clocks import england_and_wales
from bot.domain.ladder import EXECUTIVE, NOTICE, Ladder, Rung

DAYS = england_and_wales()
STEPS = (10, 20, 30)


def climb(rung, due, today, *, paused=False):
    return Ladder(date.fromisoformat(today), DAYS, STEPS).climbed(date.fromisoformat(due), rung, paused=paused)


def test_what_becomes_overdue_is_told_when_its_leads_will_be():
    rung = climb(None, "2022-11-14", "2022-11-15")
    assert rung == Rung(date(2022, 11, 14), 0, date(2022, 11, 28), announced=date(2022, 11, 15))


def test_a_step_is_taken_on_its_day_and_the_next_one_is_announced_with_it():
    rung = climb(climb(None, "2022-11-14", "2022-11-15"), "2022-11-14", "2022-11-28")
    assert (rung.step, rung.taken) == (1, date(2022, 11, 28))
    assert (rung.next_on, rung.announced) == (date(2022, 12, 12), date(2022, 11, 28))


def test_nothing_comes_after_the_last_step():
    rung = climb(Rung(date(2022, 11, 14), 2, date(2022, 12, 28)), "2022-11-14", "2022-12-28")
    assert (rung.step, rung.next_on, rung.announced) == (EXECUTIVE, None, None)
    assert climb(rung, "2022-11-14", "2023-03-01") == rung


def test_what_comes_in_long_overdue_begins_at_the_bottom_with_notice():
    rung = climb(None, "2022-08-01", "2022-11-15")
    assert (rung.step, rung.next_on) == (0, date(2022, 11, 22))


def test_notice_reaches_over_christmas_and_easter():
    assert climb(None, "2022-08-01", "2022-12-22").next_on == date(2023, 1, 3)
    assert climb(None, "2022-08-01", "2023-04-05").next_on == date(2023, 4, 14)


def test_a_step_that_was_missed_by_one_working_day_is_taken_and_by_more_announced_anew():
    announced = Rung(date(2022, 11, 14), 1, date(2022, 12, 9), announced=date(2022, 11, 28))
    assert climb(announced, "2022-11-14", "2022-12-12").step == 2
    late = climb(announced, "2022-11-14", "2022-12-13")
    assert (late.step, late.next_on, late.announced) == (1, date(2022, 12, 20), date(2022, 12, 13))


def test_another_due_date_begins_anew():
    rung = climb(Rung(date(2022, 11, 14), 2, date(2022, 12, 28)), "2023-01-31", "2023-02-01")
    assert (rung.due, rung.step, rung.next_on) == (date(2023, 1, 31), 0, date(2023, 2, 14))


def test_a_pause_takes_the_date_away_and_notice_is_given_after_it():
    announced = Rung(date(2022, 11, 14), 1, date(2022, 12, 12), announced=date(2022, 11, 28))
    paused = climb(announced, "2022-11-14", "2022-12-09", paused=True)
    assert (paused.step, paused.next_on) == (1, None)
    assert climb(paused, "2022-11-14", "2022-12-12").next_on == date(2022, 12, 19)


def test_asked_again_on_the_same_day_it_says_the_same():
    rung = climb(
        Rung(date(2022, 11, 14), 0, date(2022, 11, 28), announced=date(2022, 11, 15)), "2022-11-14", "2022-11-28"
    )
    assert climb(rung, "2022-11-14", "2022-11-28") == rung


def test_nothing_is_announced_where_working_days_can_not_be_counted_any_more():
    assert climb(None, "2028-12-20", "2028-12-28").next_on is None


def test_a_due_date_before_the_holiday_data_still_gets_notice():
    before = DAYS.first - timedelta(days=1)
    rung = Ladder(date(2022, 11, 15), DAYS, STEPS).climbed(before, None, paused=False)
    assert rung.next_on == date(2022, 11, 22)


@given(st.data())
def test_whatever_happens_each_step_has_its_notice_and_is_taken_once(data):
    """Days on which the bot is down, on which the action is paused, or reported done and returned, in any order."""
    steps = tuple(sorted(data.draw(st.sets(st.integers(1, 40), min_size=3, max_size=3))))
    due, today = date(2022, 11, 14), date(2022, 11, 15)
    rung, said, taken = None, {}, []
    for happens in data.draw(
        st.lists(st.sampled_from(["", "", "", "", "paused", "down", "due moved"]), max_size=120)
    ):
        if DAYS.is_working(today) and happens != "down":
            if happens == "due moved":
                due, said, taken = today - timedelta(days=1), {}, []
            before = rung if rung and rung.due == due else Rung(due)
            ladder = Ladder(today, DAYS, steps)
            rung = ladder.climbed(due, rung, paused=happens == "paused")
            if rung.taken == today:
                assert happens != "paused"
                assert rung.step == before.step + 1
                assert DAYS.between(said[rung.step], today) >= NOTICE
                assert DAYS.between(due, today) >= steps[rung.step - 1]
                taken.append(rung.step)
            if rung.announced == today:
                said[rung.step + 1] = today
            if happens == "paused":
                said = {}
            assert ladder.climbed(due, rung, paused=happens == "paused") == rung
        today += timedelta(days=1)
    assert taken == sorted(set(taken))
