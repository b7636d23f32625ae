"""What is posted of the largest plan, in the week and in threads, is taken by Slack and says what it leaves out."""

import json
import re

from tests.e2e.filling import of
from tests.e2e.largest import elements, opened, worded


def test_the_weeks_messages_are_taken_and_say_what_they_leave_out(plan):
    seen = len(plan.world.messages("west-midlands-police"))
    plan.world.tick()
    digest = plan.world.messages("west-midlands-police")[seen]
    assert digest.text.startswith("West Midlands Police")
    replies = plan.world.replies("west-midlands-police", digest.ts)
    rows = [ref for one in replies for ref in re.findall(r"\*(A\d+)\*", worded(one))]
    to_do = int(re.search(r"(\d+) actions to do", digest.text)[1])
    if len(set(rows)) < to_do:
        assert re.search(r"And [\d,]+ more: `/actions`", worded(digest))
    unit = plan.world.messages("partnership-business-unit")
    heartbeat = next(one for one in reversed(unit) if "week's digests" in one.text)
    glance = next(block["text"]["text"] for block in heartbeat.blocks if "glance" in json.dumps(block))
    assert glance.count("• ") == 100 or re.search(r"[\d,]+ more", glance)


def test_a_list_in_which_rows_were_cut_still_shows_each_of_its_actions_somewhere(plan):
    """What a digest's thread is about and does not show can't be answered there."""
    plan.world.tick()
    channel = "west-midlands-police"
    digest = plan.world.messages(channel)[-1]
    for message in plan.world.replies(channel, digest.ts):
        [stored] = plan.world.rows("SELECT id FROM outbox WHERE ts = ?", (message.ts,))
        sql = "SELECT action_id FROM outbox_actions WHERE message_id = ?"
        about = {f"A{row['action_id']}" for row in plan.world.rows(sql, (stored["id"],))}
        shown = set(re.findall(r"\*(A\d+)\*", worded(message)))
        assert shown == about or "There is more" in worded(message)


def test_an_offer_in_a_thread_about_many_says_that_there_are_more(plan):
    plan.world.tick()
    channel = "west-midlands-police"
    digest = plan.world.messages(channel)[-1]
    plan.world.police.say(channel, f"update {of(2900)}", thread_ts=digest.ts)
    plan.world.deliver()
    offer = plan.slack.ephemerals("U0POLICE")[-1]
    assert offer.text.startswith("Which action")
    about = {ref for one in plan.world.replies(channel, digest.ts) for ref in re.findall(r"\*(A\d+)\*", worded(one))}
    offered = {ref for _, one in elements(offer) for ref in re.findall(r"A\d+", one["value"])}
    assert offered == about or re.search(r"more", worded(offer))


def test_every_posted_message_is_taken_and_brought_up_to_date(plan):
    seen = len(plan.world.messages("west-midlands-police"))
    plan.ask(plan.world.police, "post A13", channel="west-midlands-police")
    plan.world.police.press(plan.ask(plan.world.police, "", channel="west-midlands-police"), "show_list")
    plan.slack.wait_for(
        lambda: plan.world.rows("SELECT count(*) AS n FROM outbox WHERE state = 'waiting'")[0]["n"] == 2
    )
    plan.world.deliver()
    card = plan.world.messages("west-midlands-police")[seen]
    plan.world.police.say("west-midlands-police", f"update A13 {of(2900)}", thread_ts=card.ts)
    plan.world.police.say("west-midlands-police", f"done A13 {of(2900)}", thread_ts=card.ts)
    plan.world.deliver()
    said = [one.text for one in plan.world.replies("west-midlands-police", card.ts)]
    assert "Still to report on" in said[-1]
    assert "…" in said[-1]
    assert "reported done" in worded(card)
    assert not [call for call in plan.slack.calls if call.method == "chat.update" and call.error]


def test_decisions_with_as_many_words_as_can_be_said(plan):
    for text in (
        f"return A56 {of(2900)}",
        f"refuse A13 {of(2900)}",
        f"withdraw A13 {of(2900)}",
        f"reopen A13 {of(2900)}",
    ):
        assert plan.ask(plan.world.manager, text).text.endswith("…")
    plan.world.deliver()
    for ref in ("A13", "A56"):
        assert plan.ask(plan.world.police, f"history {ref}").text


def test_a_proposal_and_a_message_of_any_length(plan):
    long = {"title": of(3000), "lead_partner": of(3000), "due": of(3000), "success_measure": of(3000)}
    plan.world.council.run_step("create_action", long)
    plan.world.deliver()
    proposal = plan.world.messages("partnership-business-unit")[-1]
    opened(plan, plan.world.manager, lambda: plan.world.manager.press(proposal, "workflow_add"))
    plan.slack.stacks.clear()
    opened(plan, plan.world.manager, lambda: plan.world.manager.press(proposal, "workflow_decline"))
    plan.slack.stacks.clear()
    said = plan.world.manager.say("general", of(12_000))
    opened(plan, plan.world.manager, lambda: plan.world.manager.shortcut("turn_into_action", said, "general"))
