"""Deadlines and statutory clocks in Slack, by the example partnership's people."""

import json

from tests.e2e.telling import events, words

WEEKS = "/deadlines from rapid-review 3 November 2022"


def test_a_clock_says_its_date_rule_and_basis(world):
    answer = world.ask(world.police, "from rapid-review 3 November 2022", "/deadlines")
    assert answer.text.startswith("Rapid review: Thursday 24 November 2022, in 8 working days. ")
    assert "15 working days after Thursday 3 November 2022 (the notification)." in answer.text
    assert "Basis: Working Together to Safeguard Children: an expectation, not statute" in answer.text
    assert "Keep this deadline" not in words(answer)


def test_clocks_count_as_their_rules_say(world):
    for text, said in (
        ("from jtai 21 Feb 2022", "Monday 6 June 2022, overdue by 113 working days."),
        ("from 21 February 2022 jtai", "Monday 6 June 2022"),
        ("from foi yesterday", "Monday 12 December 2022, in 19 working days."),
        ("from practice review 14/11/22", "Sunday 14 May 2023"),
        ("from practice review 14/11/22", "the last working day before it is Friday 12 May 2023."),
        ("from annual report 31 August 2022", "Thursday 31 August 2023"),
    ):
        assert said in world.ask(world.manager, text, "/deadlines").text


def test_from_alone_lists_the_clocks_with_an_example(world):
    answer = world.ask(world.police, "from", "/deadlines")
    assert answer.text.startswith("8 clocks: serious-incident, rapid-review, ")
    assert answer.text.endswith(f"For example: {WEEKS}")
    assert "Freedom of Information Act 2000, section 10(1)" in words(answer)


def test_a_computed_deadline_is_kept_from_its_button(world):
    answer = world.ask(world.manager, "from rapid-review 3 November 2022", "/deadlines")
    world.manager.press(answer, "deadline_add")
    form = world.slack.modal("U0MANAGER")
    assert form.title == "Add a deadline"
    assert "2022-11-24" in words(form)
    assert world.manager.submit(form, {"title": "Rapid review of the incident", "remit": ["2"]}) == {}
    assert "D2 Rapid review of the incident: Thursday 24 November 2022, in 8 working days." in words(
        world.slack.modal("U0MANAGER")
    )
    card = words(world.ask(world.police, "D2", "/deadlines"))
    assert "15 working days after Thursday 3 November 2022" in card
    assert "an expectation, not statute" in card
    assert "source's words" not in card  # the bot has counted it, and quotes nobody
    assert "source's words" not in words(world.ask(world.police, "", "/deadlines")).split("D2")[1].split("*D")[0]
    [event] = events(world, "D2")
    assert (event["verb"], event["user"], event["origin"]) == ("added", "U0MANAGER", "form")
    assert json.loads(event["after"])["remit"] == [2]
    assert "D2 Rapid review of the incident" in words(world.ask(world.commissioner, "R2", "/remit"))


def test_a_deadline_is_moved_for_a_reason_and_its_first_date_stays(world):
    answer = world.ask(world.commissioner, "move D1 28 February 2023 because the department agreed", "/deadlines")
    assert answer.text == (
        "Moved: D1 Commissioner reports to the Department for Education: Tuesday 28 February 2023 "
        "(originally 31 January 2023), in 73 working days."
    )
    card = words(world.ask(world.police, "D1", "/deadlines"))
    assert "Original date*\\nTuesday 31 January 2023" in card
    assert "the department agreed" in card
    assert "(originally 31 January 2023)" in words(world.ask(world.police, "", "/deadlines"))
    history = words(world.ask(world.police, "history D1", "/deadlines"))
    assert "date from 31 January 2023 to 28 February 2023" in history
    assert "Because: the department agreed" in history
    assert "<@U0COMMISSION> (assurer), from a command" in history
    assert (
        world.ask(world.commissioner, "undo D1", "/deadlines").text == "Taken back: D1 is as it was before “moved”."
    )
    assert "Original date" not in words(world.ask(world.police, "D1", "/deadlines"))


def test_a_deadline_is_met_and_edited_in_forms(world):
    world.manager.press(world.ask(world.manager, "D1", "/deadlines"), "deadline_edit")
    form = world.slack.modal("U0MANAGER")
    assert "due" not in [block.get("block_id") for block in form.blocks]
    world.manager.submit(form, {"title": "Commissioner reports", "basis": "The direction", "source": None})
    world.manager.close_view(everything=True)
    card = world.ask(world.manager, "D1", "/deadlines")
    assert card.text.startswith("D1 Commissioner reports: Tuesday 31 January 2023")
    world.manager.press(card, "deadline_met")
    errors = world.manager.submit(world.slack.modal("U0MANAGER"), {"met": "2022-11-15"})
    assert errors == {"met": "D1 can't have been met on a day that is still to come."}
    world.manager.submit(world.slack.modal("U0MANAGER"), {"met": "2022-11-11"})
    assert "met on Friday 11 November 2022" in world.ask(world.police, "D1", "/deadlines").text
    assert [event["verb"] for event in events(world, "D1")][-2:] == ["edited", "met"]


def test_the_form_for_a_move_says_what_is_missing_beside_the_field(world):
    world.ask(world.manager, "move D1", "/deadlines")
    form = world.slack.modal("U0MANAGER")
    assert world.manager.submit(form, {"due": "2023-01-31", "reason": "agreed"}) == {
        "due": "D1 is due on 31 January 2023 already."
    }
    assert world.manager.submit(form, {"due": "2022-11-01", "reason": "agreed"}) == {
        "due": "1 November 2022 is before DIRECTION-2022 was published, on 3 November 2022."
    }
    world.manager.submit(form, {"due": "2023-02-28", "reason": "agreed"})
    assert "28 February 2023" in world.ask(world.police, "D1", "/deadlines").text


def test_somebody_elses_change_meanwhile_is_told_and_the_words_are_kept(world):
    world.ask(world.manager, "edit D1", "/deadlines")
    world.ask(world.commissioner, "met D1", "/deadlines")
    form = world.slack.modal("U0MANAGER")
    world.manager.submit(form, {"title": "Commissioner reports"})
    again = world.slack.modal("U0MANAGER")
    assert "D1 has changed since you opened this form" in words(again)
    assert "Commissioner reports" in words(again)
    world.manager.submit(again)
    assert (
        world.ask(world.police, "D1", "/deadlines").text == "D1 Commissioner reports: met on Monday 14 November 2022."
    )


def test_a_deadline_without_a_day_has_the_sources_words(world):
    world.ask(world.manager, "add Next monitoring visit", "/deadlines")
    form = world.slack.modal("U0MANAGER")
    assert "Next monitoring visit" in words(form)
    assert world.manager.submit(form, {}) == {
        "phrase": "Give the date, or the source's own words where it fixes no day."
    }
    assert list(world.manager.submit(form, {"phrase": "early in 2023"})) == ["precision"]
    world.manager.submit(form, {"phrase": "early in 2023", "precision": "vague"})
    assert world.ask(world.police, "D2", "/deadlines").text == "D2 Next monitoring visit: no day fixed."
    assert "nothing" not in world.ask(world.manager, "undo D2", "/deadlines").text
    assert world.ask(world.police, "D2", "/deadlines").text.startswith("There is no deadline D2.")
    assert "Next monitoring" not in words(world.ask(world.manager, "", "/deadlines"))
