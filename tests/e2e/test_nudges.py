"""Nudges between the digests: what falls due, what fell overdue, and how they are answered."""

import json

from bot.digests.nudges import made
from bot.digests.told import MOST
from tests.e2e.nudging import add, nudges, only, said, whys

POLICE, ICB, UNIT = "west-midlands-police", "bsol-icb", "partnership-business-unit"


def test_what_falls_due_in_five_working_days_and_in_one_is_told_in_one_message(world):
    only(world, A7="2022-11-30", A6="2022-11-24")
    world.tick("2022-11-23 09:00")
    [nudge] = nudges(world, POLICE)
    assert nudge.startswith("Wednesday 23 November 2022\nWest Midlands Police: 2 falling due")
    assert "Amber: due in 1 working day, due Thursday 24 November 2022" in nudge
    assert "Amber: due in 5 working days, due Wednesday 30 November 2022" in nudge
    assert nudge.index("A6") < nudge.index("A7")
    assert "done A6 what was done" in nudge
    assert whys(world) == {f"nudge:2022-11-23:{world.slack.channel(POLICE).id}": "A6 due 1, A7 due 5"}


def test_what_fell_overdue_is_told_with_what_comes_next(world):
    only(world, A7="2022-11-22")
    world.tick("2022-11-23 09:00")
    [nudge] = nudges(world, POLICE)
    assert "West Midlands Police: 1 overdue" in nudge
    assert "Red: overdue by 1 working day, due Tuesday 22 November 2022" in nudge
    assert "before Tuesday 6 December 2022, the business unit is told that no lead could be reached." in nudge


def test_a_contributing_partner_is_told_of_its_own_part_until_that_is_reported(world):
    only(world, A9="2022-11-30")
    world.ask(world.council, "done A9 our desk was told")
    world.tick("2022-11-23 09:00")
    [nudge] = nudges(world, POLICE)
    assert "your part, led by Birmingham and Solihull ICB" in nudge
    assert "Report our part done" in json.dumps(world.messages(POLICE)[-1].blocks)
    assert nudges(world, "solihull-council") == []
    assert "your part" not in nudges(world, ICB)[0]


def test_a_contributing_partner_hears_that_it_fell_overdue_but_not_of_the_leads_ladder(world):
    only(world, A9="2022-11-22")
    world.tick("2022-11-23 09:00")
    assert "If it is not reported done before" in nudges(world, ICB)[0]
    [part] = nudges(world, POLICE)
    assert "overdue by 1 working day" in part
    assert "If it is not reported done before" not in part


def test_where_more_time_is_asked_for_that_is_said_in_place_of_what_comes_next(world):
    only(world, A7="2022-11-22")
    world.ask(world.police, "extend A7 9 December 2022 because of snow")
    world.tick("2022-11-23 09:00")
    [nudge] = nudges(world, POLICE)
    assert "overdue by 1 working day" in nudge
    assert "More time until Friday 9 December 2022 was asked for and is not decided yet." in nudge
    assert "If it is not reported done" not in nudge


def test_five_hundred_that_are_overdue_make_one_short_message(world):
    only(world)
    add(
        world,
        500,
        due="2022-11-22",
        stage="in progress",
        title="Agree <!channel> *a* _rota_ & <https://x.example|more>",
    )
    world.tick("2022-11-23 09:00")
    [nudge] = nudges(world, POLICE)
    assert nudge.count("Red: overdue") == MOST
    assert "And 490 more: “/actions overdue”" in nudge
    body = json.dumps(world.messages(POLICE)[-1].blocks)
    assert "<!channel>" not in body
    assert "&lt;!channel&gt;" in body


def test_a_partner_without_a_channel_is_no_fault(world):
    only(world, A7="2022-11-24", A10="2022-11-22")
    with world.store.write() as tx:
        tx.run("UPDATE partners SET channel = '', channel_id = NULL WHERE code = 'PROB'")
    world.tick("2022-11-23 09:00")
    assert len(nudges(world, POLICE)) == 1
    assert world.rows("SELECT action_id, next_on FROM ladder") == [{"action_id": 10, "next_on": "2022-12-06"}]


def test_a_reply_in_a_nudges_thread_is_heard(world):
    only(world, A7="2022-11-24", A6="2022-11-24")
    world.tick("2022-11-23 09:00")
    ts = world.messages(POLICE)[-1].ts
    world.police.say(POLICE, "done A7 presence agreed", thread_ts=ts)
    world.deliver()
    assert world.stage(7) == "reported done"
    assert world.replies(POLICE, ts)[-1].text.startswith("A7 reported done for West Midlands Police.")


def test_a_menu_beside_a_row_opens_its_form(world):
    only(world, A7="2022-11-24")
    world.tick("2022-11-23 09:00")
    world.police.press(world.messages(POLICE)[-1], "row_menu", "done A7")
    assert world.police.submit(values={"words": "presence agreed"}) == {}
    assert world.stage(7) == "reported done"


def test_a_tick_on_a_nudge_means_that_it_was_read(world):
    only(world, A7="2022-11-24")
    world.tick("2022-11-23 09:00")
    world.police.react(POLICE, world.messages(POLICE)[-1].ts)
    assert world.stage(7) == "in progress"


def test_a_preview_writes_nothing(world):
    only(world, A7="2022-11-22")
    world.clock.advance(days=9)
    with world.store.read() as tx:
        [message] = made(tx, world.services)
    assert (message.shows, message.scheduled, message.whys) == ("nudge", True, ("overdue",))
    assert world.rows("SELECT * FROM ladder") == []


def test_no_update_for_weeks_is_told_in_the_digest_and_the_heartbeat(world):
    world.ask(world.police, "update A7 begun")
    world.tick("2022-12-12 09:00")
    assert "No update since Monday 14 November 2022: 4 weeks." in said(world.messages(POLICE)[-1])
    assert "No update yet, since Monday 14 November 2022: 4 weeks." in said(world.messages(ICB)[-1])
    assert "West Midlands Police (last on 14 November 2022, 4 weeks ago)" in said(world.messages(UNIT)[-1])


def test_who_was_heard_lately_is_not_told_so(world):
    world.tick("2022-11-28 09:00")
    assert "No update" not in said(world.messages(POLICE)[-1])
