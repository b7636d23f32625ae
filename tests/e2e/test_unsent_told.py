"""What was not sent, or waits for long, is told: to whom, why, and what to do."""

import pytest

from bot.domain.people import Role
from bot.schedule import alerts
from storage import errands, people
from tests.e2e.queued import NHS, POLICE, UNIT, queue, state, texts
from tests.world import local

# What is not sent


@pytest.mark.parametrize(
    ("word", "why", "todo"),
    [
        ("is_archived", "its channel was archived", "choose another channel in `/actions settings`"),
        ("not_in_channel", "Followthrough is not in the channel", "`/invite @Followthrough`"),
        ("channel_not_found", "Slack does not find its channel", "choose another channel in `/actions settings`"),
        ("msg_blocks_too_long", "it is longer than Slack takes", "look at it with `/actions`"),
        ("invalid_blocks", "Slack does not take its form", "tell whoever looks after Followthrough"),
        ("restricted_action_read_only_channel", "the rules of the channel", "ask a Slack administrator"),
        ("a_new_word", "Slack says “a_new_word”", "tell whoever looks after Followthrough"),
    ],
)
def test_the_unit_is_told_what_was_not_sent_why_and_what_to_do(world, word, why, todo):
    world.slack.faults.fail("chat.postMessage", word)
    queue(world, "digest:2022-W46:POLICE", shows="heartbeat")
    world.deliver()
    [alert] = texts(world, UNIT)
    police = world.slack.channel(POLICE).id
    assert alert.startswith(f"The week's summary could not be sent to <#{police}>: {why}")
    assert todo in alert
    assert "Then" not in alert


@pytest.mark.parametrize(("word", "told"), [("invalid_blocks", True), ("message_not_found", False)])
def test_the_unit_is_told_of_a_card_that_slack_does_not_bring_up_to_date_unless_it_is_gone(world, word, told):
    world.ask(world.police, "post A6", channel=POLICE)
    world.deliver()
    world.slack.faults.fail("chat.update", word)
    world.ask(world.police, "done A6 duplicates merged")
    world.deliver()
    said = [one for one in texts(world, UNIT) if "could not be brought up to date" in one]
    assert len(said) == told
    for one in said:
        assert one.startswith(f"The card of an action in <#{world.slack.channel(POLICE).id}> could not be brought up")
        assert "it shows what it showed: Slack does not take its form." in one


def test_of_one_channel_and_reason_the_unit_is_told_once_a_day(world):
    world.slack.channel(POLICE).is_archived = True
    world.slack.channel(NHS).is_archived = True
    queue(world, "first")
    queue(world, "second")
    queue(world, "third", NHS)
    world.deliver()
    assert len(texts(world, UNIT)) == 2
    world.clock.advance(days=1)
    queue(world, "fourth")
    world.deliver()
    assert len(texts(world, UNIT)) == 3


def test_a_digest_that_was_not_sent_can_be_sent_again_as_the_alert_says(world):
    world.slack.channel("probation").is_archived = True
    world.tick()
    [alert] = [one for one in texts(world, UNIT) if "could not be sent" in one]
    assert alert.startswith("The digest for Probation Service could not be sent to <#")
    assert "Then `/actions digest send PROB` sends it again." in alert
    assert world.rows("SELECT state FROM outbox WHERE key = 'digest:2022-W46:PROB:1'") == [{"state": "failed"}]


def test_what_the_units_own_channel_does_not_take_is_told_to_three_coordinators_still_in_slack(world):
    with world.store.write() as tx:
        for user in ("U0A", "U0B", "U0COUNCIL", "U0NHS"):
            people.name_role(tx, user, world.services.home, Role.BUSINESS_UNIT)
        people.keep_account(tx, "U0A", world.services.home, bot=False, deactivated=True)
        people.name_role(tx, "U0POLICE", world.services.home, Role.BUSINESS_UNIT)
    world.slack.channel(UNIT).is_archived = True
    queue(world, "first", UNIT)
    world.deliver()
    told = world.rows("SELECT key, state FROM outbox WHERE shows = 'alert' ORDER BY id")
    where = world.slack.channel(UNIT).id
    assert [row["key"] for row in told] == [
        f"unsent:{where}:is_archived:2022-11-14:{user}" for user in ("U0MANAGER", "U0B", "U0COUNCIL")
    ]
    assert "its channel was archived" in world.slack.direct_messages("U0MANAGER")[-1].text
    assert {row["key"].split(":")[-1]: row["state"] for row in told}["U0B"] == "failed"  # and nobody is told of that


