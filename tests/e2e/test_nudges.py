"""Nudges between the digests: what falls due, what fell overdue, what waits for the business unit."""

import json

import pytest

from bot.digests.told import MOST
from bot.schedule import nudges as scheduled
from tests.e2e.nudging import add, nudges, only, said, whys
from tests.world import partnership

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


def test_nothing_is_said_where_nothing_is_near(world):
    only(world, A7="2022-12-05", A6=None)
    for day in ("2022-11-23", "2022-11-24", "2022-11-25"):
        world.tick(f"{day} 09:00")
    assert whys(world) == {}
    assert [row["period"] for row in world.rows("SELECT period FROM runs WHERE job = 'nudges'")] == [
        "2022-11-23",
        "2022-11-24",
        "2022-11-25",
    ]


def test_one_message_a_day_however_often_the_scheduler_ticks(world):
    only(world, A7="2022-11-24")
    for time in ("09:00", "09:01", "12:00", "19:59"):
        world.tick(f"2022-11-23 {time}")
    assert len(nudges(world, POLICE)) == 1


@pytest.mark.parametrize("moment", ["2022-11-23 08:59", "2022-11-23 20:00", "2022-11-26 09:00", "2022-12-27 09:00"])
def test_nothing_is_said_outside_working_hours(world, moment):
    only(world, A7="2022-11-24", A6="2022-11-28", A8="2022-12-28")
    world.tick(moment)
    assert whys(world) == {}


@pytest.mark.parametrize(
    ("start", "day", "due", "words"),
    [
        ("2022-11-18 09:00", "2022-11-24", "2022-11-26", "due in 1 working day, due Saturday 26 November 2022"),
        ("2022-12-16 09:00", "2022-12-22", "2022-12-27", "due in 1 working day, due Tuesday 27 December 2022"),
        ("2023-04-05 09:00", "2023-04-06", "2023-04-11", "due in 1 working day, due Tuesday 11 April 2023"),
        ("2022-12-22 09:00", "2022-12-23", "2022-12-28", "due in 1 working day, due Wednesday 28 December 2022"),
        ("2023-03-26 09:00", "2023-03-28", "2023-03-29", "due in 1 working day, due Wednesday 29 March 2023"),
        ("2022-10-30 09:00", "2022-11-01", "2022-11-02", "due in 1 working day, due Wednesday 2 November 2022"),
    ],
    ids=["Saturday", "bank-holiday Tuesday", "Easter", "Christmas", "clocks forward", "clocks back"],
)
def test_working_days_and_local_time_are_counted(tmp_path, start, day, due, words):
    with partnership(tmp_path, start) as world:
        only(world, A7=due)
        world.tick(f"{day} 08:59")
        assert nudges(world, POLICE) == []
        world.tick(f"{day} 09:00")
        assert words in nudges(world, POLICE)[-1]


def test_what_has_no_date_or_one_past_the_holiday_data_is_not_nudged_about(tmp_path):
    with partnership(tmp_path, "2028-12-26 09:00") as world:
        only(world, A7="2029-01-04", A6=None, A8="2028-12-27")
        world.tick("2028-12-28 09:00")
        assert list(whys(world).values()) == []
        assert world.rows("SELECT next_on FROM ladder") == []


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


def test_no_nudge_goes_where_a_digest_goes(world):
    world.tick("2022-11-14 09:00")
    only(world, A7="2022-11-28", A6="2022-11-18", A10=None)
    world.tick("2022-11-21 09:00")
    assert len(world.messages(POLICE)) == 2
    assert whys(world) == {}


def test_a_digest_that_waits_is_no_reason_for_a_second_message(world):
    only(world, A7="2022-11-23")
    world.clock.move_to(world.clock().replace(day=21))
    world.slack.faults.fail("chat.postMessage", "service_unavailable", times=1000)
    world.tick("2022-11-21 09:00")
    world.tick("2022-11-22 09:00")
    assert whys(world) == {}
    world.slack.faults.clear()
    world.clock.advance(hours=2)
    world.deliver()
    assert len(world.messages(POLICE)) == 1


def test_what_was_done_extended_or_paused_just_before_is_not_said(world):
    only(world, A7="2022-11-24", A6="2022-11-24", A8="2022-11-24", A2="2022-11-24", A10="2022-11-24")
    world.slack.faults.fail("chat.postMessage", "service_unavailable", times=1000)
    world.tick("2022-11-23 09:00")
    world.ask(world.police, "done A7 agreed")
    world.ask(world.nhs, "done A8 agreed")
    world.ask(world.council, "extend A2 31 January 2023 because the board meets then")
    world.ask(world.commissioner, "agree A2")
    world.ask(world.manager, "pause A10 until 12 January 2023 because of a merger")
    world.slack.faults.clear()
    world.clock.advance(minutes=30)
    world.deliver()
    assert "A6" in nudges(world, POLICE)[0]
    assert "A7" not in nudges(world, POLICE)[0]
    assert [*nudges(world, ICB), *nudges(world, "solihull-council"), *nudges(world, "probation")] == []
    dropped = world.rows("SELECT fault FROM outbox WHERE shows = 'nudge' AND state = 'dropped'")
    assert {row["fault"] for row in dropped} == {"everything in it was done or moved meanwhile"}
    assert len(dropped) == 3


