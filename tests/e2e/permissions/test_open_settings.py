"""Settings that are left open while the role is taken away."""

from datetime import date

import pytest

from bot.domain.pauses import Pause
from storage import pauses
from tests.e2e.permissions.rows import SETTINGS_FORMS
from tests.e2e.permissions.scene import granted
from tests.e2e.permissions.table import OURS, PLACES, STRANGER, WHO

NO_SETTINGS = (
    "Only the business unit keeps people, partners and sources, so nothing was changed.",
    "Only the business unit pauses and resumes messages, so nothing was changed.",
)


@pytest.mark.parametrize("form", [*SETTINGS_FORMS, "person_remove"])
@pytest.mark.parametrize("who", OURS)
def test_the_settings_that_come_back_after_the_role_was_taken_away(scene, who, form):
    person, user = scene.persons[who], WHO[who][0]
    scene.put("open")
    granted(scene, who)
    scene.type(who, "settings", PLACES["command"])
    settings = scene.slack.modal(user)
    button = next(
        f"{block['block_id']}/{form}"
        for block in settings.blocks
        for one in [*block.get("elements", []), block.get("accessory", {})]
        if one.get("action_id") == form and user not in one["value"]
    )
    if form in SETTINGS_FORMS:
        person.press(settings, button)
    opened = scene.slack.modals(user)
    scene.put("open")
    if form in SETTINGS_FORMS:
        sentence = scene.send(who, opened, SETTINGS_FORMS[form])
    else:
        scene.slack.stacks[user] = opened
        person.press(settings, button)
        sentence = scene.slack.modal(user).blocks[0]["text"]["text"]
    if who == "unit":
        [event] = scene.events()
        assert (event["user"], event["role"]) == (user, "business unit")
        return
    scene.unchanged()
    assert sentence in ((STRANGER,) if who == "unknown" else NO_SETTINGS)


@pytest.mark.parametrize("who", OURS)
def test_a_pause_that_is_ended_in_the_settings_after_the_role_was_taken_away(scene, who):
    person, user = scene.persons[who], WHO[who][0]
    scene.put("open")
    granted(scene, who)
    scene.type(who, "pause all until 12 January 2023 because of a merger", PLACES["command"])
    scene.type(who, "pause all", PLACES["command"])
    opened = scene.slack.modals(user)
    scene.put("open")
    with scene.world.store.write() as tx:
        pauses.put(tx, None, Pause(date(2023, 1, 12), "merger"))
    before = scene.rows()
    scene.slack.stacks[user] = opened
    person.press(opened[-1], "partner_resume")
    if who == "unit":
        [event] = scene.events()
        assert (event["subject"], event["verb"], event["user"]) == ("all", "resume", user)
    else:
        assert scene.rows() == before
        assert scene.slack.modal(user).blocks[0]["text"]["text"] in (STRANGER, NO_SETTINGS[1])
