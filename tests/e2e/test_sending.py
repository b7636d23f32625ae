"""The outbox worker: many channels at once, each in order; what can't be sent is tried, given up, and told."""

import json
import sqlite3
from datetime import timedelta
from threading import Event

import pytest
from slack_sdk import WebClient
from structlog.testing import capture_logs

from bot.domain.people import Role
from bot.messages.blocks import Reply
from bot.schedule import alerts, renewal, sending
from bot.schedule.books import AT_ONCE
from bot.schedule.delivery import Delivery
from storage import database, errands, outbox, people
from storage.outbox import Message
from tests.e2e.homes import eventually
from tests.world import local

UNIT, POLICE, NHS = "partnership-business-unit", "west-midlands-police", "bsol-icb"


def queue(world, key, channel=POLICE, **more):
    where = channel if channel.startswith("U0") else world.slack.channel(channel).id
    with world.store.write() as tx:
        return outbox.queue(tx, Message(key=key, channel=where, text=key, **more), world.clock())


def texts(world, channel=POLICE):
    return [one.text for one in world.messages(channel)]


def state(world, key):
    [row] = world.rows("SELECT state, fault, ended, attempts, doubts FROM outbox WHERE key = ?", (key,))
    return row


def posts(world):
    return [call for call in world.slack.calls if call.method == "chat.postMessage"]


def tried(world, times, **wait):
    for _ in range(times):
        world.deliver()
        world.clock.advance(**(wait or {"hours": 1}))


@pytest.fixture
def started(world):
    """Workers in threads of their own, at the pace that is asked for."""
    made = []

    def start(**how):
        bot = world.bot
        client = WebClient(token=bot.app.client.token, base_url=bot.app.client.base_url, retry_handlers=[])
        made.append(Delivery(world.services, client, bot.timekeeper, **{"pace": 0, **how}))
        made[-1].start()
        return made[-1]

    yield start
    for one in made:
        one.stop()


@pytest.fixture
def hanging(monkeypatch):
    """Calls that post to a channel hang until they are let go; gives those that hang, and lets them go."""
    real, let_go, held = WebClient.chat_postMessage, Event(), []

    def order(*channels):
        def post(client, *, channel, **more):
            if not channels or channel in channels:
                held.append(more["text"])
                let_go.wait(10)
            return real(client, channel=channel, **more)

        monkeypatch.setattr(WebClient, "chat_postMessage", post)
        return held, let_go

    yield order
    let_go.set()


# Many at once, each in order


def test_a_channel_whose_call_hangs_holds_up_no_other_and_keeps_its_order(world, started, hanging):
    held, let_go = hanging(world.slack.channel(POLICE).id)
    for number in range(3):
        queue(world, f"police {number}")
        queue(world, f"nhs {number}", NHS)
    started()
    world.slack.wait_for(lambda: len(world.messages(NHS)) == 3)
    assert (held, texts(world)) == (["police 0"], [])
    let_go.set()
    world.slack.wait_for(lambda: len(world.messages(POLICE)) == 3)
    assert texts(world) == ["police 0", "police 1", "police 2"]
    assert texts(world, NHS) == ["nhs 0", "nhs 1", "nhs 2"]


def test_what_is_still_on_its_way_is_not_looked_for_however_long_that_takes(world, started, hanging):
    held, let_go = hanging(world.slack.channel(POLICE).id)
    queue(world, "police")
    started()
    eventually(lambda: held)
    [row] = world.rows("SELECT state, not_before FROM outbox")
    # Another process would look for it from then on.
    assert row == {"state": "claimed", "not_before": (world.clock() + timedelta(seconds=5)).isoformat()}
    world.clock.advance(seconds=10)
    queue(world, "nhs", NHS)
    world.services.mail.set()
    world.slack.wait_for(lambda: texts(world, NHS) == ["nhs"])
    let_go.set()
    world.slack.wait_for(lambda: texts(world) == ["police"])
    assert not [call for call in world.slack.calls if call.method == "conversations.history"]


