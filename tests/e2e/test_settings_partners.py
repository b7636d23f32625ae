"""Partners, added and edited in the settings."""

import pytest

from tests.e2e.setting import button, events, form, person, settings
from tests.e2e.telling import words


def test_a_new_partners_members_are_those_in_its_channel(world):
    place = world.slack.add_channel("fire-service", ["U0OUTSIDE", "U0BOT"])
    form(world, "partner_add")
    fire = {"code": "fire", "name": "Fire <Service>", "kind": "relevant agency", "channel": place.id}
    assert world.manager.submit(values=fire | {"lead": "U0OUTSIDE", "deputy": "U0NHS"}) == {}
    shown = words(world.slack.modal("U0MANAGER"))
    assert "*FIRE* Fire &lt;Service&gt;" in shown
    assert f"<#{place.id}> · lead <@U0OUTSIDE> · deputy <@U0NHS>" in shown
    assert not person(world, "U0OUTSIDE").known
    world.bot.run_errands()
    assert person(world, "U0OUTSIDE").partners == {"FIRE"}
    assert world.ask(world.outsider, "").text == "You have no open actions."
    kept = {"code": "FIRE", "name": "Fire <Service>", "kind": "relevant agency", "channel_id": place.id}
    assert events(world, "FIRE") == [("added", {}, kept | {"lead": "U0OUTSIDE", "deputy": "U0NHS"})]
    assert world.rows("SELECT * FROM errands") == []


@pytest.mark.parametrize(
    ("values", "field", "says"),
    [
        ({"code": "police"}, "code", "There is a partner POLICE already."),
        ({"code": "a b"}, "code", "A code is at most 12 letters, digits and hyphens: POLICE."),
        ({"code": "12"}, "code", "A code is at most 12 letters, digits and hyphens: POLICE."),
        ({"code": "A12"}, "code", "A12 means something else in a command, so choose another word."),
        ({"code": "overdue"}, "code", "OVERDUE means something else"),
        ({"code": "done"}, "code", "DONE means something else"),
        ({"code": "met"}, "code", "MET means something else"),
        ({"code": "help"}, "code", "HELP means something else"),
        ({"code": "JTAI-2022"}, "code", "There is a source JTAI-2022"),
        ({"name": " "}, "name", "A partner needs a name."),
        ({"channel": "west-midlands-police"}, "channel", "That channel is POLICE's already"),
        ({"lead": "U0BOT"}, "lead", "That is an app"),
        ({"lead": "U0NHS", "deputy": "U0NHS"}, "deputy", "The deputy is somebody else than the lead."),
        ({"deputy": "U0COUNCIL"}, "deputy", "That person's Slack account was deactivated."),
    ],
)
def test_a_partner_that_can_not_be_is_refused_at_the_field(world, values, field, says):
    world.refresh()
    world.manager.deactivate("U0COUNCIL")
    form(world, "partner_add")
    if "channel" in values:
        values = values | {"channel": world.slack.channel(values["channel"]).id}
    wrong = world.manager.submit(values={"code": "FIRE", "name": "Fire", "kind": "other"} | values)
    assert list(wrong) == [field]
    assert wrong[field].startswith(says)
    assert world.rows("SELECT * FROM partners WHERE code = 'FIRE' OR name = 'Fire'") == []


def test_a_named_lead_and_a_deputy_are_members_of_the_partners_channel(world):
    view = settings(world)
    world.manager.press(view, button(view, "partner_edit", "*POLICE*"))
    for field in ("lead", "deputy"):
        wrong = world.manager.submit(values={"lead": None, "deputy": None, field: "U0NHS"})
        assert wrong == {
            field: f"That person is not in West Midlands Police's channel, so they can't be its {field}."
        }
    assert world.manager.submit(values={"lead": "U0POLICE", "deputy": None}) == {}


def test_two_who_edit_the_same_partner_notice_each_other(world):
    form(world, "person_add")
    world.manager.submit(values={"person": "U0POLICE", "role": "business unit"})
    view = settings(world)
    world.manager.press(view, button(view, "partner_edit", "*PROB*"))
    world.ask(world.police, "settings")
    theirs = world.slack.modal("U0POLICE")
    world.police.press(theirs, button(theirs, "partner_edit", "*PROB*"))
    world.police.submit(values={"name": "Probation"})
    world.manager.submit(values={"lead": "U0PROBATION"})
    again = world.slack.modal("U0MANAGER")
    assert "*PROB has changed since you opened this form*" in words(again)
    assert world.manager.submit(again) == {}
    assert world.rows("SELECT lead FROM partners WHERE code = 'PROB'") == [{"lead": "U0PROBATION"}]
