"""Slash commands, typed by the example partnership's people into a stand-in Slack."""

import json

import pytest


def words(message):
    return message.text + json.dumps(message.blocks, ensure_ascii=False)


def test_a_partners_member_sees_their_own_actions_most_urgent_first(world):
    answer = world.ask(world.police, "")
    assert answer.text.startswith("4 open: 2 overdue.")
    assert answer.text.index("A12") < answer.text.index("A6") < answer.text.index("A7")
    assert answer.text.endswith("; and 1 more")
    rows = [block["text"]["text"].split("*")[1] for block in answer.blocks if "accessory" in block]
    assert rows == ["A12", "A6", "A7", "A9"]
    assert answer.ephemeral_to == "U0POLICE"


def test_the_business_unit_and_the_commissioner_see_everything(world):
    for person in (world.manager, world.commissioner):
        assert world.ask(person, "").text.startswith("12 open: 3 overdue, 3 due in 10 working days.")


def test_somebody_from_outside_is_told_whom_to_ask_and_nothing_else(world):
    for command in ("/actions", "/remit", "/deadlines", "/indicators"):
        for text in ("", "A1", "R4", "D1", "I1", "help", "done A1 all done", "police", "JTAI-2022"):
            assert world.ask(world.outsider, text, command).text == (
                "This answers members of the partnership only. Ask <@U0MANAGER> to add you, "
                "or join your organisation's channel."
            )


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("overdue", ["A12", "A6", "A2"]),
        ("OVERDUE police", ["A12", "A6"]),
        ("police, overdue", ["A12", "A6"]),
        ("due 14 days", ["A8", "A11", "A1"]),
        ("due 18 November 2022", ["A8"]),
        ("R4", ["A2", "A1"]),
        ("r4 overdue", ["A2"]),
        ("jtai-2022 icb", ["A8", "A9"]),
        ("recording", ["A6", "A4"]),
        ("recruit offer", ["A3"]),
        ("PROB", ["A10"]),
        ("due 1 week UNIT R1", ["A11"]),
    ],
)
def test_filters_combine_in_any_order(world, text, found):
    answer = world.ask(world.manager, text)
    rows = [block["text"]["text"].split("*")[1] for block in answer.blocks if "accessory" in block]
    assert rows == found


def test_pages_turn_in_the_same_message(world):
    first = world.ask(world.manager, "")
    assert "Page 1 of 2" in words(first)
    world.manager.press(first, "page_next")
    [second] = [one for one in world.slack.ephemerals("U0MANAGER") if one.ts == first.ts]
    world.slack.wait_for(lambda: "Page 2 of 2" in words(second))
    assert "A10" in words(second)
    assert "page_next" not in words(second)
    assert "page_previous" in words(second)


def test_a_card_says_everything_and_marks_a_demonstration(world):
    world.ask(world.nhs, "update A9 invitations now go to schools too")
    card = words(world.ask(world.manager, "a-9"))
    for part in (
        "Make sure that every relevant agency is invited to strategy meetings",
        "Friday 9 December 2022",
        "Solihull Council (part outstanding) and West Midlands Police (part outstanding)",
        "JTAI-2022",
        "invitations now go to schools too",
        "Demonstration",
        "In progress since 14 November 2022 at 9am",
    ):
        assert part in card


@pytest.mark.parametrize("form", ["A12", "a12", "A-12", "#12", " A 12 ".strip()])
def test_a_ref_is_read_in_any_form(world, form):
    assert world.ask(world.manager, form.replace(" ", "")).text.startswith("A12 ")


def test_done_by_command_waits_for_the_business_unit(world):
    answer = world.ask(world.police, "done A6 duplicates merged, links restored")
    assert answer.text == "A6 reported done for West Midlands Police. The business unit will check the evidence."
    assert world.stage(6) == "reported done"
    assert "waiting for acceptance" in world.ask(world.manager, "awaiting").text


def test_the_business_unit_records_on_behalf_of_a_partner(world):
    answer = world.ask(world.manager, "update A6 half of the records done")
    assert answer.text == "Update on A6 recorded on behalf of West Midlands Police."
    assert "business unit on behalf of West Midlands Police" in words(world.ask(world.police, "A6"))


def test_a_contributing_partner_reports_its_own_part_only(world):
    answer = world.ask(world.police, "done A9 our front desk now invites schools")
    assert (
        answer.text == "A9: West Midlands Police reported its part done. "
        "Still to report on A9: Birmingham and Solihull ICB, which leads it, and Solihull Council."
    )
    assert world.stage(9) == "in progress"


def test_done_without_evidence_asks_for_it(world):
    answer = world.ask(world.police, "done 6")
    assert "Add the evidence" in words(answer)
    assert world.stage(6) == "reported done"


def test_several_are_recorded_together_or_not_at_all(world):
    assert "A6 reported done" in world.ask(world.police, "done 6 and 7 both agreed").text
    refused = world.ask(world.council, "done A1 A7 agreed")
    assert refused.text.startswith("There is no action A7 that you can see.")
    assert world.stage(1) == "not started"


