"""The plan as it was at any moment, from the audit trail alone."""

import json
from datetime import datetime
from typing import Any

from bot.domain.actions import Action
from storage import actions
from storage.database import Transaction


def actions_as_at(tx: Transaction, moment: datetime) -> dict[int, Action]:
    """Every action by number as it was just after `moment` (aware): its events played from the beginning.

    Partners have the names that they have now; versions, which only count saves, are 1.
    """
    sql = "SELECT subject, after FROM events WHERE subject GLOB 'A[0-9]*' AND at <= ? ORDER BY id"
    fields: dict[int, dict[str, Any]] = {}
    for row in tx.rows(sql, (moment.isoformat(),)):
        fields.setdefault(int(row["subject"][1:]), {}).update(json.loads(row["after"]))
    names = actions.partner_names(tx)
    return {number: Action.from_recorded(number, known, names) for number, known in sorted(fields.items())}
