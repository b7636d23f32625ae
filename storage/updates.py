"""What partners said about actions: updates, reports with their evidence, reasons for being held up."""

import json
from collections.abc import Collection
from datetime import UTC, datetime
from typing import NamedTuple

from bot.domain.events import By, Event, Update
from storage.database import Transaction


def add(tx: Transaction, number: int, kind: str, text: str, by: By, partner: str | None, *, on_behalf: bool) -> int:  # noqa: PLR0913, PLR0917 — a word is these things
    """Keep a word about action `number`, said for the partner with code `partner` if for any; its id."""
    return tx.insert(
        "updates",
        {
            "action_id": number,
            "kind": kind,
            "text": text,
            "user": by.person.user,
            "partner_id": tx.value("SELECT id FROM partners WHERE code = ?", (partner,)),
            "on_behalf": on_behalf,
            "at": by.at.isoformat(),
        },
    )


def add_evidence(tx: Transaction, update_id: int, proof: str, difference: str) -> None:
    """Keep where the proof of a report is, and what is different for children."""
    tx.insert("evidence", {"update_id": update_id, "proof": proof, "difference": difference})


def last(tx: Transaction, number: int, limit: int = 3) -> list[Update]:
    """The last words about action `number`, newest first; those that were taken back are left out.

    What the business unit said for itself was not said on anybody's behalf, though an import keeps it so.
    """
    sql = """SELECT u.id, u.kind, u.text, u.user, u.at, p.name AS partner,
            coalesce(u.on_behalf AND p.kind <> 'business unit', 0) AS on_behalf,
            coalesce(e.proof, '') AS proof, coalesce(e.difference, '') AS difference
        FROM updates u LEFT JOIN partners p ON p.id = u.partner_id LEFT JOIN evidence e ON e.update_id = u.id
        WHERE u.action_id = ? AND u.undone IS NULL ORDER BY u.id DESC LIMIT ?"""
    return [Update.model_validate(row) for row in tx.rows(sql, (number, limit))]


def blocked_by(tx: Transaction, number: int) -> str | None:
    """Code of the partner for whom it was last said what blocks action `number`."""
    sql = """SELECT code FROM updates u JOIN partners p ON p.id = partner_id
        WHERE action_id = ? AND u.kind = 'blocked' AND undone IS NULL ORDER BY u.id DESC LIMIT 1"""
    found: str | None = tx.value(sql, (number,))
    return found


def take_back(tx: Transaction, number: int, event: Event, now: datetime) -> None:
    """Mark what was said about action `number` with this event as taken back; the words are kept."""
    sql = """UPDATE updates SET undone = ? WHERE id = (SELECT max(id) FROM updates
        WHERE action_id = ? AND at = ? AND user = ? AND kind = ? AND undone IS NULL)"""
    tx.run(sql, (now.isoformat(), number, event.at.isoformat(), event.user, event.verb))


def said_with(tx: Transaction, number: int) -> dict[tuple[datetime, str], str]:
    """The words about action `number` by when they were said and with what: those of its events."""
    rows = tx.rows("SELECT at, kind, text FROM updates WHERE action_id = ? AND text <> ''", (number,))
    return {(datetime.fromisoformat(row["at"]), row["kind"]): row["text"] for row in rows}


class Word(NamedTuple):
    """The last word about an action at some moment: with which deed, when, and for the partner with which code."""

    kind: str
    text: str
    at: datetime
    partner: str | None
    proof: str = ""
    difference: str = ""


def last_words(tx: Transaction, moment: datetime, kinds: Collection[str]) -> dict[int, Word]:
    """The last word or proof of these kinds about each action, by number, as it was just after `moment` (aware)."""
    sql = """SELECT u.action_id, u.kind, u.text, u.at, p.code AS partner, coalesce(e.proof, '') AS proof,
            coalesce(e.difference, '') AS difference
        FROM updates u LEFT JOIN partners p ON p.id = u.partner_id LEFT JOIN evidence e ON e.update_id = u.id
        WHERE u.id IN (SELECT max(id) FROM updates WHERE at <= :at AND (undone IS NULL OR undone > :at)
            AND kind IN (SELECT value FROM json_each(:kinds))
            AND (text <> '' OR id IN (SELECT update_id FROM evidence)) GROUP BY action_id)"""
    rows = tx.rows(sql, {"at": moment.astimezone(UTC).isoformat(), "kinds": json.dumps(sorted(kinds))})
    return {row.pop("action_id"): Word(**{**row, "at": datetime.fromisoformat(row["at"])}) for row in rows}
