"""Every listener, called with what Slack would never send: nothing changes, and nothing of the plan is told."""

import copy
import json
import re

import pytest
from slack_bolt import BoltRequest, BoltResponse

from app import build
from bot.listeners.buttons import WORK
from commands.registry import COMMANDS, FORMS
from tests.e2e.hostile import deeds, refused, standing
from tests.e2e.mutations import by, everywhere, parts, put, texts
from tests.e2e.payloads import FILLED

pytestmark = pytest.mark.fuzz


@pytest.fixture(scope="module")
def scene(tmp_path_factory):
    with standing(tmp_path_factory.mktemp("hostile")) as made:
        yield made


@pytest.fixture(autouse=True)
def as_it_was(scene):
    scene.back()
    scene.world.slack.errors.clear()


def test_every_listener_has_a_payload(scene):
    """Whoever adds a command, an event, a button or a form adds what Slack sends there."""
    unheard = {
        f"{listener.ack_function.__name__} ({number})"
        for number, listener in enumerate(scene.app._listeners)  # noqa: SLF001 — Bolt has no other way to ask
        if not any(hears(listener, sent) for sent in scene.payloads.values())
    }
    assert unheard == set()
    assert {name.removeprefix("form ") for name in scene.payloads if name.startswith("form ")} == set(FORMS)
    assert {name.removeprefix("button ") for name in scene.payloads if name.startswith("button ")} >= set(WORK)
    assert set(COMMANDS) <= set(scene.payloads)
    assert set(FILLED) == set(FORMS)


def hears(listener, sent):
    request = BoltRequest(mode="socket_mode", body=copy.deepcopy(sent.body))
    return listener.matches(req=request, resp=BoltResponse(status=200))


STILL = {
    *("button", "button in a menu", "button in Home", "event app_home_opened", "event message with a file"),
    *("shortcut turn_into_action", "step create_action", "event team_join"),
    *("form settings", "form report"),
}
"""What shows or prepares something only: the store's own tables stay as they are."""


def test_what_slack_really_sends_does_what_it_says(scene):
    """Else nothing would be proved by what changes nothing."""
    for name, sent in scene.payloads.items():
        scene.back()
        answer = scene.send(sent)
        assert answer.status == 200, name
        assert "reference:" not in answer.said or name == "button in a form", name  # its form was closed since
        if not name.startswith("button "):
            assert bool(scene.changed()) == (name not in STILL), name


@pytest.mark.parametrize(
    "other",
    [
        {"user": "U0OUTSIDE", "channel": "general"},
        {"user": "U0CONNECT", "team": "T0ELSEWHERE"},
        {"user": "U0NOBODY", "team": "T0NOWHERE"},
        {"team": "T0ELSEWHERE"},
    ],
    ids=lambda other: " ".join(other.values()),
)
def test_what_somebody_else_sends_changes_nothing_and_tells_nothing(scene, other):
    other = {**other, **({"channel": scene.world.slack.channel("general").id} if "channel" in other else {})}
    for name in deeds(scene):
        if (
            name != "event app_home_opened" or "user" in other
        ):  # of Home's event the account alone tells the workspace
            refused(scene, name, by(scene.payloads[name], **other), other)


def test_a_deed_from_another_channel_says_nothing_there(scene):
    """Whoever may do it may do it anywhere; what they are told stays with them, in a channel that may not see it."""
    elsewhere = scene.world.slack.channel("probation").id
    for name in deeds(scene):
        scene.back()
        scene.send(scene.payloads[name], by(scene.payloads[name], channel=elsewhere))
        told = [text for channel, text in scene.public() if channel == elsewhere]
        if name != "button indicator_show":  # everybody in the partnership may see a chart
            assert scene.leaks(json.dumps(told)) == [], name


MADE_UP = {
    "another message": lambda text: "1600000000.000001" if text[:10].isdigit() and "." in text else text,
    "another channel": lambda text: "C0NOWHERE" if text.startswith("C0") and len(text) == 8 else text,
    "another ref": lambda text: UNKNOWN.sub(r"\g<1>999", text) if len(text) < 200 else text,
}
UNKNOWN = re.compile(r"\b([ARDI])\d+\b")


@pytest.mark.parametrize("how", MADE_UP)
def test_what_is_about_nothing_that_there_is_records_nothing(scene, how):
    tried = 0
    for name in deeds(scene):
        sent = scene.payloads[name]
        body = everywhere(sent.body, MADE_UP[how])
        # A command, a press or a form from elsewhere is still whose it is.
        about = bool(UNKNOWN.search(subject(sent))) if how == "another ref" else name.startswith("event ")
        if body != sent.body and about:
            refused(scene, name, body, how, silent=False)
            tried += 1
    assert tried > 1


