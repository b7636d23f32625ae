"""The connection to Slack can be read, renewed and closed at any moment."""

import time

from slack_sdk.socket_mode.builtin import client as sdk

from bot.listeners.connection import Connection


class SlowState(sdk.ConnectionState):
    """Takes long to be made, so that the thread which reads always comes in between a session and its state."""

    def __init__(self):
        time.sleep(0.3)
        super().__init__()


def test_a_session_that_was_read_before_its_state_was_in_place_is_heard_and_can_be_closed(world, monkeypatch):
    world.bot.connection.close()
    world.slack.wait_for(lambda: world.slack.socket.connections == 0)
    monkeypatch.setattr(sdk, "ConnectionState", SlowState)
    second = Connection(world.bot.app, world.slack.app.app_token, world.bot.app.client, world.services.metrics)
    second.connect()
    world.slack.wait_for(lambda: world.slack.socket.connections == 1)
    assert "12 open" in world.ask(world.manager, "").text
    began = time.monotonic()
    second.close()
    assert time.monotonic() - began < 3


def test_it_is_closed_at_once_whenever_that_is(world):
    for wait in (0, 0.1):
        other = Connection(world.bot.app, world.slack.app.app_token, world.bot.app.client, world.services.metrics)
        other.connect()
        time.sleep(wait)  # the thread that reads looks every 0.1 seconds whether there is a session
        began = time.monotonic()
        other.close()
        assert time.monotonic() - began < 2.5
