"""What Slack has delivered before: it delivers again when an acknowledgement was late or lost."""

from datetime import datetime

from storage.database import Transaction


def first_time(tx: Transaction, key: str, now: datetime) -> bool:
    """Whether `key` (an event id or a trigger id) is new; remembers it in the same commit as its effect."""
    sql = "INSERT OR IGNORE INTO seen (key, at) VALUES (?, ?)"
    return not key or tx.run(sql, (key, now.isoformat())) > 0


def before(tx: Transaction, key: str) -> bool:
    """Whether `key` was remembered."""
    return bool(tx.value("SELECT 1 FROM seen WHERE key = ?", (key,)))


def forget(tx: Transaction, before: datetime) -> int:
    """Drop what is older than `before`; Slack gives up delivering after some minutes. How many were dropped."""
    return tx.run("DELETE FROM seen WHERE at < ?", (before.isoformat(),))
