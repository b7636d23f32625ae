"""What there is and what is missing while a partnership sets the bot up."""

import json
from collections.abc import Collection

from storage import people
from storage.database import Row, Transaction

FIRST_RUN = "first run"


def never_ran(tx: Transaction) -> bool:
    """Whether no bot has worked with this database yet; a plan may have been imported into it."""
    return not people.remembered(tx, "home") and not tx.value("SELECT 1 FROM outbox LIMIT 1")


def places(tx: Transaction, coordinators: Collection[str]) -> list[Row]:
    """Each partner by code: kind, channel, whether the bot is `inside` it, whether Slack is still `asked`, members.

    Apps are no members, and neither is who is there for a role of theirs; `coordinators` are the user ids of the
    first of the business unit.
    """
    sql = """SELECT p.code, p.kind, coalesce(p.channel_id, '') AS channel,
            EXISTS (SELECT 1 FROM channel_members m JOIN found f ON f.name = 'self' AND f.value = m.user
                WHERE m.channel_id = p.channel_id) AS inside,
            EXISTS (SELECT 1 FROM errands e WHERE e.kind = 'members' AND e.about = p.channel_id) AS asked,
            (SELECT count(*) FROM channel_members m WHERE m.channel_id = p.channel_id
                AND m.user NOT IN (SELECT value FROM json_each(:coordinators))
                AND m.user NOT IN (SELECT value FROM found WHERE name = 'self')
                AND m.user NOT IN (SELECT user FROM accounts WHERE bot = 1 OR deactivated = 1)
                AND m.user NOT IN (SELECT user FROM people WHERE role <> 'partner member'))
            + (SELECT count(*) FROM people n WHERE n.partner_id = p.id) AS members
        FROM partners p ORDER BY p.code"""
    return tx.rows(sql, {"coordinators": json.dumps(list(coordinators))})


def greeted(tx: Transaction) -> list[str]:
    """The user ids of everybody who was sent a greeting."""
    rows = tx.rows("SELECT key FROM outbox WHERE key >= 'welcome:' AND key < 'welcome;' ORDER BY id")
    return [row["key"].partition(":")[2] for row in rows]


def actions(tx: Transaction) -> int:
    """How many actions there are, whatever became of them."""
    number: int = tx.value("SELECT coalesce(sum(n), 0) FROM tally")
    return number
