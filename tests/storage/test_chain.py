"""The audit trail can be trusted: whatever is done to it behind the bot's back is found, at the first place."""

import json
import shutil
import sqlite3

import pytest
from sqlite_utils import Database

from bot.domain.events import By, Origin
from bot.domain.people import Person, Role
from storage import audit, chain, seals
from storage.chain import Break, Head
from storage.database import Store
from storage.importing import Entry, trail
from storage.migrations import migrations
from tests.storage.plans import NOW

BY = By(person=Person(user="U0UNIT", team="T0", roles=frozenset({Role.BUSINESS_UNIT})), at=NOW, origin=Origin.COMMAND)


@pytest.fixture
def store(tmp_path):
    """A trail of seven events, two of them an import's."""
    made = Store(tmp_path / "plan.db")
    made.migrate()
    with made.write() as tx:
        audit.append(tx, BY, "added", "A1", after={"title": "Agree the rota"})
        trail(tx, BY, [Entry("added", "A2", {}, {"title": "Train"}), Entry("added", "A3", {}, {"title": "Audit"})])
    with made.write() as tx:
        for number in (1, 2, 3):
            audit.append(tx, BY, "edited", f"A{number}", before={"due": None}, after={"due": "2023-01-31"})
        audit.append(tx, BY, "took back: edited", "A3", before={"due": "2023-01-31"}, after={"due": None}, undoes=6)
    return made


def broken(store, signed=None):
    with store.read() as tx:
        return chain.broken(tx, signed)


def behind_its_back(store, *statements):
    """Do something to the file that the database itself would refuse."""
    with sqlite3.connect(store.path) as db:
        for trigger in ("events_are_not_changed", "events_are_not_deleted"):
            db.execute(f"DROP TRIGGER {trigger}")
        for statement in statements:
            db.execute(statement)


def test_what_was_recorded_is_whole(store):
    assert broken(store) is None
    with store.read() as tx:
        last = chain.head(tx)
        assert (last.id, len(last.hash)) == (7, 64)
        assert tx.value("SELECT count(DISTINCT hash) FROM events") == 7
    assert broken(store, last) is None


def test_no_trail_is_whole(tmp_path):
    empty = Store(tmp_path / "empty.db")
    empty.migrate()
    assert broken(empty) is None
    with empty.read() as tx:
        assert chain.head(tx).short == "0:"


FIELDS = {
    "at": "'2022-11-14T10:00:00+00:00'",
    "user": "'U0OTHER'",
    "team": "'T1'",
    "role": "'assurer'",
    "partner": "'POLICE'",
    "origin": "'thread'",
    "verb": "'accept'",
    "subject": "'A9'",
    "undoes": "1",
    "before": """'{"due": "2022-12-31"}'""",
    "after": """'{"due": "2023-02-28"}'""",
    "salt": "'00'",
    "content": "'00'",
    "hash": "'00'",
    "frame": "''",
}


@pytest.mark.parametrize("field", FIELDS)
def test_an_altered_field_is_found(store, field):
    behind_its_back(store, f"UPDATE events SET {field} = {FIELDS[field]} WHERE id = 5")
    assert broken(store).id == 5


def test_every_column_of_the_trail_is_tried_above(store):
    with store.read() as tx:
        assert {row["name"] for row in tx.rows("PRAGMA table_info(events)")} == {"id", *FIELDS}


