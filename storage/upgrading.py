"""Before the schema of a database that is in use changes: what must hold, and the copy that is kept."""

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path

from sqlite_utils import Database

from bot.domain.errors import BadInput
from storage.migrations import migrations
from storage.troubles import Trouble, Unusable

TIMES = 3  # the database's size: its copy, the changes on their way, and what they make of it
MEGABYTE = 1_000_000
NEWER = (
    "A newer Followthrough has brought {} to step {}, and this one knows none after {}: start the newer one again, "
    "or put back the copy from before its upgrade, as docs/install.md says."
)
NO_COPY = "the copy that is kept before an upgrade can't be written in {} ({})"
AGAIN = "put that right, and start Followthrough again"


def check_known(database: Database, path: Path) -> None:
    """Raise BadInput where a newer version has changed the schema: this one would not know what it does to it."""
    known = [one.name for one in migrations._migrations]  # noqa: SLF001 — there is no other way to its names
    unknown = [one.name for one in migrations.applied(database) if one.name not in known]
    if unknown:
        raise BadInput(NEWER.format(path, unknown[-1], known[-1]))


def upgrade(database: Database, path: Path, connect: Callable[[], sqlite3.Connection]) -> Path | None:
    """Bring the schema up to date in an open transaction, after a copy was made of a database in use; that copy.

    Raises BadInput where a newer version has had it, and sqlite3.DatabaseError where the copy can't be made.
    """
    check_known(database, path)
    kept = None
    if migrations.applied(database) and (pending := migrations.pending(database)):
        with closing(connect()) as ours:  # beside the transaction, which nobody else can come before
            kept = _keep(ours, path, pending[0].name.partition("_")[0])
    migrations.apply(database)
    return kept


def drop_others(kept: Path, path: Path) -> None:
    """Take away the copies from before earlier upgrades of the database at `path`."""
    for one in path.parent.glob(f"{path.name}.before-m*"):
        if one != kept:
            one.unlink()


def drop_older(path: Path, before: datetime) -> None:
    """Take away the copy from before an upgrade that was made before then: it has all that the database had."""
    for one in path.parent.glob(f"{path.name}.before-m*"):
        if one.stat().st_mtime < before.timestamp():
            one.unlink()


def _keep(ours: sqlite3.Connection, path: Path, step: str) -> Path:
    """Copy to a file beside the database, as plan.db.before-m012, in the place of one from an earlier try."""
    _check_room(ours, path.parent)
    kept = path.with_name(f"{path.name}.before-{step}")
    part = kept.with_name(f"{kept.name}.part")
    try:
        part.unlink(missing_ok=True)
        part.touch(mode=0o600)
        _copy(ours, part)
        part.rename(kept)
    except OSError as error:
        raise Unusable(Trouble(NO_COPY.format(path.parent, error.strerror), AGAIN)) from error
    finally:
        part.unlink(missing_ok=True)
    return kept


def _check_room(ours: sqlite3.Connection, folder: Path) -> None:
    pages, size = (ours.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "page_size"))
    needed = TIMES * pages * size
    if shutil.disk_usage(folder).free < needed:
        room = f"{needed // MEGABYTE + 1} MB have to be free"
        raise Unusable(Trouble(NO_COPY.format(folder, room), AGAIN))


def _copy(ours: sqlite3.Connection, path: Path) -> None:
    with closing(sqlite3.connect(path)) as copy:
        ours.backup(copy)
        found = copy.execute("PRAGMA integrity_check(1)").fetchone()[0]
    if found != "ok":
        raise sqlite3.DatabaseError(f"it is damaged, so it is not upgraded: {found}")
