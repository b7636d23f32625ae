"""Links between tables name the column that they lead to, in a database that was there before, too."""

import sqlite3
from contextlib import closing

import pytest
from sqlite_utils import Database

from storage.database import Store
from storage.migrations import TABLES, migrations
from tests.storage.plans import add_action, partnership


def links(connection):
    return [
        (table, *link[2:5]) for table in TABLES for link in connection.execute(f"PRAGMA foreign_key_list({table})")
    ]


def test_every_link_names_its_column_and_nothing_else_changes(tmp_path):
    path = tmp_path / "plan.db"
    with closing(sqlite3.connect(path)) as connection:
        migrations.apply(Database(connection), stop_before="m011_links")
        connection.execute("INSERT INTO partners (id, code, name, kind) VALUES (1, 'LA', 'Council', 'other')")
        connection.commit()
        before = links(connection)
        schema = connection.execute(
            "SELECT name, sql FROM sqlite_master WHERE sql NOT LIKE '%REFERENCES%' AND type <> 'trigger'"
        ).fetchall()
    assert {column for *_, column in before} == {None}
    store = Store(path)
    store.migrate()
    store.close()
    with closing(sqlite3.connect(path)) as connection:
        assert links(connection) == [(*link[:3], "id") for link in before]
        assert set(schema) <= set(connection.execute("SELECT name, sql FROM sqlite_master"))
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("SELECT code FROM partners").fetchall() == [("LA",)]


def test_links_still_have_to_lead_to_something(tmp_path):
    store = partnership(tmp_path / "plan.db")
    with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"), store.write() as tx:
        add_action(tx, remit=[99])
    with store.write() as tx:
        assert add_action(tx, remit=[1]) == 1
