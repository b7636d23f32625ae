from datetime import timedelta

import pytest

from storage import outbox
from storage.outbox import Message
from tests.storage.plans import NOW, add_action, nothing_kept

LATER = NOW + timedelta(minutes=5)


def states(tx):
    """How many messages are in each state."""
    return {row["state"]: row["n"] for row in tx.rows("SELECT state, count(*) AS n FROM outbox GROUP BY state")}


@pytest.fixture
def tx(shared):
    with nothing_kept(shared) as tx:
        yield tx


def queue(tx, key, channel="C1", **fields):
    return outbox.queue(tx, Message(key=key, channel=channel, text=key, **fields), NOW)


def sent_in_order(tx, channel="C1"):
    keys = []
    while message := outbox.next_in(tx, channel):
        outbox.claim(tx, message.id)
        outbox.sent(tx, message.id, f"{len(keys)}.0")
        keys.append(message.key)
    return keys


def test_a_message_queued_twice_under_one_key_is_one(tx):
    first = queue(tx, "digest:1")
    assert queue(tx, "digest:1", channel="C2") is None
    assert states(tx) == {"waiting": 1}
    assert outbox.by_key(tx, "digest:1").id == first


def test_messages_of_a_channel_go_out_in_the_order_they_were_queued(tx):
    for number in range(3):
        queue(tx, f"a{number}")
        queue(tx, f"b{number}", channel="C2")
    assert outbox.waiting_channels(tx, NOW) == ["C1", "C2"]
    assert sent_in_order(tx) == ["a0", "a1", "a2"]
    assert sent_in_order(tx, "C2") == ["b0", "b1", "b2"]


def test_a_reply_waits_for_the_message_it_answers(tx):
    parent = queue(tx, "parent")
    queue(tx, "reply", parent_id=parent)
    outbox.claim(tx, parent)
    outbox.retry(tx, parent, LATER, "ratelimited")
    assert outbox.waiting_channels(tx, NOW) == []
    assert outbox.waiting_channels(tx, LATER) == ["C1"]
    assert outbox.next_in(tx, "C1").key == "parent"
    outbox.sent(tx, parent, "7.0")
    assert outbox.thread_ts(tx, outbox.next_in(tx, "C1")) == "7.0"


def test_one_channel_that_has_to_wait_holds_up_no_other(tx):
    outbox.retry(tx, queue(tx, "a"), LATER, "ratelimited")
    queue(tx, "b", channel="C2")
    assert outbox.waiting_channels(tx, NOW) == ["C2"]


def test_replies_to_a_message_that_can_not_be_sent_are_not_sent_either(tx):
    parent = queue(tx, "parent")
    queue(tx, "reply", parent_id=parent)
    other = queue(tx, "other")
    outbox.failed(tx, parent, "channel_not_found")
    assert states(tx) == {"failed": 2, "waiting": 1}
    assert outbox.next_in(tx, "C1").id == other
    assert [row["key"] for row in outbox.failures(tx, NOW)] == ["parent", "reply"]


def test_what_was_sent_does_not_become_failed(tx):
    parent = queue(tx, "parent")
    outbox.sent(tx, queue(tx, "reply", parent_id=parent), "7.0")
    outbox.failed(tx, parent, "channel_not_found")
    assert states(tx) == {"failed": 1, "sent": 1}


def test_a_message_whose_fate_is_unknown_stays_claimed_so_that_it_is_looked_for(tx):
    queued = queue(tx, "a")
    outbox.claim(tx, queued)
    outbox.unsure(tx, queued, LATER, "TimeoutError")
    assert (outbox.next_in(tx, "C1").state, outbox.waiting_channels(tx, NOW)) == ("claimed", [])