def test_what_may_still_arrive_is_given_the_time_to(world):
    world.slack.faults.drop("chat.postMessage")
    queue(world, "first")
    world.deliver()
    world.clock.advance(seconds=4)
    world.deliver()
    assert world.slack.calls[-1].method == "chat.postMessage"
    world.clock.advance(seconds=1)
    world.deliver()
    assert world.slack.calls[-1].method == "conversations.history"


def test_no_more_are_claimed_than_can_be_on_their_way(world, started, hanging):
    held, _ = hanging()
    for number in range(40):
        world.slack.add_channel(f"more-{number}", [world.slack.app.user_id])
        queue(world, f"message {number}", f"more-{number}")
    started()
    eventually(lambda: len(held) == AT_ONCE["message"])
    claimed = world.rows("SELECT key FROM outbox WHERE state = 'claimed' ORDER BY id")
    assert [row["key"] for row in claimed] == [f"message {number}" for number in range(24)]


def test_what_waits_to_be_brought_up_to_date_is_not_held_up_by_messages_that_hang(world, started, hanging):
    world.ask(world.police, "post A6", channel=POLICE)
    world.deliver()
    hanging()
    for number in range(40):
        world.slack.add_channel(f"more-{number}", [world.slack.app.user_id])
        queue(world, f"message {number}", f"more-{number}")
    world.ask(world.police, "update A6 half of it agreed")
    started()
    world.slack.wait_for(lambda: "half of it agreed" in json.dumps(world.messages(POLICE)[0].blocks))


def test_a_reply_whose_parent_will_never_be_sent_is_not_posted_elsewhere(world):
    world.slack.faults.fail("chat.postMessage", "no_text")
    parent = queue(world, "parent")
    world.deliver()
    queue(world, "reply", parent_id=parent)
    world.deliver()
    assert texts(world) == []
    assert (state(world, "parent")["state"], state(world, "reply")["state"]) == ("failed", "dropped")


def test_a_reply_waits_for_a_parent_that_waits_for_working_hours(world):
    world.clock.move_to(local("2022-11-19 12:00"))
    parent = queue(world, "parent", scheduled=True)
    queue(world, "reply", parent_id=parent)
    queue(world, "elsewhere", NHS)
    world.deliver()
    assert (texts(world), texts(world, NHS)) == ([], ["elsewhere"])
    world.clock.move_to(local("2022-11-21 07:00"))
    world.deliver()
    [message] = world.messages(POLICE)
    assert [one.text for one in world.replies(POLICE, message.ts)] == ["reply"]


# The store


def test_what_came_of_a_message_is_kept_while_the_store_can_not_be_written_and_nothing_more_is_sent(
    world, monkeypatch
):
    monkeypatch.setattr(database, "WAIT_SECONDS", 0.05)
    queue(world, "first")
    queue(world, "second")
    real, locked = WebClient.chat_postMessage, sqlite3.connect(world.store.path, isolation_level=None)

    def post(client, **more):
        locked.execute("BEGIN IMMEDIATE")  # another process writes for long
        return real(client, **more)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WebClient, "chat_postMessage", post)
        world.bot.delivery.deliver()
    assert (texts(world), state(world, "first")["state"]) == (["first"], "claimed")
    assert world.bot.delivery.deliver() == 0
    locked.execute("ROLLBACK")
    locked.close()
    world.deliver()
    assert (texts(world), state(world, "first")["state"]) == (["first", "second"], "sent")
    assert not [call for call in world.slack.calls if call.method == "conversations.history"]