def test_blocked_turns_an_action_amber_until_it_is_unblocked(world):
    world.ask(world.police, "blocked A7 waiting for the budget")
    assert "Amber: blocked" in world.ask(world.police, "A7").text
    world.ask(world.police, "unblocked A7 budget agreed")
    assert "Green: in progress" in world.ask(world.police, "A7").text


def test_history_tells_who_did_what_from_where(world):
    world.ask(world.police, "done A6 merged")
    history = words(world.ask(world.manager, "history A6"))
    assert "from not started to reported done" in history
    assert "<@U0POLICE> (POLICE), from a command" in history


def test_a_card_is_posted_only_where_everybody_may_see_it(world):
    assert "on its way" in world.ask(world.police, "post A6", channel="west-midlands-police").text
    refused = world.ask(world.manager, "post A6", channel="bsol-icb")
    assert refused.text == (
        "That was not posted: an action can be shown in the channels of the partners that work on it, "
        "and in the business unit's."
    )
    assert "on its way" in world.ask(world.manager, "post A6", channel="partnership-business-unit").text
    for person in (world.police, world.manager):
        assert "not posted" in world.ask(person, "post A6", channel="general").text
    world.deliver()
    assert [one.text[:3] for one in world.messages("west-midlands-police")] == ["A6 "]
    assert world.messages("bsol-icb") == []
    assert world.messages("general") == []


def test_the_remit_shows_stages_deadline_indicator_and_what_has_no_action(world):
    remit = words(world.ask(world.commissioner, "", "/remit"))
    assert "Tuesday 31 January 2023, in 53 working days" in remit
    assert "over 400 cases on 31 August 2022" in remit
    assert "No action serves R2." in remit
    assert "The actions counted here include demonstration actions, which are invented." in remit
    assert "No action that you can see serves" in words(world.ask(world.police, "", "/remit"))
    world.ask(world.council, "done A2 reported to the board")
    assert "1 not started, 1 reported done" in words(world.ask(world.commissioner, "R4", "/remit"))


def test_a_partner_sees_only_its_own_actions_counted_in_the_remit(world):
    assert "1 action that you can see: 1 not started" in words(world.ask(world.police, "R7", "/remit"))
    assert "2 actions: 2 not started" in words(world.ask(world.manager, "R7", "/remit"))


def test_a_deadline_has_its_sources_own_words(world):
    card = words(world.ask(world.police, "D1", "/deadlines"))
    assert "by the end of January 2023" in card
    assert "The last day of the month that the source names" in card
    assert world.ask(world.police, "", "/deadlines").text.startswith("1 deadline, soonest first.")


def test_a_reading_is_kept_and_said_in_words(world):
    answer = world.ask(world.manager, "reading I1 387 on 10/11/22", "/indicators")
    assert answer.text == (
        "Recorded: 387 cases on Thursday 10 November 2022. I1 Unallocated cases: 387 cases on 10 November 2022, down by more than 13 since 31 August 2022 (better). "
        "Lower is better. No target is set."
    )
    assert "387 cases" in words(world.ask(world.police, "I1", "/indicators"))


def test_help_lists_every_verb_and_explains_one(world):
    overview = words(world.ask(world.police, "help"))
    for usage in ("done A12 what was done", "update A12 words", "history A12", "post A12", "due 14 days"):
        assert usage in overview
    assert "For example: /actions blocked A12" in world.ask(world.police, "help blocked").text
    for command in ("/remit", "/deadlines", "/indicators"):
        assert command in world.ask(world.police, "help", command).text


@pytest.mark.parametrize(
    "text", ["387 12/10/22", "387 cases 12 October 2022", "387 cases on 12/10/22", "387 on 12 Oct"]
)
def test_a_readings_day_is_read_with_or_without_on_and_unit(world, text):
    world.ask(world.manager, f"reading I1 {text}", "/indicators")
    [_, reading] = world.rows('SELECT "on", value FROM readings ORDER BY "on"')
    assert reading == {"on": "2022-10-12", "value": "387"}


def test_what_was_just_recorded_can_be_taken_back_by_who_did(world):
    world.ask(world.police, "done A6 merged")
    assert "Somebody else" in world.ask(world.manager, "undo A6").text
    assert (
        world.ask(world.police, "undo A6").text
        == "Taken back: “reported done” on A6. It is not started, due 31 October 2022."
    )
    assert world.stage(6) == "not started"


def test_a_contributor_does_not_lift_the_leads_block(world):
    world.ask(world.nhs, "blocked A9 no data-sharing agreement")
    assert "nothing was changed" in world.ask(world.police, "unblocked A9 fine by us").text
    world.ask(world.police, "blocked A12 no room")
    assert "no longer blocked" in world.ask(world.police, "unblocked A12 room found").text


def test_nobody_is_offered_what_they_may_not_do(world):
    card = words(world.ask(world.commissioner, "A6"))
    assert "Report done" not in card
    assert "History" in card
    assert "Report done" not in words(world.ask(world.commissioner, ""))
    world.ask(world.police, "done A9 our part")
    assert "Report done" not in words(world.ask(world.police, "A9"))
