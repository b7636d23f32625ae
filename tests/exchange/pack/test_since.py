"""From when on a board pack tells what changed, and what is recorded of it."""

from datetime import date

import pytest

from bot.domain.errors import BadInput
from bot.domain.events import By, Origin
from bot.exchange.pack.contents import gathered, last_pack, recorded
from storage import history
from tests.exchange.pack.living import yardstick
from tests.exchange.pack.weeks import BEFORE, COUNCIL, DAY, POLICE, UNIT, live
from tests.world import local


def test_a_plan_without_a_trail_has_no_pack(store):
    with store.read() as tx, pytest.raises(BadInput, match="Nothing is recorded yet"):
        gathered(tx, yardstick(DAY), DAY, BEFORE, UNIT)


def note(store, as_at, who=UNIT, since=BEFORE):
    at = local("2023-06-30 09:00")
    with store.write() as tx:
        recorded(tx, By(person=who, at=at, origin=Origin.COMMAND), as_at, since, "docx")


def since(store, as_at, who=None):
    with store.read() as tx:
        return last_pack(tx, as_at, who)


def test_changes_are_told_since_the_last_pack_and_otherwise_for_four_weeks(store):
    assert since(store, DAY) == date(2022, 11, 15)
    note(store, date(2022, 10, 10))
    note(store, date(2022, 11, 7))
    note(store, date(2023, 1, 10))
    assert since(store, DAY) == date(2022, 11, 7)
    assert since(store, date(2022, 11, 7)) == date(2022, 10, 10)


def test_the_first_days_that_there_are_have_none_before_them(store):
    assert since(store, date(1, 1, 10)) == date.min


def test_a_pack_that_is_made_again_tells_changes_since_the_same_day(store):
    note(store, date(2022, 11, 7))
    note(store, DAY)
    assert since(store, DAY) == date(2022, 11, 7)
    note(store, date(2022, 12, 1))  # made later, of an earlier day
    note(store, DAY)
    assert since(store, DAY) == date(2022, 11, 7)
    assert since(store, date(2023, 1, 10)) == DAY


def test_a_partners_packs_and_the_whole_ones_are_apart(store):
    note(store, date(2022, 11, 7))
    note(store, date(2022, 12, 1), POLICE)
    assert since(store, DAY) == since(store, DAY, UNIT) == date(2022, 11, 7)
    assert since(store, DAY, POLICE) == date(2022, 12, 1)
    assert since(store, DAY, COUNCIL) == date(2022, 11, 15)


def test_who_took_a_pack_out_is_in_the_trail(store):
    note(store, DAY)
    with store.read() as tx:
        [event] = history.happened(tx, local("2023-06-29 09:00"), local("2023-07-01 09:00"))
    assert (event.verb, event.subject, event.user, event.role) == ("reported", "PACK", "U0MANAGER", "business unit")
    assert event.after == {"as_at": "2022-12-13", "since": "2022-11-18", "kind": "docx"}


def test_a_pack_that_was_made_is_no_change_of_the_plan(world, pack):
    live(world)
    made = pack()
    with world.store.write() as tx:
        recorded(tx, By(person=UNIT, at=world.clock(), origin=Origin.COMMAND), DAY, BEFORE, "xlsx")
    assert pack() == made