def subject(sent):
    """What a payload is about: the words of a command or message, a button's value, or what a form carries."""
    if "view" in sent.body and "actions" not in sent.body:
        return json.loads(sent.body["view"]["private_metadata"])["ref"]
    if "actions" in sent.body:
        return sent.body["actions"][0].get("value", "")
    return sent.body.get("text") or sent.body.get("event", {}).get("text", "")


NAMES = ("action_id", "callback_id", "command", "reaction")


def test_what_has_a_name_that_nothing_here_has_is_not_done(scene):
    for name, sent in scene.payloads.items():
        for path in texts(sent.body, NAMES):
            if path[0] in {"actions", *(["view"] if name.startswith("form ") else [])} or len(path) == 1:
                refused(scene, name, put(sent.body, path, "no_such_thing"), path)
        for kind in ("view_closed", "view_submission", "block_suggestion", "shortcut", "no_such_thing"):
            if sent.body.get("type", kind) != kind and not name.startswith("button "):
                refused(scene, name, put(sent.body, ("type",), kind), kind, silent=False)


def carried(scene):
    """What forms carry unseen, of every form."""
    return [
        sent.body["view"]["private_metadata"] for name, sent in scene.payloads.items() if name.startswith("form ")
    ]


RUBBISH = (
    "",
    "{",
    "[]",
    "null",
    "7",
    '"A6"',
    '{"ref": 7}',
    '{"ref": null, "seen": "x"}',
    '{"ref": "A6"}',
    "\0",
    "{" * 3000,
)


def test_a_form_that_carries_something_else_does_nothing_that_its_sender_may_not(scene):
    """Slack hands back what the bot put there. Were it otherwise, each form would still do its own deed, or nothing."""
    others = sorted(set(carried(scene)))
    path = ("view", "private_metadata")
    for name, sent in scene.payloads.items():
        if not name.startswith("form "):
            continue
        scene.back()
        scene.send(sent)
        whole = scene.deeds()
        for other in (*RUBBISH[len(name) % 4 :: 4], *others[len(name) % 12 :: 12]):
            scene.back()
            answer = scene.send(sent, put(sent.body, path, other))
            assert "Traceback" not in answer.said
            assert [deed[:2] for deed in scene.deeds()] in ([], [deed[:2] for deed in whole]), (name, other)
        scene.back()
        refused(scene, name, by(sent._replace(body=put(sent.body, path, others[0])), "U0OUTSIDE"), others[0])


def test_a_form_that_knows_of_more_than_has_happened_records_nothing(scene):
    """The plan was put back from a backup while it was open."""
    tried = 0
    for name, sent in scene.payloads.items():
        carries = json.loads(sent.body["view"]["private_metadata"]) if name.startswith("form ") else {}
        if carries.get("ref") and name != "form settings":
            body = put(sent.body, ("view", "private_metadata"), json.dumps(carries | {"seen": 10**9}))
            refused(scene, name, body, "from the future", silent=False)
            tried += 1
    assert tried > 20


BEYOND = {
    "selected_option": {"text": {"type": "plain_text", "text": "x"}, "value": "withdraw"},
    "selected_options": [{"text": {"type": "plain_text", "text": "x"}, "value": "999"}],
    "selected_date": "31 January",
    "value": 7,
    "files": [{"name": "x"}],
}


def test_what_a_field_does_not_offer_is_not_taken(scene):
    tried = 0
    for name, sent in scene.payloads.items():
        if not name.startswith("form "):
            continue
        for path in parts(sent.body["view"]["state"]["values"]):
            if len(path) == 3 and path[-1] in BEYOND:
                at = ("view", "state", "values", *path)
                scene.back()
                refused(scene, name, put(sent.body, at, BEYOND[path[-1]]), path, silent=False)
                tried += 1
    assert tried > 60


def test_what_is_delivered_again_is_done_once_also_after_a_restart(scene):
    again = build(scene.world.services.settings, scene.world.clock, pace=0)
    try:
        for name, sent in scene.payloads.items():
            scene.back()
            scene.send(sent, again=True)
            first, said = scene.rows(), scene.public()
            scene.send(sent, again=True)
            assert (scene.rows(), scene.public()) == (first, said), name
            scene.send(sent, again=True, app=again.app)
            assert (scene.rows(), scene.public()) == (first, said), name
    finally:
        again.services.store.close()
