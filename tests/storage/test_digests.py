"""What partners reported since the last digest, and what became of it: from the audit trail."""

from datetime import timedelta

import pytest

from bot.domain.events import By, Origin
from storage import audit, digests
from tests.storage.plans import NOW, PARTNERS, add_action, person


@pytest.fixture
def tx(store):
    with store.write() as made:
        add_action(made)
        add_action(made, contributors=["ICB"])
        yield made


def say(tx, verb, subject, days, partner=None, undoes=None):
    by = By(person=person("POLICE"), at=NOW + timedelta(days=days), origin=Origin.COMMAND)
    audit.append(tx, by, verb, subject, partner=partner, undoes=undoes)
    return tx.value("SELECT max(id) FROM events")


def test_what_was_reported_accepted_and_returned_is_counted_for_its_partner(tx):
    assert digests.progress(tx, NOW) == {}
    say(tx, "done", "A1", -1, "POLICE")
    say(tx, "return", "A1", 0)
    say(tx, "done", "A1", 1, "POLICE")
    say(tx, "done", "A1", 2, "POLICE")
    say(tx, "accept", "A1", 3)
    say(tx, "part done", "A2", 3, "ICB")
    say(tx, "update", "A2", 3, "ICB")
    assert digests.progress(tx, NOW) == {
        "POLICE": {"reported": 1, "accepted": 1, "returned": 1},
        "ICB": {"reported": 1, "accepted": 0, "returned": 0},
    }
    assert digests.progress(tx, NOW + timedelta(days=4)) == {}


def test_what_was_taken_back_does_not_count(tx):
    done = say(tx, "done", "A1", 1, "POLICE")
    say(tx, "took back: done", "A1", 1, "POLICE", done)
    assert digests.progress(tx, NOW) == {}


def test_events_of_before_are_not_read(tx):
    for days in range(-40, 5):
        say(tx, "done", "A1", days, "POLICE")
    asked = []
    rows = tx.rows
    tx.rows = lambda sql, params: asked.append(rows(f"EXPLAIN QUERY PLAN {sql}", params)) or rows(sql, params)
    digests.progress(tx, NOW)
    [plan] = asked
    assert "SEARCH e USING INTEGER PRIMARY KEY (rowid>?)" in [row["detail"] for row in plan]
    assert not [row["detail"] for row in plan if row["detail"].startswith("SCAN")]


def word(tx, number, partner, days=0, **more):
    row = {"action_id": number, "kind": "update", "text": "half done", "user": "U1", "partner_id": PARTNERS[partner]}
    tx.insert("updates", row | {"at": (NOW + timedelta(days=days)).isoformat()} | more)


def quiet(tx, days):
    return {row["code"]: row["updated"] for row in digests.quiet(tx, NOW + timedelta(days=days))}


def test_a_word_counts_for_who_said_it_and_not_for_who_leads(tx):
    add_action(tx, lead="ICB")
    assert quiet(tx, 0) == {}
    assert quiet(tx, 1) == {"POLICE": "", "ICB": ""}
    word(tx, 1, "ICB", 5, kind="part done")
    word(tx, 1, "POLICE", 5, undone=NOW.isoformat())
    assert quiet(tx, 5) == {"POLICE": ""}
    word(tx, 1, "POLICE", 6, kind="extend", on_behalf=1)
    assert quiet(tx, 6) == {"ICB": (NOW + timedelta(days=5)).isoformat()}


def test_who_is_quiet_is_not_found_by_reading_every_word_or_action(tx):
    asked = []
    rows = tx.rows
    tx.rows = lambda sql, params: asked.append(rows(f"EXPLAIN QUERY PLAN {sql}", params)) or rows(sql, params)
    digests.quiet(tx, NOW, PARTNERS["POLICE"])
    [plan] = asked
    assert [row["detail"] for row in plan if row["detail"].startswith("SCAN")] == []
    assert any("updates_by_partner" in row["detail"] for row in plan)
