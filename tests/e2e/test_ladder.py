"""The ladder: leads directly, the exception list, the executive; each step announced, each taken once."""

import json

import pytest

from bot.listeners import membership
from storage import actions
from storage.replay import actions_as_at
from tests.e2e.nudging import directly, escalated, executive, leads, nudges, on, rung, said, set_executive
from tests.world import local

POLICE, UNIT = "west-midlands-police", "partnership-business-unit"


def test_each_step_is_announced_to_the_partner_and_taken_on_its_day(late):
    executive(late)
    on(late, "2022-11-23", "2022-11-24", "2022-12-06", "2022-12-20", "2023-01-06", "2023-01-10")
    told = [line for line in "\n".join(nudges(late, POLICE)).split("\n") if "before" in line or "today" in line]
    assert told == [
        "If it is not reported done before Tuesday 6 December 2022, the named lead and the deputy are told directly.",
        "The named lead and the deputy are told directly today. If it is not reported done before Tuesday 20 December 2022, it goes on the business unit's exception list.",
        "It is on the business unit's exception list from today. If it is not reported done before Friday 6 January 2023, it is raised with the executive.",
        "It is raised with the executive today.",
    ]
    assert escalated(late) == [
        ("A7", 1, "named lead and deputy"),
        ("A7", 2, "business unit's exception list"),
        ("A7", 3, "executive"),
    ]
    assert rung(late) == {"step": 3, "next_on": None, "announced": None, "taken": "2023-01-06"}


def test_the_lead_and_the_deputy_are_told_directly_once(late):
    on(late, "2022-11-23", "2022-12-06", "2022-12-07")
    for user in ("U0POLICE", "U0DEPUTY"):
        [told] = directly(late, user)
        assert "This stays overdue, so you are told directly" in told
        assert "Red: overdue by 10 working days, due Tuesday 22 November 2022" in told
        assert "before Tuesday 20 December 2022, it goes on the business unit's exception list" in told


def test_the_actions_own_named_lead_is_told_in_place_of_the_partners(late):
    late.slack.add_user("sergeant", "Sergeant", user_id="U0SERGEANT")
    late.slack.channel(POLICE).members.append("U0SERGEANT")
    membership.refresh(late.bot.app.client, late.services)
    late.ask(late.police, "assign A7 @sergeant")
    on(late, "2022-11-23", "2022-12-06")
    assert (len(directly(late, "U0SERGEANT")), len(directly(late, "U0POLICE")), len(directly(late, "U0DEPUTY"))) == (
        1,
        0,
        1,
    )


def test_a_lead_of_several_actions_gets_one_message(late):
    with late.store.write() as tx:
        tx.run("UPDATE actions SET stage = 'in progress', due = '2022-11-22' WHERE id IN (6, 7)")
    on(late, "2022-11-23", "2022-12-06")
    [told] = directly(late, "U0POLICE")
    assert "A6" in told
    assert "A7" in told


def test_a_lead_answers_in_the_thread_of_the_direct_message(late):
    on(late, "2022-11-23", "2022-12-06")
    message = late.slack.direct_messages("U0POLICE")[-1]
    late.police.say(None, "done presence agreed", thread_ts=message.ts)
    late.deliver()
    assert late.stage(7) == "reported done"


def test_where_nobody_can_be_reached_the_unit_is_told_and_why(late):
    late.manager.deactivate("U0POLICE")
    late.slack.channel(POLICE).members.remove("U0DEPUTY")
    membership.refresh(late.bot.app.client, late.services)
    on(late, "2022-11-23", "2022-12-06")
    assert late.slack.direct_messages("U0DEPUTY") == []
    told = nudges(late, UNIT)[-1]
    assert "No reachable lead" in told
    assert "its named lead has left Slack and its deputy is no member of it in Slack any more." in told
    assert "No lead could be told directly, so the business unit is told today." in nudges(late, POLICE)[-1]
    assert escalated(late)[0][2].startswith("nobody: its named lead has left Slack")


