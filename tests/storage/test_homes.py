"""Whose App Home is behind: marked by changes, taken one at a time, and never forgotten by accident."""

from datetime import timedelta

import pytest

from storage import homes, people
from tests.storage.plans import HOME, NOW, PARTNERS


@pytest.fixture
def tx(store):
    with store.write() as made:
        for code, number in PARTNERS.items():
            people.channel_found(made, number, f"C0{code}")
        for user, code in (("U1POLICE", "POLICE"), ("U1ICB", "ICB")):
            people.member_joined(made, f"C0{code}", user)
        for user in ("U1POLICE", "U1ICB", "U1UNIT", "U1LA"):
            row = homes.opened(made, user, HOME, NOW, everything=user == "U1UNIT")
            homes.published(made, row, everything=user == "U1UNIT")
        made.insert("people", {"user": "U1LA", "team": HOME, "role": "partner member", "partner_id": PARTNERS["LA"]})
        yield made


def behind(tx):
    return {row["user"] for row in tx.rows("SELECT user FROM homes WHERE stale > 0")}


def test_a_change_concerns_the_partners_members_and_those_who_see_everything(tx):
    assert behind(tx) == set()
    homes.changed(tx, ["ICB", "LA"])
    assert behind(tx) == {"U1ICB", "U1LA", "U1UNIT"}


def test_a_change_of_no_partner_concerns_those_who_see_everything(tx):
    homes.changed(tx, [])
    assert behind(tx) == {"U1UNIT"}


def test_whoever_came_or_left_is_behind(tx):
    people.member_joined(tx, "C0POLICE", "U1LA")
    homes.members_changed(tx, "C0POLICE", ["U1POLICE", "U1UNIT"])
    assert behind(tx) == {"U1UNIT", "U1LA"}
    homes.members_changed(tx, "C0POLICE", [])
    assert behind(tx) == {"U1UNIT", "U1LA", "U1POLICE"}
    homes.person_changed(tx, "U1ICB")
    assert "U1ICB" in behind(tx)


def test_nobody_is_published_to_twice_in_ten_seconds(tx):
    homes.all_changed(tx)
    assert homes.begun(tx, NOW + homes.SETTLE - timedelta(microseconds=1)) is None
    later = NOW + homes.SETTLE
    taken = {homes.begun(tx, later)["user"] for _ in range(4)}
    assert taken == {"U1POLICE", "U1ICB", "U1UNIT", "U1LA"}
    assert homes.begun(tx, later) is None
    assert len(behind(tx)) == 4
    assert homes.begun(tx, later + homes.SETTLE) is not None


def test_a_clock_that_was_put_back_keeps_nobody_waiting(tx):
    homes.all_changed(tx)
    assert homes.begun(tx, NOW - timedelta(days=1)) is not None


def test_what_changes_while_it_is_published_still_counts(tx):
    homes.person_changed(tx, "U1ICB")
    row = homes.begun(tx, NOW + homes.SETTLE)
    homes.person_changed(tx, "U1ICB")
    homes.published(tx, row, everything=False)
    assert behind(tx) == {"U1ICB"}


def test_of_two_who_publish_at_once_neither_is_trusted(tx):
    homes.person_changed(tx, "U1ICB")
    row = homes.begun(tx, NOW + homes.SETTLE)
    opened = homes.opened(tx, "U1ICB", HOME, NOW + homes.SETTLE * 2, everything=False)
    homes.published(tx, opened, everything=False)
    assert behind(tx) == set()
    homes.published(tx, row, everything=False)
    assert behind(tx) == {"U1ICB"}


def test_whoever_is_forgotten_is_not_published_to(tx):
    homes.all_changed(tx)
    homes.forget(tx, "U1ICB", HOME)
    assert "U1ICB" not in behind(tx)
