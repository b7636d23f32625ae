"""Who keeps the plan itself: adds and edits actions, brings trackers, looks whether all is in order."""

import json
from itertools import product

import pytest

from bot.messages.imports import Numbers, check
from storage import imports, outbox
from storage.outbox import Message
from tests.e2e.permissions.outcome import refused
from tests.e2e.permissions.rows import IMPORTS, KEEPING
from tests.e2e.permissions.scene import granted
from tests.e2e.permissions.table import (
    COMMAND_PLACES,
    MANAGE,
    MAY,
    OURS,
    PLACES,
    STRANGER,
    UNIT,
    WHO,
    cells,
    sitting,
    stands,
)


@pytest.mark.parametrize(("who", "text", "where"), cells(WHO, [*KEEPING, "settings", "import"], COMMAND_PLACES))
def test_the_forms_of_those_who_keep_the_plan(scene, who, text, where):
    column, known = stands(who, PLACES[where].channel)
    scene.put("open")
    told = scene.type(who, text, PLACES[where])
    scene.unchanged()
    if column in MAY[MANAGE]:
        assert told == []
        assert scene.slack.modal(WHO[who][0]).callback_id == text.removesuffix(" A9")
        return
    assert scene.slack.modal(WHO[who][0]) is None
    [told] = told
    if text == "edit A9":
        refused(scene, column, known=known, sentence=told.text)
    else:
        assert told.text.endswith(", so nothing was changed.") if known else told.text == STRANGER


@pytest.mark.parametrize(("who", "where"), cells(WHO, COMMAND_PLACES))
def test_whether_all_is_in_order_is_for_those_who_keep_the_plan(scene, who, where):
    column, known = stands(who, PLACES[where].channel)
    scene.put("open")
    [told] = scene.type(who, "settings check", PLACES[where])
    asked = [row["kind"] for row in scene.rows()["errands"]]
    if column in MAY[MANAGE]:
        assert told.text.startswith("Looking…")
        assert asked.count("look") == 1
        return
    scene.unchanged()
    assert told.text.endswith(", so nothing was changed.") if known else told.text == STRANGER


@pytest.mark.parametrize(("who", "text"), list(product(OURS, KEEPING)))
def test_a_keepers_form_that_comes_back_after_the_role_was_taken_away(scene, who, text):
    name, filled = KEEPING[text]
    column, known = stands(who, "general")
    scene.put("open")
    granted(scene, who)
    scene.type(who, text, PLACES["command"])
    opened = scene.slack.modals(WHO[who][0])
    scene.put("open")
    sentence = scene.send(who, opened, filled)
    if column in MAY[MANAGE]:
        assert sentence == ""
        [event] = scene.events()
        assert (event["user"], event["role"], event["origin"]) == (WHO[who][0], "business unit", "form")
        assert (event["verb"], event["subject"]) == (("edit", "A9") if name == "edit" else ("added", "A13"))
        return
    if name == "edit":
        refused(scene, column, known=known, sentence=sentence)
    else:
        scene.unchanged()
        assert sentence.endswith(", so nothing was changed.") if known else sentence == STRANGER


@pytest.mark.parametrize("who", sitting(UNIT))
def test_a_message_is_turned_into_an_action_by_the_business_unit(scene, who):
    column, known = stands(who, "general")
    scene.put("open")
    message = scene.persons[who].say("general", "Agree a rota")
    view = scene.persons[who].shortcut("turn_into_action", message, "general")
    scene.unchanged()
    if column in MAY[MANAGE]:
        assert view.callback_id == "add"
    else:
        assert view.callback_id == "notice"
        assert ("members of the partnership only" in json.dumps(view.blocks)) != known


def checked(scene, who):
    """Somebody's message with the check of a file of theirs, as if they had asked for it before."""
    user, now = scene.slack.users[WHO[who][0]], scene.world.clock()
    with scene.world.store.write() as tx:
        number = imports.add(tx, user.id, user.team_id, "F1", {}, now)
        imports.shown(tx, number, "digest", "found")
        reply = check(number, "plan.csv", Numbers(added=1), [], readable=True)
        carries = json.dumps(
            {"columns": [["Action", "Action", "action"]], "leads": [], "meanings": ["action", "finding"]}
        )
        outbox.queue(tx, Message.of(f"import:{number}", user.id, *reply, carries=carries), now)
    scene.world.deliver()
    return scene.slack.direct_messages(user.id)[-1]


@pytest.mark.parametrize(("who", "what"), list(product(OURS, IMPORTS)))
def test_an_import_that_goes_on_after_the_role_was_taken_away(scene, who, what):
    user, filled = WHO[who][0], IMPORTS[what]
    scene.put("open")
    granted(scene, who)
    message = checked(scene, who)
    if what == "import":
        scene.type(who, "import", PLACES["command"])
    elif filled:
        scene.press(who, message, what)
    opened = scene.slack.modals(user)
    with scene.world.store.write() as tx:
        tx.run("DELETE FROM people WHERE user = ? AND role IN ('business unit', 'assurer')", (user,))
    before = scene.rows()
    if filled:
        said = scene.send(who, opened, filled)
    else:
        message = scene.slack.message(message.channel, message.ts)
        _, said = scene.press(who, message, what)
    if who == "unit":
        states = [row["state"] for row in scene.rows()["imports"]]
        assert states[-1] == {"import_all": "applying", "import_cancel": "cancelled"}.get(what, "reading")
    else:
        assert scene.rows() == before
        assert said.endswith(", so nothing was changed.") or said == STRANGER
