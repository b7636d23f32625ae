"""Files in Slack that somebody wants to import. The files themselves are never kept, nor what they are called."""

import json
from datetime import datetime, timedelta
from typing import Any

from pydantic import BaseModel, ConfigDict

from storage import people
from storage.database import Transaction

LATELY = timedelta(minutes=30)
"""How long an uploaded file is offered for an import."""


class Import(BaseModel):
    """One look at one file, and what came of it.

    Args:
        id: its number.
        user: who wants it, by Slack's user id; `team` is their workspace's.
        file: Slack's id of the file.
        choices: how its columns and leads are to be read, and its source.
        digest: SHA-256 of the file that was looked at.
        found: digest of what the look found.
        state: reading, shown, applying, applied, cancelled or refused.
        at: when it was asked for.
    """

    model_config = ConfigDict(frozen=True)
    id: int
    user: str
    team: str
    file: str
    choices: dict[str, Any]
    digest: str
    found: str
    state: str
    at: datetime


def add(tx: Transaction, user: str, team: str, file: str, choices: dict[str, Any], now: datetime) -> int:  # noqa: PLR0913, PLR0917 — an import is these things
    """Keep that somebody wants a file to be looked at; its number."""
    row = {"user": user, "team": team, "file": file, "choices": json.dumps(choices), "at": now.isoformat()}
    return tx.insert("imports", {**row, "state": "reading"})


def find(tx: Transaction, number: int) -> Import | None:
    """An import, or None."""
    row = tx.row("SELECT * FROM imports WHERE id = ?", (number,))
    return Import.model_validate({**row, "choices": json.loads(row["choices"])}) if row else None


def shown(tx: Transaction, number: int, digest: str, found: str) -> bool:
    """A file was looked at, and its check is shown. False where it is no longer being read."""
    sql = "UPDATE imports SET state = 'shown', digest = ?, found = ? WHERE id = ? AND state = 'reading'"
    return tx.run(sql, (digest, found, number)) > 0


def move(tx: Transaction, number: int, before: str, after: str) -> bool:
    """From one state to another. False where it is not in the first: somebody was quicker."""
    return tx.run("UPDATE imports SET state = ? WHERE id = ? AND state = ?", (after, number, before)) > 0


def uploaded(tx: Transaction, user: str, file: str, now: datetime) -> None:
    """Somebody uploaded a file that may be a tracker; only the last one is remembered."""
    people.remember(tx, f"file {user}", f"{now.isoformat()} {file}")


def lately(tx: Transaction, user: str, now: datetime) -> tuple[str, datetime] | None:
    """Slack's id of the file that somebody uploaded lately, and when; None for none."""
    at, _, file = people.remembered(tx, f"file {user}").partition(" ")
    when = datetime.fromisoformat(at) if at else now - LATELY
    return (file, when) if file and now - when < LATELY else None
