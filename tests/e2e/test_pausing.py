"""Pausing nudges about an action, and letting them begin again."""

import pytest

from tests.e2e.pausing import COURT, MERGER, PAUSED, trail
from tests.e2e.telling import words


@pytest.mark.parametrize(
    "text",
    [
        COURT,
        "PAUSE a6 until 12/1/23: the lead is in court",
        "A6 pause till Thursday 12 January 2023, since the lead is in court",
        "pause until 12 January 2023 A6 because the lead is in court",
        "pause 6 12 Jan as the lead is in court",
    ],
)
def test_an_action_is_paused_until_a_day_for_a_reason(world, text):
    assert world.ask(world.manager, text).text == PAUSED
    for who in (world.manager, world.police):
        card = words(world.ask(who, "A6"))
        assert "*Nudges are paused until Thursday 12 January 2023*\\nthe lead is in court" in card
    assert "West Midlands Police · paused until 12 January 2023" in words(world.ask(world.police, ""))
    assert trail(world, "A6") == [
        (
            "pause",
            {"paused_until": None, "paused_why": None},
            {"paused_until": "2023-01-12", "paused_why": "the lead is in court"},
        )
    ]
    told = words(world.ask(world.manager, "history A6"))
    assert (
        "*nudges paused*, by <@U0MANAGER> (business unit), from a command: end of the pause 12 January 2023" in told
    )
    assert "“the lead is in court”" in told


def test_several_actions_are_paused_at_once_and_nobody_works_on_some_days(world):
    told = world.ask(world.manager, "pause A7, A10 until 26/12/2022: leave").text
    assert (
        told.count("They begin again on Monday 26 December 2022. Monday 26 December 2022 is not a working day.") == 2
    )
    assert told.endswith(" To end it sooner: /actions resume A7, A10")
    assert {row["id"] for row in world.rows("SELECT id FROM actions WHERE paused_until = '2022-12-26'")} == {7, 10}
    listed = words(world.ask(world.manager, "paused"))
    assert all(f"*A{number}*" in listed for number in (7, 10))
    assert "*A6*" not in listed
    assert "*A10*" not in words(world.ask(world.police, "paused"))
    assert world.ask(world.nhs, "paused").text == "No nudges about any action that you can see are paused."
    world.ask(world.manager, "resume A7, A10")
    assert world.ask(world.manager, "paused").text == "No nudges about any action that you can see are paused."


def test_what_waits_for_a_test_can_be_paused_and_what_is_given_up_can_not(world):
    world.ask(world.police, "done A6 duplicates merged")
    world.ask(world.manager, "accept A6 seen")
    world.ask(world.manager, COURT)
    assert "Blue: addressed" in words(world.ask(world.manager, "paused police"))
    world.ask(world.manager, "withdraw A7 merged with A6")
    told = world.ask(world.manager, "pause A6, A7 until 1 December 2022: leave").text
    assert told == "A7 was withdrawn, so nothing was changed."
    assert world.rows("SELECT paused_until FROM actions WHERE id = 6") == [{"paused_until": "2023-01-12"}]


def test_a_pause_ends_by_itself_on_its_day(world):
    world.ask(world.manager, "pause A6 until 22 November 2022: leave")
    world.ask(world.manager, "pause police until 22 November 2022: leave")
    world.clock.advance(days=7)
    assert "paused until" in words(world.ask(world.police, ""))
    assert "until 22 November 2022 already" in world.ask(world.manager, "pause A6 until 22 November 2022: leave").text
    world.clock.advance(days=1)
    assert "paused until" not in words(world.ask(world.police, ""))
    card = words(world.ask(world.manager, "A6"))
    assert "Nudges are paused" not in card
    assert "Nudges paused" not in card
    assert "*Nudges were paused until Tuesday 22 November 2022*" in card
    assert world.ask(world.manager, "resume A6").text == "Nudges about A6 are not paused, so nothing was changed."
    assert "begin again on Thursday 12 January 2023" in world.ask(world.manager, MERGER).text
    paused = {"paused_until": "2023-01-12", "reason": "the merger"}
    assert trail(world, "POLICE")[-1] == ("pause", {"paused_until": None, "reason": None}, paused)


