"""What the day's nudges are about, and who wants no direct messages. Each question reads an index in its order."""

from collections.abc import Collection
from datetime import date, datetime
from typing import NamedTuple

from bot.domain.nudges import Span
from storage.database import Transaction

_OWN = "shows IN ('digest', 'heartbeat', 'nudge')"
"""What the bot says of its own accord; said so, the index of these is used."""
_NOT_PAUSED = "(a.paused_until IS NULL OR a.paused_until <= :today)"


class Falling(NamedTuple):
    """An action that falls due, or just fell overdue: codes of its lead partner, and of one that has work to do."""

    number: int
    due: date
    lead: str
    code: str


def falling(tx: Transaction, span: Span, today: date, *, parts: bool) -> list[Falling]:
    """What is to do, not paused, and due in these days: for its lead partner, or (parts) whose part is missing."""
    whom = "n.partner_id" if parts else "a.lead_partner_id"
    join = "JOIN contributions n ON n.action_id = a.id AND n.reported IS NULL" if parts else ""
    sql = f"""SELECT a.id, a.due, l.code AS lead, p.code FROM actions a {join}
        JOIN partners p ON p.id = {whom} JOIN partners l ON l.id = a.lead_partner_id
        WHERE a.rank = 0 AND a.due BETWEEN :first AND :last AND {_NOT_PAUSED} ORDER BY a.due, a.id"""  # noqa: S608 — our own SQL
    params = {"first": str(span.first), "last": str(span.last), "today": str(today)}
    rows = tx.rows(sql, params)
    return [Falling(row["id"], date.fromisoformat(row["due"]), row["lead"], row["code"]) for row in rows]


def tests(tx: Transaction, span: Span, today: date) -> list[int]:
    """Numbers of the actions, not paused, that are to be tested in these days, soonest first."""
    sql = f"""SELECT a.id FROM actions a WHERE a.review BETWEEN :first AND :last
        AND a.stage IN ('addressed', 'embedded') AND {_NOT_PAUSED} ORDER BY a.review, a.id"""  # noqa: S608 — our own SQL
    params = {"first": str(span.first), "last": str(span.last), "today": str(today)}
    return [row["id"] for row in tx.rows(sql, params)]


def waiting(tx: Transaction, today: date) -> list[tuple[int, datetime]]:
    """What is reported done, not paused, and waits for acceptance, longest first: number, and since when."""
    sql = f"""SELECT a.id, a.stage_since AS since FROM actions a WHERE a.rank = 1 AND {_NOT_PAUSED}
        ORDER BY a.stage_since, a.id"""  # noqa: S608 — our own SQL
    return [(row["id"], datetime.fromisoformat(row["since"])) for row in tx.rows(sql, {"today": str(today)})]


def requests(tx: Transaction, today: date) -> list[tuple[int, datetime]]:
    """Requests for more time, not paused, that wait, longest first: the action's number, and since when."""
    sql = f"""SELECT a.id, e.at AS since FROM extension_requests e JOIN actions a ON a.id = e.action_id
        WHERE {_NOT_PAUSED} ORDER BY e.at, a.id"""  # noqa: S608 — our own SQL
    return [(row["id"], datetime.fromisoformat(row["since"])) for row in tx.rows(sql, {"today": str(today)})]


def weekly(tx: Transaction, day: datetime, week: datetime) -> set[tuple[str, str]]:
    """Channels to which a digest or heartbeat goes today, with which of the two it is.

    Queued or sent since `day` began, or still to be sent and queued since `week`, a week ago (both in UTC).
    """
    sql = f"""SELECT DISTINCT channel, shows FROM outbox WHERE {_OWN} AND shows <> 'nudge' AND queued >= :week
        AND (queued >= :day OR ended >= :day OR state IN ('waiting', 'claimed'))"""  # noqa: S608 — our own SQL
    rows = tx.rows(sql, {"day": day.isoformat(), "week": week.isoformat()})
    return {(row["channel"], row["shows"]) for row in rows}


def lost(tx: Transaction, whys: Collection[str], reason: str, day: datetime, week: datetime) -> set[tuple[int, str]]:
    """What was to be said before today and never was, by number and why: it waits, or was dropped for `reason`.

    Of messages that were queued before `day` began and not before `week`, a week ago (both in UTC).
    """
    marks = ", ".join(f":why{number}" for number in range(len(whys)))
    sql = f"""SELECT DISTINCT a.action_id, a.why FROM outbox o JOIN outbox_actions a ON a.message_id = o.id
        WHERE o.{_OWN} AND o.shows = 'nudge' AND o.queued BETWEEN :week AND :day AND a.why IN ({marks})
            AND (o.state IN ('waiting', 'claimed')
                OR (o.state = 'dropped' AND o.ended >= :week AND o.fault = :reason))
            AND NOT EXISTS (SELECT 1 FROM outbox_actions b JOIN outbox p ON p.id = b.message_id
                WHERE b.action_id = a.action_id AND b.why = a.why AND p.id > o.id AND p.state = 'sent')"""  # noqa: S608 — placeholders
    params = {"day": day.isoformat(), "week": week.isoformat(), "reason": reason}
    rows = tx.rows(sql, params | {f"why{number}": why for number, why in enumerate(whys)})
    return {(row["action_id"], row["why"]) for row in rows}


def members_known(tx: Transaction, channel: str | None) -> bool:
    """Whether Slack has told who is in a partner's channel."""
    return bool(tx.value("SELECT 1 FROM channel_members WHERE channel_id = ?", (channel,)))


def silence(tx: Transaction, user: str, team: str, now: datetime) -> bool:
    """Send somebody no direct messages of the bot's own accord; False where that was so."""
    sql = "INSERT OR IGNORE INTO no_direct_messages (user, team, at) VALUES (?, ?, ?)"
    return tx.run(sql, (user, team, now.isoformat())) > 0


def unsilence(tx: Transaction, user: str) -> bool:
    """Send somebody direct messages again; False where that was so. An account may have changed its workspace."""
    return tx.run("DELETE FROM no_direct_messages WHERE user = ?", (user,)) > 0


def silent(tx: Transaction, user: str) -> bool:
    """Whether somebody wants no direct messages of the bot's own accord."""
    return bool(tx.value("SELECT 1 FROM no_direct_messages WHERE user = ?", (user,)))
