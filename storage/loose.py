"""What an import needs of the store for rows that are not things with a ref: readings, roles, sums of money."""

import json
from collections.abc import Iterable

from storage.database import Row, Transaction


def readings(tx: Transaction, indicator: int) -> dict[str, Row]:
    """An indicator's readings by day: value, qualifier, phrase and bands."""
    sql = 'SELECT "on", value, qualifier, phrase, bands FROM readings WHERE indicator_id = ?'
    return {row.pop("on"): row | {"bands": json.loads(row["bands"])} for row in tx.rows(sql, (indicator,))}


def funding(tx: Transaction) -> dict[tuple[str, str], Row]:
    """Every sum by (purpose, ref of the source or ""): id, amount in pounds as text, phrase."""
    sql = """SELECT f.id, f.purpose, f.amount, f.phrase, coalesce(s.ref, '') AS source FROM funding f
        LEFT JOIN sources s ON s.id = f.source_id ORDER BY f.id"""
    return {(row["purpose"], row["source"]): row for row in tx.rows(sql)}


def keep_sum(tx: Transaction, number: int | None, fields: Row, source_id: int | None) -> int:
    """Add a sum of money (`number` None) or change its amount and phrase; its number."""
    if number is None:
        return tx.insert("funding", {**fields, "source_id": source_id})
    tx.run("UPDATE funding SET amount = ?, phrase = ? WHERE id = ?", (fields["amount"], fields["phrase"], number))
    return number


def roles(tx: Transaction) -> set[tuple[str, str, str, str]]:
    """Who has which role: user, team, role, partner's code or ""."""
    sql = """SELECT user, team, role, coalesce(p.code, '') AS code FROM people
        LEFT JOIN partners p ON p.id = partner_id"""
    return {(row["user"], row["team"], row["role"], row["code"]) for row in tx.rows(sql)}


def removed_roles(tx: Transaction, users: Iterable[str]) -> set[tuple[str, str, str, str]]:
    """The roles that were ever taken from these people, as `roles` has them."""
    wanted = list(users)
    marks = ", ".join("?" * len(wanted))
    sql = f"SELECT subject, before FROM events WHERE verb = 'removed' AND subject IN ({marks})"  # noqa: S608
    found = ((row["subject"], json.loads(row["before"])) for row in tx.rows(sql, wanted))
    return {(user, was["team"], was["role"], was["partner"] or "") for user, was in found}


def give_role(tx: Transaction, user: str, team: str, role: str, partner_id: int | None) -> None:
    """Give somebody a role that they don't have."""
    tx.run("INSERT INTO people (user, team, role, partner_id) VALUES (?, ?, ?, ?)", (user, team, role, partner_id))
