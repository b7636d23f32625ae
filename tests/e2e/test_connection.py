"""The connection to Slack can be read, renewed and closed at any moment."""

import time
from threading import Thread

from slack_sdk.socket_mode.builtin import client as sdk

from bot.listeners.connection import Connection
from tests.world import close


class SlowState(sdk.ConnectionState):
    """Takes long to be made, so that the thread which reads always comes in between a session and its state."""

    def __init__(self):
        time.sleep(0.3)
        super().__init__()


def test_a_session_that_was_read_before_its_state_was_in_place_is_heard_and_can_be_closed(world, monkeypatch):
    close(world.bot.socket)
    world.slack.wait_for(lambda: world.slack.socket.connections == 0)
    monkeypatch.setattr(sdk, "ConnectionState", SlowState)
    second = Connection(world.bot.app, world.slack.app.app_token, world.bot.app.client, world.services.metrics)
    second.connect()
    world.slack.wait_for(lambda: world.slack.socket.connections == 1)
    assert "12 open" in world.ask(world.manager, "").text
    closing = Thread(target=close, args=(second,), daemon=True)
    closing.start()
    closing.join(10)
    assert not closing.is_alive()
