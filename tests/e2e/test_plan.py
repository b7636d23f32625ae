"""Remit items and indicators, kept in Slack by the example partnership's people; and what they may not do."""

from tests.e2e.telling import events, stored, words

BAD_INPUT = [
    ("/deadlines", "from rapid-review", "Say from which day: the notification. For example: /deadlines from rapid-review 3 November 2022"),
    ("/deadlines", "from rapid-review 31 November 2022", "“31 November 2022” is not a date that can be read with certainty. For example: /deadlines from rapid-review 3 November 2022"),
    ("/deadlines", "from jtia 3 November 2022", "“jtia 3 November 2022” names no clock: “/deadlines from” lists them. For example: /deadlines from jtai 3 November 2022"),
    ("/deadlines", "from foi 20 December 2028", "That can't be counted yet: bank holidays are known from 2012 to 2028 only. For example: /deadlines from foi 3 November 2022"),
    ("/deadlines", "met D1 on 31 November 2022", "“31 November 2022” is not a date that can be read with certainty. For example: /deadlines met D1 on 31 October 2022"),
    ("/deadlines", "met D1 tomorrow", "D1 can't have been met on a day that is still to come. For example: /deadlines met D1 on 14 November 2022"),
    ("/deadlines", "met D1 1 November 2022", "1 November 2022 is before DIRECTION-2022 was published, on 3 November 2022."),
    ("/deadlines", "met D9", "There is no deadline D9. For example: /deadlines"),
    ("/deadlines", "D1 met", "“met” comes before D1. For example: /deadlines met D1"),
    ("/deadlines", "move D1 28 February 2023", "Say why D1 is moved. For example: /deadlines move D1 28 February 2023 because the department agreed to a later date"),
    ("/deadlines", "move D1 31 November 2023 because agreed", "“31 November 2023” is not a date that can be read with certainty. For example: /deadlines move D1 28 February 2023 because the department agreed to a later date"),
    ("/deadlines", "move D1 28 February 2022 because agreed", "28 February 2022 is before DIRECTION-2022 was published, on 3 November 2022."),
    ("/deadlines", "undo D1", "There is nothing to take back on D1."),
    ("/deadlines", "edit R4", "R4 is something that /remit shows. For example: /remit R4"),
    ("/remit", "link R4 A2", "A2 serves R4 already, so nothing was changed."),
    ("/remit", "link R4 A99", "There is no action A99 that you can see. For example: /actions"),
    ("/remit", "unlink R4 A12", "A12 does not serve R4, so nothing was changed."),
    ("/remit", "link R9 A12", "There is no remit item R9. For example: /remit"),
    ("/remit", "met R4 on 30 February 2022", "“30 February 2022” is not a date that can be read with certainty. For example: /remit met R4 on 31 October 2022"),
    ("/indicators", "reading I1 -4", "I1 can't be below 0. For example: /indicators reading I1 387 on 31 October 2022"),
    ("/indicators", "reading I1 387 tomorrow", "A reading can't be of a day that is still to come. For example: /indicators reading I1 387 on 31 October 2022"),
    ("/indicators", "reading I9", "There is no indicator I9. For example: /indicators"),
    ("/indicators", "chart", "Say which indicator you mean after “chart”: its ref begins with I. For example: /indicators chart I1"),
]  # fmt: skip


def test_bad_input_gets_a_sentence_an_example_and_nothing_is_stored(world):
    before = stored(world)
    for command, text, answer in BAD_INPUT:
        assert world.ask(world.manager, text, command).text == answer
    assert stored(world) == before


FOR_KEEPERS = {
    "/deadlines": ("add", "edit D1", "met D1", "move D1 28 February 2023 because agreed", "move D1"),
    "/remit": ("add", "edit R4", "link R4 A6", "unlink R4 A2", "met R4"),
    "/indicators": ("add", "edit I1", "reading I1 387", "reading I1"),
}


def test_who_may_not_is_told_and_nothing_is_stored(world):
    before = stored(world)
    told = ("The business unit and assurers keep", "Only the business unit, or the partner")
    for command, texts in FOR_KEEPERS.items():
        for text in texts:
            assert world.ask(world.police, text, command).text.startswith(told), text
            assert world.ask(world.outsider, text, command).text.startswith("This answers members"), text
    assert stored(world) == before
    assert world.slack.modal("U0POLICE") is None


def test_nobody_is_offered_what_they_may_not_do(world):
    for command, ref in (("/deadlines", "D1"), ("/remit", "R4"), ("/indicators", "I1")):
        for text in (ref, ""):
            shown = words(world.ask(world.police, text, command))
            for offer in ("Edit", "Mark as met", "Move", "Add a"):
                assert offer not in shown
        kept = words(world.ask(world.commissioner, ref, command))
        assert "Edit" in kept
        assert "History" in kept
        assert "Add a" in words(world.ask(world.commissioner, "", command))
    assert "Add a reading" not in words(world.ask(world.commissioner, "I1", "/indicators"))
    assert "Add a reading" in words(world.ask(world.manager, "I1", "/indicators"))


