"""What the business unit is nudged about: tests that fall due, and what waits for it."""

from tests.e2e.nudging import nudges, only, said

UNIT = "partnership-business-unit"


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
