"""A machine whose clock is wrong: nothing scheduled goes out until it is right, and then once, on the right day."""

import json
from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from bot.health import Health
from bot.messages.text import lasting
from bot.schedule import jobs
from tests.e2e.test_week import CHANNELS, digests
from tests.world import local, partnership

UNIT = "partnership-business-unit"
MONDAY = "2022-11-21 09:00"


class Machine:
    """The machine's clock: Slack's, and so much more."""

    def __init__(self, clock):
        self._clock, self.ahead = clock, timedelta(0)

    def __call__(self):
        return self._clock() + self.ahead


@pytest.fixture
def world(tmp_path):
    with partnership(tmp_path, "2022-11-18 10:00", Machine) as made:  # a Friday
        yield made


def tick(world, moment, **ahead):
    """A tick of the bot's own, at `moment` by Slack's clock, with the machine's so far ahead; and what it sends."""
    world.clock.move_to(local(moment))
    world.services.clock.ahead = timedelta(**ahead)
    world.bot.tick()
    world.deliver()


def counted(world):
    """How many digests each channel has."""
    return {len(digests(world, channel)) for channel in CHANNELS}


def alerts(world):
    return [one.text for one in world.messages(UNIT) if "clock" in one.text]


def asked(world):
    return len([call for call in world.slack.calls if call.method == "api.test"])


@pytest.mark.parametrize("days", [3, -3])
def test_a_clock_that_is_days_off_queues_nothing_and_once_it_is_right_each_digest_goes_out_once(world, days):
    wrong = "2022-11-18 10:00" if days > 0 else MONDAY  # the machine says Monday on a Friday, or Friday on a Monday
    for _ in range(2):
        tick(world, wrong, days=days)
    assert counted(world) == {0}
    assert world.rows("SELECT * FROM runs WHERE job IN ('digest', 'nudges')") == []
    assert alerts(world) == [
        "This machine's clock differs from Slack's by 3 days, so no digest and no nudge goes out until it is right."
    ]
    tick(world, "2022-11-21 10:00")
    assert counted(world) == {1}
    tick(world, "2022-11-22 10:00")
    assert counted(world) == {1}


def test_a_clock_that_goes_a_week_ahead_after_the_digests_and_back_again_repeats_nothing(world):
    tick(world, MONDAY)
    assert counted(world) == {1}
    tick(world, "2022-11-21 10:00", days=7)
    tick(world, "2022-11-21 11:00")
    assert counted(world) == {1}
    tick(world, "2022-11-28 09:00")
    assert counted(world) == {2}
    tick(world, "2022-11-28 10:00", days=-7)
    assert counted(world) == {2}


def test_minutes_are_no_reason_to_hold_back(world):
    tick(world, MONDAY, minutes=9)
    assert counted(world) == {1}
    assert alerts(world) == []


def test_one_alert_a_day_of_slacks_and_one_line_an_hour_however_far_the_clock_goes(world, capfd):
    for hour in (9, 10, 11):
        tick(world, f"2022-11-21 {hour:02}:00", days=hour)
    assert len(alerts(world)) == 1
    tick(world, "2022-11-22 09:30", hours=3)
    assert alerts(world)[1:] == [
        "This machine's clock differs from Slack's by 3 hours, so no digest and no nudge goes out until it is right."
    ]
    assert "".join(capfd.readouterr()).count("clock_wrong") == 1


def test_where_slack_can_not_be_asked_it_is_tried_again_at_the_next_tick(world):
    world.slack.faults.drop("api.test")
    tick(world, MONDAY)
    assert counted(world) == {0}
    assert alerts(world) == []
    tick(world, "2022-11-21 09:01")
    assert counted(world) == {1}


def test_a_refusal_tells_the_time_too(world):
    world.slack.faults.fail("api.test", "ratelimited")
    tick(world, MONDAY)
    assert counted(world) == {1}


def test_slack_is_asked_only_when_something_is_due(world):
    tick(world, MONDAY)
    before = asked(world)
    for minute in range(1, 60):
        tick(world, f"2022-11-21 09:{minute:02}")
    tick(world, "2022-11-21 21:00")
    assert asked(world) - before <= 1


def test_health_says_so_until_the_clock_is_right(world):
    health = Health()
    health.watch(world.bot.signs)
    tick(world, "2022-11-18 10:00", hours=3)
    said = json.loads(health.health().content)["reasons"]
    assert "this machine's clock differs from Slack's by 3 hours" in said
    assert b"followthrough_clock_difference_seconds 10800.0" in health.metrics().content
    tick(world, "2022-11-19 10:00")  # a Saturday, on which nothing is due
    assert not any("clock" in reason for reason in json.loads(health.health().content)["reasons"])


def test_what_waits_to_be_sent_waits_for_the_right_clock_and_answers_do_not(world):
    world.slack.faults.fail("chat.postMessage", "ratelimited", times=5, retry_after=60)
    tick(world, MONDAY)
    assert counted(world) == {0}  # queued, and nothing sent yet
    tick(world, "2022-11-21 09:05", hours=3)
    world.police.say("west-midlands-police", "A6 done merged")
    assert counted(world) == {0}
    assert len(alerts(world)) == 1
    tick(world, "2022-11-21 09:10")
    assert counted(world) == {1}


@pytest.mark.parametrize(
    ("span", "words"),
    [
        ({"minutes": 10, "seconds": 20}, "10 minutes"),
        ({"minutes": 119}, "119 minutes"),
        ({"hours": -3}, "3 hours"),
        ({"hours": 47}, "47 hours"),
        ({"days": 3, "hours": 1}, "3 days"),
    ],
)
def test_how_far_is_said_roughly(span, words):
    assert lasting(timedelta(**span)) == words


def test_past_the_bank_holidays_that_are_known_nothing_goes_out_and_log_and_health_say_so(world):
    with capture_logs() as lines:
        tick(world, "2029-01-01 09:00")
    assert digests(world, CHANNELS[0]) == []
    assert any("Working days can be counted" in line.get("reason", "") for line in lines)
    health = Health()
    health.watch(world.bot.signs)
    assert "bank holidays of this year are not known" in health.health().content.decode()


def test_one_part_of_a_tick_that_fails_takes_none_of_the_others_with_it(world, monkeypatch):
    def broken(_services):
        raise KeyError("one partner's data")

    monkeypatch.setattr(jobs, "new_day", broken)
    with capture_logs() as lines:
        tick(world, MONDAY)
    assert len(digests(world, CHANNELS[0])) == 1
    assert [line["event"] for line in lines if line["log_level"] == "error"] == ["job_failed"]
