from datetime import timedelta

import pytest

from storage import fates, outbox
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


def next_up(tx, now=NOW, *, open_=True):
    """The next message's key by channel, the oldest first."""
    return {row["channel"]: outbox.by_ids(tx, [row["id"]])[0].key for row in outbox.next_up(tx, now, open_=open_)}


def message(tx, key):
    return outbox.by_key(tx, key)


def sent(tx, message_id, ts):
    outbox.sent(tx, message_id, ts, NOW)


def sent_in_order(tx, channel="C1"):
    keys = []
    while key := next_up(tx).get(channel):
        outbox.claim(tx, message(tx, key).id, LATER)
        sent(tx, message(tx, key).id, f"{len(keys)}.0")
        keys.append(key)
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
    assert list(next_up(tx)) == ["C1", "C2"]
    assert sent_in_order(tx) == ["a0", "a1", "a2"]
    assert sent_in_order(tx, "C2") == ["b0", "b1", "b2"]


def test_a_reply_waits_for_the_message_it_answers(tx):
    parent = queue(tx, "parent")
    queue(tx, "reply", parent_id=parent)
    outbox.claim(tx, parent, LATER)
    outbox.retry(tx, message(tx, "parent"), LATER, "ratelimited")
    assert next_up(tx) == {}
    assert next_up(tx, LATER) == {"C1": "parent"}
    sent(tx, parent, "7.0")
    assert outbox.thread_ts(tx, message(tx, next_up(tx)["C1"])) == "7.0"


def test_one_channel_that_has_to_wait_holds_up_no_other(tx):
    queue(tx, "a")
    outbox.retry(tx, message(tx, "a"), LATER, "ratelimited")
    queue(tx, "b", channel="C2")
    assert next_up(tx) == {"C2": "b"}


def test_a_clock_that_was_put_back_makes_nothing_wait_until_it_is_where_it_was(tx):
    queue(tx, "a")
    outbox.retry(tx, message(tx, "a"), NOW + outbox.LONGEST_WAIT, "ratelimited")
    assert next_up(tx) == {}
    assert next_up(tx, NOW - timedelta(days=1)) == {"C1": "a"}


def test_outside_working_hours_answers_go_out_past_the_bots_own_ideas_each_in_order(tx):
    for key, scheduled in (("nudge", True), ("answer", False), ("digest", True), ("second answer", False)):
        queue(tx, key, scheduled=scheduled)
    assert next_up(tx) == {"C1": "nudge"}
    assert next_up(tx, open_=False) == {"C1": "answer"}
    sent(tx, message(tx, "answer").id, "1.0")
    assert next_up(tx, open_=False) == {"C1": "second answer"}
    assert next_up(tx) == {"C1": "nudge"}


def test_what_may_be_in_slack_already_is_looked_for_outside_working_hours_too(tx):
    outbox.claim(tx, queue(tx, "nudge", scheduled=True), NOW)
    queue(tx, "answer")
    assert next_up(tx, open_=False) == {"C1": "nudge"}


def test_which_message_is_next_is_found_without_reading_the_messages(tx):
    plan = tx.rows("""EXPLAIN QUERY PLAN SELECT min(id) AS id, channel, not_before FROM outbox
        WHERE state IN ('waiting', 'claimed') AND (scheduled = 0 OR state = 'claimed' OR 1) GROUP BY channel""")
    assert "COVERING INDEX outbox_to_send" in plan[0]["detail"]


def test_replies_to_a_message_that_can_not_be_sent_are_not_sent_either(tx):
    parent = queue(tx, "parent")
    queue(tx, "reply", parent_id=parent)
    other = queue(tx, "other")
    outbox.failed(tx, parent, "channel_not_found", LATER)
    assert states(tx) == {"failed": 2, "waiting": 1}
    assert message(tx, next_up(tx)["C1"]).id == other
    assert [row["key"] for row in fates.failures(tx, NOW)] == ["parent", "reply"]


def test_what_was_sent_does_not_become_failed(tx):
    parent = queue(tx, "parent")
    sent(tx, queue(tx, "reply", parent_id=parent), "7.0")
    outbox.failed(tx, parent, "channel_not_found", LATER)
    assert states(tx) == {"failed": 1, "sent": 1}


def test_what_is_dropped_is_kept_with_its_thread_and_why_and_when(tx):
    parent = queue(tx, "parent")
    queue(tx, "reply", parent_id=parent)
    outbox.dropped(tx, parent, "nothing to do", LATER)
    found = fates.dropped_since(tx, LATER)
    assert [(row["key"], row["fault"]) for row in found] == [("parent", "nothing to do"), ("reply", "nothing to do")]
    assert fates.dropped_since(tx, LATER + timedelta(seconds=1)) == []
    assert fates.failures(tx, NOW) == []
    assert {row["ended"] for row in tx.rows("SELECT ended FROM outbox")} == {LATER.isoformat()}


