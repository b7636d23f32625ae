import re
from datetime import UTC, datetime

import pytest
from icalendar import Calendar

from bot.domain.events import By, Origin
from bot.usecases import deadlines
from storage import people
from tests.exchange.exports.conftest import POLICE, UNIT
from tests.exchange.exports.test_exported import made


def entries(store, person=UNIT):
    """The entries by what their UID says they are: "A7-due"."""
    calendar = Calendar.from_ical(made(store, "ics", person))
    return {str(event["UID"]).rsplit("-", 1)[0]: event for event in calendar.walk("VEVENT")}


def lines(store):
    """Read without the library: unfolded lines, with what stands in them as it was meant."""
    told = made(store, "ics").decode().replace("\r\n ", "").split("\r\n")
    return [re.sub(r"\\([nN,;\\])", lambda found: "\n" if found[1] in "nN" else found[1], line) for line in told]


def day(event):
    return str(event["DTSTART"].dt)


def test_dates_that_stand_are_whole_days_in_plain_words(plan):
    found = entries(plan)
    seven = found["A7-due"]
    assert seven["SUMMARY"] == (
        "A7 due: Agree the officer presence that the multi-agency safeguarding hub needs "
        "(West Midlands Police, demonstration)"
    )
    assert seven["SUMMARY"].params["LANGUAGE"] == "en-GB"
    assert (day(seven), str(seven["DTEND"].dt)) == ("2023-01-12", "2023-01-13")
    assert (seven["TRANSP"], seven["STATUS"]) == ("TRANSPARENT", "CONFIRMED")
    assert "Originally due: 30 November 2022" in seven["DESCRIPTION"]
    assert found["D1-deadline"]["SUMMARY"].startswith("D1 deadline: ")
    assert found["D1-deadline"]["CATEGORIES"].cats == ["Deadline"]
    assert found["A6-test"]["SUMMARY"].startswith("A6 test, is it sustained? ")
    assert found["A8-due"]["STATUS"] == "CONFIRMED"  # it waits for acceptance


def test_what_no_longer_stands_is_cancelled_where_it_may_be_in_a_calendar(plan):
    found = entries(plan)
    assert [found[one]["STATUS"] for one in ("A1-due", "A6-due")] == ["CANCELLED", "CANCELLED"]
    assert all(event["SEQUENCE"] > 0 for event in found.values() if event["STATUS"] == "CANCELLED")


def test_words_that_fix_no_day_are_no_entry(plan):
    assert not {"A20-due", "A21-due"} & entries(plan).keys()
    assert day(entries(plan)["A22-due"]) == "2023-01-31"


def test_a_date_that_moves_moves_its_entry(plan):
    before = entries(plan)["D1-deadline"]
    at = datetime(2023, 2, 20, 9, tzinfo=UTC)
    with plan.write() as tx:
        people.remember(tx, "home", "T0ANOTHER")
        deadlines.move(
            tx, 1, before["DTSTART"].dt.replace(month=3), "later", By(person=UNIT, at=at, origin=Origin.FORM)
        )
    after = entries(plan)["D1-deadline"]
    assert (after["UID"], day(after)) == (before["UID"], "2023-03-28")
    assert after["SEQUENCE"] == before["SEQUENCE"] + 1
    assert after["LAST-MODIFIED"].dt == after["DTSTAMP"].dt == at
    with plan.write() as tx:
        deadlines.meet(tx, 1, at.date(), By(person=UNIT, at=at, origin=Origin.FORM), at.date())
    met = entries(plan)["D1-deadline"]
    assert (met["UID"], met["STATUS"], met["SEQUENCE"]) == (before["UID"], "CANCELLED", after["SEQUENCE"] + 1)


def test_every_line_can_be_read_by_any_calendar(plan):
    title = "Visits, “home”; and\nback \\ 🙂 " + "long words " * 20
    with plan.write() as tx:
        tx.run("UPDATE deadlines SET title = ?", (title,))
    assert all(len(line) <= 75 for line in made(plan, "ics").split(b"\r\n"))
    told = lines(plan)
    assert told[0] == "BEGIN:VCALENDAR"
    assert f"SUMMARY;LANGUAGE=en-GB:D1 deadline: {' '.join(title.split())}" in told
    assert told.count("BEGIN:VEVENT") == told.count("END:VEVENT") == len(entries(plan))
    assert [line for line in told if line.startswith("METHOD")] == ["METHOD:PUBLISH"]


def test_a_partner_gets_its_own(plan):
    assert {one.partition("-")[0] for one in entries(plan, POLICE)} == {"A6", "A7"}


@pytest.mark.parametrize("gone", ["BEGIN:VEVENT"])
def test_an_empty_plan_is_an_empty_calendar(store, gone):
    assert gone not in made(store, "ics").decode()
