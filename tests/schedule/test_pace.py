"""How fast Slack may be asked, on a clock that a test puts forward."""

import pytest

from bot.schedule.pace import A_MINUTE, POST, TIERS, Pace


class Ticks:
    def __init__(self):
        self.seconds = 100.0

    def __call__(self):
        return self.seconds


@pytest.fixture
def ticks():
    return Ticks()


@pytest.fixture
def pace(ticks):
    return Pace(1.0, ticks)


def test_a_channel_waits_a_second_after_an_answer_and_no_other_does(pace, ticks):
    pace.posted("C1", ticks())
    assert (pace.until_post("C1"), pace.until_post("C2")) == (1.0, 0.0)
    ticks.seconds += 1.0
    assert pace.until_post("C1") == 0.0


@pytest.mark.parametrize("method", sorted(TIERS))
def test_no_minute_ever_has_more_calls_than_the_tier_allows_and_few_less(pace, ticks, method):
    called = []
    while ticks.seconds < 100 + 3 * A_MINUTE:
        while not pace.until_call(method):
            pace.call(method)
            called.append(ticks())
        ticks.seconds += 0.1
    most = max(sum(start <= one < start + A_MINUTE for one in called) for start in called)
    assert 0.95 * TIERS[method] <= most <= TIERS[method]


def test_methods_wait_for_themselves_alone(pace):
    while not pace.until_call("chat.update"):
        pace.call("chat.update")
    assert pace.until_call("views.publish") == pace.until_call(POST) == pace.until_post("C1") == 0.0
    assert pace.until_call("views.publish", "chat.update") > 0.0


def test_a_refused_message_holds_up_its_channel(pace):
    pace.refused(POST, "C1", 30.0)
    assert (pace.until_post("C1"), pace.until_post("C2")) == (30.0, 0.0)


def test_refusals_in_two_channels_at_once_hold_up_all_of_them_until_the_later_end(pace, ticks):
    pace.refused(POST, "C1", 30.0)
    ticks.seconds += 0.5
    pace.refused(POST, "C2", 10.0)
    assert pace.until_post("C3") == 29.5
    ticks.seconds += 29.5
    assert pace.until_post("C3") == pace.until_post("C1") == 0.0


@pytest.mark.parametrize(("again", "later"), [("C1", 0.5), ("C2", 1.5)])
def test_two_refusals_of_one_channel_or_far_apart_hold_up_no_other(pace, ticks, again, later):
    pace.refused(POST, "C1", 30.0)
    ticks.seconds += later
    pace.refused(POST, again, 30.0)
    assert pace.until_post("C3") == 0.0


def test_another_method_that_is_refused_rests_for_as_long_as_slack_asks(pace):
    pace.refused("conversations.open", "U1", 7.0)
    assert pace.until_call("conversations.open") == 7.0
    assert pace.until_post("U1") == 0.0


def test_turned_off_it_holds_up_nothing(ticks):
    pace = Pace(0, ticks)
    for _ in range(100):
        pace.call("chat.update")
    pace.posted("C1", ticks())
    pace.refused(POST, "C1", 30.0)
    pace.refused(POST, "C2", 30.0)
    assert pace.until_post("C1") == pace.until_post("C3") == pace.until_call("chat.update") == 0.0