def test_without_an_executive_channel_the_unit_is_told_instead(late):
    on(late, "2022-11-23", "2022-12-06", "2022-12-20", "2023-01-06")
    told = nudges(late, UNIT)[-1]
    assert "For the executive\nNo channel is set for the executive, so you are told instead." in told
    assert escalated(late)[-1] == ("A7", 3, "business unit, for the executive")


def test_without_an_executive_channel_the_partner_is_told_that_the_unit_is(late):
    on(late, "2022-11-23", "2022-12-06", "2022-12-20", "2023-01-06")
    announced, taken = nudges(late, POLICE)[-2:]
    assert "before Friday 6 January 2023, the business unit is told of it, for the executive." in announced
    assert "The business unit is told of it today, for the executive." in taken
    assert "raised with" not in announced + taken


@pytest.mark.parametrize(
    ("whom", "words"),
    [
        ({"lead": "U0POLICE"}, "the named lead is told directly"),
        ({"deputy": "U0DEPUTY"}, "the deputy is told directly"),
        ({"lead": "U0OUTSIDE"}, "the business unit is told that no lead could be reached"),
        ({}, "the business unit is told that no lead could be reached"),
    ],
)
def test_the_first_step_is_announced_with_those_who_can_be_told(late, whom, words):
    leads(late, **whom)
    on(late, "2022-11-23")
    assert f"before Tuesday 6 December 2022, {words}." in nudges(late, POLICE)[0]


def test_the_executives_channel_gets_one_message_of_all_that_is_raised(late):
    executive(late)
    with late.store.write() as tx:
        tx.run("UPDATE actions SET stage = 'in progress', due = '2022-11-22' WHERE id IN (8, 7)")
    on(late, "2022-11-23", "2022-12-06", "2022-12-20", "2023-01-06")
    [told] = nudges(late, "executive")
    assert "Raised with the executive" in told
    assert "A7" in told
    assert "A8" in told


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("solihull-council", "The executive's channel is one partner's own, so you are told instead."),
        (UNIT, "For the executive, whose channel this is."),
        ("nowhere", "The executive's channel was not found, so you are told instead."),
    ],
)
def test_an_executive_channel_that_is_somebody_elses_too_gets_no_second_message(late, name, words):
    set_executive(late, name)
    on(late, "2022-11-23", "2022-12-06", "2022-12-20", "2023-01-06")
    assert words in nudges(late, UNIT)[-1]
    assert nudges(late, "solihull-council") == []
    assert sum("Friday 6 January 2023" in one.split("\n", 1)[0] for one in nudges(late, UNIT)) == 1


def test_a_step_is_in_the_history_and_changes_nothing_of_the_action(late):
    on(late, "2022-11-23", "2022-12-06")
    history = said(late.ask(late.police, "history A7"))
    assert "6 December 2022 at 9am: escalated, clock: told named lead and deputy" in history
    with late.store.read() as tx:
        [row] = tx.rows("SELECT after FROM events WHERE verb = 'escalated'")
        there = actions.find(tx, 7).model_copy(update={"version": 1})
        replayed = actions_as_at(tx, late.clock())[7]
    assert json.loads(row["after"]).keys() == {"step", "told"}
    assert (replayed.title, replayed.lead, replayed.original_due) == (there.title, there.lead, there.original_due)


def test_a_step_does_not_keep_anybody_from_taking_back_their_word(late):
    on(late, "2022-11-23", "2022-12-02")
    late.clock.move_to(local("2022-12-06 08:55"))
    late.ask(late.police, "blocked A7 no room")
    late.tick("2022-12-06 09:00")
    assert escalated(late)
    assert "Taken back" in late.ask(late.police, "undo A7").text
    assert late.rows("SELECT blocked FROM actions WHERE id = 7") == [{"blocked": None}]


def test_a_form_that_was_open_when_a_step_was_taken_is_still_good(late):
    on(late, "2022-11-23", "2022-12-02")
    card = late.ask(late.police, "A7")
    late.police.press(card, "update")
    late.tick("2022-12-06 09:00")
    assert escalated(late)
    assert late.police.submit(values={"words": "half of it"}) == {}
    assert late.rows("SELECT text FROM updates WHERE action_id = 7 ORDER BY id DESC LIMIT 1") == [
        {"text": "half of it"}
    ]
