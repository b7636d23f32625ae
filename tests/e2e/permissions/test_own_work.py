"""Nobody decides on what they or their organisation reported, asked for or worked on."""

import json

import pytest

from bot.playground.people import Person
from tests.e2e.permissions.rows import DEEDS
from tests.e2e.permissions.scene import granted
from tests.e2e.permissions.table import PLACES

OWN = {
    "reported by themselves on behalf of the lead partner": ("U0COMMISSION", None, "done A9 invited"),
    "reported by their own organisation, which leads": ("U0NHS2", "ICB", "done A9 invited"),
    "their own organisation's part": ("U0POLICE", "POLICE", "done A9 invited"),
    "asked for by themselves on behalf of the lead partner": ("U0COMMISSION", None, "extend A9 31/1/23 rota is late"),
    "asked for by their own organisation": ("U0NHS2", "ICB", "extend A9 31/1/23 rota is late"),
}
"""Whose report or request it was, of which partner the commissioner is a member then, and what was said."""
NOT_OWN = "Somebody else has to decide this: A9 was reported, asked for or worked on by you or your organisation. An assurer can, or a member of the business unit whom that is not true of."


def reported_or_asked(scene, own):
    """A9 with somebody's own report or request; whoever decides is an assurer and a member of the business unit."""
    user, partner, text = OWN[own]
    scene.put("open")
    granted(scene, "assurer")
    with scene.world.store.write() as tx:
        if partner:
            sql = """INSERT INTO people (user, team, role, partner_id)
                VALUES ('U0COMMISSION', ?, 'partner member', (SELECT id FROM partners WHERE code = ?))"""
            tx.run(sql, (scene.slack.team_id, partner))
    Person(scene.slack, user).command("/actions", text, channel="general")
    if partner == "POLICE":
        Person(scene.slack, "U0MANAGER").command("/actions", "done A9 told by phone", channel="general")
    return ("agree", "refuse") if text.startswith("extend") else ("accept", "return")


@pytest.mark.parametrize("where", ["command", "command in direct messages", "reply in the unit's channel"])
@pytest.mark.parametrize("own", OWN)
def test_nobody_decides_on_their_own(scene, own, where):
    verbs = reported_or_asked(scene, own)
    before = scene.rows()
    for verb in verbs:
        [told] = scene.type("assurer", f"{verb} A9 {DEEDS[verb].words}".strip(), PLACES[where])
        assert told.text == NOT_OWN
    assert scene.rows() == before


@pytest.mark.parametrize("own", OWN)
def test_nobody_decides_on_their_own_in_a_form_that_was_open_before(scene, own):
    person = scene.persons["assurer"]
    state, form = ("asked", "decide") if "asked for" in own else ("reported", "check")
    scene.put(state)
    person.press(person.command("/actions", "A9", channel="general"), form)
    view = scene.slack.modals("U0COMMISSION")
    verbs = reported_or_asked(scene, own)
    before = scene.rows()
    scene.slack.stacks["U0COMMISSION"] = view
    for _ in range(2):  # the first answer is what changed in the meantime
        errors = person.submit(values={"choice": verbs[0], "words": "seen"})
    assert list(errors.values()) == [NOT_OWN] or NOT_OWN in json.dumps(scene.slack.modal("U0COMMISSION").body)
    assert scene.rows() == before
