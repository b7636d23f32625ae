"""Which job has run for which period: claimed in the same commit as what the job queues."""

from datetime import datetime

from storage.database import Transaction


def claim(tx: Transaction, job: str, period: str, now: datetime, outcome: str = "") -> bool:
    """Take (job, period), as ("digest", "2022-W46"). False where it was taken before, by this process or another."""
    sql = "INSERT OR IGNORE INTO runs (job, period, at, outcome) VALUES (?, ?, ?, ?)"
    return tx.run(sql, (job, period, now.isoformat(), outcome)) > 0


def claimed(tx: Transaction, job: str, period: str) -> bool:
    """Whether (job, period) was taken."""
    return bool(tx.value("SELECT 1 FROM runs WHERE job = ? AND period = ?", (job, period)))


def since(tx: Transaction, job: str, moment: datetime) -> int:
    """How often `job` was claimed since then."""
    found: int = tx.value("SELECT count(*) FROM runs WHERE job = ? AND at > ?", (job, moment.isoformat()))
    return found


def last_at(tx: Transaction, job: str, before: str = "") -> datetime | None:
    """When `job` was last claimed, or last before a moment (ISO 8601 text in UTC)."""
    sql = "SELECT max(at) FROM runs WHERE job = ? AND (? = '' OR at < ?)"
    found: str | None = tx.value(sql, (job, before, before))
    return datetime.fromisoformat(found) if found else None


def last(tx: Transaction, job: str) -> str | None:
    """The newest period that `job` was claimed for."""
    found: str | None = tx.value("SELECT max(period) FROM runs WHERE job = ?", (job,))
    return found
