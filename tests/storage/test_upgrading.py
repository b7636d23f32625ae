"""A database of each earlier version is brought up to date whole or not at all, and is kept as it was."""

import shutil
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from unittest.mock import Mock

import pytest
from sqlite_utils import Database

from bot.checking.store import database as looked_at
from bot.domain.errors import BadInput
from bot.domain.events import By, Origin
from bot.domain.people import Person, Role
from bot.exchange.example import EXAMPLE
from bot.exchange.importing import apply
from bot.exchange.plan import read_plan
from bot.exchange.sheets import read_sheets
from storage import chain, checks, seals
from storage.database import Store
from storage.migrations import TABLES, migrations

ROOT = Path(__file__).parents[2]
STEPS = [step.name for step in migrations._migrations]  # noqa: SLF001 — there is no other way to its names
HOME = "T0SOLIHULL"
BY = By(
    person=Person(user="", team="", roles=frozenset({Role.BUSINESS_UNIT})),
    at=datetime(2022, 11, 14, 9, tzinfo=UTC),
    origin=Origin.IMPORT,
)
PLAN = read_plan(read_sheets(EXAMPLE))


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """The example's plan in a database of this version."""
    store = Store(tmp_path_factory.mktemp("whole") / "plan.db")
    assert store.migrate() is None
    apply(store, PLAN, BY, home=HOME)
    store.close()
    return store.path


def columns(connection, table):
    return {row[1] for row in connection.execute(f"PRAGMA table_info({table})")}


def older(path, whole, steps):
    """A file as the version with the first `steps` steps left it: what it could keep of the example."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        migrations.apply(database := Database(connection), stop_before=STEPS[steps])
        for table, rows in contents(whole).items():
            if known := columns(connection, table):
                its = [{name: value for name, value in row.items() if name in known} for row in rows]
                database[table].insert_all(resealed(its) if table == "events" and "hash" in known else its)
        connection.commit()
    return path


def resealed(events):
    """The trail as a version seals it that has these columns only."""
    last = seals.BEGINNING
    for row in events:
        last = seals.seal(row["id"], row, row["content"], last)
        yield {**row, "hash": last}


def steps_of(path):
    with closing(sqlite3.connect(path)) as connection:
        return [name for (name,) in connection.execute("SELECT name FROM _sqlite_migrations ORDER BY id")]


def contents(path):
    """Every row of our tables, by column."""
    with closing(sqlite3.connect(path)) as connection:
        connection.row_factory = sqlite3.Row
        return {
            table: [dict(row) for row in connection.execute(f"SELECT * FROM {table}")]
            for table in sorted(TABLES)
            if columns(connection, table)
        }


def schema(path):
    with closing(sqlite3.connect(path)) as connection:
        return set(
            connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_master WHERE name NOT LIKE '%fts%'")
        )


@pytest.mark.parametrize("steps", range(1, len(STEPS)), ids=lambda steps: STEPS[steps - 1])
def test_a_database_of_each_earlier_version_comes_up_to_date_with_all_that_is_in_it(tmp_path, whole, steps):
    before = contents(older(tmp_path / "plan.db", whole, steps))
    assert before["actions"]
    store = Store(tmp_path / "plan.db")
    kept = store.migrate()
    assert kept == tmp_path / f"plan.db.before-{STEPS[steps].partition('_')[0]}"
    assert kept.stat().st_mode & 0o777 == 0o600
    assert (steps_of(kept), contents(kept)) == (STEPS[:steps], before)
    store.close()
    assert steps_of(store.path) == STEPS
    assert schema(store.path) == schema(whole)
    after = contents(store.path)
    for table, rows in before.items():
        known = [{name: row[name] for name in rows[0]} for row in after[table]] if rows else after[table]
        assert known == rows, table
    with store.read() as tx:
        assert (checks.damage(tx), chain.broken(tx)) == ([], None)
    assert store.migrate() is None
    # It is the plan that it was: the same file again adds only what that version could not keep.
    again = apply(store, PLAN, BY, home=HOME)
    assert len(again.added) == (0 if "funding" in before else len(PLAN.funding))
    store.close()


class Broken(Exception):
    pass


@pytest.fixture
def breaking(monkeypatch):
    """One more step, which fails after it has changed something."""

    def m999_breaks(db):
        db.execute("ALTER TABLE actions ADD COLUMN half TEXT")
        db.execute("DELETE FROM found")
        raise Broken

    monkeypatch.setattr(migrations, "_migrations", list(migrations._migrations))  # noqa: SLF001 — as above
    migrations()(m999_breaks)


def test_a_step_that_fails_leaves_what_was_there_with_all_its_steps(tmp_path, whole, breaking):
    path = older(tmp_path / "plan.db", whole, 5)
    before = contents(path), schema(path)
    with pytest.raises(Broken):
        Store(path).migrate()
    assert (contents(path), schema(path)) == before
    assert steps_of(path) == STEPS[:5]
    assert steps_of(tmp_path / "plan.db.before-m006") == STEPS[:5]


KILLED = """
import os, signal, sys
from pathlib import Path
from storage.database import Store
from storage.migrations import migrations
def m999_killed(db):
    db.execute("DELETE FROM found")
    os.kill(os.getpid(), signal.SIGKILL)
