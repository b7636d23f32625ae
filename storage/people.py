"""Partners, and who belongs to which."""

from collections.abc import Collection, Iterable

from bot.domain.people import Person, Role
from storage.database import Row, Transaction

PARTNER_MEMBER = "partner member"


def person(  # noqa: PLR0913, PLR0917 — somebody is known by these things
    tx: Transaction, user: str, team: str, home: str, channel: str = "", coordinators: Collection[str] = ()
) -> Person:
    """Somebody as they stand now: named roles, and the partners in whose channels they are.

    Who has a named role sits in partners' channels for the sake of that role, and is no member of them; only the
    business unit's own channel makes its people its members too, and so does being named to it. Whoever has left
    Slack is nothing any more.

    Args:
        tx: a unit of work.
        user: Slack's user id.
        team: the id of the person's own workspace.
        home: the id of the bot's workspace; the channel alone never vouches for a person from another one.
        channel: where they are acting now, which proves that they are in it.
        coordinators: user ids of the business unit's first members, of the bot's own workspace.
    """
    account_ = account(tx, user)
    team = team or (account_["team"] if account_ else "")  # an event in a shared channel may not tell it
    if account_ and account_["deactivated"]:
        return Person(user=user, team=team)
    named = tx.rows(
        # Somebody named in a workbook without a team is of the bot's own workspace.
        """SELECT role, p.code FROM people LEFT JOIN partners p ON p.id = partner_id
            WHERE user = ? AND (team = ? OR (team = '' AND ? = ?))""",
        (user, team, team, home),
    )
    roles = {Role(row["role"]) for row in named if row["role"] != PARTNER_MEMBER}
    if team == home and user in coordinators:
        roles.add(Role.BUSINESS_UNIT)
    codes = {row["code"] for row in named if row["code"]}
    if Role.BUSINESS_UNIT in roles:
        codes |= {row["code"] for row in tx.rows("SELECT code FROM partners WHERE kind = 'business unit'")}
    if team == home:
        codes |= _codes_by_channel(tx, user, channel, only="business unit" if roles else None)
    return Person(user=user, team=team, roles=frozenset(roles), partners=frozenset(codes))


def _codes_by_channel(tx: Transaction, user: str, channel: str, only: str | None) -> set[str]:
    sql = """SELECT code FROM partners WHERE (? IS NULL OR kind = ?) AND channel_id IN
        (SELECT channel_id FROM channel_members WHERE user = ? UNION SELECT ?)"""
    return {row["code"] for row in tx.rows(sql, (only, only, user, channel))}


def name_role(tx: Transaction, user: str, team: str, role: Role) -> bool:
    """Give somebody a role; False where they had it."""
    sql = "INSERT OR IGNORE INTO people (user, team, role) VALUES (?, ?, ?)"
    return tx.run(sql, (user, team, str(role))) > 0


def with_role(tx: Transaction, role: Role) -> list[str]:
    """The user ids of everybody who has `role`, without those who have left Slack."""
    sql = """SELECT user FROM people WHERE role = ?
        AND user NOT IN (SELECT user FROM accounts WHERE deactivated = 1) ORDER BY user"""
    return [row["user"] for row in tx.rows(sql, (str(role),))]


def partners(tx: Transaction) -> list[Row]:
    """Every partner, by code."""
    return tx.rows("SELECT * FROM partners ORDER BY code")


def channel_kind(tx: Transaction, channel_id: str) -> tuple[str | None, str | None]:
    """The kind and the code of the partner whose channel this is; (None, None) for any other channel."""
    row = tx.row("SELECT kind, code FROM partners WHERE channel_id = ?", (channel_id,))
    return (row["kind"], row["code"]) if row else (None, None)


def partner_channel(tx: Transaction, code: str) -> str | None:
    """The id of a partner's channel, where it is known."""
    found: str | None = tx.value("SELECT channel_id FROM partners WHERE code = ?", (code,))
    return found


def codes(tx: Transaction) -> list[str]:
    """Every partner's code."""
    return [row["code"] for row in tx.rows("SELECT code FROM partners ORDER BY code")]


def channel_found(tx: Transaction, partner_id: int, channel_id: str) -> bool:
    """Remember the id of a partner's channel; False where it is another partner's already."""
    return tx.run("UPDATE OR IGNORE partners SET channel_id = ? WHERE id = ?", (channel_id, partner_id)) > 0


def set_members(tx: Transaction, channel_id: str, users: Iterable[str]) -> None:
    """Replace what is known of who is in a channel."""
    tx.run("DELETE FROM channel_members WHERE channel_id = ?", (channel_id,))
    for user in set(users):
        member_joined(tx, channel_id, user)


def member_joined(tx: Transaction, channel_id: str, user: str) -> None:
    """Somebody came into a channel."""
    tx.run("INSERT OR IGNORE INTO channel_members VALUES (?, ?)", (channel_id, user))


def member_left(tx: Transaction, channel_id: str, user: str) -> None:
    """Somebody left a channel."""
    tx.run("DELETE FROM channel_members WHERE channel_id = ? AND user = ?", (channel_id, user))


def left_slack(tx: Transaction, user: str) -> None:
    """Somebody's account was deactivated, and Slack took them out of every channel."""
    tx.run("DELETE FROM channel_members WHERE user = ?", (user,))


def account(tx: Transaction, user: str) -> Row | None:
    """What Slack last said of somebody's account: team, bot, deactivated; None for one that it did not mention."""
    return tx.row("SELECT team, bot, deactivated FROM accounts WHERE user = ?", (user,))


def keep_account(tx: Transaction, user: str, team: str, *, bot: bool, deactivated: bool) -> None:
    """Keep what Slack says of an account, which belongs to one workspace at a time."""
    tx.run("DELETE FROM accounts WHERE user = ? AND team <> ?", (user, team))
    sql = """INSERT INTO accounts (user, team, bot, deactivated) VALUES (?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET bot = excluded.bot, deactivated = excluded.deactivated"""
    tx.run(sql, (user, team, bot, deactivated))


def unheard_of(tx: Transaction) -> list[str]:
    """The user ids of those in partners' channels of whose accounts Slack has told nothing."""
    sql = """SELECT DISTINCT user FROM channel_members m JOIN partners p ON p.channel_id = m.channel_id
        WHERE NOT EXISTS (SELECT 1 FROM accounts a WHERE a.user = m.user) ORDER BY user"""
    return [row["user"] for row in tx.rows(sql)]


def remember(tx: Transaction, name: str, value: str) -> None:
    """Keep something that was found out about Slack, as the unit channel's id."""
    tx.run("INSERT INTO found VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value", (name, value))


def remembered(tx: Transaction, name: str) -> str:
    """What was kept under `name`, or nothing."""
    return tx.value("SELECT value FROM found WHERE name = ?", (name,)) or ""


def direct_with(tx: Transaction, channel: str) -> str:
    """The user id of the person with whom the bot's direct messages are in `channel`; "" for any other channel."""
    name: str = tx.value("SELECT name FROM found WHERE value = ? AND name LIKE 'dm %'", (channel,)) or ""
    return name.removeprefix("dm ")


def unit_channel(tx: Transaction) -> str | None:
    """The id of the business unit's channel: the one in the settings, else the unit's own partner channel."""
    found: str | None = tx.value("SELECT value FROM found WHERE name = 'unit channel'")
    sql = "SELECT channel_id FROM partners WHERE kind = 'business unit' AND channel_id IS NOT NULL ORDER BY id"
    return found or tx.value(sql)