def test_actions_are_linked_to_a_remit_item_in_their_own_trail(world):
    answer = world.ask(world.manager, "link R4 A12 A10", "/remit")
    assert answer.text == "Linked: A12 and A10 now serve R4."
    card = words(world.ask(world.commissioner, "R4", "/remit"))
    assert "4 actions: 4 not started" in card
    assert [event["verb"] for event in events(world, "A12")][-1] == "linked"
    assert "linked" not in [event["verb"] for event in events(world, "R4")]
    assert world.ask(world.commissioner, "unlink A12 from R4", "/remit").text == "Unlinked: A12 no longer serves R4."
    assert "R4" in words(world.ask(world.manager, "A10"))


def test_a_remit_item_is_added_edited_met_and_taken_back(world):
    world.ask(world.commissioner, "add Secure a stable senior team", "/remit")
    form = world.slack.modal("U0COMMISSION")
    world.commissioner.submit(form, {"source": "DIRECTION-2022", "deadlines": ["1"], "indicators": ["1"]})
    card = words(world.ask(world.police, "R8", "/remit"))
    assert "Secure a stable senior team" in card
    assert "D1 Commissioner reports" in card
    assert "I1 Unallocated cases" in card
    assert world.ask(world.commissioner, "met R8 on 11 November 2022", "/remit").text == (
        "Recorded: R8 Secure a stable senior team: met on Friday 11 November 2022."
    )
    assert world.ask(world.commissioner, "undo R8", "/remit").text == "Taken back: R8 is as it was before “met”."
    assert "No action serves R2 and R8." in words(world.ask(world.manager, "", "/remit"))
    history = words(world.ask(world.police, "history R8", "/remit"))
    assert "took back: met" in history


def test_an_added_remit_item_taken_back_is_gone_from_everywhere(world):
    world.ask(world.manager, "add Secure a stable senior team", "/remit")
    world.manager.submit(world.slack.modal("U0MANAGER"), {})
    assert world.ask(world.manager, "undo R8", "/remit").text == (
        "Taken back: R8 is no longer shown. Its ref is not given again."
    )
    assert "R8" not in words(world.ask(world.manager, "", "/remit"))
    for command, text in (("/remit", "R8"), ("/remit", "link R8 A1"), ("/actions", "R8"), ("/remit", "history R8")):
        assert world.ask(world.manager, text, command).text.startswith("There is no remit item R8.")


def test_a_reading_with_bands_adds_up_and_is_said_in_words(world):
    world.ask(world.manager, "edit I1", "/indicators")
    bands = "up to 5 days\n6 to 20 days\nover 20 days"
    form = {"target": "100", "target_by": "2023-03-31", "bands": bands, "owner": "LA"}
    assert world.manager.submit(None, {**form, "target": "100, 50"}) == {"target": "“100, 50” is not one number."}
    world.manager.submit(None, form)
    world.ask(world.council, "reading I1", "/indicators")
    reading = {"amount": "387", "on": "2022-11-10", "band_1": "120", "band_2": "200", "band_3": "60"}
    assert world.council.submit(None, reading) == {"band_3": "The bands add up to 380, and the value is 387."}
    assert world.council.submit(None, {"band_3": None}) == {
        "band_3": "Give all of the bands, or none: where there were none, write 0."
    }
    assert world.council.submit(None, {"band_3": "67", "on": "2022-11-15"}) == {
        "on": "A reading can't be of a day that is still to come."
    }
    assert world.council.submit(None, {"amount": "-387", "on": "2022-11-10"}) == {"amount": "I1 can't be below 0."}
    world.council.submit(None, {"amount": "387"})
    said = world.ask(world.police, "", "/indicators").text
    assert "387 cases on 10 November 2022, down by more than 13 since 31 August 2022 (better). " in said
    assert "Of these: up to 5 days: 120, 6 to 20 days: 200, over 20 days: 67. " in said
    assert "Lower is better. Target: 100 cases by 31 March 2023, not met: 287 above it." in said
    assert "reading*" in words(world.ask(world.police, "history I1", "/indicators"))
    assert world.ask(world.council, "undo I1", "/indicators").text == "Taken back: I1 is as it was before “reading”."
    assert "over 400 cases on 31 August 2022" in world.ask(world.police, "I1", "/indicators").text


def test_an_indicator_needs_to_know_which_way_is_better(world):
    world.ask(world.manager, "add", "/indicators")
    assert world.manager.submit(None, {"name": "Staff trained", "unit": "%", "target": "90"}) != {}
    world.manager.submit(None, {"better": "higher"})
    assert "I2 Staff trained: no reading yet. Higher is better. Target: 90%." in words(world.slack.modal("U0MANAGER"))
    world.manager.close_view(everything=True)
    answer = world.ask(world.manager, "reading I2 92% on 11 November 2022", "/indicators").text
    assert answer.endswith("Higher is better. Target: 90%, met: 2 above it.")