def test_many_asks_to_refresh_a_card_make_one_update(tx):
    number = add_action(tx)
    card = queue(tx, "card", shows="card", actions=(number,))
    for _ in range(3):
        outbox.refresh_cards(tx, number)
    assert outbox.to_refresh(tx, NOW) == []  # not in Slack yet
    outbox.sent(tx, card, "7.0")
    (message,) = outbox.to_refresh(tx, NOW)
    outbox.refreshed(tx, message)
    assert outbox.to_refresh(tx, NOW) == []


def test_an_ask_that_comes_during_an_update_is_not_lost(tx):
    number = add_action(tx)
    outbox.sent(tx, queue(tx, "card", shows="card", actions=(number,)), "7.0")
    outbox.refresh_cards(tx, number)
    (message,) = outbox.to_refresh(tx, NOW)
    outbox.refresh_cards(tx, number)
    outbox.refreshed(tx, message)
    assert len(outbox.to_refresh(tx, NOW)) == 1


def test_the_newest_is_brought_up_to_date_first_and_what_is_older_than_five_weeks_stays_as_it_was(tx):
    number = add_action(tx)
    for weeks in (5, 4, 0):
        message = Message(key=f"{weeks} weeks", channel="C1", text="x", shows="card", actions=(number,))
        queued = NOW - timedelta(weeks=weeks, seconds=1)
        outbox.sent(tx, outbox.queue(tx, message, queued), f"{weeks}.0")
    outbox.refresh_cards(tx, number)
    assert [message.key for message in outbox.to_refresh(tx, NOW)] == ["0 weeks", "4 weeks"]
    assert [message.key for message in outbox.to_refresh(tx, NOW, 1)] == ["0 weeks"]


def test_only_what_shows_the_action_to_a_channel_is_refreshed(tx):
    one, other = add_action(tx), add_action(tx)
    queue_and_sent = {
        "card of another": {"shows": "card", "actions": (other,)},
        "line": {"shows": "line", "actions": (one,)},
        "private": {"shows": "card", "actions": (one,), "only_for": "U1"},
        "list": {"shows": "actions", "actions": (other, one)},
    }
    for position, (key, fields) in enumerate(queue_and_sent.items()):
        outbox.sent(tx, queue(tx, key, **fields), f"{position}.0")
    outbox.refresh_cards(tx, one)
    assert [message.key for message in outbox.to_refresh(tx, NOW)] == ["list"]


def test_a_thread_is_about_what_its_messages_show(tx):
    one, other, third = (add_action(tx) for _ in range(3))
    parent = queue(tx, "digest", shows="digest", actions=(other,))
    queue(tx, "reply", parent_id=parent, shows="actions", actions=(one, other))
    queue(tx, "elsewhere", shows="card", actions=(third,))
    outbox.sent(tx, parent, "7.0")
    assert outbox.thread_actions(tx, outbox.at(tx, "C1", "7.0")) == [one, other]
    assert outbox.at(tx, "C2", "7.0") is None


def test_what_waits_for_a_person_goes_to_their_direct_messages_once_those_are_open(tx):
    queue(tx, "first", channel="U1")
    queue(tx, "other", channel="U2")
    queue(tx, "second", channel="U1")
    outbox.opened(tx, "U1", "D1")
    assert outbox.waiting_channels(tx, NOW) == ["D1", "U2"]
    assert sent_in_order(tx, "D1") == ["first", "second"]
    assert outbox.at(tx, "D1", "1.0").key == "second"


def test_a_step_that_comes_before_posting_is_put_off_and_the_message_is_not_claimed(tx):
    queued = queue(tx, "a", picture="I1")
    outbox.put_off(tx, queued, LATER, "ratelimited")
    message = outbox.next_in(tx, "C1")
    assert (message.state, message.attempts, message.file_id) == ("waiting", 1, None)
    assert outbox.waiting_channels(tx, NOW) == []
    outbox.uploaded(tx, queued, "F1")
    message = outbox.next_in(tx, "C1")
    assert (message.picture, message.file_id, message.attempts) == ("I1", "F1", 0)
