"""What a look at a tracker found, in lines that a person can read; and its digest, so that just that is applied."""

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from typing import Any

from pydantic import JsonValue

from bot.exchange.faults import Fault, Flag, listed, place, shortened
from bot.exchange.outcome import ABSENT, REPLACED, Outcome
from bot.exchange.rows import Matched, Plan
from bot.exchange.trackers.desk import UNTOLD
from bot.exchange.trackers.meanings import Meaning
from bot.messages.forms.imports import Column
from bot.messages.imports import FIRST, LEFT_OUT, TO_LOOK_AT, Numbers, Part
from bot.messages.text import count

_WORDS = {
    "due_phrase": "due, in words",
    "lead": "lead partner",
    "original_due": "original due date",
    "due": "due date",
}


def digest(plan: Plan, outcome: Outcome) -> str:
    """Of everything that the check says, but for the refs that new things would get: others may take them."""
    said = [
        outcome.counts,
        outcome.changes,
        outcome.kept,
        plan.flags,
        plan.rejected,
        plan.columns,
        plan.leads,
        plan.notes,
    ]
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def numbers(plan: Plan, outcome: Outcome) -> Numbers:
    """The counts that stand at the head."""
    total = outcome.total
    return Numbers(total.added, total.changed, total.unchanged, len(plan.flags), len(plan.rejected))


def parts(plan: Plan, outcome: Outcome) -> list[Part]:
    """Everything that the check says, in the order in which it matters."""
    return [
        Part(LEFT_OUT, _reasons(plan.rejected)),
        Part(FIRST, [f"{listed(outcome.replaced)}: {REPLACED}"] if outcome.replaced else []),
        Part("Changes", _changes(outcome)),
        Part("Not in the file", [f"{listed(outcome.absent)}: {ABSENT}"] if outcome.absent else []),
        Part("Not overwritten, since it was changed in Slack", _kept(outcome)),
        Part(TO_LOOK_AT, _reasons(plan.flags)),
        Part(
            "Leads that are not set up", [f"“{shortened(who)}”: {count(n, 'row')}" for who, n in plan.leads.items()]
        ),
        Part("How the columns are read", [_column(one) for one in sorted(plan.columns, key=_is_read)]),
        Part("Notes", plan.notes),
    ]


def faults(plan: Plan) -> list[Part]:
    """What has to be put right before the file can be imported."""
    return [Part("What is wrong", _reasons(plan.faults))]


def carried(plan: Plan) -> dict[str, Any]:
    """What can be chosen about how the file is read, as the message with the check carries it."""
    times = Counter(one.header.casefold() for one in plan.columns)
    columns = [Column(_key(one, times), _named(one), one.meaning) for one in plan.columns]
    return {"columns": columns, "leads": list(plan.leads), "meanings": list(Meaning)} if columns else {}


def _key(one: Matched, times: Counter[str]) -> str:
    alone = times[one.header.casefold()] == 1 and not one.header.startswith(UNTOLD)
    return one.header if one.header and alone else f"{one.sheet}!{one.column}"


def _named(one: Matched) -> str:
    return f"“{shortened(one.header) or 'no header'}” in {one.sheet}, column {one.column}"


def _is_read(one: Matched) -> bool:
    """What holds words and is left out comes first: nobody may miss it."""
    return bool(one.meaning or one.chosen or not one.filled)


def _column(one: Matched) -> str:
    filled = f", {one.filled:,} filled" if one.filled else ""
    return f"{_named(one)}: {one.meaning or f'left out{filled}'}{', as chosen' if one.chosen else ''}"


def _reasons(found: Sequence[Fault | Flag]) -> list[str]:
    """Rows for which the same is to be said are told together."""
    together: dict[tuple[str, str, str], list[int]] = {}
    for one in found:
        together.setdefault((one.sheet, one.column, one.reason), []).append(one.row)
    return [f"{_where(sheet, rows, column)}: {reason}" for (sheet, column, reason), rows in together.items()]


def _where(sheet: str, rows: Sequence[int], column: str) -> str:
    if len(once := list(dict.fromkeys(rows))) == 1:
        return place(sheet, once[0], column)
    return place(f"{sheet}, rows {listed([str(row) for row in once])}", 0, column)


def _changes(outcome: Outcome) -> list[str]:
    return [
        f"{one.ref}, {_field(one.field)}: from {_shown(one.before)} to {_shown(one.after)}" for one in outcome.changes
    ]


def _kept(outcome: Outcome) -> list[str]:
    return [
        f"{one.ref}, {_field(one.field)}: {_shown(one.ours)} stays, the file says {_shown(one.file)}. {one.why}"
        for one in outcome.kept
    ]


def _field(name: str) -> str:
    return _WORDS.get(name, name.replace("_", " "))


def _shown(value: JsonValue) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "nothing"
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else shortened(str(value or "")) or "nothing"