def test_an_outcome_that_can_not_be_recorded_does_not_keep_others_from_being(world, monkeypatch):
    real = outbox.sent

    def broken(tx, message_id, *more):
        if outbox.by_ids(tx, [message_id])[0].key == "first":
            raise sqlite3.IntegrityError
        real(tx, message_id, *more)

    monkeypatch.setattr(outbox, "sent", broken)
    queue(world, "first")
    queue(world, "elsewhere", NHS)
    for _ in range(3):
        world.bot.delivery.deliver()
    assert (state(world, "first")["state"], state(world, "elsewhere")["state"]) == ("claimed", "sent")
    monkeypatch.undo()
    world.clock.advance(seconds=10)
    world.deliver()
    assert (texts(world), state(world, "first")["state"]) == (["first"], "sent")


def test_what_was_claimed_before_a_crash_is_looked_for_once_it_must_have_arrived(world):
    queue(world, "first")
    with world.store.write() as tx:
        outbox.claim(tx, 1, world.clock() + timedelta(seconds=5))
    world.deliver()
    assert posts(world) == []
    world.clock.advance(seconds=5)
    world.deliver()
    assert [call.method for call in world.slack.calls[-2:]] == ["conversations.history", "chat.postMessage"]
    assert texts(world) == ["first"]


# Renewal


@pytest.fixture
def renewed(monkeypatch):
    """What nudges are renewed to: a Reply, words, or an error that is raised."""
    said = {}

    def renew(_tx, _services, message):
        found = said[message.key]
        if isinstance(found, Exception):
            raise found
        return found

    monkeypatch.setitem(renewal.RENEW, "nudge", renew)
    return said


def test_a_message_goes_out_as_it_is_at_that_moment(world, renewed):
    renewed["nudge"] = Reply("as it is now", [])
    queue(world, "nudge", shows="nudge", scheduled=True)
    world.deliver()
    assert texts(world) == ["as it is now"]
    assert world.rows("SELECT text FROM outbox") == [{"text": "as it is now"}]


def test_one_that_no_longer_holds_is_dropped_with_its_thread_and_kept_with_the_reason(world, renewed):
    renewed["nudge"] = "it was done meanwhile"
    parent = queue(world, "nudge", shows="nudge", scheduled=True)
    queue(world, "reply", parent_id=parent)
    queue(world, "next")
    with capture_logs() as lines:
        world.deliver()
    assert texts(world) == ["next"]
    told = {"state": "dropped", "fault": "it was done meanwhile", "ended": world.clock().isoformat()}
    assert [{name: state(world, key)[name] for name in told} for key in ("nudge", "reply")] == [told, told]
    assert [line["event"] for line in lines].count("dropped") == 1


def test_what_was_perhaps_sent_is_not_renewed_before_it_was_looked_for(world, renewed):
    renewed["nudge"] = Reply("first", [])
    queue(world, "nudge", shows="nudge")
    world.slack.faults.drop("chat.postMessage")
    world.deliver()
    renewed["nudge"] = "it was done meanwhile"
    world.clock.advance(minutes=1)
    world.deliver()
    assert (texts(world), state(world, "nudge")["state"]) == (["first"], "sent")


def test_what_certainly_did_not_arrive_is_looked_at_again_before_it_is_tried_again(world, renewed):
    renewed["nudge"] = Reply("first", [])
    queue(world, "nudge", shows="nudge")
    world.slack.faults.fail("chat.postMessage", "ratelimited")
    world.deliver()
    renewed["nudge"] = "it was done meanwhile"
    world.clock.advance(minutes=1)
    world.deliver()
    assert (texts(world), state(world, "nudge")["state"]) == ([], "dropped")


def test_a_renewal_that_fails_holds_up_nobody_else_and_is_given_up_in_the_end(world, renewed):
    renewed["nudge"] = ZeroDivisionError()
    queue(world, "nudge", shows="nudge")
    queue(world, "elsewhere", NHS)
    world.deliver()
    assert texts(world, NHS) == ["elsewhere"]
    assert state(world, "nudge")["state"] == "waiting"
    tried(world, sending.TRIES)
    assert state(world, "nudge")["state"] == "failed"
    world.clock.move_to(local("2022-11-15 09:00"))
    world.deliver()
    assert "Followthrough could not make it" in texts(world, UNIT)[-1]


