"""Whether a database is whole and up to date. Nothing here changes it."""

from datetime import datetime
from pathlib import Path

from bot.domain.errors import BadInput
from storage import chain
from storage.chain import Head
from storage.database import Row, Store, Transaction
from storage.migrations import migrations

MOST = 5  # faults that are named; one damaged page can make thousands


def pending(tx: Transaction) -> list[str]:
    """Steps of the schema that the database has not had yet."""
    return [one.name for one in migrations.pending(tx._database)]  # noqa: SLF001 — migrations are sqlite-utils' own


def check_readable(store: Store) -> None:
    """Raise BadInput where there is no database that this version can read without changing it."""
    if not store.path.is_file():
        raise BadInput(f"There is no database at {store.path}.", "followthrough import plan.xlsx")
    with store.read() as tx:
        if pending(tx):
            raise BadInput("The database is of an earlier version. Start Followthrough: it brings it up to date.")


def copied(store: Store, path: Path) -> Head:
    """Copy the database to a new file, and look whether the copy is whole; the head of its audit trail.

    Raises OSError where it can't be written, and BadInput where the copy is not whole: it is taken away then.
    """
    part = path.with_name(path.name + ".part")
    part.touch(mode=0o600)
    try:
        store.backup(part)
        with Store(part).read() as tx:
            found = damage(tx)
            last = chain.head(tx)
        if found:
            raise BadInput(f"The copy is damaged, so it was not kept: {'; '.join(found)}.", "followthrough verify")
        part.rename(path)
    finally:
        part.unlink(missing_ok=True)
    return last


def damage(tx: Transaction) -> list[str]:
    """What SQLite finds wrong: broken pages and indexes, rows that refer to none. Raises sqlite3.DatabaseError."""
    found = [row["integrity_check"] for row in tx.rows(f"PRAGMA integrity_check({MOST})")]
    lost = tx.rows("PRAGMA foreign_key_check")[:MOST]
    return [*(one for one in found if one != "ok"), *(f"{row['table']} row {row['rowid']}" for row in lost)]


def claimed(tx: Transaction, before: datetime) -> list[Row]:
    """Messages whose sending was begun before then at the latest and has not ended: key, channel, fault."""
    sql = "SELECT key, channel, fault FROM outbox WHERE state = 'claimed' AND max(queued, not_before) < ? ORDER BY id"
    return tx.rows(sql, (before.isoformat(),))
