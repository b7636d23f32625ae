"""What the business unit keeps in the settings: who has which role, the partners, the sources of actions."""

from typing import Any

from storage.database import Row, Transaction

PARTNER = ("code", "name", "kind", "channel", "channel_id", "lead", "deputy")
"""The fields of a partner, as the audit trail has them."""


def roles(tx: Transaction) -> list[Row]:
    """Everybody who was named: user, team, role, code of the partner or None, and whether they have left Slack."""
    sql = """SELECT n.user, n.team, n.role, p.code AS partner, coalesce(a.deactivated, 0) AS deactivated
        FROM people n LEFT JOIN partners p ON p.id = n.partner_id
        LEFT JOIN accounts a ON a.user = n.user
        ORDER BY n.role, p.code, n.rowid"""
    return tx.rows(sql)


def give_role(tx: Transaction, user: str, team: str, role: str, partner: str | None) -> bool:
    """Give somebody a role, in a partner (by code) or in none; False where they have it."""
    sql = """INSERT OR IGNORE INTO people (user, team, role, partner_id)
        VALUES (?, ?, ?, (SELECT id FROM partners WHERE code = ?))"""
    return tx.run(sql, (user, team, role, partner)) > 0


def take_role(tx: Transaction, user: str, team: str, role: str, partner: str | None) -> bool:
    """Take a role away; False where they don't have it."""
    sql = """DELETE FROM people WHERE user = ? AND team = ? AND role = ?
        AND partner_id IS (SELECT id FROM partners WHERE code = ?)"""
    return tx.run(sql, (user, team, role, partner)) > 0


def partner(tx: Transaction, code: str) -> Row | None:
    """A partner's fields, by its code in any case; None where there is no such partner."""
    return tx.row(f"SELECT {', '.join(PARTNER)} FROM partners WHERE code = ?", (code,))  # noqa: S608 — our own names


def add_partner(tx: Transaction, fields: dict[str, Any]) -> None:
    """Add a partner; fields that are left out are blank."""
    tx.insert("partners", fields)


def change_partner(tx: Transaction, code: str, fields: dict[str, Any]) -> None:
    """Change these of a partner's fields."""
    assigned = ", ".join(f"{name} = ?" for name in fields)
    tx.run(f"UPDATE partners SET {assigned} WHERE code = ?", [*fields.values(), code])  # noqa: S608 — our own names


def sources(tx: Transaction) -> list[Row]:
    """Every source: ref, title, kind, published."""
    return tx.rows("SELECT ref, title, kind, published FROM sources ORDER BY ref")


def is_source(tx: Transaction, ref: str) -> bool:
    """Whether there is a source with this ref, in any case."""
    return bool(tx.value("SELECT 1 FROM sources WHERE ref = ?", (ref,)))


def add_source(tx: Transaction, fields: dict[str, Any]) -> None:
    """Add a source; fields that are left out are blank."""
    tx.insert("sources", fields)
