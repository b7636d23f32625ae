"""The same payloads over HTTP: unsigned, cut off and sent again, none of them does anything."""

import json
import time
from urllib.parse import urlencode

import pytest
from pydantic import SecretStr
from structlog.testing import capture_logs

from app import build
from tests.e2e.payloads import Scene
from tests.e2e.test_http import FORM, JSON, SECRET, Called
from tests.world import partnership


@pytest.fixture(scope="module")
def scene(tmp_path_factory):
    with partnership(tmp_path_factory.mktemp("hostile")) as world, capture_logs():
        made = Scene(world)
        unused = {"slack_app_token": SecretStr(""), "slack_signing_secret": SecretStr(SECRET), "http_port": 0}
        bot = build(world.services.settings.model_copy(update=unused), world.clock, pace=0)
        bot.connection.connect()
        made.called = Called(world, bot.connection)
        yield made
        bot.connection.close()
        bot.services.store.close()
        world.slack.errors.clear()


def as_sent(sent):
    """The body of Slack's call, and what kind of text it is."""
    if sent.kind == "events_api":
        return json.dumps(sent.body), JSON
    return urlencode(sent.body if sent.kind == "slash_commands" else {"payload": json.dumps(sent.body)}), FORM


def few(scene):
    """Of the buttons, which differ in their names only, one."""
    return {name: sent for name, sent in scene.payloads.items() if not name.startswith("button ") or " in " in name}


@pytest.mark.parametrize("how", [{"secret": "another-secret"}, {"at": 1}, {"x-slack-signature": None}], ids=str)
def test_a_payload_that_slack_did_not_sign_does_nothing(scene, how):
    scene.back()
    for name, sent in few(scene).items():
        body, kind = as_sent(sent)
        assert scene.called.send(body, kind, **how) == (401, "not signed by Slack just now\n"), name
    assert scene.changed() == set()


def test_a_payload_that_is_cut_off_does_nothing(scene):
    for name, sent in few(scene).items():
        body, kind = as_sent(sent)
        if kind == FORM and sent.kind == "slash_commands":
            continue  # each part of it stands for itself: test_hostile_payloads.py takes them out one by one
        for part in (0.3, 0.8, 0.99):
            scene.back()
            status, said = scene.called.send(body[: int(len(body) * part)], kind)
            assert (status, "Traceback" in said) == (400, False), (name, part)
            assert scene.changed() == set(), (name, part)


def test_a_payload_that_somebody_sends_again_is_not_heard_and_from_slack_it_is_done_once(scene):
    now = int(time.time())
    for name, sent in few(scene).items():
        scene.back()
        body, kind = as_sent(sent)
        assert scene.called.send(body, kind, at=now)[0] == 200, name
        first, said = scene.rows(), scene.public()
        assert scene.called.send(body, kind, at=now)[0] == 401, name
        assert scene.called.send(body, kind, at=now - 1)[0] in {200, 500}, name
        assert (scene.rows(), scene.public()) == (first, said), name
