"""Forms about an action that come back after the role was taken away."""

from itertools import product

import pytest

from tests.e2e.permissions.outcome import recorded, refused
from tests.e2e.permissions.rows import DEEDS, FORMS_OF_A9, pressing
from tests.e2e.permissions.scene import granted
from tests.e2e.permissions.table import LEAD, MAY, OURS, UNIT, UPDATE, WHO, sitting, stands

SENT_BACK = [cell for cell in product(OURS, FORMS_OF_A9) if cell != ("unit", "sustained")]
"""Who sends which form back after a role was taken away; a coordinator never holds what opens "sustained"."""


@pytest.mark.parametrize(("who", "verb"), SENT_BACK)
def test_a_form_that_comes_back_after_the_role_was_taken_away(scene, who, verb):
    form, filled = FORMS_OF_A9[verb]
    column, known = stands(who, "general")
    person = scene.persons[who]
    scene.put(DEEDS[verb].state)
    granted(scene, who, verb)
    card = person.command("/actions", "A9", channel="general")
    person.press(card, *pressing(form))
    opened = scene.slack.modals(person.user.id)
    assert [view.callback_id for view in opened] == [form]
    scene.put(DEEDS[verb].state)
    sentence = scene.send(who, opened, filled)
    if column in MAY[DEEDS[verb].row]:
        assert sentence == ""
        recorded(scene, who, column, verb, "form")
    else:
        refused(scene, column, known=known, sentence=sentence)


def test_a_form_from_another_workspace_after_the_role_was_taken_away(scene):
    scene.put("open")
    granted(scene, "Slack Connect")
    form, _ = scene.press("Slack Connect", scene.cards[LEAD], "update")
    scene.put("open")
    sentence = scene.send("Slack Connect", [form], {"words": "letters sent"})
    refused(scene, "anyone else", known=False, sentence=sentence)


@pytest.mark.parametrize("who", sitting(UNIT))
def test_evidence_is_added_by_those_who_may_still_say_something(scene, who):
    column, known = stands(who, "general")
    scene.put("open")
    granted(scene, who)
    scene.persons[who].press(scene.persons[who].command("/actions", "done A9", channel="general"), "evidence")
    opened = scene.slack.modals(WHO[who][0])
    scene.put("reported")
    sentence = scene.send(who, opened, {"words": "letters sent"})
    if column in MAY[UPDATE]:
        recorded(scene, who, column, "evidence", "form")
    else:
        refused(scene, column, known=known, sentence=sentence)
