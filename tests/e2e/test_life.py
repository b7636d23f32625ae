"""From done to sustained, as its people do it: by command, in threads, and in forms."""

import json

import pytest

from tests.e2e.test_commands import words


def line(world, channel):
    world.deliver()
    return [one.text for one in world.slack.messages(channel) if one.user == world.slack.app.user_id]


def in_thread(world, channel):
    world.deliver()
    ts = world.messages(channel)[0].ts
    return [one.text for one in world.replies(channel, ts)]


def form(world, person, text):
    """The form that a verb without words opens."""
    assert world.ask(person, text) is None
    return world.slack.modal(person.user.id)


def said(view):
    return json.dumps(view.body["blocks"], ensure_ascii=False)


def test_from_done_to_sustained(world):
    world.ask(world.police, "done A6 duplicates merged, links restored")
    accepted = world.ask(world.manager, "accept A6 seen in the force system")
    assert accepted.text == (
        "A6 accepted: it is addressed. Whether the change is embedded is tested by Tuesday 14 February 2023."
    )
    card = words(world.ask(world.police, "A6"))
    assert "Blue: addressed" in card
    assert "Tuesday 14 February 2023" in card
    assert "seen in the force system" in card
    embedded = world.ask(world.manager, "embedded A6 audit of 20 records: all links present")
    assert embedded.text == (
        "A6 recorded as embedded, before the test was due on 14 February 2023. "
        "Whether the change is sustained is tested by Monday 15 May 2023."
    )
    refused = world.ask(world.manager, "sustained A6 second audit clean")
    assert refused.text == "An assurer says whether A6 is sustained, so nothing was changed."
    assert world.ask(world.commissioner, "sustained A6 second audit clean").text == (
        "A6 recorded as sustained, before the test was due on 15 May 2023."
    )
    assert world.stage(6) == "sustained"


def test_the_partner_hears_in_its_channel_what_others_decided(world):
    world.ask(world.police, "post A6", channel="west-midlands-police")
    world.deliver()
    world.ask(world.police, "done A6 duplicates merged")
    world.ask(world.manager, "return A6 the links are still missing")
    assert in_thread(world, "west-midlands-police") == [
        "A6 returned to West Midlands Police, and is in progress again: the links are still missing"
    ]
    world.ask(world.manager, "undo A6")
    assert (
        in_thread(world, "west-midlands-police")[-1]
        == "Taken back: “returned” on A6. It is reported done, due 31 October 2022."
    )


def test_where_the_partner_has_no_thread_about_it_the_line_stands_on_its_own_and_can_be_answered(world):
    world.ask(world.police, "done A6 duplicates merged")
    world.ask(world.manager, "return A6 the links are still missing")
    world.deliver()
    [told] = world.messages("west-midlands-police")
    world.police.say("west-midlands-police", "done links restored and checked", thread_ts=told.ts)
    assert world.stage(6) == "reported done"


def test_nobody_accepts_what_they_or_their_own_organisation_reported(world):
    refusal = "Somebody else has to decide this: A6 was reported, asked for or worked on by you or your organisation. An assurer can, or a member of the business unit whom that is not true of."
    world.ask(world.manager, "done A6 told by phone")
    assert world.ask(world.manager, "accept A6").text == refusal
    assert world.ask(world.commissioner, "accept A6").text.startswith("A6 accepted")
    # The unit's own action: any unit member is of the organisation that reported it.
    world.ask(world.manager, "done A11 recruited")
    assert "Somebody else has to decide" in world.ask(world.manager, "accept A11").text
    assert world.ask(world.commissioner, "return A11 no contract yet").text.startswith("A11 returned")


def test_more_time_is_asked_for_by_one_and_decided_by_another(world):
    asked = world.ask(world.police, "extend A7 31 December 2022 because the new rota begins in January")
    assert asked.text == (
        "More time for A7, until Saturday 31 December 2022, was asked for by West Midlands Police. "
        "Saturday 31 December 2022 is not a working day. "
        "Somebody else decides; until then it stays due 30 November 2022."
    )
    assert world.rows("SELECT due FROM actions WHERE id = 7") == [{"due": "2022-11-30"}]
    assert (
        world.ask(world.police, "agree A7").text
        == "The business unit or an assurer decides on A7, so nothing was changed."
    )
    assert "More time asked for" in words(world.ask(world.manager, "A7"))
    agreed = world.ask(world.manager, "agree A7")
    assert agreed.text == "A7 is now due Saturday 31 December 2022 (originally 30 November 2022)."
    assert "Amber: extended past its original date" in words(world.ask(world.police, "A7"))


