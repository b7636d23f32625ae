"""Every listener, called with what is too long, cut off or of another sort: its deed is done whole, or not at all."""

import copy
import json
import time

import pytest
from structlog.testing import capture_logs

from tests.e2e.hostile import ABOUT_OTHERS, refused, standing
from tests.e2e.mutations import damaged, put, texts

pytestmark = pytest.mark.fuzz

WHOLE = "form check"
"""The form of which every part is damaged; of the others what was typed in, a sixth of it in turn."""
LENGTHY = ("form update", "form edit")
MOST_SECONDS = 1.0  # of the processor's time; Slack waits for three


@pytest.fixture(scope="module")
def scene(tmp_path_factory):
    with standing(tmp_path_factory.mktemp("hostile")) as made:
        yield made


@pytest.fixture(autouse=True)
def as_it_was(scene):
    scene.back()
    scene.world.slack.errors.clear()


SAID = ("text", "value", "private_metadata", "action_id", "name", "hash", "id", "reaction", "title")


LONG = ("word " * 20_000, "a1/" * 33_000, "😀" * 50_000, "\ud800" * 100_000, "1" * 100_000)


def test_texts_of_any_length_are_answered_soon(scene):
    """A hundred thousand characters in each place where there are words."""
    for number, (name, sent) in enumerate(scene.payloads.items()):
        if name.startswith(("button ", "form ")) and name not in {"button in a menu", *LENGTHY}:
            continue
        for place, path in enumerate(texts(sent.body, SAID)[:8]):
            scene.back()
            began = time.thread_time()
            answer = scene.send(sent, put(sent.body, path, LONG[(number + place) % len(LONG)]))
            assert time.thread_time() - began < MOST_SECONDS, (name, path)
            assert "Traceback" not in answer.said
            assert all(len(text) < 4000 for _, text in scene.public()), (name, path)


def test_a_form_with_thousands_of_fields_is_refused(scene):
    for name, sent in list(scene.payloads.items())[::4]:
        if name.startswith("form "):
            body = copy.deepcopy(sent.body)
            more = {f"f{number}": {"value": {"type": "plain_text_input", "value": "x"}} for number in range(5000)}
            body["view"]["state"]["values"] |= more
            refused(scene, name, body, "more fields", silent=False)


def test_half_of_a_character_is_told_and_kept_as_the_sign_for_one(scene):
    sent = scene.payloads["/actions"]
    answer = scene.send(sent, put(sent.body, ("text",), "update A6 half \ud800 merged"))
    assert "reference" not in answer.said
    assert scene.world.rows("SELECT text FROM updates ORDER BY id DESC LIMIT 1")[0]["text"] == "half \ufffd merged"


def test_half_of_a_character_in_a_workflows_words_is_proposed_as_the_sign_for_one(scene):
    sent = scene.payloads["step create_action"]
    scene.send(sent, put(sent.body, ("event", "inputs", "title"), "Agree \ud800 a rota"))
    [row] = scene.world.rows("SELECT carries FROM outbox WHERE key LIKE 'workflow:%' ORDER BY id DESC LIMIT 1")
    assert json.loads(row["carries"])["title"] == "Agree \ufffd a rota"


def broken(name, body, number):
    """The payload with its parts damaged: each of them, or where many payloads are alike those that differ."""
    if name.startswith("form ") and name != WHOLE:
        return list(damaged(body, ("view", "state", "values")))[number % 6 :: 6]
    if name.startswith("button ") and name != "button in a form":
        own = [
            one for one in damaged(body, ("actions", 0)) if one[1][-1] in {"action_id", "value", "selected_option"}
        ]
        return own[number % 4 :: 4]
    every = 1 if name in {"/actions", "event message", "event reaction_added", "button in a form", WHOLE} else 6
    return list(damaged(body))[number % every :: every]


@pytest.mark.parametrize("kind", ["/", "event", "step", "shortcut", "form", "button"])
def test_a_payload_with_a_part_damaged_does_its_deed_or_nothing(scene, kind):
    """What can't be read is refused under a reference; a part that says nothing here may well be missing."""
    for number, (name, sent) in enumerate(scene.payloads.items()):
        if not name.startswith(kind):
            continue
        scene.back()
        scene.send(sent)
        whole, changed = scene.deeds(), scene.changed()
        for how, path, body in broken(name, sent.body, number):
            scene.back()
            answer = scene.send(sent, body)
            now = scene.changed()
            assert "Traceback" not in answer.said, (name, how)
            assert not now or (scene.deeds() == whole and (whole or now == changed)), (name, how)
            if path in {("user",), ("user", "id"), ("user_id",), ("event", "user")} and kind not in ABOUT_OTHERS:
                assert not now or name.startswith(ABOUT_OTHERS), (name, how)


def test_what_is_damaged_is_told_with_a_reference_that_is_in_the_log(scene):
    sent = scene.payloads["form update"]
    body = put(sent.body, ("view", "state", "values"), {})
    with capture_logs() as logs:
        answer = scene.send(sent, body)
    [failed] = [one for one in logs if one["event"] == "listener_failed"]
    assert f"reference: {failed['reference']}" in answer.said
    with capture_logs() as logs:
        answer = scene.send(sent, put(sent.body, ("view",), None))
    assert answer.status == 400
    assert [one["event"] for one in logs] == ["request_refused"]
