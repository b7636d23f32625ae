"""Replies, buttons and ticks in the threads of what the bot posted."""

import json

import pytest


@pytest.fixture
def digest(world):
    """The police's digest of Monday 14 November 2022, and the first message of its thread."""
    world.tick()
    [message] = world.messages("west-midlands-police")
    [actions] = world.replies("west-midlands-police", message.ts)
    return message, actions


@pytest.fixture
def card(world):
    """The card of A6 in the police's channel."""
    world.ask(world.police, "post A6", channel="west-midlands-police")
    world.deliver()
    return world.messages("west-midlands-police")[-1]


def said(world, ts):
    world.deliver()
    return [one.text for one in world.replies("west-midlands-police", ts)]


@pytest.mark.parametrize(
    "text",
    [
        "A6 - done",
        "A6 — done — merged",
        "*done* A6",
        "done A6 duplicates merged",
        "A6 done",
        "Done: a-6, duplicates merged",
        "A6 is done",
        "done 6",
        "DONE #6 merged",
    ],
)
def test_a_reply_reports_an_action_done(world, digest, text):
    message, actions = digest
    world.police.say("west-midlands-police", text, message.ts)
    assert "A6 reported done for West Midlands Police. The business unit will check the evidence." in said(
        world, message.ts
    )
    assert world.stage(6) == "reported done"
    assert "reported done, waiting for acceptance" in json.dumps(actions.blocks)


def test_several_in_one_reply(world, digest):
    world.police.say("west-midlands-police", "done 6 and 7", digest[0].ts)
    assert world.stage(6) == world.stage(7) == "reported done"


def test_in_a_thread_about_one_action_the_ref_may_be_left_out(world, card):
    world.police.say("west-midlands-police", "done", card.ts)
    assert world.stage(6) == "reported done"
    world.deliver()
    assert "waiting for acceptance" in json.dumps(card.blocks)


def test_an_update_keeps_its_words_as_they_were_written(world, card):
    world.police.say("west-midlands-police", "update half done;\nthe rest by <Friday> & more", card.ts)
    assert said(world, card.ts) == ["Update on A6 recorded for West Midlands Police."]
    assert world.rows("SELECT text FROM updates")[-1]["text"] == "half done;\nthe rest by <Friday> & more"
    assert "by &lt;Friday&gt; &amp; more" in json.dumps(card.blocks)


def test_where_it_is_unclear_which_action_is_meant_the_author_alone_chooses(world, digest):
    message, _ = digest
    world.police.say("west-midlands-police", "done rota agreed with the hub", message.ts)
    world.deliver()
    [offer] = world.slack.ephemerals("U0POLICE")
    assert offer.text.startswith("Which action do you want to report done?")
    assert offer.thread_ts == message.ts
    assert {world.stage(number) for number in (6, 7, 9, 12)} == {"not started"}
    block = next(one for one in offer.blocks if '"A7"' in one.get("accessory", {}).get("value", ""))
    world.police.press(offer, f"{block['block_id']}/choose_done")
    assert world.stage(7) == "reported done"
    assert world.rows("SELECT text FROM updates")[-1]["text"] == "rota agreed with the hub"
    assert "A7 reported done for West Midlands Police. The business unit will check the evidence." in said(
        world, message.ts
    )


@pytest.mark.parametrize(
    "text",
    [
        "can we have more time for A6?",
        "finished the rota",
        "thanks, all",
        "is A6 done?",
        "done?",
        "A6",
        "nearly done",
        "not done yet",
        "Who has done this before?",
    ],
)
def test_ordinary_talk_is_left_alone(world, card, text):
    before = world.slack.ephemerals("U0POLICE")
    world.police.say("west-midlands-police", text, card.ts)
    assert said(world, card.ts) == []
    assert world.slack.ephemerals("U0POLICE") == before
    assert world.stage(6) == "not started"


def test_done_outside_the_bots_threads_is_ordinary_talk(world):
    ts = world.police.say("west-midlands-police", "shall we start?")
    world.police.say("west-midlands-police", "done A6", ts)
    world.police.say("west-midlands-police", "done A6")
    assert world.stage(6) == "not started"