def test_a_percentage_is_taken_only_where_the_unit_is_one(world):
    before = stored(world)
    for text in ("reading I1 50% on 1 November 2022", "reading I1 50 % on 1 November 2022"):
        answer = world.ask(world.manager, text, "/indicators").text
        assert "This is counted in cases, so “50" in answer
        assert answer.endswith("can't be kept: leave out the %. For example: 50")
    world.ask(world.manager, "reading I1", "/indicators")
    assert list(world.manager.submit(None, {"amount": "50%"})) == ["amount"]
    assert stored(world) == before
    world.manager.close_view(everything=True)
    for number, unit in enumerate(("%", "% of assessments", "per cent"), start=2):
        world.ask(world.manager, "add Timely", "/indicators")
        world.manager.submit(None, {"unit": unit, "better": "higher", "target": "90%"})
        world.manager.close_view(everything=True)
        said = f"reading I{number} 92{unit} on 11 November 2022" if unit != "per cent" else f"reading I{number} 92%"
        assert world.ask(world.manager, said, "/indicators").text.startswith("Recorded: 92")


def test_a_reading_that_takes_anothers_place_says_so(world):
    assert "instead" not in world.ask(world.manager, "reading I1 1,200 on 1 November 2022", "/indicators").text
    answer = world.ask(world.manager, "reading I1 390 on 1 November 2022", "/indicators").text
    assert answer.startswith("Recorded: 390 cases on Tuesday 1 November 2022, instead of 1,200 cases. ")


def test_help_offers_nobody_what_they_may_not_do(world):
    for command in ("/deadlines", "/indicators", "/remit"):
        told = words(world.ask(world.police, "help", command))
        kept = words(world.ask(world.commissioner, "help", command))
        for word in ("add", "edit"):
            assert f"`{command} {word}" not in told
            assert f"`{command} {word}" in kept
    assert "`/indicators reading" not in words(world.ask(world.commissioner, "help", "/indicators"))
    assert "`/indicators undo" in words(world.ask(world.police, "help", "/indicators"))


def test_a_chart_goes_to_who_asks_and_is_shown_in_partners_channels_only(world):
    answer = world.ask(world.police, "chart I1", "/indicators")
    assert answer.text == "The chart of I1 is on its way in your direct messages with Followthrough."
    card = world.ask(world.police, "I1", "/indicators", channel="west-midlands-police")
    world.police.press(card, "indicator_show")
    world.police.press(world.ask(world.police, "I1", "/indicators", channel="general"), "indicator_show")
    queued = world.rows("SELECT channel, shows, picture FROM outbox WHERE picture IS NOT NULL ORDER BY id")
    assert [row["picture"] for row in queued] == ["I1", "I1"]
    assert queued[0]["channel"] == "U0POLICE"
    world.deliver()
    assert "I1 Unallocated cases" in world.messages("west-midlands-police")[-1].text
    assert world.messages("general") == []


def test_the_history_button_shows_the_history(world):
    world.ask(world.manager, "met D1", "/deadlines")
    card = world.ask(world.police, "D1", "/deadlines")
    world.police.press(card, "plan_history")
    world.slack.wait_for(lambda: world.slack.ephemerals("U0POLICE")[-1].text == "History of D1: 2 changes.")


def test_what_was_met_is_not_met_twice(world):
    world.ask(world.manager, "met R4", "/remit")
    assert "already" in world.ask(world.manager, "met R4", "/remit").text
    assert [event["verb"] for event in events(world, "R4")].count("met") == 1


def test_a_link_is_taken_back_in_the_actions_own_trail(world):
    world.ask(world.manager, "link R4 A12", "/remit")
    assert world.ask(world.manager, "undo A12").text.startswith("Taken back: ")
    assert world.rows("SELECT remit_item_id FROM action_remit WHERE action_id = 12") == [{"remit_item_id": 3}]
    assert "There is nothing to take back on R4." in world.ask(world.manager, "undo R4", "/remit").text


def test_actions_are_linked_in_a_form(world):
    assert world.ask(world.commissioner, "link R2", "/remit") is None
    for wrong in ("the hub one", "R4", "A12 D1"):
        refused = world.commissioner.submit(values={"actions": wrong})
        assert refused == {"actions": "Name actions by their refs, such as A12 and A13."}
    assert world.commissioner.submit(values={"actions": "A12 and a6"}) == {}
    assert world.rows("SELECT action_id FROM action_remit WHERE remit_item_id = 2 ORDER BY 1") == [
        {"action_id": 6},
        {"action_id": 12},
    ]
