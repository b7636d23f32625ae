"""How far up the ladder each overdue action is."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from typing import NamedTuple

from bot.domain.ladder import EXCEPTION_LIST, Rung
from storage.database import Row, Transaction

LISTED = f"l.step >= {EXCEPTION_LIST} AND l.due = x.due AND x.rank = 0"
"""SQL for an action `x` on rung `l` being on the exception list: with another due date it begins anew."""
MOST_A_DAY = 1_000
"""More of them wait for another day: nobody could read of them, and all who save would wait for their being kept."""
_FIELDS = ("due", "next_on", "announced", "taken")


class Overdue(NamedTuple):
    """An overdue action as far as the ladder goes: its lead partner's code and id, its own pause, where it is.

    `asked`: whether a request for more time waits to be decided.
    """

    number: int
    due: date
    lead: str
    lead_id: int
    named_lead: str | None
    paused_until: date | None
    asked: bool
    rung: Rung | None


def to_climb(
    tx: Transaction, today: date, paused: Iterable[str], only: Iterable[int] | None = None, *, everything: bool
) -> list[Overdue]:
    """Overdue actions with which something may happen on the ladder today, or has happened; most overdue first.

    Args:
        tx: a unit of work.
        today: the date in the partnership's zone.
        paused: codes of the partners to whom messages are paused.
        only: of these actions, by number; None: of all, but no more than MOST_A_DAY.
        everything: whether all messages are paused.
    """
    codes = {f"code{number}": code for number, code in enumerate(paused)}
    marks = ", ".join(f":{name}" for name in codes) or "NULL"
    # Of all, the index by due date has those that are overdue; of some, their ids find them, and + keeps it to these.
    some = "" if only is None else f"AND a.id IN ({', '.join(str(int(number)) for number in only)})"
    plus = "+" if some else ""
    sql = f"""SELECT a.id AS number, a.due AS late, a.named_lead, a.paused_until, p.code AS lead, p.id AS lead_id,
            e.action_id IS NOT NULL AS asked, l.*
        FROM actions a JOIN partners p ON p.id = a.lead_partner_id LEFT JOIN ladder l ON l.action_id = a.id
            LEFT JOIN extension_requests e ON e.action_id = a.id
        WHERE {plus}a.rank = 0 AND a.due IS NOT NULL AND {plus}a.due < :today {some}
            AND (l.action_id IS NULL OR l.due <> a.due OR l.next_on <= :today OR (l.next_on IS NULL AND l.step < 3)
                OR l.announced = :today OR l.taken = :today
                OR a.paused_until > :today OR e.action_id IS NOT NULL OR p.code IN ({marks}) OR :everything)
        ORDER BY a.due, a.id LIMIT :most"""  # noqa: S608 — placeholders
    given = {"today": str(today), "everything": everything, "most": MOST_A_DAY, **codes}
    return [_overdue(row) for row in tx.rows(sql, given)]


def rungs(tx: Transaction, numbers: Iterable[int]) -> dict[int, Rung]:
    """Where these actions are on the ladder, by number; those that are on it."""
    wanted = list(numbers)
    sql = f"SELECT * FROM ladder WHERE action_id IN ({', '.join('?' * len(wanted))})"  # noqa: S608 — placeholders
    return {row["action_id"]: _rung(row) for row in tx.rows(sql, wanted)}


def reached(tx: Transaction, numbers: Iterable[int]) -> dict[int, Rung]:
    """Where those of these actions that are on the exception list are on the ladder, by number."""
    wanted = list(numbers)
    sql = f"""SELECT l.* FROM ladder l JOIN actions x ON x.id = l.action_id WHERE {LISTED}
        AND l.action_id IN ({", ".join("?" * len(wanted))})"""  # noqa: S608 — placeholders
    return {row["action_id"]: _rung(row) for row in tx.rows(sql, wanted)} if wanted else {}


def put(tx: Transaction, number: int, rung: Rung) -> bool:
    """Keep where an action is on the ladder; False where it is not overdue against that date any more."""
    sql = """INSERT INTO ladder (action_id, due, step, next_on, announced, taken)
        SELECT id, due, :step, :next_on, :announced, :taken FROM actions WHERE id = :id AND rank = 0 AND due = :due
        ON CONFLICT DO UPDATE SET due = excluded.due, step = excluded.step, next_on = excluded.next_on,
            announced = excluded.announced, taken = excluded.taken"""
    days = {name: str(value) if (value := getattr(rung, name)) else None for name in _FIELDS}
    return tx.run(sql, {**days, "id": number, "step": rung.step}) > 0


def unsaid(tx: Transaction, keys: Iterable[str], by: datetime) -> bool:
    """Whether a message under one of these keys was not said `by` then (aware): it waited, or was dropped.

    One that could not be sent at all is none of these: the partner's channel is gone, and the unit was told of that.
    """
    wanted = list(keys)
    sql = f"""SELECT 1 FROM outbox WHERE key IN ({", ".join("?" * len(wanted))})
        AND (state IN ('waiting', 'claimed', 'dropped') OR (state = 'sent' AND ended >= ?))"""  # noqa: S608 — placeholders
    return bool(tx.value(sql, [*wanted, by.astimezone(UTC).isoformat()]))


def _overdue(row: Row) -> Overdue:
    paused = row["paused_until"]
    return Overdue(
        row["number"],
        date.fromisoformat(row["late"]),
        row["lead"],
        row["lead_id"],
        row["named_lead"],
        date.fromisoformat(paused) if paused else None,
        bool(row["asked"]),
        _rung(row) if row["action_id"] else None,
    )


def _rung(row: Mapping[str, str | None]) -> Rung:
    days = {name: date.fromisoformat(value) for name in _FIELDS if (value := row[name])}
    return Rung(step=int(row["step"] or 0), **days)