def test_an_alert_that_the_units_channel_does_not_take_goes_to_the_coordinators(world):
    world.slack.channel(UNIT).is_archived = True
    world.slack.channel(POLICE).is_archived = True
    queue(world, "first")
    world.deliver()
    [told] = world.slack.direct_messages("U0MANAGER")
    assert told.text.startswith(f"A message could not be sent to <#{world.slack.channel(POLICE).id}>")
    assert len(world.rows("SELECT 1 FROM outbox WHERE shows = 'alert'")) == 2


def test_somebody_who_can_not_be_written_to_is_told_of_by_organisation_and_not_by_name(world):
    with world.store.write() as tx:
        tx.run("UPDATE partners SET lead = 'U0POLICE' WHERE code = 'POLICE'")
        people.left_slack(tx, "U0POLICE")
    world.slack.users["U0POLICE"].deleted = True
    queue(world, "first", "U0POLICE")
    world.deliver()
    [alert] = texts(world, UNIT)
    assert "could not be sent to somebody at West Midlands Police: that person has left Slack" in alert
    assert "U0POLICE" not in alert


def test_a_fault_in_the_wording_of_an_alert_keeps_nothing_from_being_given_up(world, monkeypatch):
    monkeypatch.setattr(alerts, "queue_unsent", lambda *_: 1 / 0)
    world.slack.channel(POLICE).is_archived = True
    queue(world, "first")
    world.deliver()
    assert state(world, "first")["state"] == "failed"


def test_a_workflow_whose_proposal_can_not_be_posted_is_ended(world):
    world.slack.channel(UNIT).is_archived = True
    queue(world, "workflow:Fx1", UNIT)
    world.deliver()
    with world.store.read() as tx:
        [errand] = errands.due(tx, world.clock(), ["workflow"])
    assert (errand.kind, errand.about) == ("workflow", "Fx1")


# What waits for long


def test_once_a_day_the_unit_is_told_of_messages_that_wait_for_over_an_hour(world):
    world.slack.faults.fail("chat.postMessage", "ratelimited", retry_after=3600 * 3)
    queue(world, "first")
    queue(world, "second")
    world.deliver()
    world.clock.advance(minutes=60)
    assert not alerts.queue_late(world.services)
    world.clock.advance(minutes=1)
    world.slack.faults.fail("chat.postMessage", "ratelimited", retry_after=3600 * 3)
    assert alerts.queue_late(world.services)
    assert not alerts.queue_late(world.services)
    world.deliver()
    [alert] = texts(world, UNIT)
    assert alert.startswith("2 messages wait to be sent, the oldest since Monday 14 November 2022 at 09:00, because ")
    assert alert.endswith("Slack takes no more messages for now. *What to do:* nothing: they go out when it does.")


def test_the_alert_is_dropped_where_nothing_waits_any_more_when_it_could_be_sent(world):
    world.slack.faults.fail("chat.postMessage", "ratelimited", retry_after=30)
    queue(world, "first")
    world.bot.delivery.deliver()
    world.clock.advance(hours=2)
    assert alerts.queue_late(world.services)
    world.deliver()
    assert (texts(world), texts(world, UNIT)) == (["first"], [])
    assert state(world, "late:2022-11-14")["fault"] == "nothing waits any more"


def test_waiting_for_working_hours_is_not_late(world):
    world.clock.move_to(local("2022-11-19 12:00"))
    queue(world, "digest", scheduled=True)
    world.clock.move_to(local("2022-11-21 07:30"))
    assert not alerts.queue_late(world.services)
    world.clock.move_to(local("2022-11-21 08:01"))
    assert alerts.queue_late(world.services)


def test_what_waits_in_the_units_own_channel_is_told_to_the_coordinators(world):
    world.slack.faults.fail("chat.postMessage", "invalid_auth", times=2)
    queue(world, "first", UNIT)
    world.deliver()
    world.clock.advance(hours=2)
    assert alerts.queue_late(world.services)
    assert [row["channel"] for row in world.rows("SELECT channel FROM outbox WHERE shows = 'alert'")] == ["U0MANAGER"]
