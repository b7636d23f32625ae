"""Legal holds: what must not go, whatever its time. One on everything, on a source's actions, or on one action."""

from collections.abc import Set as AbstractSet
from datetime import datetime
from typing import NamedTuple

from storage.database import Transaction

EVERYTHING = ""


class Hold(NamedTuple):
    """A hold: "" for everything, a source's ref, or an action's; why, and since when (ISO 8601 text in UTC)."""

    subject: str
    reason: str
    since: str


def on(tx: Transaction) -> list[Hold]:
    """The holds that have not ended, oldest first."""
    sql = "SELECT subject, reason, since FROM holds WHERE ended IS NULL ORDER BY id"
    return [Hold(**row) for row in tx.rows(sql)]


def put(tx: Transaction, subject: str, reason: str, now: datetime) -> bool:
    """Begin a hold; False where there is one on the same already."""
    sql = "INSERT OR IGNORE INTO holds (subject, reason, since) VALUES (?, ?, ?)"
    return tx.run(sql, (subject, reason, now.isoformat())) > 0


def end(tx: Transaction, subject: str, now: datetime) -> bool:
    """End a hold; False where there is none."""
    return tx.run("UPDATE holds SET ended = ? WHERE subject = ? AND ended IS NULL", (now.isoformat(), subject)) > 0


def holding(tx: Transaction, subjects: AbstractSet[str]) -> list[Hold]:
    """The holds on any of these refs of actions and sources, on what the actions came from, or on everything."""
    sql = "SELECT 'A' || a.id AS ref, s.ref AS source FROM actions a JOIN sources s ON s.id = a.source_id"
    sources = {row["source"] for row in tx.each(sql) if row["ref"] in subjects}
    return [one for one in on(tx) if one.subject in {EVERYTHING, *subjects, *sources}]


FREE = """NOT EXISTS (SELECT 1 FROM holds h WHERE h.ended IS NULL AND (h.subject = '' OR h.subject = 'A' || a.id
    OR h.subject = (SELECT s.ref FROM sources s WHERE s.id = a.source_id)))"""
"""SQL that holds for an action `a` that no hold is on."""
