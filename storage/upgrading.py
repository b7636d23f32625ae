"""Before the schema of a database that is in use changes: what must hold, and the copy that is kept."""

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from glob import escape
from pathlib import Path

from sqlite_utils import Database

from bot.domain.errors import BadInput
from storage import copies
from storage.migrations import migrations
from storage.troubles import MEGABYTE, Trouble, Unusable

TIMES = 3  # the database's size: its copy, the changes on their way, and what they make of it
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
    for one in path.parent.glob(f"{escape(path.name)}.{copies.BEFORE}-m*"):
        if one != kept:
            one.unlink()


def _keep(ours: sqlite3.Connection, path: Path, step: str) -> Path:
    """Copy to a file beside the database, as plan.db.before-m012, in the place of one from an earlier try."""
    _check_room(ours, path.parent)
    kept = path.with_name(f"{path.name}.{copies.BEFORE}-{step}")
    try:
        with copies.whole(kept) as part:
            copies.fill(part, ours)
            _check_whole(part)
    except OSError as error:
        raise Unusable(Trouble(NO_COPY.format(path.parent, error.strerror), AGAIN)) from error
    return kept


def _check_room(ours: sqlite3.Connection, folder: Path) -> None:
    pages, size = (ours.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "page_size"))
    needed = TIMES * pages * size
    if shutil.disk_usage(folder).free < needed:
        room = f"{needed // MEGABYTE + 1} MB have to be free"
        raise Unusable(Trouble(NO_COPY.format(folder, room), AGAIN))


def _check_whole(path: Path) -> None:
    with closing(sqlite3.connect(path)) as copy:
        found = copy.execute("PRAGMA integrity_check(1)").fetchone()[0]
    if found != "ok":
        raise sqlite3.DatabaseError(f"it is damaged, so it is not upgraded: {found}")
