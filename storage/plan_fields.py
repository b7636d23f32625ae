"""Remit items, deadlines and indicators as the audit trail has them: read, added and changed by their fields.

The fields are those of storage/importing.py: a deadline's `source` is "JTAI-2022", its `remit` [2, 4], an indicator's
`owner` "POLICE". A reading is a field of its indicator: "reading 2022-08-31" is {"value": "400", "qualifier": "over",
"phrase": "", "bands": []}, or None where there is none. So what a thing is now is what its events say, in order.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from bot.domain.refs import Kind, Ref
from storage.database import Row, Transaction
from storage.plan import readings

READING = "reading "
"""What the field of a reading begins with; its day follows."""
Fields = dict[str, Any]


class _Link(NamedTuple):
    table: str
    own: str
    other: str


class _Shape(NamedTuple):
    """How a kind of thing is stored: its table, its plain columns, the columns that are ids, and its links."""

    table: str
    columns: tuple[str, ...]
    pointer: tuple[str, str, str]
    links: Mapping[str, _Link]


_SOURCE = ("source", "source_id", "SELECT id FROM sources WHERE ref = ?")
_SHAPES: Mapping[Kind, _Shape] = {
    Kind.REMIT: _Shape(
        "remit_items",
        ("text", "met", "removed"),
        _SOURCE,
        {
            "deadlines": _Link("remit_deadlines", "remit_item_id", "deadline_id"),
            "indicators": _Link("remit_indicators", "remit_item_id", "indicator_id"),
        },
    ),
    Kind.DEADLINE: _Shape(
        "deadlines",
        ("title", "due", "original_due", "phrase", "precision", "basis", "met", "removed"),
        _SOURCE,
        {"remit": _Link("remit_deadlines", "deadline_id", "remit_item_id")},
    ),
    Kind.INDICATOR: _Shape(
        "indicators",
        ("name", "unit", "better", "target", "target_by", "bands", "removed"),
        ("owner", "owner_id", "SELECT id FROM partners WHERE code = ?"),
        {"remit": _Link("remit_indicators", "indicator_id", "remit_item_id")},
    ),
}
_SELECTS = {
    Kind.REMIT: "SELECT t.*, s.ref AS source FROM remit_items t LEFT JOIN sources s ON s.id = t.source_id",
    Kind.DEADLINE: "SELECT t.*, s.ref AS source FROM deadlines t LEFT JOIN sources s ON s.id = t.source_id",
    Kind.INDICATOR: "SELECT t.*, p.code AS owner FROM indicators t LEFT JOIN partners p ON p.id = t.owner_id",
}
LINKS: Mapping[Kind, tuple[str, ...]] = {kind: tuple(shape.links) for kind, shape in _SHAPES.items()}
"""The fields of each kind that hold numbers of other things."""


def find(tx: Transaction, ref: Ref) -> Fields | None:
    """All fields of a thing, removed ones too; None where there never was one."""
    shape, row = _SHAPES[ref.kind], tx.row(f"{_SELECTS[ref.kind]} WHERE t.id = ?", (ref.number,))
    if row is None:
        return None
    own: Fields = {name: row[name] for name in (*shape.columns, shape.pointer[0])}
    if "bands" in own:
        own["bands"] = json.loads(own["bands"])
    links = {name: _linked(tx, link, ref.number) for name, link in shape.links.items()}
    return own | links | (_readings(tx, ref.number) if ref.kind is Kind.INDICATOR else {})


def add(tx: Transaction, kind: Kind, fields: Mapping[str, Any]) -> Ref:
    """Add a thing; fields that are left out are blank."""
    ref = Ref(kind, tx.insert(_SHAPES[kind].table, _columns(tx, kind, fields)))
    _link(tx, ref, fields)
    return ref


def change(tx: Transaction, ref: Ref, fields: Mapping[str, Any]) -> None:
    """Change these fields of a thing."""
    if columns := _columns(tx, ref.kind, fields):
        assigned = ", ".join(f"{name} = :{name}" for name in columns)
        sql = f"UPDATE {_SHAPES[ref.kind].table} SET {assigned} WHERE id = :id"  # noqa: S608 — named in this file
        tx.run(sql, {**columns, "id": ref.number})
    _link(tx, ref, fields)
    for name, value in fields.items():
        if name.startswith(READING):
            _keep_reading(tx, ref.number, name.removeprefix(READING), value)


def _columns(tx: Transaction, kind: Kind, fields: Mapping[str, Any]) -> Row:
    shape = _SHAPES[kind]
    row = {name: fields[name] for name in shape.columns if name in fields}
    if "bands" in row:
        row["bands"] = json.dumps(row["bands"])
    field, column, sql = shape.pointer
    return row | ({column: tx.value(sql, (fields[field],))} if field in fields else {})


def _linked(tx: Transaction, link: _Link, number: int) -> list[int]:
    sql = f"SELECT {link.other} AS n FROM {link.table} WHERE {link.own} = ? ORDER BY n"  # noqa: S608 — as above
    return [row["n"] for row in tx.rows(sql, (number,))]


def _link(tx: Transaction, ref: Ref, fields: Mapping[str, Any]) -> None:
    for name, link in _SHAPES[ref.kind].links.items():
        if name in fields:
            tx.run(f"DELETE FROM {link.table} WHERE {link.own} = ?", (ref.number,))  # noqa: S608 — as above
            others: Iterable[int] = sorted(set(fields[name]))
            tx.insert_all(link.table, [{link.own: ref.number, link.other: other} for other in others])


def _readings(tx: Transaction, number: int) -> Fields:
    return {f"{READING}{one.on}": one.model_dump(mode="json", exclude={"on"}) for one in readings(tx, number)}


def _keep_reading(tx: Transaction, number: int, day: str, value: Fields | None) -> None:
    tx.run('DELETE FROM readings WHERE indicator_id = ? AND "on" = ?', (number, day))
    if value is not None:
        row = {**value, "bands": json.dumps(value["bands"]), "indicator_id": number, "on": day}
        tx.insert("readings", row)