def test_an_extension_asked_for_on_behalf_of_a_partner_is_not_decided_by_whoever_asked(world):
    world.ask(world.manager, "extend A7 until 31/12/2022, the rota is late")
    assert "Somebody else has to decide" in world.ask(world.manager, "agree A7").text
    refused = world.ask(world.commissioner, "refuse A7 the board needs it this year")
    assert refused.text == (
        "More time for A7 was refused, so it stays due 30 November 2022: the board needs it this year"
    )


def test_more_time_is_asked_for_in_a_thread(world):
    world.ask(world.police, "post A7", channel="west-midlands-police")
    world.deliver()
    card = world.messages("west-midlands-police")[0]
    world.police.say("west-midlands-police", "extend to 12 January 2023 as the rota is late", thread_ts=card.ts)
    assert in_thread(world, "west-midlands-police")[0].startswith("More time for A7, until Thursday 12 January 2023")


def test_decisions_in_a_thread_need_the_ref_so_that_talk_is_left_alone(world):
    world.ask(world.police, "done A6 merged", channel="west-midlands-police")
    world.ask(world.police, "post A6", channel="west-midlands-police")
    world.deliver()
    card = world.messages("west-midlands-police")[0]
    for talk in (
        "accept that this took long",
        "return tomorrow with the list",
        "agree with that",
        "withdraw nothing",
    ):
        world.manager.say("west-midlands-police", talk, thread_ts=card.ts)
    assert world.stage(6) == "reported done"
    assert in_thread(world, "west-midlands-police") == []
    world.manager.say("west-midlands-police", "accept A6", thread_ts=card.ts)
    assert world.stage(6) == "addressed"
    assert len(in_thread(world, "west-midlands-police")) == 1


def test_withdrawn_and_reopened_each_with_a_reason(world):
    assert world.ask(world.manager, "withdraw A7 merged with A6").text == "A7 withdrawn: merged with A6"
    assert "withdrawn" in words(world.ask(world.manager, "history A7"))
    assert "A7" in words(world.ask(world.manager, "withdrawn"))
    assert world.ask(world.police, "done A7 all done here").text == "A7 was withdrawn, so nothing was changed."
    reopened = world.ask(world.manager, "reopen A7 the merger was a mistake")
    assert reopened.text == "A7 reopened, and is in progress: the merger was a mistake"


def test_reasons_are_told_once_and_sentences_end(world):
    world.ask(world.police, "extend A7 31 January 2023 because the group said so")
    assert words(world.ask(world.manager, "history A7")).count("the group said so") == 1
    withdrawn = world.ask(world.manager, "withdraw A7 merged with A6 by the board")
    assert withdrawn.text.endswith("merged with A6 by the board. The request for more time ended with that.")


def test_where_nothing_waits_for_acceptance_it_says_so(world):
    assert world.ask(world.manager, "awaiting").text == "Nothing waits for acceptance."


def test_a_named_lead_is_somebody_of_the_lead_partner(world):
    assert world.ask(world.police, "assign A6 @police.lead").text == "A6 has a new named lead."
    assert "<@U0POLICE>" in words(world.ask(world.manager, "A6"))
    assert "A6" in words(world.ask(world.police, "mine"))
    refused = world.ask(world.manager, "assign A6 @nhs.lead")
    assert refused.text.startswith("That person is not in West Midlands Police's channel")


@pytest.mark.parametrize(("word", "stage"), [("accept", "addressed"), ("return", "in progress")])
def test_the_evidence_is_checked_in_a_form_that_shows_it(world, word, stage):
    world.ask(world.police, "done A9 our desk invites schools")
    world.ask(world.nhs, "done A9 all agencies are invited")
    view = form(world, world.manager, "return A9")
    assert view.title == "Accept or return"
    assert "all agencies are invited" in said(view)
    assert "Still to report on A9: Solihull Council." in said(view)
    assert world.manager.submit(values={"choice": word, "words": "minutes checked"}) == {}
    assert world.stage(9) == stage


def test_a_form_refuses_at_the_field_that_is_wrong_and_keeps_the_rest(world):
    form(world, world.police, "extend A7")
    late = {"due": "2022-11-01", "words": "the rota is late"}
    assert world.police.submit(values=late) == {"due": "The new date, 1 November 2022, is in the past."}
    assert world.police.submit(values={"due": "2023-01-10"}) == {}
    assert "the rota is late" in words(world.ask(world.manager, "A7"))
    world.ask(world.police, "post A6", channel="west-midlands-police")
    world.deliver()
    world.police.press(world.messages("west-midlands-police")[0], "done")
    refused = world.police.submit(values={"words": "done", "proof": "on the shelf", "difference": "Links are found"})
    assert refused == {"words": "“done” does not say what was done."}
    refused = world.police.submit(values={"words": "Duplicates merged"})
    assert refused == {"proof": "That is not a link: a link begins with https://."}
    assert world.police.submit(values={"proof": "https://police.example/minutes"}) == {}
    assert world.stage(6) == "reported done"


