"""A backup in the database's place. What was there is put aside, not lost, and what the backup lacks is told."""

import shutil
import sqlite3
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from bot.domain.errors import BadInput
from storage import chain, checks, presence
from storage.chain import Head
from storage.database import Row, Store
from storage.files import ENDS

RUNS = "Followthrough runs (process {}) and works with {}: stop it first."
DAMAGED = "{} is damaged, so nothing was changed: {}."


class Restored(NamedTuple):
    """The head of the trail as it is now; where what was there before is; what that has and the backup lacks.

    `lost` is None where there was none or it can't be read: event, moment, verb, thing and partner of each change.
    """

    head: Head
    aside: Path | None
    lost: list[Row] | None


def restore(store: Store, backup: Path) -> Restored:
    """Put a copy of a backup in the database's place.

    Raises BadInput where Followthrough runs or the backup is damaged or of a later version, sqlite3.DatabaseError
    where it can't be read, and OSError where it can't be copied; nothing was changed then.
    """
    source, path = Store(backup), store.path
    if backup.resolve() == path.resolve():
        raise BadInput(f"{path} is the database itself.", "followthrough restore backup.db")
    head = _looked(source)
    lock = presence.lock_of(path)
    lock.touch(mode=0o600)
    with lock.open("r+") as held:
        if not presence.locked(held):
            raise BadInput(RUNS.format(presence.holder(held), path))
        part = path.with_name(f"{path.name}.part")
        try:
            source.backup(part)
            aside = _put_aside(path)
            part.rename(path)
        finally:
            part.unlink(missing_ok=True)
    return Restored(head, aside, _lost(aside, head) if aside else None)


def _looked(source: Store) -> Head:
    checks.check_there(source)
    with source.read() as tx:
        checks.check_known(tx, source.path)
        if found := checks.damage(tx):
            raise BadInput(DAMAGED.format(source.path, "; ".join(found)), "followthrough verify --file backup.db")
        return chain.head(tx)


def _put_aside(path: Path) -> Path | None:
    """Give the database and what lies beside it another name: an old `-wal` beside a new file would spoil that."""
    names = (path.with_name(f"{path.name}.aside-{number}") for number in count(1))
    aside = next(name for name in names if not any(Path(f"{name}{end}").exists() for end in ENDS))
    for end in ENDS:
        if (found := Path(f"{path}{end}")).exists():
            found.rename(f"{aside}{end}")
    return aside if aside.exists() else None


def _lost(aside: Path, head: Head) -> list[Row] | None:
    sql = "SELECT id, at, verb, subject, partner FROM events WHERE id > ? ORDER BY id"
    with TemporaryDirectory() as folder:  # reading it there leaves it as it is
        copy = Path(folder) / "aside.db"
        try:
            for end in ENDS[:2]:
                if (found := Path(f"{aside}{end}")).exists():
                    shutil.copyfile(found, f"{copy}{end}")
            with Store(copy).read() as tx:
                return tx.rows(sql, (head.id,))
        except (OSError, sqlite3.Error):
            return None
