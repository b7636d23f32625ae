"""Things to be done in Slack after a commit: asking about an account, ending a workflow's step, sending a file."""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict

from storage.database import Transaction


class Errand(BaseModel):
    """One errand.

    Args:
        kind: what is to be done.
        about: the id of what it is done to; there is one errand of each kind about it.
        carries: what it needs to know.
        asked: how often it was asked for since it was last done.
        attempts: how often it was tried since it was last asked for.
    """

    model_config = ConfigDict(frozen=True)
    kind: str
    about: str
    carries: dict[str, Any] = {}
    asked: int = 1
    attempts: int = 0


def add(tx: Transaction, kind: str, about: str, now: datetime, carries: dict[str, Any] | None = None) -> None:
    """Ask for an errand, to be done from now on; asked for twice, it has what was said last."""
    sql = """INSERT INTO errands (kind, about, carries, not_before) VALUES (?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET carries = excluded.carries, not_before = excluded.not_before, attempts = 0,
            asked = asked + 1"""
    tx.run(sql, (kind, about, json.dumps(carries or {}), now.isoformat()))


def due(tx: Transaction, now: datetime, kinds: Iterable[str], limit: int = 20) -> list[Errand]:
    """What of these kinds may be tried now, the longest waiting first."""
    sql = """SELECT * FROM errands WHERE not_before <= ? AND kind IN (SELECT value FROM json_each(?))
        ORDER BY not_before, kind, about LIMIT ?"""
    rows = tx.rows(sql, (now.isoformat(), json.dumps(list(kinds)), limit))
    return [Errand.model_validate({**row, "carries": json.loads(row["carries"])}) for row in rows]


def carry(tx: Transaction, errand: Errand, carries: dict[str, Any]) -> None:
    """Keep what was found out while doing it, for the next try."""
    sql = "UPDATE errands SET carries = ? WHERE kind = ? AND about = ? AND asked = ?"
    tx.run(sql, (json.dumps(carries), errand.kind, errand.about, errand.asked))


def put_off(tx: Transaction, errand: Errand, not_before: datetime) -> bool:
    """It is being tried; unless it is done, it is to be tried again at `not_before`. False where another tries it."""
    sql = """UPDATE errands SET attempts = attempts + 1, not_before = ?
        WHERE kind = ? AND about = ? AND asked = ? AND attempts = ?"""
    which = (errand.kind, errand.about, errand.asked, errand.attempts)
    return tx.run(sql, (not_before.isoformat(), *which)) > 0


def not_done(tx: Transaction, errand: Errand, not_before: datetime) -> None:
    """It was tried and did not work; it is to be tried again at `not_before`, unless another tries it already."""
    sql = "UPDATE errands SET not_before = ? WHERE kind = ? AND about = ? AND asked = ? AND attempts = ?"
    which = (errand.kind, errand.about, errand.asked, errand.attempts + 1)
    tx.run(sql, (not_before.isoformat(), *which))


def done(tx: Transaction, errand: Errand) -> None:
    """It was done, or never can be; if it was asked for again meanwhile, it stays."""
    sql = "DELETE FROM errands WHERE kind = ? AND about = ? AND asked = ?"
    tx.run(sql, (errand.kind, errand.about, errand.asked))
