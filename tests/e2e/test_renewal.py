"""What is sent is what holds at that moment: it is made anew, or dropped, just before."""

import pytest
from structlog.testing import capture_logs

from bot.messages.blocks import Reply
from bot.schedule import renewal, sending
from tests.e2e.queued import NHS, UNIT, queue, state, texts, tried
from tests.world import local


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
