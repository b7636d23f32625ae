"""What became of messages: how many were sent, which could not be, which no longer held, which are open."""

from datetime import datetime

from storage.database import Row, Transaction


def sent_since(tx: Transaction, since: datetime) -> int:
    """How many messages went out since then."""
    number: int = tx.value("SELECT count(*) FROM outbox WHERE state = 'sent' AND ended >= ?", (since.isoformat(),))
    return number


def failures(tx: Transaction, since: datetime) -> list[Row]:
    """Messages given up since then: channel, key, fault."""
    sql = "SELECT channel, key, fault FROM outbox WHERE state = 'failed' AND ended >= ? ORDER BY id"
    return tx.rows(sql, (since.isoformat(),))


def dropped_since(tx: Transaction, since: datetime) -> list[Row]:
    """Messages that were dropped since then as they no longer held: channel, key, shows, parent_id, fault (why).

    Alerts are left out: that what they said no longer holds is good news.
    """
    sql = """SELECT channel, key, shows, parent_id, fault FROM outbox
        WHERE state = 'dropped' AND ended >= ? AND shows <> 'alert' ORDER BY ended, id"""
    return tx.rows(sql, (since.isoformat(),))


def begun(tx: Transaction, before: datetime) -> list[Row]:
    """Messages whose sending was begun before then at the latest and has not ended: key, channel, fault."""
    sql = "SELECT key, channel, fault FROM outbox WHERE state = 'claimed' AND max(queued, not_before) < ? ORDER BY id"
    return tx.rows(sql, (before.isoformat(),))
