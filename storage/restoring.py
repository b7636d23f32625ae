"""A backup in the database's place. What was there is put aside, not lost, and what the backup lacks is told."""

import os
import shutil
import sqlite3
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from bot.domain.errors import BadInput
from storage import chain, checks, copies, presence
from storage.chain import Break, Head
from storage.database import Row, Store, Transaction
from storage.files import ENDS

RUNS = "Followthrough runs (process {}) and works with {}: stop it first."
SEALS = "SELECT id, hash FROM events ORDER BY id"
DAMAGED = "{} is damaged, so nothing was changed: {}."


class Restored(NamedTuple):
    """The head of the trail as it is now; where what was there before is; what that has and the backup lacks.

    `broken` is where the backup's trail is not as it was recorded; None where it is, or where the backup is of an
    earlier version, which only the next start can read in full.
    `lost` is None where there was none or it can't be read: event, moment, verb, thing and partner of each change.
    """

    head: Head
    broken: Break | None
    aside: Path | None
    lost: list[Row] | None


def restore(store: Store, backup: Path) -> Restored:
    """Put a copy of a backup in the database's place.

    One whose trail was altered is put there too: it may be the only one. The file belongs to whom it belonged before.

    Raises BadInput where Followthrough runs or the backup is not there, damaged or of a later version,
    sqlite3.DatabaseError where it can't be read, and OSError where it can't be copied; nothing was changed then.
    """
    source, path = Store(backup), store.path
    if source.path == path:
        raise BadInput(f"{path} is the database itself.", "followthrough restore backup.db")
    checks.check_given(source.path, "followthrough restore backup.db")
    head, broken = _looked(source)
    owner = _owner(path)
    with presence.opened(path) as held:
        if not presence.locked(held):
            raise BadInput(RUNS.format(presence.holder(held), path))
        with copies.whole(path) as part:
            source.backup(part)
            _give(owner, part, presence.lock_of(path))
            aside = _put_aside(path)
    return Restored(head, broken, aside, _lost(aside, source) if aside else None)


def _owner(path: Path) -> tuple[int, int] | None:
    """Whose the database is, or the file beside it that outlives it: user and group."""
    there = [one.stat() for one in (path, presence.lock_of(path)) if one.exists()]
    return (there[0].st_uid, there[0].st_gid) if there else None


def _give(owner: tuple[int, int] | None, *files: Path) -> None:
    """Let files be theirs, so that the bot can open what root has put there; only root may."""
    with suppress(PermissionError):
        for file in files:
            if owner:
                os.chown(file, *owner)


def _looked(source: Store) -> tuple[Head, Break | None]:
    checks.check_there(source)
    with source.read() as tx:
        checks.check_known(tx, source.path)
        if found := checks.damage(tx):
            raise BadInput(DAMAGED.format(source.path, "; ".join(found)), "followthrough verify --file backup.db")
        return chain.head(tx), None if checks.pending(tx) else chain.broken(tx)


def _put_aside(path: Path) -> Path | None:
    """Give the database and what lies beside it another name: an old `-wal` beside a new file would spoil that."""
    aside = copies.free(path, copies.ASIDE)
    for end in ENDS:
        if (found := Path(f"{path}{end}")).exists():
            os.utime(found.rename(f"{aside}{end}"))  # it is kept from now on, however long nothing was written to it
    return aside if aside.exists() else None


def _lost(aside: Path, backup: Store) -> list[Row] | None:
    with backup.read() as tx:
        kept = {row["id"]: row["hash"] for row in tx.each(SEALS)}
    with TemporaryDirectory() as folder:  # reading it there leaves it as it is
        copy = Path(folder) / "aside.db"
        try:
            for end in ENDS[:2]:
                if (found := Path(f"{aside}{end}")).exists():
                    shutil.copyfile(found, f"{copy}{end}")
            with Store(copy).read() as tx:
                return _since(tx, kept)
        except (OSError, sqlite3.Error):
            return None


def _since(tx: Transaction, kept: Mapping[int, str]) -> list[Row]:
    """The events from the first one on that the backup does not have, or has as another one."""
    parted = next((row["id"] for row in tx.each(SEALS) if kept.get(row["id"]) != row["hash"]), None)
    if parted is None:
        return []
    return tx.rows("SELECT id, at, verb, subject, partner FROM events WHERE id >= ? ORDER BY id", (parted,))
