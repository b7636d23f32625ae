"""What befalls a database, in words: what is wrong, and what to do. Knows SQLite's codes for it."""

import shutil
import sqlite3
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

MEGABYTE = 1_000_000
LEAST_ROOM = 50 * MEGABYTE  # below this a disk is about to be full
GOES_ON = "Followthrough goes on by itself"
NEARLY_FULL = "the disk is nearly full"
RESTORE = "stop Followthrough, then put back the newest backup that is whole: followthrough restore BACKUP"
_CORRUPT, _NOT_ONE = sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB


class Trouble(NamedTuple):
    """What is wrong with the database, and what to do: two clauses, the second one may hold a command."""

    said: str
    do: str


FULL = Trouble("the disk is full", f"make room on it: {GOES_ON}")
DAMAGED = Trouble("it is damaged", RESTORE)
OLDER = Trouble("an older or another file was put in its place", f"look which file it is; {RESTORE}")
_BY_CODE: Mapping[int, Trouble] = {
    sqlite3.SQLITE_FULL: FULL,
    sqlite3.SQLITE_READONLY: Trouble(
        "it can't be written to: the file, its folder or the disk is read-only",
        f"let Followthrough's user write there: {GOES_ON}",
    ),
    sqlite3.SQLITE_IOERR: Trouble(
        "the disk is full, or fails", f"see whether it has room and is well: {GOES_ON} when it can be written to"
    ),
    sqlite3.SQLITE_CANTOPEN: Trouble(
        "it can't be opened: it is not there, or Followthrough's user may not read and write in its folder",
        f"put that right: {GOES_ON}",
    ),
    sqlite3.SQLITE_BUSY: Trouble("another program holds it", "end that program, or try again"),
    _CORRUPT: DAMAGED,
    _NOT_ONE: Trouble("it is no database, or its beginning is damaged", RESTORE),
}


def lost(path: Path) -> Trouble:
    """The database was there when Followthrough last ran, and is gone."""
    return Trouble(
        f"there was one at {path} when Followthrough last ran, and it is gone or empty, so no new one was made",
        f"if Followthrough still runs, leave it running until {path}.saved-1 is there, and stop it then. After that, "
        f"put back that file or a backup: followthrough restore BACKUP. To begin with nothing, delete {path}.lock",
    )


def without_its_log(path: Path) -> Trouble:
    """The `-wal` file, which has the last changes, is gone, while the `-shm` file, which goes with it, is there."""
    return Trouble(
        f"{path}-wal, which has the last changes, was taken away",
        f"if Followthrough runs, leave it running until {path}.saved-1 is there, stop it, then: "
        f"followthrough restore {path}.saved-1. If it does not run, delete {path}-shm and look again",
    )


def unlocked(lock: Path) -> Trouble:
    """The file that keeps a second process out is gone, or another one."""
    return Trouble(
        f"{lock} was taken away, so a second Followthrough could start with the same database",
        "stop Followthrough, see that no second one runs, and start it again",
    )


class Unusable(sqlite3.OperationalError):
    """The database must not be used as it is, though SQLite would; `trouble` says why."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble.said)
        self.trouble = trouble


def of(error: sqlite3.Error) -> Trouble | None:
    """What an error means; None where it is none of the file's or the disk's."""
    if isinstance(error, Unusable):
        return error.trouble
    return _BY_CODE.get(getattr(error, "sqlite_errorcode", 0) & 0xFF)


def is_damage(error: sqlite3.Error) -> bool:
    """Whether what is in the file can't be trusted any more, so that nothing may be written to it."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    return code in {_CORRUPT, _NOT_ONE} or (isinstance(error, Unusable) and error.trouble in {OLDER, DAMAGED})


def of_room(folder: Path, least: int = LEAST_ROOM) -> Trouble | None:
    """Whether the disk of a folder is full or about to be: it has less room than that, in bytes."""
    try:
        free = shutil.disk_usage(folder).free
    except OSError:
        return None
    if free >= least:
        return None
    if free < MEGABYTE:
        return FULL
    return Trouble(NEARLY_FULL, f"make room on it: only {free // MEGABYTE} MB are left")
