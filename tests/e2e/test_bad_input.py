"""What bad input gets: one plain sentence, an example that works where there is one, nothing stored, nothing leaked."""

import json

import pytest

TABLES = ["actions", "updates", "evidence", "events", "readings", "outbox", "contributions", "people"]


def stored(world):
    return {table: world.rows(f"SELECT * FROM {table}") for table in TABLES}


@pytest.mark.parametrize(
    ("command", "text", "answer"),
    [
        ("/actions", "A99", "There is no action A99 that you can see. For example: /actions"),
        ("/actions", "done A99 sorted", "There is no action A99 that you can see. For example: /actions"),
        ("/actions", "done", "Say which action you mean after “done”. For example: /actions done A12 rota agreed and signed off"),
        ("/actions", "unblocked A6 free again", "A6 is not blocked, so nothing was changed."),
        ("/actions", "due", "After “due” a number of days or a date is needed. For example: /actions due 14 days"),
        ("/actions", "due soonish", "“soonish” after “due” fixes no day. For example: /actions due 14 days"),
        ("/actions", "due 31/02/2023", "“31/02/2023” after “due” fixes no day. For example: /actions due 14 days"),
        ("/actions", "JTAI-1999", "There is no source JTAI-1999 in the plan. For example: /actions JTAI-2022"),
        ("/actions", "finish A6", "“finish” is not something that /actions knows. For example: /actions help"),
        ("/actions", "updat A6 half done", "“updat” is not something that /actions knows. For example: /actions update A6 half done"),
        ("/actions", "help frobnicate", "“frobnicate” is not something that /actions knows. For example: /actions help"),
        ("/actions", "A6 overdue", "A6 does not go with other filters: ask for it on its own. For example: /actions A6"),
        ("/actions", "polcie", "No open action of yours matches “polcie”. For example: /actions police"),
        ("/actions", "history", "Say which one action you mean after “history”. For example: /actions history A12"),
        ("/actions", "R99", "There is no remit item R99. For example: /remit"),
        ("/actions", "D1", "D1 is something that /deadlines shows. For example: /deadlines D1"),
        ("/actions", "extend A6 31 November 2022 because late", "“31 November 2022” is not a date that can be read with certainty. For example: /actions extend A6 31 January 2023 because the new rota begins in January"),
        ("/actions", "extend A6 soon because late", "“soon” is not a date that can be read with certainty. For example: /actions extend A6 31 January 2023 because the new rota begins in January"),
        ("/actions", "extend A6 31 January 2023", "Say why more time is needed, after the date. For example: /actions extend A6 31 January 2023 because the new rota begins in January"),
        ("/actions", "extend A6 1 October 2022 because late", "The new date, 1 October 2022, is in the past."),
        ("/actions", "extend A7 30 November 2022 because late", "The new date, 30 November 2022, is not later than the present one."),
        ("/actions", "assign A12 nobody", "Name somebody in Slack, with an @ before the name. For example: /actions assign A12 @council.lead"),
        ("/actions", "done A6 Done.", "“Done.” does not say what was done. For example: /actions done A6 rota agreed and signed off"),
        ("/actions", "accept A6", "The business unit or an assurer decides on A6, so nothing was changed."),
        ("/actions", "withdraw A6 no money", "The business unit adds, edits, pauses, withdraws and reopens actions, so nothing was changed."),
        ("/actions", "add", "The business unit adds, edits, pauses, withdraws and reopens actions, so nothing was changed."),
        ("/actions", "undo A6", "There is nothing to take back on A6."),
        ("/actions", "commissioner", "No action that you can see matches “commissioner”. To see every open one, type /actions."),
        ("/actions", "midlands", "No open action of yours matches “midlands”. For example: /actions police"),
        ("/remit", "A4", "A4 is something that /actions shows. For example: /actions A4"),
        ("/remit", "R4 help", "“R4 help” says more than /remit can read. For example: /remit R4"),
        ("/remit", "R99", "There is no remit item R99. For example: /remit"),
        ("/remit", "frobnicate", "“frobnicate” is not something that /remit knows. For example: /remit help"),
        ("/deadlines", "D99", "There is no deadline D99. For example: /deadlines"),
        ("/indicators", "I99", "There is no indicator I99. For example: /indicators"),
        ("/indicators", "reading", "A reading needs the indicator, the value and the day. For example: /indicators reading I1 387 on 31 October 2022"),
        ("/indicators", "reading I1 many on 30 November 2022", "A reading needs the indicator, the value and the day. For example: /indicators reading I1 387 on 31 October 2022"),
        ("/indicators", "reading I1 3,87", "A reading needs the indicator, the value and the day. For example: /indicators reading I1 387 on 31 October 2022"),
        ("/indicators", "reading I1 -4", "Only the business unit, or the partner that an indicator belongs to, can add its readings."),
        ("/indicators", "reading I1 387 soon", "“soon” is not a date that can be read with certainty. For example: /indicators reading I1 387 on 31 October 2022"),
        ("/indicators", "reading I1 387 on ASAP", "“ASAP” is not a date that can be read with certainty. For example: /indicators reading I1 387 on 31 October 2022"),
    ],
)  # fmt: skip
def test_a_sentence_an_example_and_nothing_stored(world, command, text, answer):
    before = stored(world)
    assert world.ask(world.police, text, command).text == answer
    assert stored(world) == before


