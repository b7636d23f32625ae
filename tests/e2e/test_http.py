"""Where Slack calls the bot over HTTP: what is not signed by Slack, just now and for the first time, changes nothing."""

import http.client
import json
import socket
import time
from urllib.parse import urlencode

import pytest
from pydantic import SecretStr
from slack_sdk.signature import SignatureVerifier

from app import build
from bot.listeners import doors
from bot.listeners.doors import LARGEST, PATH
from bot.playground import demo
from bot.settings import Settings

TEAM = "T0SOLIHULL"
SECRET = "not-a-secret-8f742231b10e"
FORM, JSON = "application/x-www-form-urlencoded", "application/json"


class Called:
    """The bot as Slack calls it."""

    def __init__(self, world, doors):
        self.world, self.doors = world, doors

    def send(self, body, kind=FORM, *, secret=SECRET, at=None, method="POST", path=PATH, **headers):
        """Send a request, signed as Slack does; the status and what was answered."""
        at = str(int(time.time()) if at is None else at)
        signature = SignatureVerifier(secret).generate_signature(timestamp=at, body=body)
        signed = {"content-type": kind, "x-slack-request-timestamp": at, "x-slack-signature": signature}
        wanted = {name: value for name, value in {**signed, **headers}.items() if value is not None}
        asked = http.client.HTTPConnection("127.0.0.1", self.doors.port, timeout=10)
        asked.request(method, path, body, wanted)
        answer = asked.getresponse()
        found = answer.status, answer.read().decode()
        asked.close()
        return found

    def events(self):
        return self.world.rows("SELECT count(*) AS number FROM events")[0]["number"]


@pytest.fixture
def called(world):
    unused = {"slack_app_token": SecretStr(""), "slack_signing_secret": SecretStr(SECRET), "http_port": 0}
    bot = build(world.services.settings.model_copy(update=unused), world.clock, pace=0)
    bot.connection.connect()
    try:
        yield Called(world, bot.connection)
    finally:
        bot.connection.close()
        bot.services.store.close()


def command(text, trigger="1.2.a", user="U0POLICE"):
    place = {"channel_id": "C0000001", "channel_name": "general", "team_id": TEAM, "api_app_id": "A1"}
    said = {"command": "/actions", "text": text, "user_id": user, "user_name": "x", "trigger_id": trigger}
    return urlencode({**place, **said, "response_url": "https://hooks.slack.com/commands/1", "token": "x"})


def press(action_id, value, user="U0POLICE"):
    action = {"type": "button", "action_id": action_id, "block_id": "b", "value": value}
    body = {"type": "block_actions", "user": {"id": user, "team_id": TEAM}, "team": {"id": TEAM}}
    return urlencode({"payload": json.dumps({**body, "actions": [action], "trigger_id": "5.6.c", "token": "x"})})


DONE = command("done A6 duplicates merged")


def test_what_slack_signed_is_answered_and_recorded(called):
    status, said = called.send(DONE)
    assert (status, "A6 reported done" in said) == (200, True)
    assert called.world.stage(6) == "reported done"
    assert called.doors.is_connected()


def test_who_sends_too_slowly_is_not_waited_for(called, monkeypatch):
    monkeypatch.setattr(doors, "PATIENCE", 0.05)
    with socket.create_connection(("127.0.0.1", called.doors.port), timeout=5) as slow:
        slow.sendall(f"POST {PATH} HTTP/1.1\r\nHost: x\r\nContent-Length: 500\r\n\r\nhalf".encode())
        assert slow.recv(100).startswith(b"HTTP/1.1 413 ")
    assert called.send(DONE)[0] == 200


def test_slack_may_ask_whether_somebody_is_there(called):
    body = json.dumps({"type": "url_verification", "challenge": "3eZbrw1aBm2rZgRNFdxV", "token": "x"})
    assert called.send(body, JSON) == (200, '{"challenge": "3eZbrw1aBm2rZgRNFdxV"}')


NOT_SIGNED = (
    {"secret": "another-secret"},
    {"at": int(time.time()) - 600},
    {"at": int(time.time()) + 60_000},
    {"at": "yesterday"},
    {"at": ""},
    {"x-slack-signature": None},
    {"x-slack-signature": "v0="},
    {"x-slack-signature": "v0=" + "0" * 64},
    {"x-slack-request-timestamp": None},
)


