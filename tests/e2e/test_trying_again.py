"""What Slack does not take is tried again: how often, for how long, and not too soon."""

import pytest
from slack_sdk import WebClient

from bot.schedule import sending
from bot.schedule.delivery import Delivery
from tests.e2e.queued import NHS, UNIT, posts, queue, state, texts, tried


def test_faults_of_slacks_own_are_tried_twelve_times(world):
    world.slack.faults.fail("chat.postMessage", "internal_error", times=100)
    queue(world, "first")
    tried(world, 3 * sending.TRIES)
    assert len([call for call in posts(world) if call.arguments["text"] == "first"]) == sending.TRIES
    assert state(world, "first")["state"] == "failed"


@pytest.mark.parametrize(
    ("method", "fault"),
    [
        ("conversations.open", "token_revoked"),
        ("chat.postMessage", "ratelimited"),
        ("chat.postMessage", "service_unavailable"),
    ],
)
def test_while_slack_refuses_everything_nothing_is_given_up_for_three_days(world, method, fault):
    queue(world, "first", "U0POLICE")
    world.slack.faults.fail(method, fault, times=1000)
    tried(world, 24, hours=3)
    assert state(world, "first")["state"] != "failed"
    tried(world, 2, hours=3)
    found = state(world, "first")
    assert (found["state"], found["fault"], bool(found["ended"])) == ("failed", fault, True)


def test_a_long_outage_takes_nothing_from_the_tries_that_slacks_own_faults_have(world):
    queue(world, "first")
    world.slack.faults.fail("chat.postMessage", "token_revoked", times=20)
    tried(world, 20)
    world.slack.faults.fail("chat.postMessage", "internal_error", times=3)
    tried(world, 8)
    assert texts(world) == ["first"]


def test_a_page_in_place_of_an_answer_is_an_outage_and_no_word_of_slacks():
    class Answer(dict):
        status_code = 503

    error = sending.SlackApiError("", Answer(error="Received a response in a non-JSON format: <!DOCTYPE html>"))
    assert (sending.word(error), sending.passes(error), sending.nothing_done(error)) == ("no_words", True, False)


@pytest.mark.parametrize("said", ["", "soon", "-1", "9" * 30])
def test_a_retry_after_that_makes_no_sense_is_no_fault(world, said):
    class Answer(sending.SlackResponse):
        def __init__(self):
            self.headers, self.data, self.status_code = {"Retry-After": said}, {"error": "ratelimited"}, 429

    assert 0 <= sending.wait(sending.SlackApiError("", Answer())) <= 3600


def test_when_two_channels_are_refused_at_once_nothing_is_posted_anywhere_until_the_end(world):
    seconds = [100.0]
    bot = world.bot
    client = WebClient(token=bot.app.client.token, base_url=bot.app.client.base_url, retry_handlers=[])
    worker = Delivery(world.services, client, bot.timekeeper, pace=1.0, monotonic=lambda: seconds[0])
    world.slack.faults.fail("chat.postMessage", "ratelimited", times=2, retry_after=30)
    queue(world, "first")
    queue(world, "second", NHS)
    worker.deliver()
    queue(world, "third", UNIT)
    seconds[0] += 29
    world.clock.advance(seconds=29)
    worker.deliver()
    assert len(posts(world)) == 2
    seconds[0] += 1
    world.clock.advance(seconds=1)
    worker.deliver()
    assert (texts(world), texts(world, NHS), texts(world, UNIT)) == (["first"], ["second"], ["third"])
    worker.deliver()
    assert len(posts(world)) == 5


def test_a_second_passes_between_two_messages_in_a_channel(world):
    seconds = [100.0]
    bot = world.bot
    worker = Delivery(world.services, bot.app.client, bot.timekeeper, pace=1.0, monotonic=lambda: seconds[0])
    queue(world, "first")
    queue(world, "second")
    worker.deliver()
    seconds[0] += 0.97
    worker.deliver()
    assert texts(world) == ["first"]
    seconds[0] += 0.03
    worker.deliver()
    assert texts(world) == ["first", "second"]
