"""Slack's limits, where a test turns them on; on a clock that it puts forward."""

from math import ceil

import pytest
from slack_sdk.errors import SlackApiError

from bot.playground.limits import A_MINUTE_TAKES, Limits

POST = "chat.postMessage"


@pytest.fixture
def limits(ticks):
    made = Limits(ticks)
    made.on = True
    return made


def test_a_channel_takes_one_message_a_second(limits, ticks):
    assert limits.take(POST, "C1") is None
    ticks.seconds = 0.99
    assert limits.take(POST, "C1").retry_after == 1
    assert limits.take(POST, "C2") is None
    ticks.seconds = 1.0
    assert limits.take(POST, "C1") is None
    assert (limits.refused, dict(limits.posted)) == ([POST], {"C1": [0.0, 1.0], "C2": [0.99]})
    assert limits.least_seconds() == 1.0


@pytest.mark.parametrize("method", ["chat.update", "views.publish"])
def test_any_minute_takes_as_many_calls_as_the_methods_tier_says(limits, ticks, method):
    for _ in range(A_MINUTE_TAKES[method]):
        assert limits.take(method, "C1") is None
        ticks.seconds += 0.125
    assert limits.take(method, "C2").retry_after == ceil(60 - A_MINUTE_TAKES[method] / 8)
    ticks.seconds = 60.0
    assert limits.take(method, "C1") is None
    assert limits.take(method, "C1") is not None


def test_they_are_off_unless_a_test_wants_them(workspace, client):
    for _ in range(3):
        client.chat_postMessage(channel="C1POLICE", text="x")
    workspace.limits.on = True
    with pytest.raises(SlackApiError) as refused:
        client.chat_postMessage(channel="C1POLICE", text="x")
    assert (refused.value.response.status_code, refused.value.response.headers["Retry-After"]) == (429, "1")
    assert len(workspace.messages("C1POLICE")) == 3