migrations()(m999_killed)
Store(Path(sys.argv[1])).migrate()
"""


def python(code, *arguments):
    return subprocess.run(
        [sys.executable, "-c", code, *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )


def test_a_process_killed_among_the_steps_leaves_what_was_there_and_the_next_start_does_them_all(tmp_path, whole):
    path = older(tmp_path / "plan.db", whole, 5)
    before = contents(path)
    assert python(KILLED, str(path)).returncode == -signal.SIGKILL
    assert (steps_of(path), contents(path)) == (STEPS[:5], before)
    store = Store(path)
    assert store.migrate() == tmp_path / "plan.db.before-m006"
    store.close()
    assert steps_of(path) == STEPS


FULL = """
import resource, sys
from pathlib import Path
from storage.database import Store
store = Store(Path(sys.argv[1]))
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, resource.RLIM_INFINITY))
store.migrate()
"""


def test_a_disk_that_fills_during_the_copy_changes_nothing(tmp_path, whole):
    path = older(tmp_path / "plan.db", whole, 5)
    before = path.read_bytes()
    assert "sqlite3" in python(FULL, str(path)).stderr
    assert path.read_bytes() == before
    assert [one.name for one in tmp_path.glob("plan.db.before*")] == []


def test_a_disk_without_room_is_told_before_anything_is_changed(tmp_path, whole, monkeypatch):
    path = older(tmp_path / "plan.db", whole, 5)
    before = path.read_bytes()
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Mock(free=3 * len(before) - 1))
    with pytest.raises(
        sqlite3.OperationalError, match=r"kept before an upgrade can't be written .* MB have to be free"
    ):
        Store(path).migrate()
    assert path.read_bytes() == before
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Mock(free=3 * len(before)))
    assert Store(path).migrate()


def test_a_damaged_database_is_neither_upgraded_nor_kept_as_a_copy(tmp_path, whole):
    path = older(tmp_path / "plan.db", whole, 5)
    with path.open("r+b") as file:
        file.seek(20 * 4096)
        file.write(b"\xff" * 4096)
    damaged = path.read_bytes()
    with pytest.raises(sqlite3.DatabaseError):
        Store(path).migrate()
    assert path.read_bytes() == damaged
    assert [one.name for one in tmp_path.glob("plan.db.before*")] == []


def test_of_several_upgrades_the_last_copy_is_kept_and_files_of_others_are_left(tmp_path, whole):
    path = older(tmp_path / "plan.db", whole, 8)
    for name in (
        "plan.db.before-m003",
        "plan.db.before-m009",
        "plan.db.before-m009.part",
        "plan.db.mine",
        "my.before-m003",
    ):
        (tmp_path / name).write_text("earlier")
    store = Store(path)
    store.migrate()
    store.close()
    left = {one.name for one in tmp_path.iterdir()}
    assert left == {"plan.db", "plan.db.before-m009", "plan.db.mine", "my.before-m003"}
    assert steps_of(tmp_path / "plan.db.before-m009") == STEPS[:8]


def test_the_copy_in_the_databases_place_is_what_was_there_before(tmp_path, whole):
    path = older(tmp_path / "plan.db", whole, 8)
    before = contents(path)
    store = Store(path)
    kept = store.migrate()
    with store.write() as tx:
        tx.run("UPDATE actions SET title = 'changed since'")
    store.close()
    kept.rename(path)
    assert (steps_of(path), contents(path)) == (STEPS[:8], before)


def newer(path):
    """As a version with one step more has left it."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('followthrough', 'm999_later', '')"
        )
        connection.commit()
    return path


def test_an_older_version_leaves_a_newer_database_alone_and_names_both(tmp_path, whole):
    path = newer(Path(shutil.copy(whole, tmp_path / "plan.db")))
    before = path.read_bytes()
    said = (
        f"A newer Followthrough has brought {path} to step m999_later, and this one knows none after {STEPS[-1]}: start "
        "the newer one again, or put back the copy from before its upgrade, as docs/install.md says."
    )
    with pytest.raises(BadInput) as refused:
        Store(path).migrate()
    assert refused.value.sentence == said
    with pytest.raises(BadInput) as refused:
        checks.check_readable(Store(path))
    assert refused.value.sentence == said
    found = looked_at(Store(path))
    assert (found.well, found.said) == (False, said)
    assert path.read_bytes() == before
    assert [one.name for one in tmp_path.glob("plan.db.before*")] == []