def test_whoever_had_a_form_open_is_told_what_changed_and_keeps_what_they_typed(world):
    form(world, world.manager, "edit A6")
    world.ask(world.police, "update A6 half of the records done")
    world.ask(world.commissioner, "post A6")
    world.manager.submit(values={"measure": "No record without its links"})
    view = world.slack.modal("U0MANAGER")
    assert "A6 has changed since you opened this form" in said(view)
    assert "stage from not started to in progress" in said(view)
    assert world.rows("SELECT success_measure FROM actions WHERE id = 6")[0]["success_measure"] == ""
    assert world.manager.submit() == {}
    kept = world.rows("SELECT title, success_measure, stage FROM actions WHERE id = 6")[0]
    assert kept["success_measure"] == "No record without its links"
    assert kept["stage"] == "in progress"


def test_a_field_that_nobody_touched_does_not_undo_what_a_colleague_wrote(world):
    form(world, world.manager, "edit A6")
    with world.store.write() as tx:  # a second coordinator
        from bot.domain.people import Role  # noqa: PLC0415
        from storage.people import name_role  # noqa: PLC0415

        name_role(tx, "U0COUNCIL", world.services.home, Role.BUSINESS_UNIT)
    form(world, world.council, "edit A6")
    world.council.submit(values={"title": "Merge duplicate records"})
    world.manager.submit(values={"measure": "No record without its links"})
    assert "title from “Remove duplicate records" in said(world.slack.modal("U0MANAGER"))
    assert world.manager.submit() == {}
    kept = world.rows("SELECT title, success_measure FROM actions WHERE id = 6")[0]
    assert kept == {"title": "Merge duplicate records", "success_measure": "No record without its links"}


def test_what_can_no_longer_be_done_is_said_in_the_form_and_the_words_stay(world):
    world.ask(world.police, "done A6 merged")
    form(world, world.manager, "return A6")
    world.ask(world.commissioner, "accept A6")
    refused = world.manager.submit(values={"choice": "return", "words": "where is the list?"})
    assert refused == {"choice": "A6 is already accepted as addressed, so nothing was changed."}


def test_an_action_is_added_and_edited_in_forms(world):
    view = form(world, world.manager, "add")
    assert view.title == "Add an action"
    draft = {
        "title": "Agree how schools are told",
        "lead": "LA",
        "contributors": ["POLICE"],
        "due": "2022-12-25",
        "remit": ["4"],
        "source": "JTAI-2022",
        "measure": "Every school is told within a day",
    }
    assert world.manager.submit(values=draft | {"contributors": ["LA", "POLICE"]}) == {
        "contributors": "The lead partner is not a contributing partner as well."
    }
    assert world.manager.submit(values=draft) == {}
    assert (
        "A13 added for Solihull Council, due Sunday 25 December 2022. Sunday 25 December 2022 is not a working day."
        in said(world.slack.modal("U0MANAGER"))
    )
    card = words(world.ask(world.council, "A13"))
    for part in ("Agree how schools are told", "West Midlands Police (part outstanding)", "R4", "JTAI-2022"):
        assert part in card
    form(world, world.manager, "edit A13")
    assert world.manager.submit(values={"lead": "POLICE", "contributors": []}) == {}
    assert "There is no action A13" in world.ask(world.council, "A13").text
    assert (
        world.ask(world.manager, "undo A13").text
        == "Taken back: “edited” on A13. It is not started, due 25 December 2022."
    )
    assert "A13" in world.ask(world.council, "A13").text


def test_a_due_date_in_the_past_is_refused_at_its_field(world):
    form(world, world.manager, "add")
    values = {"title": "Late already", "lead": "LA", "due": "2022-11-11"}
    assert world.manager.submit(values=values) == {"due": "The due date is in the past."}


def test_what_was_added_by_mistake_is_withdrawn_again(world):
    form(world, world.manager, "add")
    world.manager.submit(values={"title": "By mistake", "lead": "LA"})
    assert world.ask(world.manager, "undo A13").text == "Taken back: A13 was added by mistake, so it is withdrawn."


def test_cards_offer_each_what_they_can_do(world):
    world.ask(world.police, "done A6 merged")
    offered = {who: words(world.ask(who, "A6")) for who in (world.police, world.manager, world.commissioner)}
    assert "Accept or return" not in offered[world.police]
    for who in (world.manager, world.commissioner):
        assert "Accept or return" in offered[who]
    assert "Edit" not in offered[world.commissioner]


def test_a_menu_on_a_row_opens_a_form(world):
    answer = world.ask(world.police, "overdue")
    [row] = [block["block_id"] for block in answer.blocks if "*A6*" in json.dumps(block)]
    world.police.press(answer, f"{row}/row_menu", "extend A6")
    assert world.slack.modal("U0POLICE").title == "Ask for more time"