def test_a_nudge_whose_day_has_passed_is_dropped(world):
    only(world, A7="2022-11-24")
    world.slack.faults.fail("chat.postMessage", "service_unavailable", times=1000)
    world.tick("2022-11-23 09:00")
    world.slack.faults.clear()
    world.tick("2022-11-24 09:00")
    assert nudges(world, POLICE) == []
    assert world.rows("SELECT state, fault FROM outbox WHERE shows = 'nudge'") == [
        {"state": "dropped", "fault": "its day had passed"}
    ]


def test_a_paused_partner_hears_nothing_and_others_do(world):
    only(world, A7="2022-11-24", A8="2022-11-24", A9="2022-11-24")
    world.ask(world.manager, "pause police until 28 November 2022 because of a merger")
    world.tick("2022-11-23 09:00")
    assert nudges(world, POLICE) == []
    assert len(nudges(world, ICB)) == 1


def test_while_everything_is_paused_nothing_is_said(world):
    only(world, A7="2022-11-24", A8="2022-11-22")
    with world.store.write() as tx:
        tx.run("UPDATE actions SET stage = 'addressed', review = '2022-11-24' WHERE id = 1")
    world.ask(world.manager, "pause all until 28 November 2022 because of an inspection")
    world.tick("2022-11-23 09:00")
    assert whys(world) == {}
    assert world.rows("SELECT * FROM ladder") == []


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


def test_the_unit_is_told_of_tests_that_fall_due(world):
    only(world)
    with world.store.write() as tx:
        for number, stage, day in (
            (1, "addressed", "2022-11-30"),
            (2, "embedded", "2022-11-24"),
            (3, "addressed", "2022-11-22"),
        ):
            tx.run("UPDATE actions SET stage = ?, review = ? WHERE id = ?", (stage, day, number))
    world.tick("2022-11-23 09:00")
    [nudge] = nudges(world, UNIT)
    assert "To be tested: does it last?" in nudge
    assert "Addressed, to be tested by Tuesday 22 November 2022, 1 working day ago" in nudge
    assert "Embedded, to be tested by Thursday 24 November 2022, in 1 working day" in nudge
    assert "Addressed, to be tested by Wednesday 30 November 2022, in 5 working days" in nudge
    assert [nudge.index(f"A{number} ") for number in (3, 2, 1)] == sorted(
        nudge.index(f"A{number} ") for number in (1, 2, 3)
    )


def test_the_unit_is_told_of_what_has_waited_for_it_for_five_working_days_and_for_ten(world):
    only(world, A7="2023-01-31", A8="2023-01-31")
    world.clock.advance(days=1)
    world.ask(world.police, "done A7 agreed")
    world.ask(world.nhs, "extend A8 28 February 2023 because the board meets then")
    told = {}
    for day in ("21", "22", "23", "24", "25", "28", "29"):
        world.tick(f"2022-11-{day} 09:00")
        told[day] = len(nudges(world, UNIT))
    assert told == {"21": 0, "22": 1, "23": 1, "24": 1, "25": 1, "28": 1, "29": 2}
    first = nudges(world, UNIT)[0]
    assert "West Midlands Police reported it done 5 working days ago" in first
    assert "Until Tuesday 28 February 2023, by Birmingham and Solihull ICB: the board meets then" in first


def test_the_unit_gets_its_own_actions_and_the_rest_in_one_message(world):
    only(world, A11="2022-11-24")
    with world.store.write() as tx:
        tx.run("UPDATE actions SET stage = 'addressed', review = '2022-11-24' WHERE id = 1")
    world.tick("2022-11-23 09:00")
    [nudge] = nudges(world, UNIT)
    assert "Partnership business unit: 1 falling due" in nudge
    assert "To be tested: does it last?" in nudge


def test_on_the_heartbeats_day_the_heartbeat_tells_of_tests(world):
    only(world, A7="2023-01-31")
    with world.store.write() as tx:
        tx.run("UPDATE actions SET stage = 'addressed', review = '2022-11-22' WHERE id = 1")
    world.tick("2022-11-21 09:00")
    assert nudges(world, UNIT) == []
    heartbeat = said(world.messages(UNIT)[-1])
    assert "To be tested: does it last?" in heartbeat
    assert "in 1 working day" in heartbeat


def test_a_preview_writes_nothing(world):
    only(world, A7="2022-11-22")
    world.clock.advance(days=9)
    with world.store.read() as tx:
        [message] = scheduled.made(tx, world.services)
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
