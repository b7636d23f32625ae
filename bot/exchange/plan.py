"""Reads a plan from its sheets, and gathers every fault on the way, so that a file can be put right in one go."""

from collections.abc import Callable, Iterator, Mapping
from difflib import get_close_matches
from itertools import chain

from pydantic import ValidationError

from bot.exchange import rows
from bot.exchange.cells import Value, as_text, read_cell
from bot.exchange.checks import Filled, check
from bot.exchange.columns import GUIDE, MARK, Column, Form
from bot.exchange.faults import CellFault, Fault, Flag, listed, shortened
from bot.exchange.files.book import Cell
from bot.exchange.form import FORM, form
from bot.exchange.rows import Due, Known, Plan
from bot.exchange.sheets import SheetRow

Refuse = Callable[[str], str]

LEFT_OUT = "left out: this is the template's example row."

_ROWS: dict[str, Callable[..., object]] = {
    "Partners": rows.PartnerRow,
    "People": rows.PersonRow,
    "Sources": rows.SourceRow,
    "Remit": rows.RemitRow,
    "Deadlines": rows.DeadlineRow,
    "Indicators": rows.IndicatorRow,
    "Readings": rows.ReadingRow,
    "Funding": rows.FundingRow,
    "Actions": rows.ActionRow,
}


def read_plan(sheets: Mapping[str, list[SheetRow]], known: Known | None = None, refuse: Refuse | None = None) -> Plan:
    """The plan that the sheets hold, with every fault and everything that deserves a second look.

    The template's example rows are left out, with a flag each: nothing in them is a fault, and no link leads to them.

    Args:
        sheets: as `read_sheets` gives them.
        known: what the store has, which the sheets may refer to.
        refuse: is given every text, and returns why it may not be kept, as "it holds an NHS number", or "".
            The text itself is never repeated in a fault.
    """
    faults = list(_unknown(sheets, refuse))
    found = {sheet: _of(sheets, sheet) for sheet in FORM}
    left_out = [_left_out(sheet, found[sheet]) for sheet in FORM]
    filled = [one for sheet in FORM for one in _filled(sheet, found[sheet], refuse, faults)]
    check(filled, known or Known(), faults)
    built: dict[str, list[object]] = {}
    for one in filled:
        if one.sound:
            built.setdefault(one.form.sheet.lower(), []).append(_build(one, faults))
    order = [sheet.sheet for sheet in FORM]
    faults.sort(key=lambda fault: (order.index(fault.sheet) if fault.sheet in order else -1, fault.row))
    flags = [*chain(*left_out), *(flag for one in filled for flag in _flags(one))]
    flags.sort(key=lambda flag: (order.index(flag.sheet), flag.row))
    return Plan.model_validate({**(built if not faults else {}), "faults": tuple(faults), "flags": tuple(flags)})


def _of(sheets: Mapping[str, list[SheetRow]], wanted: Form) -> list[SheetRow]:
    return [row for name, found in sheets.items() if form(name) is wanted for row in found]


def _left_out(sheet: Form, found: list[SheetRow]) -> list[Flag]:
    """Take the template's example rows out of `found`, for a flag each."""
    headers = {header for row in found for header in row.cells}
    marked = [header for header in headers if sheet.column(header) is sheet.marked]
    examples = [row for row in found if any(_is_example(row.cells.get(header)) for header in marked)]
    if examples:
        out = {id(row) for row in examples}
        found[:] = [row for row in found if id(row) not in out]
    return [Flag(sheet.sheet, row.row, "", LEFT_OUT) for row in examples]


def _is_example(cell: Cell | None) -> bool:
    return isinstance(cell, str) and cell.casefold().startswith(MARK.casefold())


def _unknown(sheets: Mapping[str, list[SheetRow]], refuse: Refuse | None) -> Iterator[Fault]:
    for name, found in sheets.items():
        sheet = form(name)
        if sheet is None and refuse and (why := refuse(name)):
            yield Fault("A sheet", 0, "", f"{why} in its name, so it can't be kept here. Give it another name.")
        elif sheet is None and found and name.casefold() != GUIDE.casefold():
            names = [one.sheet for one in FORM]
            yield Fault(name, 0, "", f"there is no sheet of this name in the form{_nearest(name, names)}")
        if sheet:
            yield from _unknown_columns(sheet, found, refuse)


def _unknown_columns(sheet: Form, found: list[SheetRow], refuse: Refuse | None) -> Iterator[Fault]:
    seen: set[str] = set()
    for row in found:
        for header in row.cells:
            if header not in seen and sheet.column(header) is None:
                yield _unknown_column(sheet, row.row, header, refuse)
            seen.add(header)


def _unknown_column(sheet: Form, row: int, header: str, refuse: Refuse | None) -> Fault:
    if refuse and (why := refuse(header)):
        return Fault(sheet.sheet, 0, "", f"{why} in a heading, so it can't be kept here. Take it out of the file.")
    headers = [column.header for column in sheet.columns]
    return Fault(sheet.sheet, row, shortened(header), f"there is no such column{_nearest(header, headers)}")


def _nearest(name: str, names: list[str]) -> str:
    by_lower = {one.casefold(): one for one in names}
    near = get_close_matches(name.casefold(), by_lower, n=1)
    meant = f" Did you mean {by_lower[near[0]]}?" if near else ""
    return f".{meant} Known: {listed(names, most=20)}."


def _filled(sheet: Form, found: list[SheetRow], refuse: Refuse | None, faults: list[Fault]) -> Iterator[Filled]:
    columns = {header: sheet.column(header) for header in {header for row in found for header in row.cells}}
    for row in found:
        one = Filled(sheet, row.row, {}, sound=True)
        cells = {column: cell for header, cell in row.cells.items() if (column := columns[header])}
        for column in sheet.columns:
            _fill(one, column, cells.get(column), refuse, faults)
        yield one


def _fill(one: Filled, column: Column, cell: Cell | None, refuse: Refuse | None, faults: list[Fault]) -> None:
    if cell is None:
        if column.required:
            one.fault(faults, column.header, f"this is missing. Write it like {column.example}.")
        return
    try:
        one.values[column.field] = _allowed(column, cell, refuse)
    except CellFault as fault:
        one.fault(faults, column.header, str(fault))


def _allowed(column: Column, cell: Cell, refuse: Refuse | None) -> Value:
    if refuse and (why := refuse(as_text(cell))):
        raise CellFault(f"{why}, so it can't be kept here. Take it out of the file.")
    return read_cell(column, cell)


def _build(one: Filled, faults: list[Fault]) -> object:
    try:
        return _ROWS[one.form.sheet](**one.values, row=one.row)
    except ValidationError as error:
        for fault in error.errors():
            one.fault(faults, one.header(str(fault["loc"][0])), f"it can't be kept: {fault['msg'].lower()}.")
        return None


def _flags(one: Filled) -> Iterator[Flag]:
    due = one.values.get("due")
    if isinstance(due, Due) and due.day is None:
        reason = f'"{shortened(due.words)}" fixes no day. The words are kept, and no date is guessed.'
        yield Flag(one.form.sheet, one.row, one.header("due"), reason)
