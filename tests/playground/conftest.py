"""A stand-in with a real Bolt app on it, made anew for each test that asks for one."""

import logging
from copy import deepcopy
from datetime import UTC, datetime

import pytest
from slack_bolt import App
from slack_sdk import WebClient

from bot.clock import MovableClock
from bot.listeners.connection import Connection
from bot.metrics import Metrics
from bot.playground.people import Person
from bot.playground.server import Server
from bot.playground.workspace import Timing, Workspace

SCOPES = [
    "app_mentions:read",
    "channels:history",
    "channels:join",
    "channels:read",
    "chat:write",
    "commands",
    "files:read",
    "files:write",
    "groups:history",
    "groups:read",
    "im:history",
    "im:read",
    "im:write",
    "reactions:read",
    "reactions:write",
    "users:read",
]
EVENTS = [
    "app_home_opened",
    "app_mention",
    "member_joined_channel",
    "member_left_channel",
    "message.channels",
    "message.im",
    "reaction_added",
    "reaction_removed",
    "user_change",
]
MANIFEST = {
    "features": {
        "bot_user": {"display_name": "Followthrough"},
        "app_home": {
            "home_tab_enabled": True,
            "messages_tab_enabled": True,
            "messages_tab_read_only_enabled": False,
        },
        "slash_commands": [
            {"command": "/actions", "description": "Actions", "usage_hint": "[A12]", "should_escape": True},
            {"command": "/plain", "description": "Not escaped", "should_escape": False},
        ],
        "shortcuts": [{"name": "Turn into an action", "type": "message", "callback_id": "turn", "description": "…"}],
    },
    "oauth_config": {"scopes": {"bot": SCOPES}},
    "settings": {"event_subscriptions": {"bot_events": EVENTS}, "org_deploy_enabled": True},
    "functions": {
        "create_action": {
            "title": "Create an action",
            "input_parameters": {
                "title": {"type": "string", "title": "What to do", "is_required": True},
                "lead": {"type": "slack#/types/user_id", "title": "Lead"},
                "due": {"type": "slack#/types/date", "title": "Due"},
            },
            "output_parameters": {"ref": {"type": "string", "title": "Reference", "is_required": True}},
        }
    },
}


class Ticks:
    """A monotonic clock that a test can put forward."""

    def __init__(self):
        self.seconds = 0.0

    def __call__(self):
        return self.seconds


@pytest.fixture
def clock():
    return MovableClock(datetime(2022, 11, 14, 9, tzinfo=UTC))


@pytest.fixture
def ticks():
    return Ticks()


@pytest.fixture
def workspace(clock, ticks):
    made = Workspace(clock, deepcopy(MANIFEST), timing=Timing(ticks, ack_seconds=3.0, retry_delays=(0, 0, 0)))
    made.add_user("asha", "Asha Patel", user_id="U1ASHA", title="Police lead")
    made.add_user("ben", "Ben Cole", user_id="U2BEN")
    made.add_user("olu", "Olu Away", user_id="U3OLU", team_id="T0ELSEWHERE")
    made.add_channel("police", ["U1ASHA", "U2BEN", "U3OLU", "U0BOT"], channel_id="C1POLICE")
    made.add_channel("unit", ["U2BEN"], private=True, channel_id="C2UNIT")
    made.add_channel("open", ["U1ASHA"], channel_id="C3OPEN")
    return made


@pytest.fixture
def server(workspace):
    with Server(workspace) as running:
        yield running


@pytest.fixture
def client(workspace, server):
    return WebClient(token=workspace.app.bot_token, base_url=server.api_url)


@pytest.fixture
def asha(workspace):
    return Person(workspace, "U1ASHA")


@pytest.fixture
def bolt(workspace, client):
    """A Bolt app, connected; give it listeners in the test."""
    app = App(client=client, process_before_response=True, token_verification_enabled=False)
    # Bolt warns of events that no listener takes, which these tests do send.
    app.logger.setLevel(logging.ERROR)
    handler = Connection(app, workspace.app.app_token, client, Metrics())
    handler.connect()
    workspace.wait_for(lambda: workspace.socket.connections == 1)
    yield app
    handler.close()
