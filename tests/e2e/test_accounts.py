"""What Slack says of accounts: who is a machine, who has left, who is from another workspace. And nothing else."""

import sqlite3

import pytest

from bot.domain.people import Role
from bot.listeners import accounts
from storage import people


def person(world, user, team=None):
    with world.store.read() as tx:
        coordinators = world.services.settings.coordinators
        return people.person(tx, user, team or world.slack.team_id, world.services.home, "", coordinators)


def still_here(world, user):
    """Their session has not ended though their account has: what they do still arrives."""
    world.slack.users[user].deleted = False


@pytest.fixture
def second(world):
    """A second member of the business unit, who can deactivate the first."""
    with world.store.write() as tx:
        people.name_role(tx, "U0OUTSIDE", world.slack.team_id, Role.BUSINESS_UNIT)
    return world.outsider


def test_a_deactivated_manager_can_do_nothing(world, second):
    world.ask(world.manager, "settings")
    form = world.slack.modal("U0MANAGER")
    world.manager.press(form, "person_add")
    second.deactivate("U0MANAGER")
    still_here(world, "U0MANAGER")
    world.manager.submit(values={"person": "U0NHS", "role": "observer"})
    assert world.slack.modal("U0MANAGER").title == "Not saved"
    place = world.slack.channel("general")
    place.members.append("U0MANAGER")
    for text in ("", "A1", "settings", "add", "done A1 rota agreed"):
        assert "members of the partnership only" in world.ask(world.manager, text).text
    assert person(world, "U0NHS").roles == set()


def test_a_deactivated_member_belongs_to_no_partner_and_nothing_in_flight_counts(world):
    world.ask(world.police, "post A6", channel="west-midlands-police")
    world.deliver()
    [card] = world.messages("west-midlands-police")
    world.manager.deactivate("U0POLICE")
    still_here(world, "U0POLICE")
    world.slack.channel("west-midlands-police").members.append("U0POLICE")
    world.police.say("west-midlands-police", "done merged", card.ts)
    world.police.react("west-midlands-police", card.ts)
    assert world.stage(6) == "not started"
    assert not person(world, "U0POLICE").known


def test_whoever_left_while_the_bot_was_away_is_noticed_at_the_next_refresh(world):
    world.slack.users["U0POLICE"].deleted = True
    assert person(world, "U0POLICE").known
    world.refresh()
    assert not person(world, "U0POLICE").known


def test_whoever_comes_back_is_what_they_were_named_to_be_again(world, second):
    world.manager.deactivate("U0COMMISSION")
    assert person(world, "U0COMMISSION").roles == set()
    with world.store.read() as tx:
        assert people.with_role(tx, Role.ASSURER) == []
    still_here(world, "U0COMMISSION")
    world.refresh()
    assert person(world, "U0COMMISSION").roles == {Role.ASSURER}


def test_strangers_are_not_told_to_ask_somebody_who_has_left(world):
    with world.store.write() as tx:
        people.name_role(tx, "U0NHS", world.slack.team_id, Role.BUSINESS_UNIT)
    assert "<@U0NHS>" in world.ask(world.outsider, "").text
    world.manager.deactivate("U0NHS")
    assert "<@U0NHS>" not in world.ask(world.outsider, "").text


def test_somebody_from_another_workspace_in_a_partners_channel_is_asked_about_once(world):
    world.slack.add_user("ext", "Somebody Else", user_id="U0EXT", team_id="T0OTHER")
    place = world.slack.channel("west-midlands-police")
    place.members.append("U0EXT")
    world.slack.faults.fail("users.list", "internal_error", times=10)
    world.refresh()
    world.slack.faults.clear()
    for _ in range(2):
        world.bot.run_errands()
    asked = [call.arguments["user"] for call in world.slack.calls if call.method == "users.info"]
    assert asked == ["U0EXT"]
    assert world.rows("SELECT team FROM accounts WHERE user = 'U0EXT'") == [{"team": "T0OTHER"}]
    assert not person(world, "U0EXT", "T0OTHER").known


def test_whoever_joins_a_channel_unheard_of_is_asked_about(world):
    world.slack.add_user("ext", "Somebody Else", user_id="U0EXT", team_id="T0OTHER")
    world.slack.users["U0EXT"].deleted = False
    ext = type(world.police)(world.slack, "U0EXT")
    ext.join("west-midlands-police")
    world.bot.run_errands()
    assert world.rows("SELECT team FROM accounts WHERE user = 'U0EXT'") == [{"team": "T0OTHER"}]


def test_an_account_that_slack_does_not_know_is_given_up(world):
    with world.store.write() as tx:
        people.member_joined(tx, world.slack.channel("west-midlands-police").id, "U0NOBODY")
    accounts.wonder(world.services)
    assert len(world.rows("SELECT * FROM errands")) == 1
    world.bot.run_errands()
    assert world.rows("SELECT * FROM errands") == []


def test_a_named_lead_who_left_can_not_be_chosen(world):
    world.manager.deactivate("U0POLICE")
    answer = world.ask(world.manager, "assign A6 <@U0POLICE>")
    assert answer.text.startswith("That person's Slack account was deactivated.")


def test_no_names_addresses_or_pictures_are_kept(world):
    world.slack.add_user("canary", "Canary Person", user_id="U0CANARY", title="Canary title")
    world.slack.add_user("ext.canary", "Canary Outside", user_id="U0EXT", team_id="T0OTHER")
    world.slack.channel("west-midlands-police").members.append("U0EXT")
    world.refresh()
    world.bot.run_errands()
    world.manager.deactivate("U0CANARY")
    assert world.rows("SELECT deactivated FROM accounts WHERE user = 'U0CANARY'") == [{"deactivated": 1}]
    with sqlite3.connect(world.store.path) as database:
        dump = "\n".join(database.iterdump()).lower()
    assert "u0canary" in dump
    for part in ("canary person", "canary title", "canary@", "canary outside", "police lead", "@example.org"):
        assert part not in dump


def test_a_change_that_is_none_of_ours_writes_nothing(world):
    with world.store.write():  # the store is being written to by somebody else
        event = {"type": "user_change", "event_ts": "1668416400.000100", "user": {"id": "U0NHS", "deleted": False}}
        event["user"] |= {"team_id": world.slack.team_id, "is_bot": False, "profile": {"status_text": "Out"}}
        delivery = world.slack.events.emit(event)
        delivery.tried.result(5)
    assert delivery.acknowledged


def test_a_new_account_is_heard_of(world):
    user = {"id": "U0NEW", "team_id": world.slack.team_id, "is_bot": True, "deleted": False}
    event = {"type": "team_join", "event_ts": "1668416400.000100", "user": user}
    world.slack.events.emit(event).tried.result(5)
    kept = {"user": "U0NEW", "team": world.slack.team_id, "bot": 1, "deactivated": 0}
    assert world.rows("SELECT * FROM accounts WHERE user = 'U0NEW'") == [kept]
