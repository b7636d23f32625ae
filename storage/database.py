"""All that knows the engine: connections, transactions, migrations.

A unit of work has a connection of its own: `read()` sees one consistent moment and can't write; `write()` takes the
write lock at once (BEGIN IMMEDIATE), so that what it read can't change before it writes, and commits or changes
nothing. Sharing a connection between threads corrupts; a deferred BEGIN loses the race to write.
"""

import fcntl
import os
import sqlite3
import time
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from threading import Event, Lock
from typing import IO, Any
from urllib.parse import quote

import structlog
from sqlite_utils import Database

from bot.domain.errors import BadInput, Busy
from storage.migrations import TABLES, migrations

log = structlog.get_logger()

Row = dict[str, Any]
Params = dict[str, Any] | Sequence[Any]

BUSY = "Somebody else is saving a lot at this moment, so nothing was changed. Try again."
NOT_WIPED = "The words are out, but unused parts of the file may still have them: somebody else is in it. Try again."
STANDING_BY = "Another Followthrough (process {}) works with this database. This one does nothing until that ends."
LOOK_AGAIN = 1.0  # seconds between looks whether another process has ended
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


class _Turns:
    """A lock that is handed on in the order in which it was asked for: Python's may starve one of many threads."""

    def __init__(self) -> None:
        self._guard, self._taken, self._waiting = Lock(), False, deque[Event]()

    def acquire(self, timeout: float) -> bool:
        """Take it; False where it did not come within `timeout` seconds."""
        mine = Event()
        with self._guard:
            if not self._taken:
                self._taken = True
                return True
            self._waiting.append(mine)
        if mine.wait(timeout):
            return True
        with self._guard:
            if mine.is_set():  # it came at the last moment
                return True
            self._waiting.remove(mine)
        return False

    def release(self) -> None:
        """Hand it to whoever has waited longest."""
        with self._guard:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._taken = False


class Store:
    """One partnership's database file.

    Args:
        path: the file; it and its folder's `-wal` and `-shm` companions are readable by their owner only.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._keeper: sqlite3.Connection | None = None
        # Threads of one process take turns here: SQLite's own waiting is a poll, in which one may starve.
        self._turn = _Turns()

    def migrate(self) -> None:
        """Make the file where there is none, and bring the schema up to date; safe when several processes start.

        Raises BadInput where the path is no file, and sqlite3.DatabaseError where the file is no database.
        """
        self._make_room()
        self.path.touch(mode=0o600)
        self.path.chmod(0o600)
        # Never used again, but while it is open no other connection is the last one, which would fold the WAL
        # into the database as it closes: a thing to do now and then, not after each answer.
        self._keeper = self._connect()
        self._keeper.execute("PRAGMA journal_mode = WAL")
        self._keeper.execute("PRAGMA user_version").fetchone()  # it has the WAL open only once it has read
        with self.write() as tx:
            migrations.apply(tx._database)  # noqa: SLF001 — migrations are sqlite-utils' own

    @contextmanager
    def read(self) -> Iterator[Transaction]:
        """A unit of work that sees one moment and can't change anything."""
        with closing(self._connect()) as connection:
            connection.execute("PRAGMA query_only = 1")
            connection.execute("BEGIN")
            yield Transaction(Database(connection, recursive_triggers=False, execute_plugins=False))

    @contextmanager
    def write(self) -> Iterator[Transaction]:
        """A unit of work that commits when it ends well, and otherwise changes nothing.

        Raises Busy where another one holds the write lock for longer than 2 seconds.
        """
        with self._in_turn() as left, closing(self._connect(left)) as connection:
            for pragma in ("foreign_keys = 1", "synchronous = FULL", "recursive_triggers = 1"):
                connection.execute(f"PRAGMA {pragma}")
            _begin(connection)
            yield Transaction(Database(connection, recursive_triggers=False, execute_plugins=False))
            connection.commit()  # not reached after an error: closing then drops what was not committed

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
        path = self.path.with_suffix(self.path.suffix + ".lock")
        path.touch(mode=0o600)
        with path.open("r+") as lock:
            if not _locked(lock):
                log.warning("standing_by", process=_holder(lock), why=STANDING_BY.format(_holder(lock)))
                while not _locked(lock):
                    if stopping.wait(LOOK_AGAIN):
                        yield False
                        return
                log.warning("took_over")
            _sign(lock)
            yield True

    def backup(self, path: Path) -> None:
        """Copy the whole database to a file, as it is at one moment, while others read and write."""
        with closing(self._connect()) as ours, closing(sqlite3.connect(path)) as copy:
            ours.backup(copy)
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
            self._keeper.close()
            self._keeper = None

    def _make_room(self) -> None:
        if self.path.exists() and not self.path.is_file():
            raise BadInput(f"{self.path} is not a file, so it can't be the database.")
        self.path.parent.mkdir(parents=True, exist_ok=True)

    def _connect(self, timeout: float = WAIT_SECONDS) -> sqlite3.Connection:
        # Never "create": a database that was taken away while the bot runs is a fault, not a new one.
        address = f"file:{quote(str(self.path.absolute()))}?mode=rw"
        return sqlite3.connect(address, uri=True, timeout=timeout, check_same_thread=False)


def _locked(lock: IO[str]) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _sign(lock: IO[str]) -> None:
    """Write down which process has the lock, for the one that waits: a full disk costs it the number only."""
    with suppress(OSError):
        lock.seek(0)
        lock.truncate()
        lock.write(str(os.getpid()))
        lock.flush()


def _holder(lock: IO[str]) -> str:
    """The number of the process that has the lock, as it wrote it down."""
    lock.seek(0)
    return lock.read(20) or "unknown"


def _begin(connection: sqlite3.Connection) -> None:
    try:
        connection.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as error:
        if "locked" not in str(error) and "busy" not in str(error):
            raise
        raise Busy(BUSY) from error
