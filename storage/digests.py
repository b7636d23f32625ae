"""What a weekly digest says of one partner, and what the heartbeat says of all."""

from datetime import date, datetime

from bot.domain.actions import Action
from bot.domain.filters import Week
from storage import actions
from storage.database import Row, Transaction

_MINE = """SELECT id FROM actions WHERE lead_partner_id = :partner AND rank = 0 UNION ALL
    SELECT n.action_id FROM contributions n JOIN actions x ON x.id = n.action_id
    WHERE n.partner_id = :partner AND n.reported IS NULL AND x.rank = 0"""


def week(tx: Transaction, partner_id: int, today: date, soon: date, since: date) -> Week:
    """Count one partner's actions on `today`; `soon` is the last date that counts as due soon."""
    sql = f"""SELECT count(*) AS to_do, coalesce(sum(due_order < :today), 0) AS overdue,
        coalesce(sum(due_order BETWEEN :today AND :soon), 0) AS due_soon,
        coalesce(sum(due_order >= :since AND due_order < :today), 0) AS newly_overdue,
        (SELECT count(*) FROM actions WHERE lead_partner_id = :partner AND rank = 1) AS awaiting,
        (SELECT count(*) FROM actions WHERE lead_partner_id = :partner AND rank = 1 AND stage_since >= :since)
            AS newly_reported
        FROM actions a WHERE a.id IN ({_MINE})"""  # noqa: S608 — our own SQL
    params = {"partner": partner_id, "today": str(today), "soon": str(soon), "since": str(since)}
    return Week.model_validate(tx.row(sql, params))


def to_do(tx: Transaction, partner_id: int, limit: int) -> list[Action]:
    """What one partner still has to do, most urgent first."""
    tail = f"WHERE a.id IN ({_MINE}) ORDER BY a.due_order, a.id LIMIT :limit"
    return actions.select(tx, tail, {"partner": partner_id, "limit": limit})


def awaiting(tx: Transaction, limit: int) -> tuple[int, list[Action]]:
    """How many actions wait for acceptance, and those that have waited longest."""
    total: int = tx.value("SELECT count(*) FROM actions WHERE rank = 1")
    return total, actions.select(tx, "WHERE a.rank = 1 ORDER BY a.stage_since, a.id LIMIT ?", (limit,))


def quiet(tx: Transaction, before: datetime) -> list[Row]:
    """Partners with something to do and no word about any of it since `before`: name and when they last spoke."""
    # A report of "done" is a word too; it shows in the stage.
    sql = """SELECT name, updated FROM (SELECT p.name, min(a.rank) AS rank, min(a.added) AS added,
            max(coalesce(max(a.updated), ''), coalesce(max(CASE WHEN a.rank > 0 THEN a.stage_since END), ''))
                AS updated
            FROM actions a JOIN partners p ON p.id = a.lead_partner_id GROUP BY p.id)
        WHERE rank = 0 AND max(updated, added) < ? ORDER BY name"""
    return tx.rows(sql, (before.isoformat(),))