# Budgets


def test_faults_of_slacks_own_are_tried_twelve_times(world):
    world.slack.faults.fail("chat.postMessage", "internal_error", times=100)
    queue(world, "first")
    tried(world, 3 * sending.TRIES)
    assert len([call for call in posts(world) if call.arguments["text"] == "first"]) == sending.TRIES
    assert state(world, "first")["state"] == "failed"


@pytest.mark.parametrize(
    ("method", "fault"),
    [
        ("conversations.open", "token_revoked"),
        ("chat.postMessage", "ratelimited"),
        ("chat.postMessage", "service_unavailable"),
    ],
)
def test_while_slack_refuses_everything_nothing_is_given_up_for_three_days(world, method, fault):
    queue(world, "first", "U0POLICE")
    world.slack.faults.fail(method, fault, times=1000)
    tried(world, 24, hours=3)
    assert state(world, "first")["state"] != "failed"
    tried(world, 2, hours=3)
    found = state(world, "first")
    assert (found["state"], found["fault"], bool(found["ended"])) == ("failed", fault, True)


def test_a_long_outage_takes_nothing_from_the_tries_that_slacks_own_faults_have(world):
    queue(world, "first")
    world.slack.faults.fail("chat.postMessage", "token_revoked", times=20)
    tried(world, 20)
    world.slack.faults.fail("chat.postMessage", "internal_error", times=3)
    tried(world, 8)
    assert texts(world) == ["first"]


def test_a_page_in_place_of_an_answer_is_an_outage_and_no_word_of_slacks():
    class Answer(dict):
        status_code = 503

    error = sending.SlackApiError("", Answer(error="Received a response in a non-JSON format: <!DOCTYPE html>"))
    assert (sending.word(error), sending.passes(error), sending.nothing_done(error)) == ("no_words", True, False)


@pytest.mark.parametrize("said", ["", "soon", "-1", "9" * 30])
def test_a_retry_after_that_makes_no_sense_is_no_fault(world, said):
    class Answer(sending.SlackResponse):
        def __init__(self):
            self.headers, self.data, self.status_code = {"Retry-After": said}, {"error": "ratelimited"}, 429

    assert 0 <= sending.wait(sending.SlackApiError("", Answer())) <= 3600


def test_when_two_channels_are_refused_at_once_nothing_is_posted_anywhere_until_the_end(world):
    seconds = [100.0]
    bot = world.bot
    client = WebClient(token=bot.app.client.token, base_url=bot.app.client.base_url, retry_handlers=[])
    worker = Delivery(world.services, client, bot.timekeeper, pace=1.0, monotonic=lambda: seconds[0])
    world.slack.faults.fail("chat.postMessage", "ratelimited", times=2, retry_after=30)
    queue(world, "first")
    queue(world, "second", NHS)
    worker.deliver()
    queue(world, "third", UNIT)
    seconds[0] += 29
    world.clock.advance(seconds=29)
    worker.deliver()
    assert len(posts(world)) == 2
    seconds[0] += 1
    world.clock.advance(seconds=1)
    worker.deliver()
    assert (texts(world), texts(world, NHS), texts(world, UNIT)) == (["first"], ["second"], ["third"])
    worker.deliver()
    assert len(posts(world)) == 5


def test_a_second_passes_between_two_messages_in_a_channel(world):
    seconds = [100.0]
    bot = world.bot
    worker = Delivery(world.services, bot.app.client, bot.timekeeper, pace=1.0, monotonic=lambda: seconds[0])
    queue(world, "first")
    queue(world, "second")
    worker.deliver()
    seconds[0] += 0.97
    worker.deliver()
    assert texts(world) == ["first"]
    seconds[0] += 0.03
    worker.deliver()
    assert texts(world) == ["first", "second"]


# What is not sent is told


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


# What waits for long is told


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
