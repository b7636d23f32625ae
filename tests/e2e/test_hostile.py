"""Renamed channels, leavers, lost answers, long texts: what was found by attacking the bot, and stays mended."""

import json

import pytest

from bot.listeners import membership
from bot.messages.blocks import MOST

POLICE = "west-midlands-police"


def posted(world, number=6):
    world.ask(world.police, f"post A{number}", channel=POLICE)


def later(world, times=3):
    for _ in range(times):
        world.clock.advance(minutes=10)
        world.deliver()


def test_a_channel_that_takes_over_an_old_name_does_not_take_over_the_partner(world):
    world.slack.channel(POLICE).name = "wmp-partnership"
    stolen = world.slack.add_channel(POLICE, ["U0OUTSIDE", world.slack.app.user_id])
    membership.refresh(world.bot.app.client, world.services)
    assert world.ask(world.outsider, "").text.startswith("This answers members of the partnership only.")
    world.tick()
    assert world.messages(stolen.id) == []
    assert len(world.messages("wmp-partnership")) == 1


def test_channels_that_swap_names_or_are_shared_by_mistake_break_nothing(world):
    one, other = world.slack.channel(POLICE), world.slack.channel("probation")
    one.name, other.name = other.name, one.name
    membership.refresh(world.bot.app.client, world.services)
    with world.store.write() as tx:
        tx.run("UPDATE partners SET channel = 'bsol-icb', channel_id = NULL WHERE code = 'PROB'")
    membership.refresh(world.bot.app.client, world.services)
    assert world.ask(world.police, "A6").text.startswith("A6 ")


def test_who_leaves_a_channel_is_no_member_any_more(world):
    world.police.leave(POLICE)
    assert world.ask(world.police, "A6").text.startswith("This answers members")


def test_a_channel_that_the_bot_was_put_out_of_vouches_for_nobody(world):
    world.manager.remove_bot(POLICE)
    world.slack.channel(POLICE).members.remove("U0POLICE")
    membership.read_members(world.bot.app.client, world.services)
    assert world.ask(world.police, "A6").text.startswith("This answers members")


def test_one_channel_that_can_not_be_asked_does_not_keep_the_others_from_being_read(world):
    world.slack.channel("probation").members.remove("U0PROBATION")
    world.slack.faults.drop("conversations.members", times=2)
    membership.read_members(world.bot.app.client, world.services)
    assert world.rows("SELECT * FROM channel_members WHERE user = 'U0PROBATION'") == []


def test_a_failed_look_is_not_taken_for_a_message_that_is_not_there(world):
    posted(world)
    world.slack.faults.drop("chat.postMessage")
    world.deliver()
    world.slack.faults.fail("conversations.history", "ratelimited", retry_after=1)
    later(world)
    assert len(world.messages(POLICE)) == 1


def test_a_fault_that_never_ends_in_one_channel_stops_no_other(world):
    posted(world)
    world.ask(world.council, "post A1", channel="solihull-council")
    with world.store.write() as tx:
        tx.run("UPDATE outbox SET attempts = 5000 WHERE id = 1")
    world.slack.faults.fail("chat.postMessage", "internal_error")
    later(world)
    assert len(world.messages("solihull-council")) == len(world.messages(POLICE)) == 1


def test_a_word_of_slacks_that_means_never_gives_way_to_the_next_message(world):
    posted(world)
    posted(world, 7)
    world.slack.faults.fail("chat.postMessage", "restricted_action_read_only_channel")
    later(world)
    assert [one.text[:2] for one in world.messages(POLICE)] == ["A7"]


def test_a_reply_that_comes_before_the_bot_knows_its_message_is_heard_when_slack_delivers_it_again(world):
    posted(world)
    world.slack.faults.drop("chat.postMessage")
    world.deliver()
    [card] = world.messages(POLICE)
    world.police.say(POLICE, "done duplicates merged", card.ts)
    assert world.stage(6) == "not started"
    assert not world.slack.events.deliveries[-1].acknowledged
    later(world)
    world.slack.events.redeliver(world.slack.events.deliveries[-1].payload).tried.result(5)
    assert world.stage(6) == "reported done"


