"""What an export needs of the store besides the things themselves: which ones, last words, what the trail says."""

import json
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from storage import importing
from storage.database import Row, Transaction

BATCH = 500


def action_numbers(tx: Transaction, led_by: Collection[str] | None = None) -> list[int]:
    """The numbers of all actions, or of those that these partners (codes) lead."""
    codes = None if led_by is None else json.dumps(sorted(led_by))
    sql = """SELECT a.id FROM actions a JOIN partners p ON p.id = a.lead_partner_id
        WHERE :codes IS NULL OR p.code IN (SELECT value FROM json_each(:codes)) ORDER BY a.id"""
    return [row["id"] for row in tx.rows(sql, {"codes": codes})]


def things(tx: Transaction, table: str, ids: Iterable[int]) -> list[Row]:
    """These things as their fields, by id, with the names that storage/importing.py gives them."""
    wanted = sorted(ids)
    found: dict[int, Row] = {}
    for start in range(0, len(wanted), BATCH):
        found |= importing.stored(tx, table, wanted[start : start + BATCH])
    return [found[number] for number in wanted if number in found]


def readings(tx: Transaction) -> list[Row]:
    """Every reading: indicator (its number), on, value, qualifier, phrase, bands."""
    sql = """SELECT indicator_id AS indicator, "on", value, qualifier, phrase, bands FROM readings
        ORDER BY indicator_id, "on" """
    return [row | {"bands": json.loads(row["bands"])} for row in tx.rows(sql)]


def last_words(tx: Transaction) -> dict[int, str]:
    """The last thing that was said about each action, by number, without what was taken back."""
    # With max(), SQLite takes the other columns from the row that has the highest id.
    sql = """SELECT action_id, text, max(id) FROM updates
        WHERE undone IS NULL AND text <> '' GROUP BY action_id"""
    return {row["action_id"]: row["text"] for row in tx.rows(sql)}


def words(tx: Transaction) -> dict[int, list[Row]]:
    """All that was said about each action, by number, oldest first: kind, text, partner, at, proof, difference.

    What was taken back is left out, and so is who said it.
    """
    sql = """SELECT u.action_id, u.kind, u.text, p.code AS partner, u.at, coalesce(e.proof, '') AS proof,
        coalesce(e.difference, '') AS difference
        FROM updates u LEFT JOIN partners p ON p.id = u.partner_id LEFT JOIN evidence e ON e.update_id = u.id
        WHERE u.undone IS NULL ORDER BY u.id"""
    found: dict[int, list[Row]] = {}
    for row in tx.rows(sql):
        found.setdefault(row.pop("action_id"), []).append(row)
    return found


def last_change(tx: Transaction) -> datetime | None:
    """When the last thing in the audit trail happened, aware; None where there is nothing."""
    found: str | None = tx.value("SELECT max(at) FROM events WHERE verb <> 'exported'")
    return datetime.fromisoformat(found) if found else None


def first_event(tx: Transaction) -> tuple[Any, ...]:
    """What the audit trail begins with, the same for ever: when, by whom, about what; () where it is empty."""
    row = tx.row("SELECT at, user, team, subject FROM events ORDER BY id LIMIT 1")
    return tuple(row.values()) if row else ()


def changes(tx: Transaction, letter: str, fields: Collection[str]) -> Mapping[str, Row]:
    """Of everything whose ref begins with `letter`, by ref: what the trail says of it.

    `at` is when its last event was, `times` in how many events after it was added one of `fields` changed.
    """
    touched = " OR ".join(f"json_type(after, '$.{field}') IS NOT NULL" for field in sorted(fields))
    sql = f"""SELECT subject, max(at) AS at, sum(verb <> 'added' AND ({touched})) AS times
        FROM events WHERE subject GLOB ? || '[0-9]*' GROUP BY subject"""  # noqa: S608 — our own names
    return {row["subject"]: row for row in tx.rows(sql, (letter,))}


def last_days(tx: Transaction, letter: str, field: str) -> dict[str, str]:
    """Of everything whose ref begins with `letter`, by ref: the day that `field` held before it last changed."""
    sql = """SELECT subject, day, max(id) FROM
        (SELECT subject, id, json_extract(before, '$.' || ?) AS day FROM events WHERE subject GLOB ? || '[0-9]*')
        WHERE day IS NOT NULL GROUP BY subject"""
    return {row["subject"]: row["day"] for row in tx.rows(sql, (field, letter))}
