"""When nudges are sent and when not: working days, one a day, no digest beside them, nothing that was done or paused."""

import pytest

from tests.e2e.nudging import nudges, only, whys
from tests.world import partnership

POLICE, ICB = "west-midlands-police", "bsol-icb"


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