def test_what_slack_did_not_sign_just_now_changes_nothing(called):
    before = called.events()
    for how in NOT_SIGNED:
        status, said = called.send(DONE, **how)
        assert (status, "A6" in said) == (401, False), how
    assert (called.events(), called.world.stage(6)) == (before, "not started")


def test_a_signature_is_good_for_its_own_words_only(called):
    at = str(int(time.time()))
    other = SignatureVerifier(SECRET).generate_signature(timestamp=at, body=command("overdue"))
    assert called.send(DONE, at=at, **{"x-slack-signature": other})[0] == 401


def test_what_is_sent_again_by_somebody_else_is_not_heard_again(called):
    body, at = command("update A6 half of them are merged"), int(time.time())
    assert called.send(body, at=at)[0] == 200
    assert called.send(body, at=at)[0] == 401
    assert len(called.world.rows("SELECT id FROM updates WHERE action_id = 6")) == 1


def test_what_slack_delivers_again_with_another_signature_is_recorded_once(called):
    body = command("update A6 half of them are merged")
    assert called.send(body, at=int(time.time()) - 1)[0] == 200
    assert called.send(body)[0] == 200
    assert len(called.world.rows("SELECT id FROM updates WHERE action_id = 6")) == 1


def test_what_is_too_large_is_not_read(called):
    assert called.send("x" * (LARGEST + 1))[0] == 413
    assert called.send(DONE)[0] == 200


def test_what_breaks_off_changes_nothing(called):
    before = called.events()
    with socket.create_connection(("127.0.0.1", called.doors.port)) as sent:
        sent.sendall(f"POST {PATH} HTTP/1.1\r\nHost: x\r\nContent-Length: 500\r\n\r\n{DONE[:40]}".encode())
    assert called.send(command("A6"))[0] == 200
    assert called.events() == before


NO_SENSE = (
    ("", FORM),
    ("payload=%7B", FORM),
    ("payload=[]", FORM),
    ("{", JSON),
    ("[]", JSON),
    ("null", JSON),
    ('{"type": "event_callback"}', JSON),
    ('{"type": "event_callback", "event": {"type": "message"}}', JSON),
    ("command=/actions", FORM),
    (press("accept", "A6")[:-30], FORM),
    (press("no_such_button", "A6"), FORM),
    (press("plan_history", "A" * 5000), FORM),
    ("\x00", FORM),
)


def test_what_is_signed_but_makes_no_sense_changes_nothing_and_the_bot_goes_on(called):
    before = called.events()
    for body, kind in NO_SENSE:
        called.send(body, kind)
        assert called.events() == before, body
    assert called.send(DONE)[0] == 200


def test_other_pages_and_ways_of_asking_are_not_there(called):
    assert called.send("", method="GET")[0] == 405
    assert called.send("", path="/")[0] == 404
    assert called.send("", path="/health")[0] == 404


def test_a_port_that_is_taken_is_told(called, world):
    taken = {"slack_app_token": SecretStr(""), "slack_signing_secret": SecretStr(SECRET)}
    settings = world.services.settings.model_copy(update={**taken, "http_port": called.doors.port})
    bot = build(settings, world.clock, pace=0)
    with pytest.raises(OSError, match="taken or not allowed"):
        bot.connection.connect()


@pytest.mark.parametrize(
    ("app_token", "secret", "over_http", "missing"),
    [
        ("xapp-1", "", False, []),
        ("xapp-1", SECRET, False, []),
        ("", SECRET, True, []),
        ("", "", False, ["SLACK_APP_TOKEN"]),
    ],
)
def test_which_way_slack_is_heard(app_token, secret, over_http, missing):
    given = {"slack_bot_token": "xoxb-1", "slack_app_token": app_token, "slack_signing_secret": secret}
    settings = Settings(_env_file=None, **given)
    assert (settings.over_http, settings.missing) == (over_http, missing)
    assert all(one not in repr(settings) for one in ("xoxb-1", "xapp-1", SECRET))


def test_the_example_is_heard_by_socket_mode(world):
    assert not demo.settings(world.slack, world.server.api_url, world.store.path.parent).over_http