def test_a_reading_by_somebody_who_may_not_is_refused(world):
    before = stored(world)
    answer = world.ask(world.police, "reading I1 387 on 10 November 2022", "/indicators")
    assert answer.text == "Only the business unit, or the partner that an indicator belongs to, can add its readings."
    answer = world.ask(world.manager, "reading I1 387 on 30 November 2022", "/indicators")
    assert answer.text.startswith("A reading can't be of a day that is still to come.")
    assert stored(world) == before


@pytest.mark.parametrize(
    "verb", ["A1", "done A1 all done", "update A1 half done", "blocked A1 why", "history A1", "post A1"]
)
def test_an_action_that_one_may_not_see_is_answered_like_one_that_there_is_not(world, verb):
    before = stored(world)
    hidden = world.ask(world.police, verb).text
    unknown = world.ask(world.police, verb.replace("A1", "A99")).text
    assert hidden.replace("A1 ", "A99 ") == unknown
    assert stored(world) == before


def test_the_commissioner_sees_but_does_not_report(world):
    before = stored(world)
    assert "nothing was changed" in world.ask(world.commissioner, "done A6 merged").text
    assert stored(world) == before


@pytest.mark.parametrize("sort", ["command", "thread"])
def test_a_note_of_4000_characters_is_refused_with_its_length(world, sort):
    note = "word " * 799 + "stop"
    if sort == "command":
        before = stored(world)
        answer = world.ask(world.police, f"update A6 {note}").text
        assert stored(world) == before
    else:
        world.tick()
        [digest] = world.messages("west-midlands-police")
        world.police.say("west-midlands-police", f"update A6 {note}", digest.ts)
        world.deliver()
        answer = world.slack.ephemerals("U0POLICE")[-1].text
    assert answer.startswith("That is 3,999 characters long, and an update can hold 3,000.")
    assert world.rows("SELECT * FROM updates") == []


def test_text_that_slack_would_act_on_comes_out_as_it_was_typed(world):
    nasty = "<!channel> 🎉 <https://evil.example|click> *bold* & <@U0MANAGER>"
    world.ask(world.police, f"update A6 {nasty}")
    world.ask(world.police, "post A6", channel="west-midlands-police")
    world.deliver()
    shown = json.dumps(world.messages("west-midlands-police")[-1].blocks, ensure_ascii=False)
    assert "@channel 🎉 click (https://evil.example)" in shown
    assert "<!channel>" not in shown


def test_a_reply_about_an_action_one_may_not_see_tells_its_author_alone(world):
    world.tick()
    [digest] = world.messages("west-midlands-police")
    world.police.say("west-midlands-police", "done A1 published", digest.ts)
    world.deliver()
    assert world.slack.ephemerals("U0POLICE")[-1].text.startswith("There is no action A1 that you can see.")
    assert len(world.replies("west-midlands-police", digest.ts)) == 1


def test_somebody_from_another_workspace_is_not_vouched_for_by_the_channel(world):
    world.tick()
    [digest] = world.messages("west-midlands-police")
    world.slack.add_user("guest", "Guest", user_id="U0GUEST", team_id="T0ELSEWHERE")
    channel = world.slack.channel("west-midlands-police")
    channel.members.append("U0GUEST")
    channel.is_ext_shared = True
    type(world.police)(world.slack, "U0GUEST").say("west-midlands-police", "done A6 merged", digest.ts)
    world.deliver()
    assert world.stage(6) == "not started"
    assert world.slack.ephemerals("U0GUEST")[-1].text.startswith("This answers members of the partnership only.")


def test_a_fault_tells_its_author_that_nothing_changed_and_a_reference(world, capfd):
    with world.store.write() as tx:
        tx.run("ALTER TABLE actions RENAME TO elsewhere")
    answer = world.ask(world.police, "done A6 secret words")
    assert answer.text.startswith("Something went wrong and nothing was changed.")
    reference = answer.text.split()[-1].strip(".")
    log = "".join(capfd.readouterr())
    assert reference in log
    assert "secret words" not in log