def test_an_offer_is_good_for_one_choice(world):
    world.tick()
    [digest] = world.messages(POLICE)
    world.police.say(POLICE, "done rota agreed", digest.ts)
    world.deliver()
    offer = world.slack.ephemerals("U0POLICE")[-1]
    blocks = [one["block_id"] for one in offer.blocks if "accessory" in one]
    kept = json.loads(json.dumps(offer.blocks))
    world.police.press(offer, f"{blocks[0]}/choose_done")
    world.slack.wait_for(lambda: "Recorded" in world.slack.ephemerals("U0POLICE")[-1].text)
    offer = world.slack.ephemerals("U0POLICE")[-1]
    offer.blocks = kept
    world.police.press(offer, f"{blocks[1]}/choose_done")
    world.slack.wait_for(lambda: "chosen already" in world.slack.ephemerals("U0POLICE")[-1].text)


def test_slack_asking_for_patience_with_updates_is_heeded(world):
    world.tick()
    world.slack.faults.fail("chat.update", "ratelimited", times=100, retry_after=60)
    world.ask(world.police, "update A6 half done")
    for _ in range(5):
        world.bot.delivery.deliver()
    assert sum(call.method == "chat.update" and call.error == "ratelimited" for call in world.slack.calls) == 1


@pytest.mark.parametrize("words", ["Multi-agency safeguarding ", "R&D <x> "])
def test_the_longest_texts_still_make_messages_that_slack_takes(world, words):
    def of(length):
        return (words * length)[:length].strip()

    with world.store.write() as tx:
        tx.run(
            "UPDATE actions SET title = ?, success_measure = ?, finding = ?, blocked = ?", (of(500), *[of(3000)] * 3)
        )
        tx.run("UPDATE partners SET name = ?", (of(500),))
        tx.run("UPDATE remit_items SET text = ?", (of(3000),))
        tx.run("UPDATE deadlines SET title = ?, phrase = ?, basis = ?", (of(500), of(3000), of(3000)))
        for number in range(100):
            tx.run("INSERT INTO remit_items (text) VALUES (?)", (of(3000),))
            tx.run("INSERT INTO deadlines (title, due, phrase) VALUES (?, '2023-01-31', ?)", (of(500), of(3000)))
            tx.run("INSERT INTO indicators (name, better) VALUES (?, 'lower')", (f"{number} {of(480)}",))
    for _ in range(3):
        world.ask(world.police, f"update A6 {of(2990)}")
    for command, text in [
        ("/actions", ""), ("/actions", "A6"), ("/actions", "history A6"), ("/actions", "help"), ("/remit", ""),
        ("/remit", "R1"), ("/deadlines", ""), ("/deadlines", "D1"), ("/indicators", ""), ("/indicators", "I1"),
    ]:  # fmt: skip
        answer = world.ask(world.manager, text, command)
        assert not answer.is_error, (command, text)
        assert 0 < len(json.dumps(answer.blocks)) <= MOST + 1000  # block ids that Slack adds
    assert "Report done" in json.dumps(world.ask(world.police, "A6").blocks)
    world.tick()
    assert len(world.messages("partnership-business-unit")) == 2
    assert len(world.messages(POLICE)) == 1


def test_search_words_of_any_sort_are_answered(world):
    for text in ("😀" * 140, "a\0b", '"*', "NEAR(", "a OR b", "*", "^a", "col:x", "(", "\u202e abc", "²"):
        assert not world.ask(world.manager, text).is_error


def test_a_bot_that_is_invited_later_finds_the_channel_and_who_is_in_it(world):
    with world.store.write() as tx:
        tx.run("UPDATE partners SET channel = 'late', channel_id = NULL WHERE code = 'PROB'")
    world.slack.add_channel("late", ["U0PROBATION", "U0MANAGER"], channel_id="C0LATE")
    world.manager.invite_bot("late")
    world.slack.wait_for(lambda: world.rows("SELECT * FROM channel_members WHERE channel_id = 'C0LATE'"))


def test_a_thread_that_is_gone_gives_way_to_the_next_message(world):
    world.tick()
    [digest] = world.messages(POLICE)
    world.slack.faults.drop("chat.postMessage")
    world.police.say(POLICE, "update A6 half done", digest.ts)
    world.deliver()
    world.slack.faults.fail("conversations.replies", "thread_not_found")
    posted(world)
    later(world)
    assert world.messages(POLICE)[-1].text.startswith("A6 Remove")
