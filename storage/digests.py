"""What a weekly digest says of one partner, and what the heartbeat says of all."""

from datetime import UTC, date, datetime

from bot.domain.actions import Action
from bot.domain.filters import Week
from storage import actions
from storage.database import Row, Transaction

Progress = dict[str, int]
"""How many actions one partner `reported` done (or its part of them), were `accepted` and `returned`."""
NONE: Progress = {"reported": 0, "accepted": 0, "returned": 0}

_MINE = """SELECT id FROM actions WHERE lead_partner_id = :partner AND rank = 0 UNION ALL
    SELECT n.action_id FROM contributions n JOIN actions x ON x.id = n.action_id
    WHERE n.partner_id = :partner AND n.reported IS NULL AND x.rank = 0"""


def progress(tx: Transaction, since: datetime) -> dict[str, Progress]:
    """What partners, by code, reported since then and what became of what they lead; nothing that was taken back.

    An action counts once, however often it was reported. One question for all partners, of the last events only.
    """
    sql = """SELECT CASE WHEN e.verb IN ('accept', 'return') THEN p.code ELSE e.partner END AS whose,
            count(DISTINCT CASE WHEN e.verb IN ('done', 'part done') THEN e.subject END) AS reported,
            count(DISTINCT CASE WHEN e.verb = 'accept' THEN e.subject END) AS accepted,
            count(DISTINCT CASE WHEN e.verb = 'return' THEN e.subject END) AS returned
        FROM events e LEFT JOIN actions a ON a.id = CAST(substr(e.subject, 2) AS INTEGER)
        LEFT JOIN partners p ON p.id = a.lead_partner_id
        WHERE e.id >= ? AND e.at >= ? AND +e.subject GLOB 'A[0-9]*'  -- + keeps to the ids: they are what is few
            AND e.verb IN ('done', 'part done', 'accept', 'return')
            AND NOT EXISTS (SELECT 1 FROM events u WHERE u.undoes = e.id)
        GROUP BY whose HAVING whose IS NOT NULL"""
    at = since.astimezone(UTC).isoformat()
    return {row.pop("whose"): row for row in tx.rows(sql, (_first_event(tx, at), at))}


def _first_event(tx: Transaction, at: str) -> int:
    """The id from which on events are of that moment or later: they are in order of time, so halving finds it."""
    low, high = 0, tx.value("SELECT coalesce(max(id), 0) + 1 FROM events")
    while low < high:
        middle = (low + high) // 2
        found = tx.value("SELECT at FROM events WHERE id >= ? ORDER BY id LIMIT 1", (middle,))
        low, high = (middle + 1, high) if found is not None and found < at else (low, middle)
    return low


def week(  # noqa: PLR0913, PLR0917 — a week is these things
    tx: Transaction, partner_id: int, today: date, soon: date, since: date, reported: int
) -> Week:
    """Count one partner's actions on `today`; `soon` is the last date that counts as due soon.

    `reported`: how many it reported since the last digest.
    """
    sql = f"""SELECT count(*) AS to_do, coalesce(sum(due_order < :today), 0) AS overdue,
        coalesce(sum(due_order BETWEEN :today AND :soon), 0) AS due_soon,
        coalesce(sum(paused_until > :today), 0) AS paused,
        coalesce(sum(due_order >= :since AND due_order < :today), 0) AS newly_overdue,
        (SELECT count(*) FROM actions WHERE lead_partner_id = :partner AND rank = 1) AS awaiting,
        :reported AS newly_reported
        FROM actions a WHERE a.id IN ({_MINE})"""  # noqa: S608 — our own SQL
    days = {"today": str(today), "soon": str(soon), "since": str(since)}
    return Week.model_validate(tx.row(sql, {**days, "partner": partner_id, "reported": reported}))


def to_do(tx: Transaction, partner_id: int, limit: int) -> list[Action]:
    """What one partner still has to do, most urgent first."""
    tail = f"WHERE a.id IN ({_MINE}) ORDER BY a.due_order, a.id LIMIT :limit"
    return actions.select(tx, tail, {"partner": partner_id, "limit": limit})


def count_to_do(tx: Transaction, partner_id: int) -> int:
    """How many actions one partner still has to do, its outstanding parts included."""
    found: int = tx.value(f"SELECT count(*) FROM ({_MINE})", {"partner": partner_id})  # noqa: S608 — our own SQL
    return found


def awaiting(tx: Transaction, limit: int) -> tuple[int, list[Action]]:
    """How many actions wait for acceptance, and those that have waited longest."""
    total: int = tx.value("SELECT count(*) FROM actions WHERE rank = 1")
    return total, actions.select(tx, "WHERE a.rank = 1 ORDER BY a.stage_since, a.id LIMIT ?", (limit,))


def paused(tx: Transaction, today: date, limit: int) -> tuple[int, list[Action]]:
    """How many actions are paused by a pause of their own, and those of them that begin again first."""
    total: int = tx.value("SELECT count(*) FROM actions WHERE paused_until > ?", (str(today),))
    tail = "WHERE a.paused_until > ? ORDER BY a.paused_until, a.id LIMIT ?"
    return total, actions.select(tx, tail, (str(today), limit))


def asking(tx: Transaction, limit: int) -> tuple[int, list[Action]]:
    """How many requests for more time wait for a decision, and the actions of those that have waited longest."""
    one = "FROM extension_requests e JOIN actions a ON a.id = e.action_id WHERE a.rank = 0"
    total: int = tx.value(f"SELECT count(*) {one}")
    rows = tx.rows(f"SELECT a.id {one} ORDER BY e.at, a.id LIMIT ?", (limit,))
    return total, actions.by_numbers(tx, [row["id"] for row in rows]) if rows else []


def tests(tx: Transaction, until: date, limit: int) -> tuple[int, list[Action]]:
    """How many actions are to be tested by `until` or should have been before, and those that are so first."""
    one = "WHERE a.review <= ? AND a.stage IN ('addressed', 'embedded')"
    total: int = tx.value(f"SELECT count(*) FROM actions a {one}", (str(until),))  # noqa: S608 — our own SQL
    return total, actions.select(tx, f"{one} ORDER BY a.review, a.id LIMIT ?", (str(until), limit))


def quiet(tx: Transaction, before: datetime, partner_id: int | None = None) -> list[Row]:
    """Partners that lead something still to do and said no word since `before`, or that one: name, code, moments.

    `updated` is when they last spoke, about any action, or "" for never, and `added` then when their first action
    was added. Their words are updates, reports (of parts too) and requests for more time, also those recorded on
    their behalf; no word of another partner about what they lead.
    """
    one = "" if partner_id is None else "AND q.id = :partner"
    # Who spoke lately is known from the index of words; only of who never did are all actions looked at.
    sql = f"""SELECT name, code, updated, CASE updated WHEN '' THEN
            (SELECT min(a.added) FROM actions a WHERE a.lead_partner_id = q.id) ELSE '' END AS added
        FROM (SELECT p.*, coalesce((SELECT max(u.at) FROM updates u
            WHERE u.partner_id = p.id AND u.undone IS NULL), '') AS updated FROM partners p) q
        WHERE updated < :before {one}
            AND EXISTS (SELECT 1 FROM actions a WHERE a.lead_partner_id = q.id AND a.rank = 0)
            AND EXISTS (SELECT 1 FROM actions a WHERE a.lead_partner_id = q.id AND a.added < :before)
        ORDER BY name"""  # noqa: S608 — our own SQL
    return tx.rows(sql, {"before": before.astimezone(UTC).isoformat(), "partner": partner_id})
