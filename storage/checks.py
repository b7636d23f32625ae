"""Whether a database is whole and up to date. Nothing here changes it."""

from pathlib import Path

from bot.domain.errors import BadInput
from storage import chain, copies, presence, troubles, upgrading
from storage.chain import Head
from storage.database import Store, Transaction
from storage.migrations import migrations
from storage.troubles import Trouble, Unusable

BEGIN = "start Followthrough, which makes it, or import a plan: followthrough import plan.xlsx"
MOST = 5  # faults that are named; one damaged page can make thousands


def pending(tx: Transaction) -> list[str]:
    """Steps of the schema that the database has not had yet."""
    return [one.name for one in migrations.pending(tx._database)]  # noqa: SLF001 — migrations are sqlite-utils' own


def check_known(tx: Transaction, path: Path) -> None:
    """Raise BadInput where a newer version has changed the schema."""
    upgrading.check_known(tx._database, path)  # noqa: SLF001 — as above


def check_readable(store: Store) -> None:
    """Raise BadInput where there never was one or it is another version's, DatabaseError where it can't be read."""
    if not (_there(store.path) or _lost(store.path)):
        raise BadInput(f"There is no database at {store.path}.", "followthrough import plan.xlsx")
    check_there(store)
    with store.read() as tx:
        check_known(tx, store.path)
        if pending(tx):
            raise BadInput("The database is of an earlier version. Start Followthrough: it brings it up to date.")


def check_there(store: Store) -> None:
    """Raise Unusable where there is no database, or not all of it. To look at it with SQLite could harm it then."""
    path, log = store.path, Path(f"{store.path}-wal")
    if not _there(path):
        raise Unusable(troubles.lost(path) if _lost(path) else Trouble(f"there is none at {path}", BEGIN))
    if Path(f"{path}-shm").exists() and not log.exists():
        raise Unusable(troubles.without_its_log(path))


def check_given(file: Path, example: str) -> None:
    """Raise BadInput where a file that somebody named is not there, or has nothing in it."""
    if not _there(file):
        raise BadInput(f"{file} is empty." if file.is_file() else f"There is no file {file}.", example)


def _there(path: Path) -> bool:
    return path.is_file() and path.stat().st_size > 0


def _lost(path: Path) -> bool:
    """Whether there was a database where there is none."""
    return bool(presence.noted(path)) or Path(f"{path}-wal").exists()


def goes_on(tx: Transaction, head: str) -> bool:
    """Whether the trail has the event that was its head once, as "4512:3f9a51c2d0e1aa77"; "" stands for none."""
    number, _, seal = head.partition(":")
    if not seal or number == "0":
        return True
    return str(tx.value("SELECT hash FROM events WHERE id = ?", (int(number),)) or "").startswith(seal)


def copied(store: Store, path: Path) -> Head:
    """Copy the database to a new file, and look whether the copy is whole; the head of its audit trail.

    Raises OSError where it can't be written, and BadInput where the copy is not whole: it is taken away then.
    """
    with copies.whole(path) as part:
        store.backup(part)
        with Store(part).read() as tx:
            found = damage(tx)
            last = chain.head(tx)
        if found:
            raise BadInput(f"The copy is damaged, so it was not kept: {'; '.join(found)}.", "followthrough verify")
    return last


def damage(tx: Transaction) -> list[str]:
    """What SQLite finds wrong: broken pages and indexes, rows that refer to none. Raises sqlite3.DatabaseError."""
    found = [row["integrity_check"] for row in tx.rows(f"PRAGMA integrity_check({MOST})")]
    lost = tx.rows("PRAGMA foreign_key_check")[:MOST]
    return [*(one for one in found if one != "ok"), *(f"{row['table']} row {row['rowid']}" for row in lost)]
