"""When something fails, somebody is told: in the channel, by the address that Slack gave, or directly."""

import pytest

from tests.e2e.homes import open_home

REFUSED = "Slack did not take the answer, so look whether it was recorded before you try again."


def button(view, action_id, value):
    """The block and action ids of the button that stands for this."""
    blocks = [one for one in view.blocks if one.get("accessory", {}).get("action_id") == action_id]
    [block] = [one for one in blocks if value in one["accessory"]["value"]]
    return f"{block['block_id']}/{action_id}"


def told_directly(world, person):
    """What the bot wrote to somebody in direct messages."""
    return [one.text for one in world.slack.direct_messages(person.user.id) if one.user == world.slack.app.user_id]


def reference_of(text):
    return text.split()[-1].strip(".")


def test_in_app_home_a_form_that_does_not_open_is_told_directly_under_a_reference(world, capfd):
    open_home(world, world.manager)
    world.slack.faults.fail("views.open", "expired_trigger_id")
    world.manager.press(world.slack.home("U0MANAGER"), "add")
    [told] = told_directly(world, world.manager)
    assert told.startswith(REFUSED)
    assert reference_of(told) in "".join(capfd.readouterr())


def test_what_was_recorded_though_slack_did_not_show_it_is_not_said_to_be_unchanged(world):
    world.ask(world.manager, "settings")
    view = world.slack.modal("U0MANAGER")
    world.slack.faults.fail("views.update", "internal_error")
    world.manager.press(view, button(view, "person_remove", "U0COMMISSION"))
    assert world.rows("SELECT * FROM people WHERE user = 'U0COMMISSION'") == []
    [told] = told_directly(world, world.manager)
    assert told.startswith(REFUSED)


def test_a_connection_that_broke_leaves_it_open_too_what_was_recorded(world):
    world.ask(world.manager, "settings")
    view = world.slack.modal("U0MANAGER")
    world.slack.faults.drop("views.update", times=9)
    world.manager.press(view, button(view, "person_remove", "U0COMMISSION"))
    assert told_directly(world, world.manager)[0].startswith(REFUSED)


@pytest.mark.parametrize("address", [True, False], ids=["by its address", "directly"])
def test_where_the_bot_is_not_in_the_channel_the_shortcuts_fault_is_told_all_the_same(world, monkeypatch, address):
    world.slack.channel("west-midlands-police").members.remove(world.slack.app.user_id)
    ts = world.police.say("west-midlands-police", "Agree a rota")
    world.slack.faults.fail("views.open", "expired_trigger_id")
    world.slack.faults.fail("chat.postEphemeral", "not_in_channel")
    if not address:
        monkeypatch.setattr("bot.listeners.faults.WebhookClient", refusing)
    world.manager.shortcut("turn_into_action", ts, "west-midlands-police")
    alone = [one.text for one in world.slack.ephemerals("U0MANAGER")]
    told = alone if address else told_directly(world, world.manager)
    assert [one.startswith(REFUSED) for one in told] == [True]


def refusing(_address):
    raise OSError


def test_where_it_is_the_bot_that_failed_nothing_was_changed(world):
    open_home(world, world.manager)
    with world.store.write() as tx:
        tx.run("ALTER TABLE partners RENAME TO elsewhere")
    world.manager.press(world.slack.home("U0MANAGER"), "add")
    [told] = told_directly(world, world.manager)
    assert told.startswith("Something went wrong and nothing was changed.")


def test_nobody_is_written_to_because_their_account_changed(world):
    with world.store.write() as tx:
        tx.run("ALTER TABLE accounts RENAME TO elsewhere")
    user = {"id": "U0NHS", "team_id": world.slack.team_id, "deleted": False, "is_bot": True}
    world.slack.events.emit({"type": "user_change", "event_ts": "1668416400.000100", "user": user}).tried.result(5)
    assert told_directly(world, world.nhs) == []


def test_a_fault_that_can_not_be_told_at_all_is_in_the_log(world, capfd):
    open_home(world, world.manager)
    world.slack.faults.fail("views.open", "expired_trigger_id")
    world.slack.faults.fail("conversations.open", "user_disabled")
    world.manager.press(world.slack.home("U0MANAGER"), "add")
    log = "".join(capfd.readouterr())
    assert "listener_failed" in log
    assert "fault_not_told" in log


def test_a_workflow_whose_proposal_can_not_be_posted_goes_on_with_an_error(world):
    world.slack.faults.fail("chat.postMessage", "is_archived")
    run = world.outsider.run_step("create_action", {"title": "Agree a rota"})
    world.deliver()
    world.bot.run_errands()
    assert run["error"] == "Followthrough could not post the proposal, so nobody was asked: Slack says “is_archived”."
    assert world.rows("SELECT * FROM errands") == []
