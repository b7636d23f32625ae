"""Who keeps what stands around the actions: remit items, deadlines and indicators."""

from itertools import product

import pytest

from tests.e2e.permissions.outcome import kept, not_kept
from tests.e2e.permissions.rows import FILLED, PLAN, PLAN_BUTTONS, PLAN_FORMS
from tests.e2e.permissions.scene import granted
from tests.e2e.permissions.table import COMMAND_PLACES, MAY, OURS, PLACES, WHO, cells, stands


@pytest.mark.parametrize(("who", "verb", "where"), cells(WHO, PLAN, COMMAND_PLACES))
def test_what_is_done_to_what_stands_around_the_actions(scene, who, verb, where):
    keeping, place = PLAN[verb], PLACES[where]
    column, known = stands(who, place.channel)
    scene.put("open")
    [told] = scene.type(who, keeping.text, place, keeping.command)
    if column in MAY[keeping.row]:
        kept(scene, who, keeping, "command")
    else:
        not_kept(scene, known=known, sentence=told.text)


@pytest.mark.parametrize(("who", "form", "where"), cells(WHO, PLAN_FORMS, COMMAND_PLACES))
def test_the_forms_of_what_stands_around_the_actions(scene, who, form, where):
    keeping, place = PLAN_FORMS[form], PLACES[where]
    column, known = stands(who, place.channel)
    scene.put("open")
    told = scene.type(who, keeping.text, place, keeping.command)
    if column in MAY[keeping.row]:
        assert scene.slack.modal(WHO[who][0]).callback_id == form
        scene.unchanged()
    else:
        assert scene.slack.modal(WHO[who][0]) is None
        not_kept(scene, known=known, sentence=told[0].text)


@pytest.mark.parametrize(("who", "form"), list(product(OURS, [*PLAN_FORMS, *PLAN_BUTTONS])))
def test_such_a_form_that_comes_back_after_the_role_was_taken_away(scene, who, form):
    keeping, person = (PLAN_FORMS | PLAN_BUTTONS)[form], scene.persons[who]
    column, known = stands(who, "general")
    scene.put("open")
    granted(scene, who)
    if shown := person.command(keeping.command, keeping.text, channel="general"):
        person.press(shown, form)
    opened = scene.slack.modals(person.user.id)
    scene.put("open")
    sentence = scene.send(who, opened, FILLED[form])
    if column in MAY[keeping.row]:
        assert sentence == ""
        kept(scene, who, keeping, "form")
    else:
        not_kept(scene, known=known, sentence=sentence)