def test_how_many_wait_and_since_when_the_oldest_does(tx):
    assert (outbox.depth(tx), outbox.oldest_unsent(tx, open_=True)) == (0, None)
    outbox.queue(tx, Message(key="nudge", channel="C1", text="x", scheduled=True), NOW)
    outbox.queue(tx, Message(key="alert", channel="C1", text="x", shows="alert"), NOW)
    outbox.queue(tx, Message(key="answer", channel="C2", text="x"), LATER)
    assert outbox.depth(tx) == 3
    sent(tx, message(tx, "alert").id, "1.0")
    assert outbox.oldest_unsent(tx, open_=True) == NOW
    assert outbox.oldest_unsent(tx, open_=False) == LATER
    assert outbox.late(tx, LATER, open_=True)["queued"] == NOW.isoformat()
    assert outbox.late(tx, LATER, open_=False) is None


def test_a_message_whose_fate_is_unknown_stays_claimed_so_that_it_is_looked_for(tx):
    queued = queue(tx, "a")
    outbox.claim(tx, queued, NOW)
    outbox.unsure(tx, message(tx, "a"), LATER, "TimeoutError")
    assert (message(tx, "a").state, next_up(tx)) == ("claimed", {})


def test_many_asks_to_refresh_a_card_make_one_update(tx):
    number = add_action(tx)
    card = queue(tx, "card", shows="card", actions=(number,))
    for _ in range(3):
        outbox.refresh_cards(tx, number, NOW)
    assert outbox.to_refresh(tx) == []  # not in Slack yet
    sent(tx, card, "7.0")
    (message,) = outbox.to_refresh(tx)
    outbox.refreshed(tx, message)
    assert outbox.to_refresh(tx) == []


def test_an_ask_that_comes_during_an_update_is_not_lost(tx):
    number = add_action(tx)
    sent(tx, queue(tx, "card", shows="card", actions=(number,)), "7.0")
    outbox.refresh_cards(tx, number, NOW)
    (message,) = outbox.to_refresh(tx)
    outbox.refresh_cards(tx, number, NOW)
    outbox.refreshed(tx, message)
    assert len(outbox.to_refresh(tx)) == 1


def test_the_newest_is_brought_up_to_date_first_and_what_is_older_than_five_weeks_stays_as_it_was(tx):
    number = add_action(tx)
    for weeks in (5, 4, 0):
        message = Message(key=f"{weeks} weeks", channel="C1", text="x", shows="card", actions=(number,))
        queued = NOW - timedelta(weeks=weeks, seconds=1)
        sent(tx, outbox.queue(tx, message, queued), f"{weeks}.0")
    outbox.refresh_cards(tx, number, NOW)
    assert [message.key for message in outbox.to_refresh(tx)] == ["0 weeks", "4 weeks"]
    assert [message.key for message in outbox.to_refresh(tx, 1)] == ["0 weeks"]
    outbox.refresh_cards(tx, number, None)  # whatever its age, where words have to go
    assert [message.key for message in outbox.to_refresh(tx)] == ["0 weeks", "4 weeks", "5 weeks"]


def test_only_what_shows_the_action_to_a_channel_is_refreshed(tx):
    one, other = add_action(tx), add_action(tx)
    queue_and_sent = {
        "card of another": {"shows": "card", "actions": (other,)},
        "line": {"shows": "line", "actions": (one,)},
        "private": {"shows": "card", "actions": (one,), "only_for": "U1"},
        "list": {"shows": "actions", "actions": (other, one)},
    }
    for position, (key, fields) in enumerate(queue_and_sent.items()):
        sent(tx, queue(tx, key, **fields), f"{position}.0")
    outbox.refresh_cards(tx, one, NOW)
    assert [message.key for message in outbox.to_refresh(tx)] == ["list"]


def test_a_thread_is_about_what_its_messages_show(tx):
    one, other, third = (add_action(tx) for _ in range(3))
    parent = queue(tx, "digest", shows="digest", actions=(other,))
    queue(tx, "reply", parent_id=parent, shows="actions", actions=(one, other))
    queue(tx, "elsewhere", shows="card", actions=(third,))
    sent(tx, parent, "7.0")
    assert outbox.thread_actions(tx, outbox.at(tx, "C1", "7.0")) == [one, other]
    assert outbox.at(tx, "C2", "7.0") is None


def test_what_waits_for_a_person_goes_to_their_direct_messages_once_those_are_open(tx):
    queue(tx, "first", channel="U1")
    queue(tx, "other", channel="U2")
    queue(tx, "second", channel="U1")
    outbox.opened(tx, "U1", "D1")
    assert list(next_up(tx)) == ["D1", "U2"]
    assert sent_in_order(tx, "D1") == ["first", "second"]
    assert outbox.at(tx, "D1", "1.0").key == "second"


def test_a_step_that_comes_before_posting_is_put_off_and_the_message_is_not_claimed(tx):
    queued = queue(tx, "a", picture="I1")
    outbox.put_off(tx, message(tx, "a"), LATER, "internal_error", doubt=True)
    found = message(tx, "a")
    assert (found.state, found.attempts, found.doubts, found.file_id) == ("waiting", 1, 1, None)
    assert next_up(tx) == {}
    outbox.uploaded(tx, queued, "F1")
    found = message(tx, "a")
    assert (found.picture, found.file_id, found.attempts, found.doubts) == ("I1", "F1", 0, 0)
