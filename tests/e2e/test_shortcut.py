"""The message shortcut "Turn into an action"."""

import json

import pytest

from bot.messages.mrkdwn import words_of


def words(view):
    return json.dumps(view.blocks, ensure_ascii=False)


def title_of(view):
    [block] = [one for one in view.blocks if one["block_id"] == "title"]
    return block["element"].get("initial_value", "")


def turn(world, text, thread_ts=None, **more):
    """What the manager sees after turning what the police wrote into an action."""
    ts = world.police.say("west-midlands-police", text, thread_ts, **more)
    return world.manager.shortcut("turn_into_action", ts, "west-midlands-police"), ts


def test_a_message_becomes_an_action_that_links_to_it(world):
    view, ts = turn(world, "We should *agree* a rota for strategy meetings & share it")
    assert view.title == "Add an action"
    assert title_of(view) == "We should agree a rota for strategy meetings & share it"
    assert world.manager.submit(values={"lead": "POLICE", "due": "2023-01-31"}) == {}
    assert "A13 added for West Midlands Police" in words(world.slack.modal("U0MANAGER"))
    channel = world.slack.channel("west-midlands-police").id
    link = f"https://{world.slack.domain}.slack.com/archives/{channel}/p{ts.replace('.', '')}"
    assert world.rows("SELECT link FROM actions WHERE id = 13") == [{"link": link}]


def test_it_takes_one_call_to_slack(world):
    ts = world.police.say("west-midlands-police", "Agree a rota")
    before = len(world.slack.calls)
    world.manager.shortcut("turn_into_action", ts, "west-midlands-police")
    assert [call.method for call in world.slack.calls[before:]] == ["views.open"]


def test_a_reply_in_a_thread_is_linked_in_its_thread(world):
    _, first = turn(world, "Shall we?")
    view, _ = turn(world, "Agree a rota", first)
    link = json.loads(view.private_metadata)["link"]
    assert link.endswith(f"?thread_ts={first}&cid={world.slack.channel('west-midlands-police').id}")
    assert world.manager.submit(values={"lead": "POLICE"}) == {}


@pytest.mark.parametrize("who", ["police", "commissioner"])
def test_whoever_may_not_add_is_told_who_can(world, who):
    ts = world.manager.say("general", "Agree a rota")
    view = getattr(world, who).shortcut("turn_into_action", ts, "general")
    assert "The business unit adds, edits, pauses, withdraws and reopens actions" in words(view)
    assert "Ask <@U0MANAGER>." in words(view)
    assert "submit" not in view.body


def test_a_stranger_is_told_whom_to_ask(world):
    ts = world.manager.say("general", "Agree a rota")
    view = world.outsider.shortcut("turn_into_action", ts, "general")
    assert "members of the partnership only. Ask <@U0MANAGER>" in words(view)
    assert "Agree a rota" not in words(view)


def test_a_long_message_is_cut_to_what_a_title_holds(world):
    view, _ = turn(world, "word " * 8000)
    assert len(title_of(view)) <= 150
    assert title_of(view).endswith("…")
    [finding] = [one["element"]["initial_value"] for one in view.blocks if one["block_id"] == "finding"]
    assert finding.startswith(title_of(view)[:-1])
    assert 2900 < len(finding) <= 3000


def test_of_a_message_that_is_longer_than_a_title_nothing_is_lost(world):
    view, _ = turn(world, "word " * 100 + "end")
    assert world.manager.submit(values={"lead": "POLICE"}) == {}
    assert world.rows("SELECT finding FROM actions WHERE id = 13") == [{"finding": "word " * 100 + "end"}]
    view, _ = turn(world, "Agree a rota")
    assert "initial_value" not in next(one["element"] for one in view.blocks if one["block_id"] == "finding")


def test_a_message_with_a_file_alone_has_no_title_yet(world):
    view, _ = turn(world, "", files=[("rota.pdf", b"%PDF")])
    assert title_of(view) == ""


def test_a_message_of_the_bot_itself_will_do(world):
    world.ask(world.police, "post A6", channel="west-midlands-police")
    world.deliver()
    [card] = world.messages("west-midlands-police")
    view = world.manager.shortcut("turn_into_action", card, "west-midlands-police")
    assert title_of(view).startswith("A6 ")


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("fish &amp; chips &lt;3 &amp;lt;", "fish & chips <3 &lt;"),
        ("<@U1> and <@U2|ben> agree", "@somebody and @ben agree"),
        ("see <https://example.org/a?b=c|the rota> or <https://example.org>", "see the rota or https://example.org"),
        ("<mailto:a@example.org|a@example.org> <mailto:b@example.org>", "a@example.org b@example.org"),
        ("<#C1|police> <#C2> <#C3|>", "#police #a channel #a channel"),
        ("<!here> <!subteam^S1|@leads> <!date^1^{date}|14 November>", "@here @leads 14 November"),
        ("*bold*, _it_ and ~gone~ `code` 2*3*4 a_b_c", "bold, it and gone code 2*3*4 a_b_c"),
        ("one\n\n• two\n> three", "one • two > three"),
        ("a < b and <unfinished", "a < b and <unfinished"),
        ("<" * 40000, "<" * 4000),
        ("*" * 40000, "*" * 4000),
        ("", ""),
    ],
)
def test_markup_becomes_plain_words(text, read):
    assert words_of(text) == read
