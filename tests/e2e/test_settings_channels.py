"""A partner's channel, chosen in the settings: whose members are whose, and whether the bot can post there."""

import pytest

from tests.e2e.setting import button, events, form, person, settings


def test_a_partner_moves_to_another_channel_and_its_members_with_it(world):
    place = world.slack.add_channel("police-partnership", ["U0OUTSIDE", "U0BOT"], private=True)
    view = settings(world)
    world.manager.press(view, button(view, "partner_edit", "*POLICE*"))
    assert world.slack.modal("U0MANAGER").title == "Edit POLICE"
    assert world.manager.submit(values={}) == {"name": "Nothing is different, so nothing was changed."}
    assert world.manager.submit(values={"channel": place.id}) == {}
    world.bot.run_errands()
    assert person(world, "U0OUTSIDE").partners == {"POLICE"}
    assert not person(world, "U0POLICE").known
    old = world.slack.channel("west-midlands-police").id
    assert events(world, "POLICE")[-1] == ("edited", {"channel_id": old}, {"channel_id": place.id})


def test_a_channel_that_was_taken_away_is_not_found_again_by_its_name(world):
    view = settings(world)
    world.manager.press(view, button(view, "partner_edit", "*POLICE*"))
    [wrong] = world.manager.submit(values={"channel": None}).items()
    assert wrong[0] == "channel"
    assert "tick “Leave it without a channel”" in wrong[1]
    assert world.manager.submit(values={"channel": None, "without": ["yes"]}) == {}
    world.refresh()
    assert world.rows("SELECT channel_id FROM partners WHERE code = 'POLICE'") == [{"channel_id": None}]


def test_a_channel_is_asked_about_until_slack_tells(world):
    place = world.slack.add_channel("fire-service", ["U0OUTSIDE", "U0BOT"])
    form(world, "partner_add")
    world.manager.submit(values={"code": "FIRE", "name": "Fire", "kind": "other", "channel": place.id})
    world.slack.faults.fail("conversations.members", "ratelimited", times=1, retry_after=30)
    world.bot.run_errands()
    world.bot.run_errands()
    assert not person(world, "U0OUTSIDE").known
    world.clock.advance(seconds=31)
    world.bot.run_errands()
    assert person(world, "U0OUTSIDE").partners == {"FIRE"}


@pytest.mark.parametrize(
    ("private", "archived", "why"),
    [
        (False, False, "Followthrough is not in it. Invite Followthrough to it: /invite @Followthrough."),
        (True, False, "there is no such channel, or it is private and Followthrough is not in it. Invite "),
        (False, True, "it is archived. Choose another one, or take it out of the archive in Slack."),
    ],
)
def test_whoever_chooses_a_channel_in_which_the_bot_can_not_post_is_told_alone(world, private, archived, why):
    place = world.slack.add_channel("fire-service", ["U0OUTSIDE", "U0MANAGER"], private=private)
    form(world, "partner_add")
    fire = {"code": "FIRE", "name": "Fire", "kind": "other", "channel": place.id}
    assert world.manager.submit(values=fire) == {}
    place.is_archived = archived
    world.bot.run_errands()
    world.deliver()
    [told] = world.slack.direct_messages("U0MANAGER")
    assert told.text.startswith(f"Followthrough can't post in <#{place.id}>, which you chose in the settings: {why}")


def test_whoever_chooses_a_channel_that_the_bot_is_in_hears_nothing(world):
    place = world.slack.add_channel("fire-service", ["U0OUTSIDE", "U0BOT"])
    form(world, "partner_add")
    world.manager.submit(values={"code": "FIRE", "name": "Fire", "kind": "other", "channel": place.id})
    world.bot.run_errands()
    world.deliver()
    assert world.slack.direct_messages("U0MANAGER") == []
