"""Reading anew who is where: one step that fails leaves the others done; and nobody is vouched for unheard."""

from http.client import IncompleteRead

import pytest
from slack_sdk import WebClient

from bot.domain.errors import Busy
from bot.domain.people import Role
from bot.listeners import accounts, membership
from bot.schedule import errands as runner
from storage import errands, people
from tests.e2e.homes import open_home, owed, published, settle, texts


@pytest.mark.parametrize("fault", [IncompleteRead(b""), Busy("It is busy."), TimeoutError()])
@pytest.mark.parametrize(
    "step", [(membership, "find_channels"), (accounts, "read_accounts"), (accounts, "_keep_all")]
)
def test_a_step_that_fails_leaves_none_of_the_others_undone(world, monkeypatch, step, fault):
    def broken(*_):
        raise fault

    monkeypatch.setattr(*step, broken)
    world.slack.channel("west-midlands-police").members.append("U0OUTSIDE")
    world.refresh()
    with world.store.read() as tx:
        assert people.person(tx, "U0OUTSIDE", world.services.home, world.services.home).partners == {"POLICE"}


def test_one_channel_that_can_not_be_read_leaves_the_others_to_be_read(world, monkeypatch):
    real = WebClient.conversations_members
    police = world.slack.channel("west-midlands-police").id

    def broken(client, *, channel, **more):
        if channel != police:
            raise IncompleteRead(b"")
        return real(client, channel=channel, **more)

    monkeypatch.setattr(WebClient, "conversations_members", broken)
    world.slack.channel(police).members.append("U0OUTSIDE")
    world.refresh()
    assert world.rows("SELECT user FROM channel_members WHERE user = 'U0OUTSIDE'")


def named_beside(world, channel):
    """The police's channel is named anew by another process, as by an import."""
    with world.store.write() as tx:
        tx.run("UPDATE partners SET channel = ?, channel_id = NULL WHERE code = 'POLICE'", (channel,))


def lookups(world):
    """How often Slack was asked for its channels, since the database of these tests had them all."""
    return sum(call.method == "conversations.list" for call in world.slack.calls)


def polices(world):
    return world.rows("SELECT channel_id FROM partners WHERE code = 'POLICE'")[0]["channel_id"]


def test_a_channel_that_was_named_beside_the_running_bot_is_found_within_a_minute(world):
    place = world.slack.add_channel("police-new", ["U0OUTSIDE", "U0BOT"])
    named_beside(world, "police-new")
    world.bot.find_named()
    assert polices(world) == place.id
    assert world.rows("SELECT user FROM channel_members WHERE channel_id = ? AND user = 'U0OUTSIDE'", (place.id,))


def test_slack_is_asked_for_channels_only_where_one_was_named_that_was_not_looked_for(world):
    world.bot.find_named()
    assert lookups(world) == 0
    named_beside(world, "nowhere")
    for _ in range(3):
        world.bot.find_named()
    assert (lookups(world), polices(world)) == (1, None)
    named_beside(world, "west-midlands-police")
    world.bot.find_named()
    assert (lookups(world), polices(world)) == (2, world.slack.channel("west-midlands-police").id)


def test_where_slack_does_not_tell_its_channels_it_is_asked_again_the_next_minute(world):
    named_beside(world, "west-midlands-police")
    world.slack.faults.fail("conversations.list", "internal_error")
    world.bot.find_named()
    assert polices(world) is None
    world.bot.find_named()
    assert polices(world) == world.slack.channel("west-midlands-police").id


def test_two_that_run_errands_at_once_do_each_of_them_once(world):
    with world.store.write() as tx:
        errands.add(tx, "account", "U1", world.clock())
    done = []

    def deed(_client, _services, errand):
        done.append(errand.about)
        world.clock.advance(seconds=90)  # it takes long, and meanwhile the other one looks
        runner.run(world.bot.app.client, world.services, {"account": deed})

    assert runner.run(world.bot.app.client, world.services, {"account": deed}) == 1
    assert done == ["U1"]


def test_of_two_that_found_the_same_errand_one_does_it(world):
    with world.store.write() as tx:
        errands.add(tx, "account", "U1", world.clock())
        [errand] = errands.due(tx, world.clock(), ["account"])
        assert [errands.put_off(tx, errand, world.clock()) for _ in range(2)] == [True, False]


def test_whom_slack_tells_nothing_about_is_not_of_the_bots_own_workspace(world):
    with world.store.write() as tx:
        people.name_role(tx, "U0OUTSIDE", world.services.home, Role.OBSERVER)
        tx.run("DELETE FROM accounts WHERE user = 'U0OUTSIDE'")
    open_home(world, world.outsider)
    assert "Agree" not in texts(world, world.outsider)
    world.bot.run_errands()
    settle(world)
    assert "12" in texts(world, world.outsider)
    before = len(published(world))
    open_home(world, world.outsider)
    assert owed(world, world.outsider) == 0
    assert len(published(world)) == before + 1
    assert world.rows("SELECT team FROM homes WHERE user = 'U0OUTSIDE'") == [{"team": world.services.home}]


def test_app_home_takes_turns_with_messages_that_are_brought_up_to_date(world):
    open_home(world, world.police)
    for _ in range(30):
        world.ask(world.police, "post A6", channel="west-midlands-police")
    world.deliver()
    world.clock.advance(minutes=1)
    world.ask(world.police, "update A6 half of it agreed")
    before = len(published(world))
    world.bot.delivery.deliver()
    assert world.rows("SELECT count(*) AS n FROM outbox WHERE refresh > 0")[0]["n"] > 0
    assert len(published(world)) == before + 1
