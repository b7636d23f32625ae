"""What everything was at any moment: the audit trail's fields played from the beginning."""

import json
import re
from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from typing import Any

from bot.domain.actions import Action
from storage import actions
from storage.database import Transaction
from storage.plan_fields import READING

Fields = dict[str, Any]
REF = re.compile(r"([ARDI])([1-9]\d{0,6})")
"""What the trail calls an action, a remit item, a deadline or an indicator; no code of a partner reads so."""

_ENDS: Mapping[tuple[str, str], tuple[str, str]] = {
    ("R", "deadlines"): ("D", "remit"),
    ("R", "indicators"): ("I", "remit"),
    ("D", "remit"): ("R", "deadlines"),
    ("I", "remit"): ("R", "indicators"),
}
"""Links that an event may tell of at either of their ends, and where their other end is."""


def utc(moment: datetime) -> str:
    """An aware moment as the store has it."""
    return moment.astimezone(UTC).isoformat()


def played(tx: Transaction, moment: datetime) -> dict[str, Fields]:
    """The fields of everything as they were just after `moment` (aware), by what the trail calls it.

    A link between a remit item and a deadline or an indicator stands at both of its ends.
    """
    found: dict[str, Fields] = {}
    for row in tx.rows("SELECT subject, after FROM events WHERE at <= ? ORDER BY id", (utc(moment),)):
        _play(found, row["subject"], json.loads(row["after"]))
    return found


def _play(found: dict[str, Fields], subject: str, after: Fields) -> None:
    fields = found.setdefault(subject, {})
    if "on" in after and subject[0] == "I":  # the first imports told of a reading so
        after = {f"{READING}{after.pop('on')}": after}
    if REF.fullmatch(subject):
        for name in after.keys() & {"deadlines", "indicators", "remit"}:
            _relink(found, subject, name, set(fields.get(name) or ()) ^ set(after[name] or ()))
    fields.update(after)
    if "contributors" in after and "reported" not in after:
        # An import names who contributes and no more; who is none any more has no report either.
        reported: Fields = fields.get("reported") or {}
        fields["reported"] = {code: part for code, part in reported.items() if code in after["contributors"]}


def _relink(found: dict[str, Fields], subject: str, name: str, changed: Collection[int]) -> None:
    end = _ENDS.get((subject[0], name))
    for number in changed if end else ():
        letter, back = end or ("", "")
        other = found.setdefault(f"{letter}{number}", {})
        other[back] = sorted(set(other.get(back) or ()) ^ {int(subject[1:])})


def actions_of(things: Mapping[str, Fields], names: Mapping[str, str]) -> dict[int, Action]:
    """The actions among what was played, by number; `names` has partners' names by code. Versions are 1."""
    found = {int(subject[1:]): fields for subject, fields in things.items() if subject[0] == "A" and _told(subject)}
    return {number: Action.from_recorded(number, fields, names) for number, fields in sorted(found.items())}


def _told(subject: str) -> bool:
    return REF.fullmatch(subject) is not None


def actions_as_at(tx: Transaction, moment: datetime) -> dict[int, Action]:
    """Every action by number as it was just after `moment` (aware): its events played from the beginning.

    Partners have the names that they have now; versions, which only count saves, are 1.
    """
    return actions_of(played(tx, moment), actions.partner_names(tx))
