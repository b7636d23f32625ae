"""What lies beside a database in a file ending in `.lock`: who works with it, and how far its trail had come.

The operating system's lock on that file keeps a second process out, and goes however a process ends. The words in it
outlive the database: where that has gone, or an older one lies in its place, the next start can tell.
"""

import fcntl
import os
from contextlib import suppress
from pathlib import Path
from threading import Event
from typing import IO

import structlog

log = structlog.get_logger()

STANDING_BY = "Another Followthrough (process {}) works with this database. This one does nothing until that ends."
LOOK_AGAIN = 1.0  # seconds between looks whether another process has ended
NUMBER = 20  # characters for the process; what follows is the trail's head


def lock_of(path: Path) -> Path:
    """The file beside a database."""
    return path.with_name(f"{path.name}.lock")


def take(lock: IO[str], stopping: Event) -> bool:
    """Wait until no other process has the lock, and take it; False where `stopping` was set first."""
    if not locked(lock):
        log.warning("standing_by", process=holder(lock), why=STANDING_BY.format(holder(lock)))
        while not locked(lock):
            if stopping.wait(LOOK_AGAIN):
                return False
        log.warning("took_over")
    with suppress(OSError):  # a full disk costs whoever waits the number only
        lock.seek(0)
        lock.write(f"{os.getpid():<{NUMBER}}")
        lock.flush()
    return True


def locked(lock: IO[str]) -> bool:
    """Take the lock, if no other process has it; whether it is taken."""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def holder(lock: IO[str]) -> str:
    """The number of the process that has the lock, as it wrote it down."""
    lock.seek(0)
    return lock.read(NUMBER).strip() or "unknown"


def note(path: Path, head: str) -> None:
    """Write down how far the trail has come, where a bot works with the database; a full disk costs the note only."""
    with suppress(OSError), lock_of(path).open("r+") as lock:
        lock.seek(NUMBER)
        lock.write(f"{head}\n")
        lock.truncate()
        lock.flush()


def noted(path: Path) -> str:
    """How far the trail had come, as last written down: "4512:3f9a51c2d0e1aa77"; "" where nothing was."""
    try:
        return lock_of(path).read_text()[NUMBER:].partition("\n")[0]
    except OSError:
        return ""
