"""Pauses of nudges and digests: of one partner, or of everything. An action's own pause is kept with the action."""

from datetime import date

from bot.domain.pauses import Pause, Pauses
from storage.database import Row, Transaction


def on(tx: Transaction, today: date) -> Pauses:
    """The pauses that hold on `today`; one that has ended is none any more."""
    sql = """SELECT p.code, until, reason FROM pauses LEFT JOIN partners p ON p.id = partner_id
        WHERE until > ? ORDER BY p.code"""
    found = {
        row["code"]: Pause(date.fromisoformat(row["until"]), row["reason"]) for row in tx.rows(sql, (str(today),))
    }
    return Pauses(today, found.pop(None, None), found)


def put(tx: Transaction, code: str | None, pause: Pause) -> None:
    """Pause messages to a partner (by code), or (None) everything; an earlier pause of the same gives way."""
    end(tx, code)
    sql = "INSERT INTO pauses (partner_id, until, reason) VALUES ((SELECT id FROM partners WHERE code = ?), ?, ?)"
    tx.run(sql, (code, str(pause.until), pause.reason))


def end(tx: Transaction, code: str | None) -> bool:
    """End a pause; False where there was none."""
    sql = "DELETE FROM pauses WHERE partner_id IS (SELECT id FROM partners WHERE code = ?)"
    return tx.run(sql, (code,)) > 0


def last(tx: Transaction, everything: str) -> list[Row]:
    """What was last done about pausing each partner, by code, or `everything`, as the audit trail calls it.

    `subject`, `at` (a moment in UTC), and until which day it is or was paused: None where the pause was ended.
    """
    sql = """SELECT subject, at, json_extract("after", '$.paused_until') AS until FROM events WHERE id IN (
        SELECT max(id) FROM events WHERE subject IN (SELECT code FROM partners UNION ALL SELECT ?)
        AND verb IN ('pause', 'resume') GROUP BY subject)"""
    return tx.rows(sql, (everything,))