def test_resuming_twice_is_told_and_recorded_once(world):
    world.ask(world.manager, COURT)
    assert world.ask(world.manager, "resume A6").text == "Nudges about A6 begin again."
    assert world.ask(world.manager, "resume A6").text == "Nudges about A6 are not paused, so nothing was changed."
    assert [verb for verb, *_ in trail(world, "A6")] == ["pause", "resume"]
    card = words(world.ask(world.manager, "A6"))
    assert card.index("*Nudges resumed*") < card.index("*Nudges were paused*")


def test_a_pause_is_taken_back_exactly(world):
    [before] = world.rows("SELECT * FROM actions WHERE id = 6")
    world.ask(world.manager, COURT)
    told = world.ask(world.manager, "undo A6").text
    assert told == "Taken back: “nudges paused” on A6. It is not started, due 31 October 2022."
    [after] = world.rows("SELECT * FROM actions WHERE id = 6")
    assert {**after, "version": 0} == {**before, "version": 0}


def test_what_a_pause_waited_for_ends_it(world):
    world.ask(world.manager, COURT)
    world.ask(world.police, "update A6 half of it")
    assert "paused until" in words(world.ask(world.police, ""))
    world.ask(world.police, "done A6 duplicates merged")
    assert "paused until" not in words(world.ask(world.manager, "awaiting"))
    assert "end of the pause from 12 January 2023 to none" in words(world.ask(world.manager, "history A6"))


def test_in_a_thread_the_unit_pauses_by_ref_and_talk_is_left_alone(world):
    world.ask(world.manager, "post A6", channel="west-midlands-police")
    world.deliver()
    [card] = world.messages("west-midlands-police")
    for text in ("pause police until 12 January 2023: merger", "pause for a moment", "resume tomorrow?"):
        world.manager.say("west-midlands-police", text, thread_ts=card.ts)
    world.police.say("west-midlands-police", COURT, thread_ts=card.ts)
    world.deliver()
    assert world.replies("west-midlands-police", card.ts) == []
    assert "so nothing was changed" in world.slack.ephemerals("U0POLICE")[-1].text
    world.manager.say("west-midlands-police", COURT, thread_ts=card.ts)
    world.deliver()
    [line] = world.replies("west-midlands-police", card.ts)
    assert line.text == PAUSED
    assert "*Nudges are paused until Thursday 12 January 2023*" in words(world.messages("west-midlands-police")[0])


def test_the_form_pauses_changes_and_ends_a_pause(world):
    world.manager.press(world.ask(world.manager, "A6"), "pause")
    assert world.manager.submit(values={"due": "2022-11-14", "words": "in court"}) == {
        "due": "14 November 2022 is not in the future, so messages can't begin again then."
    }
    assert world.manager.submit(values={"due": "2023-01-12", "words": "in court"}) == {}
    assert world.ask(world.manager, "pause A6") is None
    form = world.slack.modal("U0MANAGER")
    assert "Nudges are paused until Thursday 12 January 2023." in words(form)
    assert world.manager.submit(values={"choice": "pause", "due": "2022-12-01"}) == {}
    assert world.rows("SELECT paused_until, paused_why FROM actions WHERE id = 6") == [
        {"paused_until": "2022-12-01", "paused_why": "in court"}
    ]
    world.ask(world.manager, "pause A6")
    assert world.manager.submit(values={"choice": "resume"}) == {}
    assert "Nudges about A6 begin again." in words(world.slack.modal("U0MANAGER"))


def test_a_pause_made_while_a_form_is_open_is_told_there(world):
    world.ask(world.manager, "withdraw A6")
    [form] = world.slack.modals("U0MANAGER")
    world.ask(world.manager, COURT)
    world.slack.stacks["U0MANAGER"] = [form]
    world.manager.submit(values={"words": "merged with A7"})
    again = words(world.slack.modal("U0MANAGER"))
    assert "A6 has changed since you opened this form" in again
    assert "nudges paused (14 November 2022 at 9am): end of the pause 12 January 2023" in again
    assert world.stage(6) == "not started"
    assert world.manager.submit() == {}
    assert world.stage(6) == "withdrawn"
