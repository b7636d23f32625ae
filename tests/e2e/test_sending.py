"""The outbox worker: many channels at once, each in order, and what came of each message is recorded."""

import json
import sqlite3
from datetime import timedelta
from threading import Event

import pytest
from slack_sdk import WebClient

from bot.schedule.books import AT_ONCE
from bot.schedule.delivery import Delivery
from storage import database, outbox
from tests.e2e.homes import eventually
from tests.e2e.queued import NHS, POLICE, posts, queue, state, texts
from tests.world import local


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