@pytest.mark.parametrize(
    ("done", "found"),
    [
        (["DELETE FROM events WHERE id = 7"], Break(7, "it was removed, and so was every event after it")),
        (["DELETE FROM events WHERE id > 4"], Break(5, "it was removed, and so was every event after it")),
        (["DELETE FROM events WHERE id = 4"], Break(5, "the event before it is missing: event 4")),
        (["DELETE FROM events WHERE id = 1"], Break(2, "the event before it is missing: event 1")),
        (
            [f"UPDATE events SET id = {new} WHERE id = {old}" for old, new in ((4, 99), (5, 4), (99, 5))],
            Break(4, "it was altered, moved or put in between"),
        ),
        (
            [
                "DELETE FROM events WHERE id = 4",
                """INSERT INTO events (id, at, user, team, role, origin, verb, subject, before, after)
                VALUES (4, '2022', 'U', 'T', 'assurer', 'command', 'accept', 'A1', '{}', '{}')""",
            ],
            Break(4, "it was altered, moved or put in between"),
        ),
        (
            [
                """INSERT INTO events (at, user, team, role, origin, verb, subject, before, after)
            VALUES ('2022', 'U', 'T', 'assurer', 'command', 'accept', 'A1', '{}', '{}')"""
            ],
            Break(8, "it was altered, moved or put in between"),
        ),
        (
            ["""UPDATE events SET salt = '', after = '{"due": "2023-12-31"}' WHERE id = 5"""],
            Break(5, "what it says was replaced, and no event tells of it"),
        ),
    ],
    ids=["last", "last three", "middle", "first", "swapped", "exchanged", "inserted", "replaced"],
)
def test_it_names_the_first_event_that_is_wrong(store, done, found):
    behind_its_back(store, *done)
    assert broken(store) == found


def test_the_last_event_is_missed_even_where_another_follows_it(store):
    behind_its_back(store, "DELETE FROM events WHERE id = 7")
    with store.write() as tx:
        audit.append(tx, BY, "edited", "A1", after={"due": "2023-03-31"})
    assert broken(store) == Break(8, "the event before it is missing: event 7")


def test_a_restored_old_file_is_found_by_the_head_that_was_signed_off(store, tmp_path):
    store.backup(tmp_path / "old.db")
    with store.write() as tx:
        audit.append(tx, BY, "accept", "A1", after={"stage": "addressed"})
        signed = chain.head(tx)
    shutil.copy(tmp_path / "old.db", store.path)
    assert broken(Store(tmp_path / "old.db")) is None
    assert broken(Store(tmp_path / "old.db"), signed) == Break(
        8, "it is missing: the trail went on to event 8 when it was signed off"
    )


def test_a_trail_that_was_made_anew_is_found_by_the_head_that_was_signed_off(store):
    with store.read() as tx:
        signed, rows = Head(*chain.head(tx)), tx.rows("SELECT * FROM events WHERE id >= 4 ORDER BY id")
        last = tx.value("SELECT hash FROM events WHERE id = 3")
    anew = []
    for row in rows:
        row["verb"] = "accept"
        last = seals.seal(row["id"], row, row["content"], last)
        anew.append(f"UPDATE events SET verb = 'accept', hash = '{last}' WHERE id = {row['id']}")
    behind_its_back(store, *anew)
    assert broken(store) is None
    assert broken(store, signed) == Break(7, "it is not the event that was signed off")


def test_an_older_database_is_sealed_as_it_stands(tmp_path):
    path = tmp_path / "older.db"
    db = Database(path)
    migrations.apply(db, stop_before="m009_chain")
    for number in (1, 2):
        common = {"at": NOW.isoformat(), "user": "U", "team": "T", "role": "assurer", "origin": "form"}
        db["events"].insert({**common, "verb": "edited", "subject": f"A{number}", "before": "{}", "after": "{}"})
    db.close()
    older = Store(path)
    older.migrate()
    assert broken(older) is None
    behind_its_back(older, "UPDATE events SET user = 'U2' WHERE id = 2")
    assert broken(older).id == 2


def test_the_same_words_are_sealed_differently_each_time(store):
    with store.read() as tx:
        digests = [row["content"] for row in tx.rows("SELECT content FROM events WHERE verb = 'edited'")]
    assert len(set(digests)) == 3


@pytest.mark.parametrize("after", ["{}", "[]", '{"events": 5}', '{"events": {"x": "y"}}', '"no"'])
def test_an_event_that_tells_of_corrections_is_found_where_somebody_made_it_nonsense(store, after):
    with store.write() as tx:
        audit.append(tx, BY, chain.CORRECTED, chain.TRAIL, after={"reason": "why", "events": {}})
    behind_its_back(store, f"UPDATE events SET after = '{after}' WHERE id = 8")
    assert broken(store) == Break(8, "what it says was altered")


