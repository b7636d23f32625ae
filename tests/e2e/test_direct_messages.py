"""Messages to one person: their channel is asked for once, and what they answer there is heard."""

import json

import pytest

from storage import outbox
from storage.outbox import Message

POLICE = "U0POLICE"


def queue(world, key, user=POLICE, **more):
    with world.store.write() as tx:
        outbox.queue(tx, Message(key=key, channel=user, text=key, **more), world.clock())


def direct(world, user=POLICE):
    """The bot's messages to somebody, oldest first."""
    return [one for one in world.slack.direct_messages(user) if one.user == world.slack.app.user_id]


def opened(world):
    """For whom direct messages were asked for."""
    return [one.arguments["users"] for one in world.slack.calls if one.method == "conversations.open"]


def test_direct_messages_are_asked_for_once_and_posted_in_order(world):
    queue(world, "first")
    queue(world, "for the NHS", user="U0NHS")
    queue(world, "second")
    world.deliver()
    queue(world, "third")
    world.deliver()
    assert [one.text for one in direct(world)] == ["first", "second", "third"]
    assert [one.text for one in direct(world, "U0NHS")] == ["for the NHS"]
    assert sorted(opened(world)) == ["U0NHS", POLICE]


def test_replies_to_a_message_stand_in_its_thread(world):
    with world.store.write() as tx:
        parent = outbox.queue(tx, Message(key="parent", channel=POLICE, text="parent"), world.clock())
    queue(world, "reply", parent_id=parent)
    world.deliver()
    [message] = direct(world)
    assert [one.text for one in world.replies(message.channel, message.ts)] == ["reply"]


def test_what_the_person_replies_there_is_heard(world):
    queue(world, "card", shows="card", actions=(6,))
    world.deliver()
    [card] = direct(world)
    world.police.say(None, "done rota agreed", thread_ts=card.ts)
    world.deliver()
    assert world.stage(6) == "reported done"
    assert "rota agreed" in json.dumps(direct(world)[0].blocks)  # the card is brought up to date
    [answer] = world.replies(card.channel, card.ts)
    assert answer.text.startswith("A6")


def test_a_tick_there_is_seen(world):
    queue(world, "card", shows="card", actions=(6,))
    world.deliver()
    [card] = direct(world)
    world.police.react(card.channel, card.ts)
    assert world.stage(6) == "reported done"


@pytest.mark.parametrize("fault", ["ratelimited", "internal_error", "missing_scope"])
def test_what_passes_is_waited_for(world, fault):
    world.slack.faults.fail("conversations.open", fault)
    queue(world, "first")
    queue(world, "elsewhere", user="U0NHS")
    world.deliver()
    world.clock.advance(minutes=1)
    world.deliver()
    assert [one.text for one in direct(world)] == ["first"]
    assert [one.text for one in direct(world, "U0NHS")] == ["elsewhere"]


def test_a_connection_that_is_cut_is_tried_again(world):
    world.slack.faults.drop("conversations.open")
    queue(world, "first")
    world.deliver()
    world.clock.advance(minutes=1)
    world.deliver()
    assert [one.text for one in direct(world)] == ["first"]


def test_somebody_who_has_left_is_told_nothing_and_holds_up_nobody(world):
    world.slack.users[POLICE].deleted = True
    queue(world, "first")
    queue(world, "unknown", user="U0NOBODY")
    queue(world, "elsewhere", user="U0NHS")
    world.deliver()
    assert [one.text for one in direct(world, "U0NHS")] == ["elsewhere"]
    rows = world.rows("SELECT key, fault FROM outbox WHERE state = 'failed' ORDER BY id")
    assert rows == [{"key": "first", "fault": "user_disabled"}, {"key": "unknown", "fault": "user_not_found"}]


def test_a_message_whose_answer_was_lost_is_not_sent_again(world):
    world.slack.faults.drop("chat.postMessage")
    queue(world, "first")
    for _ in range(2):
        world.deliver()
        world.clock.advance(minutes=1)
    world.deliver()
    assert [one.text for one in direct(world)] == ["first"]
    assert opened(world) == [POLICE]


def test_a_picture_may_be_for_one_person(world):
    queue(world, "measures", picture="I1")
    world.deliver()
    [message] = direct(world)
    assert [block["type"] for block in message.blocks] == ["section", "image"]
