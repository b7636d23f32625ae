"""Who has opened App Home, and whose no longer shows how things are.

`stale` counts what happened since somebody's Home was built, and `published` is when it was last begun to be built.
What is shown is taken off the count only if nobody else began in between: two at work at once, of which the older may
arrive last, are put right by a third.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from json import dumps

from storage.database import Row, Transaction

SETTLE = timedelta(seconds=10)
"""At most one Home a person in this time, however much happens; opening it is never made to wait."""


def opened(tx: Transaction, user: str, team: str, now: datetime, *, everything: bool) -> Row:
    """Somebody opened App Home and is owed one: its row. `everything`: they see the whole plan."""
    sql = """INSERT INTO homes (user, team, everything, stale, published) VALUES (?, ?, ?, 1, ?)
        ON CONFLICT DO UPDATE SET everything = excluded.everything, stale = stale + 1, published = excluded.published
        RETURNING *"""
    return tx.rows(sql, (user, team, everything, now.isoformat()))[0]


def changed(tx: Transaction, codes: Collection[str]) -> None:
    """Something changed that concerns these partners (by code), and whoever sees the whole plan."""
    marks = ", ".join("?" * len(codes))
    sql = f"""UPDATE homes SET stale = stale + 1 WHERE everything = 1
        OR user IN (SELECT m.user FROM channel_members m JOIN partners p ON p.channel_id = m.channel_id
            WHERE p.code IN ({marks}))
        OR user IN (SELECT n.user FROM people n JOIN partners p ON p.id = n.partner_id WHERE p.code IN ({marks}))"""  # noqa: S608 — placeholders
    tx.run(sql, [*codes, *codes])


def all_changed(tx: Transaction) -> None:
    """Something changed that everybody sees, as a remit item or the date."""
    tx.run("UPDATE homes SET stale = stale + 1")


def person_changed(tx: Transaction, user: str) -> None:
    """What somebody may see changed: they came into a partner's channel or left it, or have another role."""
    tx.run("UPDATE homes SET stale = stale + 1 WHERE user = ?", (user,))


def members_changed(tx: Transaction, channel_id: str, users: Collection[str]) -> None:
    """A channel has these members now: call it before they are kept, for those who came and those who left."""
    sql = """UPDATE homes SET stale = stale + 1 WHERE (user IN (SELECT value FROM json_each(?)))
        <> (user IN (SELECT user FROM channel_members WHERE channel_id = ?))"""
    tx.run(sql, (dumps(list(users)), channel_id))


def next_stale(tx: Transaction, now: datetime) -> Row | None:
    """Whoever has been behind for longest and was left in peace for long enough: user, team."""
    # A clock that was put back must not keep anybody waiting until it is where it was.
    sql = """SELECT user, team FROM homes WHERE stale > 0 AND (published <= ? OR published > ?)
        ORDER BY published LIMIT 1"""
    return tx.row(sql, ((now - SETTLE).isoformat(), now.isoformat()))


def begun(tx: Transaction, now: datetime) -> Row | None:
    """Take the next that is behind, so that others come first if this one fails: its row."""
    found = next_stale(tx, now)
    sql = "UPDATE homes SET published = ? WHERE user = ? AND team = ? RETURNING *"
    return tx.row(sql, (now.isoformat(), found["user"], found["team"])) if found else None


def published(tx: Transaction, row: Row, *, everything: bool) -> None:
    """Somebody's App Home was published as `opened` or `begun` gave it; what changed meanwhile still counts."""
    sql = """UPDATE homes SET stale = CASE WHEN published = ? THEN stale - ? ELSE stale + 1 END, everything = ?
        WHERE user = ? AND team = ?"""
    tx.run(sql, (row["published"], row["stale"], everything, row["user"], row["team"]))


def forget(tx: Transaction, user: str, team: str) -> None:
    """Nothing is published to somebody any more: they have left, or Slack doesn't know them."""
    tx.run("DELETE FROM homes WHERE user = ? AND team = ?", (user, team))
