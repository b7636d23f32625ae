"""All that knows the engine: connections, transactions, migrations.

A unit of work has a connection of its own: `read()` sees one consistent moment and can't write; `write()` takes the
write lock at once (BEGIN IMMEDIATE), so that what it read can't change before it writes, and commits or changes
nothing. Sharing a connection between threads corrupts; a deferred BEGIN loses the race to write.
"""

import os
import sqlite3
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Event
from typing import Any
from urllib.parse import quote

from sqlite_utils import Database

from bot.domain.errors import BadInput, Busy
from storage import copies, presence, troubles, upgrading
from storage.condition import Condition
from storage.migrations import TABLES
from storage.troubles import Trouble, Unusable
from storage.turns import Turns

Row = dict[str, Any]
Params = dict[str, Any] | Sequence[Any]

BUSY = "Somebody else is saving a lot at this moment, so nothing was changed. Try again."
NOT_WIPED = "The words are out, but unused parts of the file may still have them: somebody else is in it. Try again."
WAIT_SECONDS = 2.0  # under Slack's 3 seconds, so that there is time left to say "try again"


class Transaction:
    """What a unit of work can do. SQL is only written in `storage/`.

    `moment` and dates are stored as ISO 8601 text: moments in UTC ("2022-11-14T09:00:00+00:00"), dates as
    "2022-11-14".
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def rows(self, sql: str, params: Params = ()) -> list[Row]:
        """All rows, as dicts by column name."""
        cursor = self._database.conn.execute(sql, params)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor]

    def each(self, sql: str, params: Params = ()) -> Iterator[Row]:
        """Rows one after the other, where all at once would take too much memory."""
        cursor = self._database.conn.execute(sql, params)
        names = [column[0] for column in cursor.description]
        return (dict(zip(names, row, strict=True)) for row in cursor)

    def row(self, sql: str, params: Params = ()) -> Row | None:
        """The first row, or None."""
        return next(iter(self.rows(sql, params)), None)

    def value(self, sql: str, params: Params = ()) -> Any:  # noqa: ANN401 — SQLite's columns have any type
        """The first column of the first row, or None."""
        row = self._database.conn.execute(sql, params).fetchone()
        return row[0] if row else None

    def run(self, sql: str, params: Params = ()) -> int:
        """Change something; how many rows it changed."""
        return self._database.execute(sql, params).rowcount

    def insert(self, table: str, row: Row) -> int:
        """Add a row; its id."""
        added: int = _known(self._database, table).insert(row).last_rowid
        return added

    def insert_all(self, table: str, rows: Iterable[Row]) -> None:
        """Add many rows with the same columns."""
        _known(self._database, table).insert_all(rows, batch_size=500)

    @contextmanager
    def apart(self) -> Iterator[None]:
        """A part of the unit of work that is taken back alone where it fails."""
        self.run("SAVEPOINT apart")
        whole = False
        try:
            yield
            whole = True
        finally:
            if not whole:
                self.run("ROLLBACK TO apart")
            self.run("RELEASE apart")


def _known(database: Database, table: str) -> Any:  # noqa: ANN401 — sqlite-utils ships no types
    if table not in TABLES:  # sqlite-utils would make a mistyped table
        raise KeyError(table)
    return database.table(table)


class Store:
    """One partnership's database file.

    Args:
        path: the file; it and its folder's `-wal` and `-shm` companions are readable by their owner only.

    Attributes:
        condition: what was wrong with the file last, if anything.
    """

    def __init__(self, path: Path) -> None:
        # By its own name, also where a link leads to it: SQLite puts `-wal` beside that, and it is locked once.
        self.path = Path(os.path.realpath(path))
        self.condition = Condition(self.path)
        self._keeper: sqlite3.Connection | None = None
        # Threads of one process take turns here: SQLite's own waiting is a poll, in which one may starve.
        self._turn = Turns()

    def migrate(self) -> Path | None:
        """Make the file where there is none, and bring the schema up to date; safe when several processes start.

        Where it was in use with an earlier schema: the file beside it in which it is kept as it was.

        Raises BadInput where the path is no file, and where it is of a later version; sqlite3.DatabaseError where a
        database that was there has gone, where the file is no database, or damaged.
        """
        self._make_room()
        if not (self.path.exists() and self.path.stat().st_size) and presence.noted(self.path):
            raise Unusable(troubles.lost(self.path))
        self.path.touch(mode=0o600)
        self.path.chmod(0o600)
        # Never used again, but while it is open no other connection is the last one, which would fold the WAL
        # into the database as it closes: a thing to do now and then, not after each answer.
        self._keeper = self._connect()
        self._keeper.execute("PRAGMA journal_mode = WAL")
        self._keeper.execute("PRAGMA user_version").fetchone()  # it has the WAL open only once it has read
        self.condition.files.keep()
        with self.write() as tx:
            if not _whole(tx):
                raise Unusable(troubles.DAMAGED)
            kept = upgrading.upgrade(tx._database, self.path, self._connect)  # noqa: SLF001 — sqlite-utils' own
        if kept:
            upgrading.drop_others(kept, self.path)
        return kept

    @contextmanager
    def read(self) -> Iterator[Transaction]:
        """A unit of work that sees one moment and can't change anything."""
        with self.condition.noticing(), closing(self._connect()) as connection:
            connection.execute("PRAGMA query_only = 1")
            connection.execute("BEGIN")
            yield Transaction(Database(connection, recursive_triggers=False, execute_plugins=False))

    @contextmanager
    def write(self) -> Iterator[Transaction]:
        """A unit of work that commits when it ends well, and otherwise changes nothing.

        Raises Busy where another one holds the write lock for longer than 2 seconds, and sqlite3.DatabaseError where
        the file is damaged or another one, or can't be written to.
        """
        with self._in_turn() as left, self.condition.noticing(), closing(self._connect(left)) as connection:
            self.condition.check()
            for pragma in ("foreign_keys = 1", "synchronous = FULL", "recursive_triggers = 1"):
                connection.execute(f"PRAGMA {pragma}")
            _begin(connection)
            yield Transaction(Database(connection, recursive_triggers=False, execute_plugins=False))
            connection.commit()  # not reached after an error: closing then drops what was not committed
        self.condition.well()

    def trouble(self) -> Trouble | None:
        """What stands in the way of recording at this moment, tried out; None where nothing does."""
        try:
            if self.condition.damaged:
                with self.read() as tx:
                    self.condition.recover(whole=_whole(tx))
            with self.write() as tx:
                if self.condition.doubtful:  # only a page that is really written shows that the disk takes one
                    tx.run(f"PRAGMA user_version = {tx.value('PRAGMA user_version')}")
        except sqlite3.Error as error:
            return self.condition.told(error)
        except Busy:  # somebody writes
            return None
        return troubles.of_room(self.path.parent)

    def save(self, folder: Path) -> None:
        """Copy everything to a new file through what is still open, though the files themselves have gone.

        Raises OSError and sqlite3.Error where it can't be written.
        """
        if self._keeper is None:
            return
        path = copies.free(folder / self.path.name, copies.SAVED)
        with copies.whole(path) as part:
            copies.fill(part, self._keeper)
        self.condition.saved = path

    @contextmanager
    def _in_turn(self) -> Iterator[float]:
        """Wait for the other threads; gives the seconds that are left to wait for other processes."""
        until = time.monotonic() + WAIT_SECONDS
        if not self._turn.acquire(timeout=WAIT_SECONDS):
            raise Busy(BUSY)
        try:
            yield max(0.0, until - time.monotonic())
        finally:
            self._turn.release()

    @contextmanager
    def only_one(self, stopping: Event) -> Iterator[bool]:
        """Wait until no other process is in here with the same database; False where `stopping` was set first.

        The operating system lets go of the lock however a process ends, so nobody waits for a dead one. Works before
        there is a database. Raises BadInput where the path is no file.
        """
        self._make_room()
        with presence.alone(self.path, stopping) as alone:
            yield alone

    def backup(self, path: Path) -> None:
        """Copy the whole database to a file, as it is at one moment, while others read and write."""
        with closing(self._connect()) as ours:
            copies.fill(path, ours)
        path.chmod(0o600)

    def wipe(self) -> None:
        """Write the file anew without what was deleted or replaced: SQLite leaves that in unused pages and indexes.

        Raises Busy where somebody else is in the file for longer than 2 seconds.
        """
        with self._in_turn() as left, closing(self._connect(left)) as connection:
            try:
                for index in ("actions_fts", "updates_fts"):
                    connection.execute(f"INSERT INTO {index} ({index}) VALUES ('rebuild')")  # noqa: S608 — our names
                connection.commit()
                connection.execute("VACUUM")
                # Where somebody reads on, as Litestream does all the time, this says so instead of failing.
                left_over = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
            except sqlite3.OperationalError as error:
                raise Busy(NOT_WIPED) from error
            if left_over:
                raise Busy(NOT_WIPED)

    def close(self) -> None:
        """Fold the WAL into the database and let go of it."""
        if self._keeper:
            self.condition.files.forget()
            self._keeper.close()
            self._keeper = None

    def _make_room(self) -> None:
        if self.path.exists() and not self.path.is_file():
            raise BadInput(f"{self.path} is not a file, so it can't be the database.")
        self.path.parent.mkdir(parents=True, exist_ok=True)

    def _connect(self, timeout: float = WAIT_SECONDS) -> sqlite3.Connection:
        # Never "create": a database that was taken away while the bot runs is a fault, not a new one.
        self.condition.files.check()
        address = f"file:{quote(str(self.path.absolute()))}?mode=rw"
        return sqlite3.connect(address, uri=True, timeout=timeout, check_same_thread=False)


def _whole(tx: Transaction) -> bool:
    """Whether every page is what its place says: quicker than all that `checks.damage` looks at."""
    return bool(tx.value("PRAGMA quick_check(1)") == "ok")


def _begin(connection: sqlite3.Connection) -> None:
    try:
        connection.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as error:
        if "locked" not in str(error) and "busy" not in str(error):
            raise
        raise Busy(BUSY) from error
