"""Actions as they are stored, loaded whole: an `Action` carries its remit items and contributing partners."""

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from bot.domain.actions import Action
from bot.domain.errors import MovedOn
from storage.database import Params, Row, Transaction

SELECT = """SELECT a.*, p.code AS lead_code, p.name AS lead_name, s.ref AS source_ref,
    (SELECT json_group_array(remit_item_id) FROM action_remit r WHERE r.action_id = a.id) AS remit,
    (SELECT json_group_array(json_object('code', c.code, 'name', c.name, 'reported', n.reported))
        FROM contributions n JOIN partners c ON c.id = n.partner_id WHERE n.action_id = a.id) AS parts
    FROM actions a JOIN partners p ON p.id = a.lead_partner_id LEFT JOIN sources s ON s.id = a.source_id """


def select(tx: Transaction, tail: str, params: Params = ()) -> list[Action]:
    """Actions chosen by `tail`: the SQL after FROM, in which actions are `a` and the lead partner `p`."""
    return [_action(row) for row in tx.rows(SELECT + tail, params)]


def find(tx: Transaction, number: int) -> Action | None:
    """Action A`number`, or None."""
    return next(iter(select(tx, "WHERE a.id = ?", (number,))), None)


def by_numbers(tx: Transaction, numbers: Iterable[int]) -> list[Action]:
    """These actions, in this order; those that there are."""
    wanted = list(numbers)
    marks = ", ".join("?" * len(wanted))
    found = {action.number: action for action in select(tx, f"WHERE a.id IN ({marks})", wanted)}
    return [found[number] for number in wanted if number in found]


def save(tx: Transaction, action: Action) -> None:
    """Write back a changed action. Raises MovedOn where somebody else changed it since it was loaded."""
    sql = """UPDATE actions SET title = ?, success_measure = ?, finding = ?, named_lead = ?, due = ?, due_phrase = ?,
        stage = ?, stage_since = ?, blocked = ?, updated = ?, version = version + 1 WHERE id = ? AND version = ?"""
    values = (
        *(action.title, action.success_measure, action.finding or "", action.named_lead, _text(action.due)),
        *(action.due_phrase, str(action.stage), _moment(action.stage_since), action.blocked),
        *(_moment(action.updated), action.number, action.version),
    )
    if not tx.run(sql, values):
        raise MovedOn(f"Somebody else changed {action.ref} at the same moment, so nothing was changed. Try again.")
    for part in action.contributions:
        sql = """UPDATE contributions SET reported = ? WHERE action_id = ? AND reported IS NOT ?
            AND partner_id = (SELECT id FROM partners WHERE code = ?)"""
        reported = _moment(part.reported)
        tx.run(sql, (reported, action.number, reported, part.partner.code))


def add(tx: Transaction, row: Row, remit: Iterable[int], contributors: Iterable[int]) -> int:
    """Add an action from its columns, with remit items and contributing partners by id; its number."""
    number = tx.insert("actions", row)
    for item in remit:
        tx.insert("action_remit", {"action_id": number, "remit_item_id": item})
    for partner_id in contributors:
        tx.insert("contributions", {"action_id": number, "partner_id": partner_id})
    return number


def _action(row: Row) -> Action:
    return Action.model_validate({**row, **dict(_loaded(row))})


def _loaded(row: Row) -> Iterator[tuple[str, Any]]:
    yield "number", row["id"]
    yield "lead", {"code": row["lead_code"], "name": row["lead_name"]}
    yield "source", row["source_ref"]
    yield "remit", sorted(json.loads(row["remit"]))
    yield "contributions", [{"partner": part, "reported": part["reported"]} for part in json.loads(row["parts"])]


def _moment(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


def _text(value: object) -> str | None:
    return str(value) if value else None
