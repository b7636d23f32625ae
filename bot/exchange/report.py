"""What an import found and did, for a person at the command line and for machines."""

from collections.abc import Sequence
from typing import Any

from pydantic import JsonValue
from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.exchange.faults import Fault, Flag, shortened
from bot.exchange.form import FORM
from bot.exchange.outcome import Outcome
from bot.exchange.rows import Plan

MOST = 50
"""How many lines of each table a person is shown; machines get them all."""


def show(console: Console, plan: Plan, outcome: Outcome | None) -> None:
    """Print what was found and done. `outcome` is None where faults stopped the import."""
    if plan.faults:
        _notes(console, "Faults", plan.faults)
        faults = "1 fault" if len(plan.faults) == 1 else f"{len(plan.faults)} faults"
        console.print(Text(f"{faults}, so nothing was stored. Put the file right and try again."))
    if outcome:
        _counts(console, outcome)
        _changes(console, outcome)
        _kept(console, outcome)
    if plan.flags:
        _notes(console, "To look at", plan.flags)
    if outcome:
        console.print(Text(_last_word(outcome)))


def as_dict(plan: Plan, outcome: Outcome | None) -> dict[str, Any]:
    """Everything, as JSON values."""
    found: dict[str, Any] = {
        "faults": [fault._asdict() for fault in plan.faults],
        "flags": [flag._asdict() for flag in plan.flags],
        "stored": bool(outcome and not outcome.dry_run),
    }
    if outcome:
        found |= {"dry_run": outcome.dry_run, "total": outcome.total._asdict(), "added": list(outcome.added)}
        found["sheets"] = {sheet: count._asdict() for sheet, count in outcome.counts.items()}
        found["changes"] = [change._asdict() for change in outcome.changes]
        found["kept"] = [kept._asdict() for kept in outcome.kept]
    return found


def _last_word(outcome: Outcome) -> str:
    if not any(outcome.total):
        return "The file holds nothing to import, so nothing was changed."
    if outcome.dry_run:
        return "This was a dry run: nothing was stored."
    if not (outcome.total.added or outcome.total.changed):
        return "Everything was there already, so nothing was changed."
    return "All of it was stored."


def _counts(console: Console, outcome: Outcome) -> None:
    if not outcome.counts:
        return
    would = "would be " if outcome.dry_run else ""
    table = Table(title="What would happen" if outcome.dry_run else "What was done", title_justify="left")
    table.add_column("Sheet")
    for heading in (f"{would}added", f"{would}changed", "the same already"):
        table.add_column(heading.capitalize(), justify="right")
    for form in FORM:
        if count := outcome.counts.get(form.sheet):
            table.add_row(form.sheet, *(f"{number:,}" for number in count))
    console.print(table)


def _changes(console: Console, outcome: Outcome) -> None:
    rows = [(one.sheet, one.ref, _name(one.field), _shown(one.before), _shown(one.after)) for one in outcome.changes]
    _table(console, "Changes", ("Sheet", "Ref", "What", "From", "To"), rows)


def _kept(console: Console, outcome: Outcome) -> None:
    rows = [
        (one.sheet, one.ref, _name(one.field), _shown(one.ours), _shown(one.file), one.why) for one in outcome.kept
    ]
    _table(console, "Kept as it was", ("Sheet", "Ref", "What", "Kept", "In the file", "Why"), rows)


def _notes(console: Console, title: str, notes: tuple[Fault, ...] | tuple[Flag, ...]) -> None:
    rows = [(one.sheet, str(one.row or ""), one.column, one.reason[:1].upper() + one.reason[1:]) for one in notes]
    _table(console, title, ("Sheet", "Row", "Column", "What it is"), rows)


def _table(console: Console, title: str, headings: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> None:
    if not rows:
        return
    table = Table(title=title, title_justify="left")
    for heading in headings:
        table.add_column(heading, overflow="fold")
    for row in rows[:MOST]:
        table.add_row(*(Text(cell) for cell in row))  # Text: a cell's words are never taken for markup
    console.print(table)
    if len(rows) > MOST:
        console.print(Text(f"And {len(rows) - MOST:,} more. Use --json to see them all."))


def _name(field: str) -> str:
    return field.replace("_", " ").capitalize()


def _shown(value: JsonValue) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "blank"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "blank" if value in (None, "") else shortened(str(value))
