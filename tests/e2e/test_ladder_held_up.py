"""What begins the ladder anew or holds it up: no step is taken without notice, none is told that no longer holds."""

import pytest

from tests.e2e.nudging import directly, escalated, executive, nudges, on, only, rung, said

POLICE, UNIT = "west-midlands-police", "partnership-business-unit"


def test_what_comes_in_long_overdue_begins_at_the_bottom_with_notice(late):
    only(late, A7="2022-08-01")
    on(late, "2022-11-23", "2022-11-29")
    assert escalated(late) == []
    assert "before Wednesday 30 November 2022" in nudges(late, POLICE)[0]
    on(late, "2022-11-30")
    assert [step for _, step, _ in escalated(late)] == [1]


def test_after_weeks_in_which_the_bot_was_down_nothing_is_taken_without_notice(late):
    on(late, "2022-11-23", "2022-12-14", "2022-12-20")
    assert escalated(late) == []
    assert "before Wednesday 21 December 2022" in nudges(late, POLICE)[-1]
    on(late, "2022-12-21")
    assert [step for _, step, _ in escalated(late)] == [1]


def test_a_day_missed_is_made_good_on_the_next(late):
    on(late, "2022-11-23", "2022-12-07")
    assert [step for _, step, _ in escalated(late)] == [1]
    assert rung(late)["taken"] == "2022-12-07"


def test_what_was_reported_and_returned_goes_on_from_its_step_with_notice(late):
    on(late, "2022-11-23", "2022-12-06")
    late.ask(late.police, "done A7 agreed")
    on(late, "2022-12-07", "2022-12-20")
    late.ask(late.manager, "return A7 no minutes")
    on(late, "2022-12-23")
    assert rung(late) == {"step": 1, "next_on": "2023-01-04", "announced": "2022-12-23", "taken": "2022-12-06"}
    on(late, "2022-12-30", "2023-01-04")
    assert [step for _, step, _ in escalated(late)] == [1, 2]


def test_more_time_begins_the_ladder_anew(late):
    on(late, "2022-11-23", "2022-12-06")
    late.ask(late.police, "extend A7 9 December 2022 because of snow")
    late.ask(late.manager, "agree A7")
    on(late, "2022-12-07", "2022-12-12")
    assert rung(late) == {"step": 0, "next_on": "2022-12-23", "announced": "2022-12-12", "taken": None}


def test_a_request_for_more_time_holds_the_ladder_until_it_is_decided(late):
    waits = "More time until Friday 9 December 2022 was asked for and is not decided yet."
    on(late, "2022-11-23")
    late.ask(late.police, "extend A7 9 December 2022 because of snow")
    before = len(nudges(late, POLICE))
    on(late, "2022-11-28", "2022-12-06")
    assert (escalated(late), len(nudges(late, POLICE)), rung(late)["next_on"]) == ([], before, None)
    digest = late.messages(POLICE)[-1]
    for words in (said(digest), said(late.replies(POLICE, digest.ts)[0])):
        assert waits in words
        assert "If it is not reported done" not in words
    late.ask(late.manager, "refuse A7 it is late enough")
    on(late, "2022-12-07", "2022-12-13")
    assert "before Wednesday 14 December 2022, the named lead" in nudges(late, POLICE)[-1]
    assert escalated(late) == []
    on(late, "2022-12-14")
    assert [step for _, step, _ in escalated(late)] == [1]


def test_a_step_is_not_told_once_more_time_was_asked_for(late):
    on(late, "2022-11-23", "2022-12-02")
    late.slack.faults.fail("conversations.open", "service_unavailable", times=1000)
    late.slack.faults.fail("chat.postMessage", "service_unavailable", times=1000)
    late.tick("2022-12-06 09:00")
    late.ask(late.police, "extend A7 9 December 2022 because of snow")
    late.slack.faults.clear()
    late.clock.advance(minutes=30)
    late.deliver()
    assert directly(late, "U0POLICE") == []
    assert "told directly today" not in "".join(nudges(late, POLICE))


@pytest.mark.parametrize("what", ["A7", "police", "all"])
def test_a_pause_stops_the_ladder_and_notice_is_given_after_it(late, what):
    on(late, "2022-11-23", "2022-12-02")
    late.ask(late.manager, f"pause {what} until 7 December 2022 because of a merger")
    before = len(nudges(late, POLICE))
    on(late, "2022-12-06")
    assert (escalated(late), len(nudges(late, POLICE))) == ([], before)
    assert "If it is not reported done" not in said(late.ask(late.police, "A7"))
    on(late, "2022-12-07", "2022-12-13")
    assert "before Wednesday 14 December 2022" in nudges(late, POLICE)[-1]
    assert escalated(late) == []
    on(late, "2022-12-14")
    assert [step for _, step, _ in escalated(late)] == [1]


def test_what_could_not_be_said_for_a_whole_day_counts_as_not_announced(late):
    late.slack.faults.fail("chat.postMessage", "service_unavailable", times=1000)
    late.tick("2022-11-23 09:00")
    late.slack.faults.clear()
    on(late, "2022-11-24", "2022-12-06")
    assert escalated(late) == []
    assert "before Tuesday 13 December 2022" in nudges(late, POLICE)[-1]


def test_a_step_that_could_not_be_told_on_its_day_is_told_on_the_next(late):
    executive(late)
    with late.store.write() as tx:
        tx.run("UPDATE actions SET stage = 'in progress', due = '2022-11-22' WHERE id = 8")
        for number, step in ((7, 2), (8, 1)):
            row = {"action_id": number, "due": "2022-11-22", "step": step, "next_on": "2023-01-05"}
            tx.insert("ladder", row | {"announced": "2022-12-28"})
    late.slack.faults.fail("chat.postMessage", "service_unavailable", times=1000)
    late.tick("2023-01-05 09:00")
    late.slack.faults.clear()
    on(late, "2023-01-06", "2023-01-10")
    [raised] = nudges(late, "executive")
    assert raised.startswith("Friday 6 January 2023")
    assert ["Exception list: newly on it" in one for one in nudges(late, UNIT)] == [True]
    assert len(escalated(late)) == 2


def test_a_direct_message_that_could_not_be_sent_on_its_day_is_sent_on_the_next(late):
    on(late, "2022-11-23", "2022-12-02")
    late.slack.faults.fail("conversations.open", "service_unavailable", times=1000)
    late.tick("2022-12-06 09:00")
    late.slack.faults.clear()
    on(late, "2022-12-07", "2022-12-08")
    assert len(directly(late, "U0POLICE")) == len(directly(late, "U0DEPUTY")) == 1


def test_what_is_reported_done_before_the_direct_message_is_sent_is_not_told(late):
    on(late, "2022-11-23", "2022-12-02")
    late.slack.faults.fail("chat.postMessage", "service_unavailable", times=1000)
    late.slack.faults.fail("conversations.open", "service_unavailable", times=1000)
    late.tick("2022-12-06 09:00")
    late.ask(late.police, "done A7 agreed")
    late.slack.faults.clear()
    late.clock.advance(minutes=30)
    late.deliver()
    assert directly(late, "U0POLICE") == []
