"""Ways in which a database file is not what it should be."""

import sqlite3
from contextlib import closing

from tests.faults.files import tear


def nothing(path):
    path.unlink()


def empty(path):
    path.write_bytes(b"")


def no_database(path):
    path.write_bytes(b"no database at all" * 500)


def cut_short(path):
    path.write_bytes(path.read_bytes()[:9000])


def of_something_else(path):
    path.unlink()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE recipes (name)")


def newer(path):
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(
            """INSERT INTO _sqlite_migrations (migration_set, name, applied_at)
                VALUES ('followthrough', 'm999_tomorrow', '2030-01-01')"""
        )
        connection.commit()


def damaged(path):
    tear(path, "actions")


def without_its_log(path):
    path.with_name(f"{path.name}-shm").write_bytes(b"\0" * 32768)


def lost(path):
    path.with_name(f"{path.name}.lock").write_text(f"{'4242':<20}12:3f9a51c2d0e1aa77\n")
    path.unlink()
