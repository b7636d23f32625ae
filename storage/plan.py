"""What stands around the actions: sources, remit items, deadlines, indicators and their readings.

What was added by mistake and taken back is `removed`: kept, and shown nowhere.
"""

import json
from collections.abc import Sequence
from datetime import date
from typing import TypeVar

from bot.domain.people import Person
from bot.domain.plan import Deadline, Indicator, Reading, RemitItem
from storage.database import Row, Transaction
from storage.queries import visible_to

_Kept = TypeVar("_Kept", Deadline, Indicator)

_DEADLINE = """SELECT d.*, d.id AS number, s.ref AS source,
    (SELECT json_group_array(remit_item_id) FROM remit_deadlines r WHERE r.deadline_id = d.id) AS remit
    FROM deadlines d LEFT JOIN sources s ON s.id = d.source_id """

_INDICATOR = """SELECT i.*, i.id AS number, p.code AS owner,
    (SELECT json_group_array(remit_item_id) FROM remit_indicators r WHERE r.indicator_id = i.id) AS remit
    FROM indicators i LEFT JOIN partners p ON p.id = i.owner_id """


def sources(tx: Transaction) -> list[str]:
    """Every source's ref."""
    return [row["ref"] for row in tx.rows("SELECT ref FROM sources ORDER BY ref")]


def published(tx: Transaction, source: str) -> date | None:
    """When a source (by ref) was published, where that is known."""
    found: str | None = tx.value("SELECT published FROM sources WHERE ref = ?", (source,))
    return date.fromisoformat(found) if found else None


def remit_numbers(tx: Transaction) -> list[int]:
    """The number of every remit item."""
    return [row["id"] for row in tx.rows("SELECT id FROM remit_items WHERE removed IS NULL ORDER BY id")]


def is_served(tx: Transaction, number: int) -> bool:
    """Whether any action serves remit item R`number`."""
    return bool(tx.value("SELECT 1 FROM action_remit WHERE remit_item_id = ? LIMIT 1", (number,)))


def deadlines(tx: Transaction) -> list[Deadline]:
    """What binds the partnership, soonest first; those that were met, and those without a day, last."""
    rows = tx.rows(_DEADLINE + "WHERE d.removed IS NULL ORDER BY d.met IS NOT NULL, d.due IS NULL, d.due, d.id")
    return [_with_remit(Deadline, row) for row in rows]


def deadline(tx: Transaction, number: int) -> Deadline | None:
    """Deadline D`number`, or None."""
    row = tx.row(_DEADLINE + "WHERE d.id = ? AND d.removed IS NULL", (number,))
    return _with_remit(Deadline, row) if row else None


def indicators(tx: Transaction, last: int = 2) -> list[Indicator]:
    """Every indicator with its `last` readings, oldest first."""
    return [_indicator(tx, row, last) for row in tx.rows(_INDICATOR + "WHERE i.removed IS NULL ORDER BY i.id")]


def indicator(tx: Transaction, number: int, last: int = 24) -> Indicator | None:
    """Indicator I`number` with its `last` readings, or None."""
    row = tx.row(_INDICATOR + "WHERE i.id = ? AND i.removed IS NULL", (number,))
    return _indicator(tx, row, last) if row else None


def readings(tx: Transaction, number: int) -> list[Reading]:
    """Every reading of I`number`, oldest first."""
    rows = tx.rows('SELECT * FROM readings WHERE indicator_id = ? ORDER BY "on"', (number,))
    return [reading_of(row) for row in rows]


def keep_reading(tx: Transaction, number: int, reading: Reading) -> None:
    """Keep a reading of I`number`; it takes the place of one on the same day."""
    tx.run(
        'INSERT OR REPLACE INTO readings (indicator_id, "on", value, qualifier, phrase, bands) '
        "VALUES (?, ?, ?, ?, ?, ?)",
        (number, str(reading.on), str(reading.value), reading.qualifier, reading.phrase, _bands(reading)),
    )


def reading_of(row: Row) -> Reading:
    """A reading from its row."""
    return Reading.model_validate({**row, "bands": json.loads(row["bands"])})


def _bands(reading: Reading) -> str:
    return json.dumps([str(part) for part in reading.bands])


def remit(tx: Transaction, person: Person, numbers: Sequence[int] | None = None) -> list[RemitItem]:
    """Remit items (these, or all) with deadlines, indicators, and their actions by stage as `person` may see them."""
    rows = tx.rows(
        "SELECT r.*, r.id AS number, s.ref AS source FROM remit_items r LEFT JOIN sources s "
        "ON s.id = r.source_id WHERE r.removed IS NULL ORDER BY r.id"
    )
    stages = _stages(tx, person, numbers)
    bound, measured = deadlines(tx), indicators(tx)
    return [
        RemitItem(
            **{name: row[name] for name in ("number", "text", "source", "met")},
            stages=stages.get(row["number"], {}),
            deadlines=tuple(one for one in bound if row["number"] in one.remit),
            indicators=tuple(one for one in measured if row["number"] in one.remit),
        )
        for row in rows
        if numbers is None or row["number"] in numbers
    ]


def _stages(tx: Transaction, person: Person, numbers: Sequence[int] | None) -> dict[int, dict[str, int]]:
    """How many actions serve each remit item (these, or all), by stage."""
    these = json.dumps(numbers) if numbers is not None else None
    wanted = "(:these IS NULL OR remit_item_id IN (SELECT value FROM json_each(:these)))"
    if person.sees_everything:
        sql = f"SELECT remit_item_id AS item, stage, n FROM remit_tally WHERE {wanted} AND n > 0"  # noqa: S608 — ours
        rows = tx.rows(sql, {"these": these})
    else:
        [(own, params)] = visible_to(person)
        # Theirs are few and a remit item's are many, so theirs are found first.
        sql = f"""SELECT remit_item_id AS item, stage, count(*) AS n FROM actions a
            CROSS JOIN action_remit ON action_id = a.id WHERE {own} AND {wanted} GROUP BY item, stage"""  # noqa: S608
        rows = tx.rows(sql, {**params, "these": these})
    found: dict[int, dict[str, int]] = {}
    for row in rows:
        found.setdefault(row["item"], {})[row["stage"]] = row["n"]
    return found


def _indicator(tx: Transaction, row: Row, last: int) -> Indicator:
    readings = tx.rows('SELECT * FROM readings WHERE indicator_id = ? ORDER BY "on" DESC LIMIT ?', (row["id"], last))
    read = [reading_of(one) for one in reversed(readings)]
    there = tx.value("SELECT count(*) FROM readings WHERE indicator_id = ?", (row["id"],))
    own = {**row, "readings": read, "earlier": there - len(read), "bands": json.loads(row["bands"])}
    return _with_remit(Indicator, own)


def _with_remit(kind: type[_Kept], row: Row) -> _Kept:
    return kind.model_validate({**row, "remit": sorted(json.loads(row["remit"]))})
