"""Who may put an indicator into a partner's channel."""

import pytest

from bot.domain.people import Role
from storage import people


def shown(world, person, channel):
    """Whether the bot posted after somebody pressed "Show in channel" there."""
    place = world.slack.channel(channel)
    if person.user.id not in place.members:
        place.members.append(person.user.id)
    card = person.command("/indicators", "I1", channel=channel)
    before = len(world.slack.ephemerals(person.user.id))
    person.press(card, "indicator_show")
    world.slack.wait_for(lambda: len(world.slack.ephemerals(person.user.id)) > before)  # the answer, either way
    world.deliver()
    return len(world.messages(channel)) == 1


@pytest.mark.parametrize("who", ["manager", "commissioner", "police"])
def test_the_unit_assurers_and_the_channels_own_members_may(world, who):
    assert shown(world, getattr(world, who), "west-midlands-police")


def test_a_member_of_another_partner_may_not(world):
    with world.store.write() as tx:
        people.name_role(tx, "U0OUTSIDE", world.slack.team_id, Role.OBSERVER)
    assert not shown(world, world.outsider, "west-midlands-police")
    refused = "That was not posted: only the channel's own members"
    world.slack.wait_for(lambda: world.slack.ephemerals("U0OUTSIDE")[-1].text.startswith(refused))
