"""The audit trail: append-only, and the database itself refuses anything else."""

import json
from datetime import datetime
from typing import Any

from bot.domain.events import By, Event
from storage.chain import sealed
from storage.database import Row, Transaction


def differing(old: dict[str, Any], new: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The fields that differ between two things as they are recorded: from what, to what."""
    fields = [field for field in new if old.get(field) != new[field]]
    return {field: old.get(field) for field in fields}, {field: new[field] for field in fields}


def append(  # noqa: PLR0913 — an event is these things
    tx: Transaction,
    by: By,
    verb: str,
    subject: str,
    *,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    partner: str | None = None,
    undoes: int | None = None,
) -> None:
    """Record one change.

    Args:
        tx: the unit of work that makes the change.
        by: who, when and from where.
        verb: what was done, in the partnership's words ("reported done").
        subject: the ref of what it was done to.
        before: the changed fields as they were.
        after: the changed fields as they are.
        partner: code of the partner for whom it was done.
        undoes: id of the event that this one takes back.
    """
    row = {
        **made_by(by),
        "partner": partner,
        "verb": verb,
        "subject": subject,
        "before": json.dumps(before or {}),
        "after": json.dumps(after or {}),
        "undoes": undoes,
    }
    tx.insert_all("events", sealed(tx, [row]))


def made_by(by: By) -> Row:
    """What every event says of who made it, when and from where."""
    roles = ", ".join(sorted(by.person.roles)) or ("partner member" if by.person.partners else "bot")
    who = {"user": by.person.user, "team": by.person.team, "role": roles}
    return {"at": by.at.isoformat(), **who, "origin": str(by.origin)}


def history(tx: Transaction, subject: str, limit: int = 20) -> list[Event]:
    """The last events of one thing, newest first."""
    sql = "SELECT * FROM events WHERE subject = ? ORDER BY id DESC LIMIT ?"
    return [event_of(row) for row in tx.rows(sql, (subject, limit))]


def count(tx: Transaction, subject: str) -> int:
    """How many events there are of one thing."""
    found: int = tx.value("SELECT count(*) FROM events WHERE subject = ?", (subject,))
    return found


def last_id(tx: Transaction, subject: str) -> int:
    """The id of the last event of one thing; 0 where nothing was recorded of it."""
    found: int = tx.value("SELECT coalesce(max(id), 0) FROM events WHERE subject = ?", (subject,))
    return found


def last_at(tx: Transaction, subject: str, verb: str) -> datetime | None:
    """When `verb` was last done to one thing, aware; None where it never was."""
    found: str | None = tx.value("SELECT max(at) FROM events WHERE subject = ? AND verb = ?", (subject, verb))
    return datetime.fromisoformat(found) if found else None


def since(tx: Transaction, subject: str, seen: int) -> list[Event]:
    """What happened to one thing after the event with the id `seen`, oldest first."""
    rows = tx.rows("SELECT * FROM events WHERE subject = ? AND id > ? ORDER BY id", (subject, seen))
    return [event_of(row) for row in rows]


def event_of(row: Row) -> Event:
    """An event from its row."""
    return Event.model_validate({**row, "before": json.loads(row["before"]), "after": json.loads(row["after"])})
