"""What lies beside a database in a file ending in `.lock`: who works with it, and how far its trail had come.

The operating system's lock on that file keeps a second process out, and goes however a process ends. The words in it
outlive the database: where that has gone, or an older one lies in its place, the next start can tell.
"""

import fcntl
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event
from typing import IO

import structlog

log = structlog.get_logger()

STANDING_BY = "Another Followthrough (process {}) works with this database. This one does nothing until that ends."
LOOK_AGAIN = 1.0  # seconds between looks whether another process has ended
NUMBER = 20  # characters for the process; what follows is the trail's head
HEAD = re.compile(r"0:|[0-9]{1,18}:[0-9a-f]{16}")  # "0:" where nothing was recorded yet


def lock_of(path: Path) -> Path:
    """The file beside a database."""
    return path.with_name(f"{path.name}.lock")


@contextmanager
def opened(path: Path) -> Iterator[IO[str]]:
    """The file beside a database, made where there is none. What is in it may be anything by now."""
    lock_of(path).touch(mode=0o600)
    with lock_of(path).open("r+", errors="replace") as lock:
        yield lock


@contextmanager
def alone(path: Path, stopping: Event) -> Iterator[bool]:
    """Wait until no other process has the lock, and hold it; False where `stopping` was set first."""
    while True:
        with opened(path) as lock:
            taken = _take(lock, stopping)
            # Where somebody deleted the file, the next process locks a new one, and this lock keeps nobody out.
            if not taken or identity(path) == _identity(os.fstat(lock.fileno())):
                yield taken
                return


def identity(path: Path) -> tuple[int, int] | None:
    """Which file lies beside a database; None where none does."""
    try:
        return _identity(lock_of(path).stat())
    except OSError:
        return None


def _identity(found: os.stat_result) -> tuple[int, int]:
    return found.st_dev, found.st_ino


def _take(lock: IO[str], stopping: Event) -> bool:
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
    number = lock.read(NUMBER).strip()
    return number if re.fullmatch("[0-9]+", number) else "unknown"


def note(path: Path, head: str) -> None:
    """Write down how far the trail has come, where a bot works with the database; a full disk costs the note only."""
    with suppress(OSError), lock_of(path).open("r+", errors="replace") as lock:
        lock.seek(NUMBER)
        lock.write(f"{head}\n")
        lock.truncate()
        lock.flush()


def noted(path: Path) -> str:
    """How far the trail had come, as last written down: "4512:3f9a51c2d0e1aa77"; "" where nothing was, or no head."""
    try:
        head = lock_of(path).read_bytes()[NUMBER:].decode(errors="replace").partition("\n")[0]
    except OSError:
        return ""
    if head and not HEAD.fullmatch(head):
        log.warning("head_unreadable", file=str(lock_of(path)))
        return ""
    return head