def test_only_an_event_about_the_trail_itself_can_tell_of_corrections_and_of_earlier_events_only(store):
    forged = {"before": '{"due": null}', "after": '{"due": "2023-12-31"}'}
    told = {"events": {"5": seals.digest("", forged)}}
    with store.write() as tx:
        audit.append(tx, BY, chain.CORRECTED, "A2", after=told)
        tx.run("UPDATE events SET salt = '', after = ? WHERE id = 5", (forged["after"],))
    assert broken(store) == Break(5, "what it says was replaced, and no event tells of it")
    with store.write() as tx:
        audit.append(tx, BY, chain.CORRECTED, chain.TRAIL, after=told)
        assert chain.corrected(tx) == (1, ((9, "2022-11-14"),))
    assert broken(store) == Break(5, "more than words was altered when it was corrected")


REPLACED = [
    ('{"title": "[taken out]"}', None),
    ('{"title": ""}', None),
    ('{"title": "Agree the rota", "stage": "sustained"}', "more"),
    ('{"title": null}', "more"),
    ('{"title": "Agree the rota", "amount": "1"}', "more"),
    ('{"due": "Agree the rota"}', "more"),
    ("{}", "more"),
    ('"no"', "more"),
]


@pytest.mark.parametrize(("said", "wrong"), REPLACED)
def test_a_correction_can_replace_words_and_nothing_else(store, said, wrong):
    told = {"events": {"1": seals.digest("", {"before": "{}", "after": said})}}
    with store.write() as tx:
        audit.append(tx, BY, chain.CORRECTED, chain.TRAIL, after=told)
        tx.run("UPDATE events SET salt = '', after = ? WHERE id = 1", (said,))
    assert broken(store) == (wrong and Break(1, "more than words was altered when it was corrected"))


def test_a_corrected_event_that_is_no_json_any_more_is_found(store):
    told = {"events": {"1": seals.digest("", {"before": "{}", "after": "no"})}}
    with store.write() as tx:
        audit.append(tx, BY, chain.CORRECTED, chain.TRAIL, after=told)
    behind_its_back(
        store, "PRAGMA ignore_check_constraints = 1", "UPDATE events SET salt = '', after = 'no' WHERE id = 1"
    )
    assert broken(store) == Break(1, "more than words was altered when it was corrected")


def test_events_from_before_there_were_frames_are_checked_as_they_were(tmp_path):
    path = tmp_path / "older.db"
    with sqlite3.connect(path) as connection:
        migrations.apply(Database(connection), stop_before="m012_frames")
        row = dict.fromkeys(("user", "team", "role", "partner", "verb", "subject"), "")
        row |= {"at": NOW.isoformat(), "origin": "form", "before": "{}", "after": '{"due": "2023-01-31"}'}
        row |= {"partner": None, "undoes": None, "id": 1, "salt": "00"}
        row["content"] = seals.digest("00", row)
        row["hash"] = seals.seal(1, row, row["content"], seals.BEGINNING)
        Database(connection)["events"].insert(row)
    older = Store(path)
    older.migrate()
    assert broken(older) is None
    behind_its_back(older, "UPDATE events SET frame = '00' WHERE id = 1")
    assert broken(older).id == 1


def test_the_frame_of_an_event_never_changes_or_old_ones_would_not_be_found_whole():
    after = {"due": "2023-01-31", "title": "Agree", "reported": {"LA": "yes"}, "remit": [4, 7], "new_name": "x"}
    row = {"before": '{"target": 5, "columns": {"Lead": "lead"}}', "after": json.dumps(after)}
    assert seals.frame(row) == "287e2dc275f8d4d1eeb06878c4c90b23fe36ad32c8bb9cafcd0bd0eae6dd7dca"
    assert seals.frame({**row, "after": json.dumps(after | {"title": "x", "new_name": "Agree"})}) == seals.frame(row)
