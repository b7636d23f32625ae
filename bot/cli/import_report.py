"""`followthrough import`: what it found and did, for a person in a terminal and for machines."""

from collections.abc import Sequence
from typing import Any

from pydantic import JsonValue
from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.exchange.faults import Fault, Flag, listed, shortened
from bot.exchange.form import FORM
from bot.exchange.outcome import ABSENT, REPLACED, Outcome
from bot.exchange.rows import Matched, Plan
from bot.exchange.trackers.reader import NO_PARTNERS

MOST = 50
"""How many lines of each table a person is shown; machines get them all."""

_ROWS = 8


def show(console: Console, plan: Plan, outcome: Outcome | None) -> None:
    """Print what was found and done, what needs somebody first. `outcome` is None where faults stopped the import."""
    if plan.faults:
        _reasons(console, "Faults", plan.faults)
        console.print(
            Text(f"{_count(plan.faults, 'fault')}, so nothing was stored. Put the file right and try again.")
        )
    if NO_PARTNERS in plan.notes:  # why rows are left out comes before the rows
        console.print(Text(NO_PARTNERS))
    if outcome:
        _counts(console, outcome)
    _reasons(console, "Rows that are left out", plan.rejected)
    _leads(console, plan)
    if outcome:
        _changes(console, outcome)
        _kept(console, outcome)
    _reasons(console, "To look at", plan.flags)
    _columns(console, plan.columns)
    for note in plan.notes:
        if note != NO_PARTNERS:
            console.print(Text(f"- {note}"))
    if outcome:
        console.print(Text(_last_word(plan, outcome)))


def as_dict(plan: Plan, outcome: Outcome | None) -> dict[str, Any]:
    """Everything, as JSON values."""
    found: dict[str, Any] = {
        "faults": [fault._asdict() for fault in plan.faults],
        "flags": [flag._asdict() for flag in plan.flags],
        "rejected": [fault._asdict() for fault in plan.rejected],
        "columns": [column._asdict() for column in plan.columns],
        "notes": list(plan.notes),
        "leads": dict(plan.leads),
        "stored": bool(outcome and not outcome.dry_run),
    }
    if outcome:
        found |= {"dry_run": outcome.dry_run, "total": outcome.total._asdict(), "added": list(outcome.added)}
        found["absent"] = list(outcome.absent)
        found["sheets"] = {sheet: count._asdict() for sheet, count in outcome.counts.items()}
        found["changes"] = [change._asdict() for change in outcome.changes]
        found["kept"] = [kept._asdict() for kept in outcome.kept]
    return found


def _last_word(plan: Plan, outcome: Outcome) -> str:
    would = "would be " if outcome.dry_run else "are " if len(plan.rejected) > 1 else "is "
    out = f"{_count(plan.rejected, 'row')} {would}left out, as listed above. " if plan.rejected else ""
    look = f" {_count(plan.flags, 'thing')} to look at." if plan.flags and any(outcome.total) else ""
    if not any(outcome.total):
        nothing = "Nothing else is in the file" if out else "The file holds nothing to import"
        return f"{out}{nothing}, so nothing was changed."
    # Not "all of it": notes may tell of whole sheets that are left out.
    return out + _done(outcome, "The other rows were" if out else "") + look


def _done(outcome: Outcome, what: str) -> str:
    if outcome.dry_run:
        return "This was a dry run: nothing was stored."
    if not (outcome.total.added or outcome.total.changed):
        return f"{what or 'Everything was'} there already, so nothing was changed."
    return f"{what or 'All that was read was'} stored."


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


def _leads(console: Console, plan: Plan) -> None:
    rows = [(words, f"{number:,}") for words, number in plan.leads.items()]
    _table(console, "Leads that are not set up", ("In the tracker", "Rows"), rows)
    if rows:
        words = shortened(rows[0][0])
        console.print(Text(f'Say which partner is meant, as --lead "{words}=CODE", with a code that is set up.'))


def _columns(console: Console, columns: Sequence[Matched]) -> None:
    rows = [
        (
            *(one.sheet, one.column, one.header or "no heading"),
            f"{one.meaning or 'left out'}{', as chosen' if one.chosen else ''}",
            f"{one.filled:,}",
        )
        for one in columns
    ]
    _table(console, "How the columns are read", ("Sheet", "Column", "Heading", "Read as", "Cells"), rows)
    if any(not one.meaning and not one.chosen for one in columns):
        console.print(Text('To read a column that is left out, or another way: --map "Owner=lead partner".'))


def _changes(console: Console, outcome: Outcome) -> None:
    rows = [(one.sheet, one.ref, _name(one.field), _shown(one.before), _shown(one.after)) for one in outcome.changes]
    _table(console, "Changes", ("Sheet", "Ref", "What", "From", "To"), rows)
    if outcome.replaced:
        console.print(Text(f"{listed(outcome.replaced)}: {REPLACED}"))
    if outcome.absent:
        console.print(Text(f"{listed(outcome.absent)}: {ABSENT}"))


def _kept(console: Console, outcome: Outcome) -> None:
    rows = [
        (one.sheet, one.ref, _name(one.field), _shown(one.ours), _shown(one.file), one.why) for one in outcome.kept
    ]
    _table(console, "Kept as it was", ("Sheet", "Ref", "What", "Kept", "In the file", "Why"), rows)


def _reasons(console: Console, title: str, found: Sequence[Fault | Flag]) -> None:
    """Rows for which the same is to be said are told together."""
    together: dict[tuple[str, str, str], list[int]] = {}
    for one in found:
        together.setdefault((one.sheet, one.column, one.reason), []).append(one.row)
    rows = [
        (sheet, _rows(numbers), column, reason[:1].upper() + reason[1:])
        for (sheet, column, reason), numbers in together.items()
    ]
    _table(console, title, ("Sheet", "Row", "Column", "What it is"), rows)


def _rows(numbers: list[int]) -> str:
    return listed([str(number) for number in dict.fromkeys(numbers)], most=_ROWS) if any(numbers) else ""


def _table(console: Console, title: str, headings: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> None:
    if not rows:
        return
    table = Table(title=title, title_justify="left")
    for heading in headings:
        table.add_column(heading, overflow="fold", max_width=_WIDTHS.get(heading))
    for row in rows[:MOST]:
        table.add_row(*(Text(cell) for cell in row))  # Text: a cell's words are never taken for markup
    console.print(table)
    if len(rows) > MOST:
        console.print(Text(f"And {len(rows) - MOST:,} more. Use --json to see them all."))


_WIDTHS = {"Sheet": 16, "Row": 14, "Column": 18, "Why": 28}


def _count(found: Sequence[object], noun: str) -> str:
    return f"{len(found):,} {noun}" if len(found) == 1 else f"{len(found):,} {noun}s"


def _name(field: str) -> str:
    return field.replace("_", " ").capitalize()


def _shown(value: JsonValue) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "blank"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "blank" if value in (None, "") else shortened(str(value))