def test_the_same_event_delivered_twice_changes_things_once(world, card):
    world.police.say("west-midlands-police", "update half of it done", card.ts)
    world.slack.events.redeliver().ended.result(5)
    assert said(world, card.ts) == ["Update on A6 recorded for West Midlands Police."]
    assert len(world.rows("SELECT * FROM updates")) == 1
    assert len(world.rows("SELECT * FROM events WHERE subject = 'A6' AND verb = 'update'")) == 1


def test_a_message_edited_or_deleted_later_changes_nothing(world, card):
    ts = world.police.say("west-midlands-police", "done merged", card.ts)
    world.police.edit("west-midlands-police", ts, "update A6 not yet after all")
    world.police.delete("west-midlands-police", ts)
    assert world.stage(6) == "reported done"
    assert len(world.rows("SELECT * FROM updates")) == 1


def test_a_tick_means_done_and_taking_it_away_takes_it_back(world, card):
    world.police.react("west-midlands-police", card.ts)
    assert world.stage(6) == "reported done"
    world.clock.advance(minutes=14)
    world.police.unreact("west-midlands-police", card.ts)
    assert world.stage(6) == "not started"
    assert said(world, card.ts) == [
        "A6 reported done for West Midlands Police. The business unit will check the evidence.",
        "Taken back: “reported done” on A6. It is not started, due 31 October 2022.",
    ]
    assert "Not started since" in json.dumps(card.blocks)


def test_a_tick_can_be_taken_back_for_15_minutes_only(world, card):
    world.police.react("west-midlands-police", card.ts)
    world.clock.advance(minutes=16)
    world.police.unreact("west-midlands-police", card.ts)
    world.deliver()
    assert world.stage(6) == "reported done"
    assert "more than 15 minutes ago" in world.slack.ephemerals("U0POLICE")[-1].text


def test_a_tick_taken_off_by_somebody_else_means_nothing(world, card):
    world.police.react("west-midlands-police", card.ts)
    world.manager.react("west-midlands-police", card.ts, "eyes")
    world.manager.unreact("west-midlands-police", card.ts, "eyes")
    assert world.stage(6) == "reported done"


def test_a_tick_on_a_message_about_several_actions_means_nothing(world, digest):
    for message in digest:
        world.police.react("west-midlands-police", message.ts)
    assert {world.stage(number) for number in (6, 7, 9, 12)} == {"not started"}


def test_a_button_opens_a_form_and_the_form_reports_done_with_evidence(world, digest):
    message, actions = digest
    block = next(one for one in actions.blocks if one["type"] == "actions" and one["elements"][0]["value"] == "A6")
    world.police.press(actions, f"{block['block_id']}/done", "A6")
    view = world.slack.modal("U0POLICE")
    assert "Write nothing about a child" in json.dumps(view.blocks)
    evidence = {"words": "merged", "proof": "https://example.org/audit", "difference": "links are seen at once"}
    assert world.police.submit(view, evidence) == {}
    assert "A6 reported done for West Midlands Police. The business unit will check the evidence." in said(
        world, message.ts
    )
    card = json.dumps(world.ask(world.manager, "A6").blocks)
    assert "https://example.org/audit" in card
    assert "links are seen at once" in card


def test_a_form_from_a_private_card_says_in_the_form_that_it_was_saved(world):
    card = world.ask(world.police, "A6")
    world.police.press(card, "update")
    world.police.submit(None, {"words": "half done"})
    assert "Update on A6 recorded for West Midlands Police." in json.dumps(world.slack.modal("U0POLICE").blocks)


def test_a_form_that_comes_too_late_keeps_what_was_typed(world):
    card = world.ask(world.police, "A6")
    world.police.press(card, "done")
    world.ask(world.manager, "done A6 recorded at the board")
    errors = world.police.submit(None, {"words": "merged"})
    assert list(errors.values()) == [
        "A6 is already reported done and waits for acceptance; more can be added as evidence."
    ]
    assert world.slack.modal("U0POLICE").values["words"]["value"] is not None


def test_a_button_on_an_action_that_has_moved_on_says_so(world):
    card = world.ask(world.police, "A6")
    world.ask(world.police, "done A6 merged")
    world.police.press(card, "done")
    assert world.slack.modal("U0POLICE") is None
    world.slack.wait_for(lambda: "already reported done" in world.slack.ephemerals("U0POLICE")[-1].text)


