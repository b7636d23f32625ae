"""The ladder: leads directly, the exception list, the executive; each step announced, each taken once."""

import json

import pytest

from bot.listeners import membership
from storage import actions
from storage.replay import actions_as_at
from tests.e2e.homes import open_home, settle, texts
from tests.e2e.nudging import directly, escalated, leads, nudges, only, said
from tests.world import local

POLICE, UNIT = "west-midlands-police", "partnership-business-unit"
OFF = "Direct messages from Followthrough are off. What you ask for is still answered."


@pytest.fixture
def late(world):
    """A7 is the only action to do, due on 22 November 2022; its partner has a lead and a deputy."""
    world.slack.add_user("police.deputy", "Police deputy", user_id="U0DEPUTY")
    world.slack.channel(POLICE).members.append("U0DEPUTY")
    membership.refresh(world.bot.app.client, world.services)
    only(world, A7="2022-11-22")
    leads(world, lead="U0POLICE", deputy="U0DEPUTY")
    return world


def on(world, *days):
    """Tick at 09:00 on these days only: where it is new, no digest is made up for."""
    for day in days:
        world.tick(f"{day} 09:00")


def rung(world, number=7):
    [row] = world.rows("SELECT step, next_on, announced, taken FROM ladder WHERE action_id = ?", (number,))
    return row


def executive(world, name="executive", **more):
    """A channel for the executive, in the settings and known."""
    world.slack.add_channel(name, ["U0COMMISSION", world.slack.app.user_id], **more)
    set_executive(world, name)


def set_executive(world, name):
    settings = world.services.settings.model_copy(update={"executive_channel": name})
    object.__setattr__(world.services, "settings", settings)
    membership.find_channels(world.bot.app.client, world.services)


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


def test_on_the_heartbeats_day_the_heartbeat_tells_of_the_exception_list(late):
    only(late, A7="2022-11-14")
    on(late, "2022-11-15", "2022-11-28", "2022-12-12")
    heartbeat = said(late.messages(UNIT)[-1])
    assert "Exception list: newly on it\n• A7 Agree the officer presence" in heartbeat
    assert not any("Monday 12 December" in one for one in nudges(late, UNIT))
    assert ("A7", 2, "business unit's exception list") in escalated(late)


def test_the_digest_its_thread_and_the_card_say_what_comes_next(late):
    next_ = (
        "If it is not reported done before Tuesday 6 December 2022, the named lead and the deputy are told directly."
    )
    on(late, "2022-11-23", "2022-11-28")
    digest = late.messages(POLICE)[-1]
    assert next_ in said(digest)
    assert next_ in said(late.replies(POLICE, digest.ts)[0])
    assert next_ in said(late.ask(late.police, "A7"))
    late.ask(late.police, "done A7 agreed")
    assert "If it is not reported done" not in said(late.ask(late.police, "A7"))


def test_the_digest_announces_what_fell_overdue_over_the_weekend(late):
    only(late, A7="2022-11-26")
    on(late, "2022-11-25", "2022-11-28")
    assert "before Friday 9 December 2022, the named lead and the deputy" in said(late.messages(POLICE)[-1])
    assert rung(late)["announced"] == "2022-11-28"


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


def test_the_digest_says_that_a_step_is_taken_today(late):
    only(late, A7="2022-11-14", A8=None)
    on(late, "2022-11-15", "2022-11-28", "2022-12-12")
    first, second = [said(one) for one in late.messages(POLICE) if "Your actions on" in said(one)]
    assert "The named lead and the deputy are told directly today. If it is not reported done before" in first
    assert "It is on the business unit's exception list from today. If it is not reported done before" in second


def test_the_digest_says_so_of_those_too_that_it_has_no_other_room_for(late):
    with late.store.write() as tx:
        tx.run(
            "UPDATE actions SET stage = 'in progress', due = '2022-11-14', lead_partner_id = l.id"
            " FROM (SELECT id FROM partners WHERE code = 'POLICE') l WHERE actions.id BETWEEN 6 AND 10"
        )
    on(late, "2022-11-15", "2022-11-28")
    digest = next(said(one) for one in late.messages(POLICE) if "Your actions on" in said(one))
    assert digest.count("are told directly today") == 5
    assert len(digest.split("Also today")[1].split("are told directly today")) == 3


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


def test_direct_messages_are_turned_off_with_the_button_in_them(late):
    on(late, "2022-11-23", "2022-12-06")
    message = late.slack.direct_messages("U0POLICE")[-1]
    late.police.press(message, "messages_off")
    late.slack.wait_for(lambda: any(one.text.startswith(OFF) for one in late.slack.ephemerals("U0POLICE")))
    with late.store.write() as tx:
        tx.run("UPDATE actions SET stage = 'in progress', due = '2022-12-06' WHERE id = 6")
    on(late, "2022-12-07", "2022-12-20")
    assert len(directly(late, "U0POLICE")) == 1
    assert len(directly(late, "U0DEPUTY")) == 2


def test_who_turned_them_off_counts_as_not_reachable(late):
    leads(late, lead="U0POLICE")
    late.ask(late.police, "messages off")
    on(late, "2022-11-23", "2022-12-06")
    assert directly(late, "U0POLICE") == []
    assert "its named lead has turned direct messages off and no deputy is set." in nudges(late, UNIT)[-1]


def test_turned_off_just_before_it_is_sent_it_is_not_sent(late):
    on(late, "2022-11-23", "2022-12-02")
    late.slack.faults.fail("conversations.open", "service_unavailable", times=1000)
    late.tick("2022-12-06 09:00")
    late.ask(late.police, "messages off")
    late.slack.faults.clear()
    late.clock.advance(minutes=30)
    late.deliver()
    assert directly(late, "U0POLICE") == []
    assert len(directly(late, "U0DEPUTY")) == 1


def test_what_somebody_asks_for_still_comes_directly(late):
    late.ask(late.police, "messages off")
    late.ask(late.police, "chart I1", command="/indicators")
    late.deliver()
    assert late.slack.direct_messages("U0POLICE")


def test_messages_off_and_on_are_said_and_said_again(world):
    assert "Direct messages from Followthrough are on" in world.ask(world.police, "messages").text
    assert world.ask(world.police, "messages off").text.startswith(OFF)
    assert (
        world.ask(world.police, "messages off").text
        == "Direct messages from Followthrough are off already, so nothing was changed."
    )
    assert world.ask(world.police, "Messages ON.").text.startswith("Direct messages from Followthrough are on")
    assert "matches “messages to parents”" in world.ask(world.police, "messages to parents").text


def test_app_home_says_whether_they_are_on_and_changes_it(world):
    for person in (world.police, world.manager):
        open_home(world, person)
        assert "Direct messages from Followthrough: on." in texts(world, person)
        person.press(world.slack.home(person.user.id), "messages_off")
        settle(world)
        assert "Direct messages from Followthrough: off." in texts(world, person)
        person.press(world.slack.home(person.user.id), "messages_on")
        settle(world)
        assert "Direct messages from Followthrough: on." in texts(world, person)


def test_somebody_from_outside_has_nothing_to_turn_off(world):
    assert "members of the partnership only" in world.ask(world.outsider, "messages off").text
    assert world.rows("SELECT * FROM no_direct_messages") == []
