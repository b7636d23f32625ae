"""Buttons that a whole channel sees, and a tick on a card."""

import pytest

from bot.messages import blocks as b
from storage import outbox, people
from storage.outbox import Message
from tests.e2e.permissions.outcome import recorded, refused
from tests.e2e.permissions.rows import pressing
from tests.e2e.permissions.scene import granted
from tests.e2e.permissions.table import (
    DECIDE,
    EMBEDDED,
    LEAD,
    MANAGE,
    MAY,
    OURS,
    SEE,
    STRANGER,
    SUSTAINED,
    TIME,
    UNIT,
    UPDATE,
    WHO,
    sitting,
    stands,
)

BUTTONS = [
    *((LEAD, "open", form, row) for form, row in (("done", UPDATE), ("update", UPDATE), ("blocked", UPDATE))),
    *((UNIT, "open", form, row) for form, row in (("done", UPDATE), ("update", UPDATE), ("blocked", UPDATE))),
    *((channel, "open", "extend", TIME) for channel in (LEAD, UNIT)),
    *((channel, "blocked", "unblocked", UPDATE) for channel in (LEAD, UNIT)),
    *((UNIT, state, "check", DECIDE) for state in ("reported",)),
    (UNIT, "asked", "decide", DECIDE),
    (UNIT, "addressed", "assure", EMBEDDED),
    (UNIT, "embedded", "assure", SUSTAINED),
    *((channel, "open", "history", SEE) for channel in (LEAD, UNIT)),
]
"""What stands on the card of A9 for a whole channel: where, in which state, which form, in which row of the table."""


@pytest.mark.parametrize(
    ("who", "channel", "state", "form", "row"), [(who, *one) for one in BUTTONS for who in sitting(one[0])]
)
def test_what_is_pressed_on_a_card_that_everybody_sees(scene, who, channel, state, form, row):
    column, known = stands(who, channel)
    scene.put(state)
    how = (form,) if form == "history" else pressing(form)
    opened, told = scene.press(who, scene.cards[channel], *how)
    if column not in MAY[row]:
        assert opened is None
        refused(scene, column, known=known, sentence=told)
        return
    scene.unchanged()
    if form == "history":
        assert told.startswith("History of A9")
    else:
        assert opened.callback_id == form


@pytest.mark.parametrize(("who", "channel"), [(who, channel) for channel in (LEAD, UNIT) for who in sitting(channel)])
def test_a_tick_on_a_card_that_everybody_sees(scene, who, channel):
    column, known = stands(who, channel)
    scene.put("open")
    scene.cards[channel].reactions.clear()
    scene.persons[who].react(channel, scene.cards[channel].ts)
    if column in MAY[UPDATE]:
        recorded(scene, who, column, "done", "reaction")
    else:
        [told] = scene.queued(scene.sent["open"])
        assert told.only_for == WHO[who][0]
        refused(scene, column, known=known, sentence=told.text)


@pytest.mark.parametrize("form", ["workflow_add", "workflow_decline"])
@pytest.mark.parametrize("who", sitting(UNIT))
def test_what_a_workflow_proposes_is_decided_by_the_business_unit(scene, who, form):
    column, known = stands(who, UNIT)
    scene.put("open")
    opened, told = scene.press(who, scene.proposal, form)
    if column in MAY[MANAGE]:
        assert opened.callback_id == form
        return
    assert opened is None
    assert told.endswith(", so nothing was changed.") if known else told == STRANGER
    granted(scene, who)
    opened, _ = scene.press(who, scene.proposal, form)
    scene.put("open")
    filled = {"lead": "LA"} if form == "workflow_add" else {"words": "it is in the plan"}
    sentence = scene.send(who, [opened], filled)
    scene.unchanged()
    assert sentence.endswith(", so nothing was changed.") if who != "unknown" else sentence == STRANGER
    assert "ended" not in scene.slack.step_runs[scene.run["id"]]


@pytest.mark.parametrize("button", ["look_at_all", "setting_up_leave"])
@pytest.mark.parametrize("who", OURS)
def test_the_greeting_of_a_first_run_after_the_role_was_taken_away(scene, who, button):
    user = WHO[who][0]
    scene.put("open")
    with scene.world.store.write() as tx:
        people.remember(tx, "first run", "begun")
        steps = b.buttons(b.button("Look", "look_at_all", ""), b.button("Leave", "setting_up_leave", ""))
        outbox.queue(tx, Message.of(f"welcome:{user}:{button}", user, "Steps", [steps]), scene.world.clock())
    scene.world.deliver()
    before = scene.rows()
    opened, told = scene.press(who, scene.slack.direct_messages(user)[-1], button)
    changed = {name for name, rows in scene.rows().items() if rows != before[name]}
    if who == "unit":
        assert "errands" in changed if button == "look_at_all" else "found" in changed
    else:
        assert changed == set()
        assert opened is None
        assert told.endswith(", so nothing was changed.") or told == STRANGER
