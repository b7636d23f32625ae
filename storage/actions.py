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
    (SELECT json_group_array(json_object('partner', json_object('code', c.code, 'name', c.name),
            'reported', n.reported, 'user', n.reported_user, 'team', n.reported_team))
        FROM contributions n JOIN partners c ON c.id = n.partner_id WHERE n.action_id = a.id) AS parts,
    (SELECT json_object('due', e.due, 'reason', e.reason, 'partner', json_object('code', c.code, 'name', c.name),
            'by', json_object('user', e.user, 'team', e.team), 'at', e.at)
        FROM extension_requests e JOIN partners c ON c.id = e.partner_id WHERE e.action_id = a.id) AS extension
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
    names = list(_columns(tx, action))
    assigned = ", ".join(f"{name} = :{name}" for name in names)
    sql = f"UPDATE actions SET {assigned}, version = version + 1 WHERE id = :id AND version = :version"  # noqa: S608 — our names
    if not tx.run(sql, {**_columns(tx, action), "id": action.number, "version": action.version}):
        raise MovedOn(f"Somebody else changed {action.ref} at the same moment, so nothing was changed. Try again.")
    _link(tx, action)


def add(tx: Transaction, action: Action) -> int:
    """Add an action; its number, whatever number it came with. It keeps its original due date from now on."""
    number = tx.insert("actions", {**_columns(tx, action), "added": _moment(action.added)})
    _link(tx, action.changed(number=number))
    return number


def partner_names(tx: Transaction) -> dict[str, str]:
    """Every partner's name by code."""
    return {row["code"]: row["name"] for row in tx.rows("SELECT code, name FROM partners ORDER BY code")}


def _columns(tx: Transaction, action: Action) -> Row:
    return {
        "title": action.title,
        "success_measure": action.success_measure,
        "source_id": tx.value("SELECT id FROM sources WHERE ref = ?", (action.source,)),
        "finding": action.finding,
        "link": action.link,
        "tracker_ref": action.tracker_ref,
        "lead_partner_id": _partner_id(tx, action.lead.code),
        "named_lead": action.named_lead,
        "original_due": _text(action.original_due),
        "due": _text(action.due),
        "due_phrase": action.due_phrase,
        "stage": str(action.stage),
        "stage_since": _moment(action.stage_since),
        "reported_user": action.reported_by.user if action.reported_by else None,
        "reported_team": action.reported_by.team if action.reported_by else None,
        "review": _text(action.review),
        "paused_until": _text(action.paused_until),
        "paused_why": action.paused_why,
        "blocked": action.blocked,
        "updated": _moment(action.updated),
        "demonstration": action.demonstration,
    }


def _link(tx: Transaction, action: Action) -> None:
    """Bring the tables around an action to what it says."""
    own = (action.number,)
    tx.run("DELETE FROM action_remit WHERE action_id = ?", own)
    tx.run("DELETE FROM contributions WHERE action_id = ?", own)
    tx.run("DELETE FROM extension_requests WHERE action_id = ?", own)
    for item in action.remit:
        tx.insert("action_remit", {"action_id": action.number, "remit_item_id": item})
    for part in action.contributions:
        row: Row = {"action_id": action.number, "partner_id": _partner_id(tx, part.partner.code)}
        by = {"reported_user": part.by.user, "reported_team": part.by.team} if part.by else {}
        tx.insert("contributions", row | by | {"reported": _moment(part.reported)})
    if asked := action.extension:
        row = {"action_id": action.number, "due": str(asked.due), "reason": asked.reason, "at": _moment(asked.at)}
        whom: Row = {"partner_id": _partner_id(tx, asked.partner.code), "user": asked.by.user, "team": asked.by.team}
        tx.insert("extension_requests", row | whom)


def _partner_id(tx: Transaction, code: str) -> int:
    found: int = tx.value("SELECT id FROM partners WHERE code = ?", (code,))
    return found


def _action(row: Row) -> Action:
    return Action.model_validate({**row, **dict(_loaded(row))})


def _loaded(row: Row) -> Iterator[tuple[str, Any]]:
    yield "number", row["id"]
    yield "lead", {"code": row["lead_code"], "name": row["lead_name"]}
    yield "source", row["source_ref"]
    yield "remit", sorted(json.loads(row["remit"]))
    yield "reported_by", _account(row["reported_user"], row["reported_team"])
    yield "extension", json.loads(row["extension"]) if row["extension"] else None
    parts = sorted(json.loads(row["parts"]), key=lambda part: str(part["partner"]["code"]))
    yield "contributions", [{**part, "by": _account(part["user"], part["team"])} for part in parts]


def _account(user: str | None, team: str | None) -> dict[str, str | None] | None:
    return {"user": user, "team": team} if user else None


def _moment(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


def _text(value: object) -> str | None:
    return str(value) if value else None
