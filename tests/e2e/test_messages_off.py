"""Anybody may turn their own direct messages off, and on again."""

from tests.e2e.homes import open_home, settle, texts
from tests.e2e.nudging import directly, leads, nudges, on

UNIT = "partnership-business-unit"
OFF = "Direct messages from Followthrough are off. What you ask for is still answered."


def test_direct_messages_are_turned_off_with_the_button_in_them(late):
    on(late, "2022-11-23", "2022-12-06")
    message = late.slack.direct_messages("U0POLICE")[-1]
    late.police.press(message, "messages_off")
    late.slack.wait_for(lambda: any(one.text.startswith(OFF) for one in late.slack.ephemerals("U0POLICE")))
    with late.store.write() as tx:
        tx.run("UPDATE actions SET stage = 'in progress', due = '2022-12-06' WHERE id = 6")
    on(late, "2022-12-07", "2022-12-20")
    assert len(directly(late, "U0POLICE")) == 1
    assert len(directly(late, "U0DEPUTY")) == 2


def test_who_turned_them_off_counts_as_not_reachable(late):
    leads(late, lead="U0POLICE")
    late.ask(late.police, "messages off")
    on(late, "2022-11-23", "2022-12-06")
    assert directly(late, "U0POLICE") == []
    assert "its named lead has turned direct messages off and no deputy is set." in nudges(late, UNIT)[-1]


def test_turned_off_just_before_it_is_sent_it_is_not_sent(late):
    on(late, "2022-11-23", "2022-12-02")
    late.slack.faults.fail("conversations.open", "service_unavailable", times=1000)
    late.tick("2022-12-06 09:00")
    late.ask(late.police, "messages off")
    late.slack.faults.clear()
    late.clock.advance(minutes=30)
    late.deliver()
    assert directly(late, "U0POLICE") == []
    assert len(directly(late, "U0DEPUTY")) == 1


def test_what_somebody_asks_for_still_comes_directly(late):
    late.ask(late.police, "messages off")
    late.ask(late.police, "chart I1", command="/indicators")
    late.deliver()
    assert late.slack.direct_messages("U0POLICE")


def test_messages_off_and_on_are_said_and_said_again(world):
    assert "Direct messages from Followthrough are on" in world.ask(world.police, "messages").text
    assert world.ask(world.police, "messages off").text.startswith(OFF)
    assert (
        world.ask(world.police, "messages off").text
        == "Direct messages from Followthrough are off already, so nothing was changed."
    )
    assert world.ask(world.police, "Messages ON.").text.startswith("Direct messages from Followthrough are on")
    assert "matches “messages to parents”" in world.ask(world.police, "messages to parents").text


def test_app_home_says_whether_they_are_on_and_changes_it(world):
    for person in (world.police, world.manager):
        open_home(world, person)
        assert "Direct messages from Followthrough: on." in texts(world, person)
        person.press(world.slack.home(person.user.id), "messages_off")
        settle(world)
        assert "Direct messages from Followthrough: off." in texts(world, person)
        person.press(world.slack.home(person.user.id), "messages_on")
        settle(world)
        assert "Direct messages from Followthrough: on." in texts(world, person)


def test_somebody_from_outside_has_nothing_to_turn_off(world):
    assert "members of the partnership only" in world.ask(world.outsider, "messages off").text
    assert world.rows("SELECT * FROM no_direct_messages") == []
