"""Copies of a database: how they come to be whole, what they are called, and when they go.

Beside it lie `plan.db.before-m012`, from before an upgrade, `plan.db.aside-1`, what was there before a restore, and
`plan.db.saved-1`, what was saved when one of its files was taken away. Each has all that the database had, words that
are no longer kept too, so it goes when a backup of its age does.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date, datetime
from glob import escape
from itertools import count
from pathlib import Path

from storage.files import ENDS

BEFORE, ASIDE, SAVED = "before", "aside", "saved"
_BACKUP = "followthrough-{}.db"
_DAY = "[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]"


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """A file to write to, its owner's only, that is found at `path` once it is whole; where it fails, nothing is."""
    part = path.with_name(f"{path.name}.part")
    try:
        part.unlink(missing_ok=True)
        # Nobody else's file and no link, whoever may write in that folder.
        os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600))
        yield part
        part.rename(path)
    finally:
        part.unlink(missing_ok=True)


def fill(path: Path, ours: sqlite3.Connection) -> None:
    """Copy to a file all that is in the database of a connection, as it is at one moment."""
    with closing(sqlite3.connect(path)) as copy:
        ours.backup(copy)


def free(path: Path, kind: str) -> Path:
    """The first name beside `path` that nothing has: plan.db.saved-1."""
    names = (path.with_name(f"{path.name}.{kind}-{number}") for number in count(1))
    return next(name for name in names if not _files(name))


def backup_of(folder: Path, day: date) -> Path:
    """The backup of a morning."""
    return folder / _BACKUP.format(day)


def backups(folder: Path) -> list[Path]:
    """The mornings' backups in a folder, the oldest first; other files there are somebody else's."""
    return sorted(folder.glob(_BACKUP.format(_DAY)))


def day_of(backup: Path) -> date:
    """The morning of one of these."""
    return date.fromisoformat(backup.stem.removeprefix(_BACKUP.partition("{")[0]))


def spare(path: Path, folder: Path | None) -> Path | None:
    """The newest file from which the database at `path` could be put back; `folder`: where its backups are."""
    kept = [one for one in _beside(path, folder, SAVED) if one.suffix != ".part" and one.exists()]
    mornings = backups(folder)[-1:] if folder else []
    return max([*kept, *mornings], key=lambda one: one.stat().st_mtime, default=None)


def kept(path: Path, folder: Path | None) -> list[Path]:
    """Every copy of the database at `path`, its backups in `folder` too: all of them have what it had."""
    found = {one for kind in (BEFORE, ASIDE, SAVED) for one in _beside(path, folder, kind)}
    return [*sorted(found), *(backups(folder) if folder else [])]


def drop_older(path: Path, folder: Path | None, before: datetime) -> None:
    """Take away what was kept of the database at `path` before then, beside it and in the folder of backups."""
    for one in [found for kind in (BEFORE, ASIDE, SAVED) for found in _beside(path, folder, kind)]:
        files = _files(one)
        if max(file.stat().st_mtime for file in files) < before.timestamp():
            for file in files:
                file.unlink()


def _beside(path: Path, folder: Path | None, kind: str) -> set[Path]:
    """The copies of a kind, each once, by the name of its database."""
    pattern = f"{escape(path.name)}.{kind}-*"
    found = [one for place in {path.parent, folder or path.parent} for one in place.glob(pattern)]
    return {one.with_name(one.name.removesuffix("-wal").removesuffix("-shm")) for one in found}


def _files(copy: Path) -> list[Path]:
    return [file for end in ENDS if (file := Path(f"{copy}{end}")).exists()]
