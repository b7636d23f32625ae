from datetime import date
from decimal import Decimal

from bot.exchange.example import EXAMPLE
from bot.exchange.outcome import Count
from storage import actions, plan
from tests.exchange.conftest import everything

COUNTS = {
    "Partners": 5,
    "Sources": 4,
    "Remit": 7,
    "Deadlines": 1,
    "Indicators": 1,
    "Readings": 1,
    "Funding": 2,
    "Actions": 12,
}


def test_it_comes_in_whole(store, bring):
    outcome = bring(EXAMPLE)
    assert outcome.counts == {sheet: Count(added=number) for sheet, number in COUNTS.items()}
    with store.read() as tx:
        found = actions.select(tx, "ORDER BY a.id")
        deadline = plan.deadline(tx, 1)
        indicator = plan.indicator(tx, 1)
    assert [str(action.ref) for action in found] == [f"A{number}" for number in range(1, 13)]
    assert all(action.demonstration and action.finding and not action.success_measure for action in found)
    assert all(action.due == action.original_due for action in found)
    assert (found[8].lead.code, found[8].contributors) == ("ICB", {"LA", "POLICE"})
    assert (found[11].source, found[11].remit, found[11].due) == ("PANEL-2022", (3,), date(2022, 9, 30))
    assert (deadline.due, deadline.phrase) == (date(2023, 1, 31), "by the end of January 2023")
    assert (deadline.precision, deadline.remit) == ("end of month", (2,))
    assert indicator.remit == (4,)
    (reading,) = indicator.readings
    assert (reading.on, reading.value, reading.qualifier) == (date(2022, 8, 31), Decimal(400), "over")
    assert reading.phrase == "peaked at over 400 cases in August 2022"


def test_twice_changes_nothing(store, bring):
    bring(EXAMPLE)
    before = everything(store, but=())
    outcome = bring(EXAMPLE)
    assert outcome.counts == {sheet: Count(unchanged=number) for sheet, number in COUNTS.items()}
    assert (outcome.added, outcome.changes, outcome.kept) == ([], [], [])
    assert everything(store, but=()) == before


def test_every_thing_has_one_event_from_the_import(store, bring):
    bring(EXAMPLE)
    with store.read() as tx:
        events = tx.rows("SELECT verb, subject, origin, user, role FROM events")
    assert len(events) == sum(COUNTS.values())
    assert {(event["origin"], event["user"], event["role"]) for event in events} == {
        ("import", "U0UNIT", "business unit")
    }
    subjects = {event["subject"] for event in events}
    assert {"LA", "JTAI-2022", "R7", "D1", "I1", "A12"} <= subjects
