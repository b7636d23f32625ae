import os
import sqlite3
import stat
import subprocess
import sys
import time
from contextlib import closing
from threading import Thread

import pytest

from bot.domain.errors import Busy
from storage.database import Store
from tests.storage.plans import NOW, add_action, nothing_kept


def names(store):
    with store.read() as tx:
        return [row["name"] for row in tx.rows("SELECT name FROM found ORDER BY name")]


def remember(tx, name, value=""):
    tx.insert("found", {"name": name, "value": value})


def test_a_unit_of_work_is_kept_whole(store):
    with store.write() as tx:
        remember(tx, "one")
        tx.insert_all("found", [{"name": "two", "value": ""}, {"name": "three", "value": ""}])
        tx.run("INSERT INTO found VALUES ('four', '')")
    assert names(store) == ["four", "one", "three", "two"]


@pytest.mark.parametrize("fault", [ValueError, sqlite3.IntegrityError, KeyboardInterrupt])
def test_a_unit_of_work_that_fails_changes_nothing(store, fault):
    def work():
        with store.write() as tx:
            remember(tx, "one")
            tx.insert_all("found", [{"name": "two", "value": ""}])
            tx.run("INSERT INTO found VALUES ('three', '')")
            add_action(tx)
            raise fault

    with pytest.raises(fault):
        work()
    assert names(store) == []


def test_one_that_reads_can_not_write(store):
    with store.read() as tx, pytest.raises(sqlite3.OperationalError, match="readonly"):
        tx.run("INSERT INTO found VALUES ('one', '')")


def test_one_that_reads_sees_one_moment_and_is_not_held_up_by_a_writer(store):
    with store.read() as tx:
        assert tx.value("SELECT count(*) FROM found") == 0
        with store.write() as writing:
            remember(writing, "one")
        assert tx.value("SELECT count(*) FROM found") == 0
    assert names(store) == ["one"]


def test_a_locked_store_says_that_it_is_busy_before_slack_gives_up(store):
    with closing(sqlite3.connect(store.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        began = time.monotonic()
        with pytest.raises(Busy, match="nothing was changed"), store.write():
            pytest.fail("it had no lock")
        assert time.monotonic() - began < 2.9
        assert names(store) == []
        other.execute("ROLLBACK")
    with store.write() as tx:
        remember(tx, "one")


def test_the_file_and_its_companions_are_readable_by_their_owner_only(store, tmp_path):
    own = Store(tmp_path / "folder" / "new.db")
    own.migrate()
    with own.write() as tx:
        remember(tx, "one")
        modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in own.path.parent.iterdir()}
    own.close()
    assert modes == {"new.db": 0o600, "new.db-wal": 0o600, "new.db-shm": 0o600}


def test_processes_that_start_at_once_make_one_schema(tmp_path):
    code = (
        "import sys; from pathlib import Path; from storage.database import Store; Store(Path(sys.argv[1])).migrate()"
    )
    command = [sys.executable, "-W", "error", "-c", code, str(tmp_path / "new.db")]
    started = [subprocess.Popen(command, env={**os.environ, "PYTHONPATH": os.getcwd()}) for _ in range(4)]  # noqa: PTH109
    assert [process.wait(60) for process in started] == [0, 0, 0, 0]
    with Store(tmp_path / "new.db").read() as tx:
        steps = [row["name"] for row in tx.rows("SELECT name FROM _sqlite_migrations")]
    assert len(steps) == len(set(steps)) == 12


def test_migrating_again_keeps_what_is_there(store):
    with store.write() as tx:
        remember(tx, "one")
    store.migrate()
    store.close()
    assert names(store) == ["one"]


@pytest.mark.parametrize("table", ["action", "Actions", "found2", "sqlite_master", ""])
def test_a_mistyped_table_is_refused_and_not_made(store, table):
    with pytest.raises(KeyError), store.write() as tx:
        tx.insert(table, {"id": 1})
    with pytest.raises(KeyError), store.write() as tx:
        tx.insert_all(table, [{"id": 1}])


def event(tx):
    fields = ("at", "user", "team", "role", "origin", "verb", "subject")
    return tx.insert("events", {**dict.fromkeys(fields, "x"), "before": "{}", "after": "{}"})


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE events SET user = 'U2'",
        "DELETE FROM events",
        "INSERT OR REPLACE INTO events SELECT * FROM events",
        "DELETE FROM actions",
        "REPLACE INTO actions (id, title, lead_partner_id, stage, stage_since, added) VALUES (1, 'x', 1, '', '', '')",
        "UPDATE actions SET original_due = '2023-02-28'",
        "UPDATE actions SET original_due = NULL",
        "UPDATE actions SET stage = 'resolved'",
        "UPDATE actions SET due = '31 January 2023'",
        "UPDATE actions SET title = ''",
        "UPDATE actions SET lead_partner_id = 99",
        "UPDATE actions SET source_id = 99",
        "UPDATE actions SET version = 'one'",
        "INSERT INTO contributions (action_id, partner_id) VALUES (1, 99)",
        "INSERT INTO people (user, team, role) VALUES ('U1', 'T1', 'partner member')",
        "INSERT INTO people (user, team, role) VALUES ('U1', 'T1', 'administrator')",
        "DELETE FROM partners",
    ],
)
def test_the_database_itself_refuses_what_must_never_happen(shared, sql):
    with nothing_kept(shared) as tx:
        assert add_action(tx, original_due="2023-01-31", due="2023-01-31") == 1
        event(tx)
        before = list(shared_rows(tx))
        with pytest.raises(sqlite3.IntegrityError):
            tx.run(sql)
        assert list(shared_rows(tx)) == before


def shared_rows(tx):
    for table in ("events", "actions", "contributions", "people", "partners"):
        yield tx.rows(f"SELECT * FROM {table}")


def test_threads_that_read_and_then_write_lose_nothing(store):
    threads, times = 8, 200
    with store.write() as tx:
        remember(tx, "count", "0")

    def add_one():
        try:
            with store.write() as tx:
                count = int(tx.value("SELECT value FROM found"))
                tx.run("UPDATE found SET value = ?", (str(count + 1),))
        except Busy:
            return False
        return True

    def work():
        for _ in range(times):
            while not add_one():
                pass

    started = [Thread(target=work) for _ in range(threads)]
    for thread in started:
        thread.start()
    for thread in started:
        thread.join()
    with store.read() as tx:
        assert tx.value("SELECT value FROM found") == str(threads * times)


def test_moments_are_stored_in_a_form_that_sorts(store):
    with store.write() as tx:
        number = add_action(tx)
    with store.read() as tx:
        assert tx.value("SELECT added FROM actions WHERE id = ?", (number,)) == NOW.isoformat()


def test_a_file_that_others_could_read_is_closed_to_them(tmp_path):
    path = tmp_path / "x.db"
    path.touch()
    path.chmod(0o644)
    Store(path).migrate()
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_day_that_there_is_not_is_refused_by_the_database_itself(store):
    with store.write() as tx:
        add_action(tx)
        with pytest.raises(sqlite3.IntegrityError):
            tx.run("UPDATE actions SET due = '2023-02-31'")