def test_what_others_in_the_channel_may_not_know_is_confirmed_to_its_author_alone(world, digest):
    message, _ = digest
    world.manager.say("west-midlands-police", "update A1 plan published", message.ts)
    assert not any("A1 " in text for text in said(world, message.ts))
    assert "Update on A1 recorded on behalf of Solihull Council." in [
        one.text for one in world.slack.ephemerals("U0MANAGER")
    ]


def test_done_without_a_word_asks_for_the_evidence_in_the_thread(world, card):
    world.police.say("west-midlands-police", "done", card.ts)
    world.deliver()
    [line] = world.replies("west-midlands-police", card.ts)
    world.police.press(line, "evidence")
    view = world.slack.modal("U0POLICE")
    assert view.body["title"]["text"] == "Add the evidence"
    world.police.submit(view, {"words": "merged", "proof": "https://example.org/audit"})
    assert "Evidence on A6 recorded for West Midlands Police." in said(world, card.ts)
    assert "https://example.org/audit" in json.dumps(world.ask(world.manager, "A6").blocks)


def test_a_number_that_begins_the_words_is_no_action(world, digest):
    world.police.say("west-midlands-police", "update 12 people trained", digest[0].ts)
    world.deliver()
    assert world.rows("SELECT * FROM updates") == []
    assert world.slack.ephemerals("U0POLICE")[-1].text.startswith("Which action do you want to update?")


def test_undo_in_a_thread_takes_the_last_word_back(world, card):
    world.police.say("west-midlands-police", "done merged", card.ts)
    world.police.say("west-midlands-police", "undo", card.ts)
    assert said(world, card.ts)[-1] == "Taken back: “reported done” on A6. It is not started, due 31 October 2022."


@pytest.mark.parametrize("text", ["done A7 and 6 rota agreed", "done 7 and 6 rota agreed"])
def test_joined_numbers_before_the_words_are_actions(world, digest, text):
    world.police.say("west-midlands-police", text, digest[0].ts)
    assert world.stage(6) == world.stage(7) == "reported done"
    assert {row["text"] for row in world.rows("SELECT text FROM updates")} == {"rota agreed"}


@pytest.mark.parametrize("text", ["A7 done, A9 done", "Update\nA9: invited all\nA12: in progress"])
def test_several_statements_in_one_reply_are_refused_and_nothing_is_recorded(world, digest, text):
    world.police.say("west-midlands-police", text, digest[0].ts)
    world.deliver()
    assert world.slack.ephemerals("U0POLICE")[-1].text.startswith("That names several actions in one message:")
    assert {world.stage(number) for number in (6, 7, 9, 12)} == {"not started"}
    assert world.rows("SELECT * FROM updates") == []


def test_a_link_and_a_mention_in_a_reply_are_stored_as_people_read_them(world, card):
    text = "update the rota is at https://x.org/2?a=1&b=2, or <https://x.org/3|here>; @nhs.lead has <Friday>"
    world.police.say("west-midlands-police", text, card.ts)
    world.deliver()
    stored = world.rows("SELECT text FROM updates")[-1]["text"]
    assert stored.startswith("the rota is at https://x.org/2?a=1&b=2, or here (https://x.org/3); @")
    assert stored.endswith(" has <Friday>")
    assert "<@" not in stored


@pytest.mark.parametrize(
    ("text", "again"), [("A6 complete", "done A6"), ("block A6 no staff", "blocked A6"), ("A6 ✅", "done A6")]
)
def test_a_word_near_a_verb_is_answered_to_its_author_alone(world, digest, text, again):
    world.police.say("west-midlands-police", text, digest[0].ts)
    before = len(world.replies("west-midlands-police", digest[0].ts))
    world.deliver()
    told = world.slack.ephemerals("U0POLICE")[-1].text
    assert told.startswith("Nothing was recorded: to record it, begin with")
    assert f"For example: {again} " in told
    assert len(world.replies("west-midlands-police", digest[0].ts)) == before
    assert world.stage(6) == "not started"
