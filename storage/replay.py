"""The plan as it was at any moment, from the audit trail alone."""

import json
from datetime import UTC, datetime
from typing import Any

from bot.domain.actions import Action
from storage import actions
from storage.database import Transaction


def actions_as_at(tx: Transaction, moment: datetime) -> dict[int, Action]:
    """Every action by number as it was just after `moment` (aware): its events played from the beginning.

    Partners have the names that they have now; versions, which only count saves, are 1.
    """
    # A partner's code or a source's ref may begin like an action's ref: only what is an action's is asked for.
    sql = """SELECT a.id, e.after FROM actions a JOIN events e ON e.subject = 'A' || a.id
        WHERE e.at <= ? ORDER BY e.id"""
    fields: dict[int, dict[str, Any]] = {}
    for row in tx.rows(sql, (moment.astimezone(UTC).isoformat(),)):
        fields.setdefault(row["id"], {}).update(json.loads(row["after"]))
    names = actions.partner_names(tx)
    return {number: Action.from_recorded(number, known, names) for number, known in sorted(fields.items())}
