"""The plan as the sheets of the form: what is written in each cell, so that reading it gives the same plan again."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from bot.exchange.cells import as_read
from bot.exchange.columns import TEXT, Column, Form, Kind
from bot.exchange.dates import read_due
from bot.exchange.exports.scope import Scope
from bot.exchange.exports.things import Things, read
from bot.exchange.faults import CellFault
from bot.exchange.form import FORM
from storage import exporting
from storage.database import Row, Transaction

Shown = str | int | float | date
"""What stands in a cell; numbers are text where a spreadsheet would round them."""

_NOT_IN_PARTS = frozenset({"People", "Funding"})


def sheets(tx: Transaction, scope: Scope) -> dict[str, list[dict[str, Shown]]]:
    """Each sheet of the form by its name, with its rows: what is filled in, by the column's header."""
    things = read(tx, scope)
    words = exporting.last_words(tx)
    rows: Mapping[str, Iterable[Row]] = {
        "Partners": things.partners,
        "People": things.people,
        "Sources": things.sources,
        "Remit": map(_numbered, things.remit),
        "Deadlines": map(_deadline, things.deadlines),
        "Indicators": map(_numbered, things.indicators),
        "Readings": things.readings,
        "Funding": things.funding,
        "Actions": (_action(one, words.get(one["id"], "")) for one in things.actions),
    }
    forms = [form for form in FORM if _is_in(form, things, scope)]
    return {form.sheet: [_shown(form, row) for row in rows[form.sheet]] for form in forms}


def _is_in(form: Form, things: Things, scope: Scope) -> bool:
    if form.sheet == "People":
        return bool(things.people)
    return scope.whole or form.sheet not in _NOT_IN_PARTS


def _numbered(one: Row) -> Row:
    return one | {"number": one["id"]}


def _deadline(one: Row) -> Row:
    return _dated(_numbered(one), "phrase")


def _action(one: Row, words: str) -> Row:
    return _dated(_numbered(one), "due_phrase") | {"update": words}


def _dated(one: Row, phrase: str) -> Row:
    """A day stands in Due; words that fix none do too. Other words, and a first date that was moved, stand apart."""
    original = {"original_due": None} if one["original_due"] == one["due"] else {}
    if one["due"] is None and _is_vague(one[phrase]):
        return one | {"due": one[phrase], phrase: ""} | original
    return one | original


def _is_vague(words: str) -> bool:
    said = as_read(TEXT, words)
    try:
        return bool(said) and read_due(said) == (None, said)
    except CellFault:
        return False


def _shown(form: Form, row: Row) -> dict[str, Shown]:
    cells = ((column.header, _cell(column, row.get(column.field))) for column in form.columns)
    return {header: cell for header, cell in cells if cell is not None}


def _cell(column: Column, value: Any) -> Shown | None:  # noqa: ANN401 — a field has any type that JSON has
    if value in (None, "", [], False):
        return None
    shown = _WRITERS.get(column.kind, _text)(column, value)
    return None if shown == "" else shown


def _text(column: Column, value: Any) -> str:  # noqa: ANN401
    return as_read(column.longest, str(value))


def _due(column: Column, value: str) -> Shown:
    try:
        return date.fromisoformat(value)
    except ValueError:
        return _text(column, value)


def _number(_: Column, value: str) -> Shown:
    number = Decimal(value)
    nearest = float(number)
    if "e" in repr(nearest) or Decimal(repr(nearest)) != number:
        return format(number, "f")
    return int(number) if nearest.is_integer() else nearest


_WRITERS: Mapping[Kind, Callable[[Column, Any], Shown]] = {
    Kind.DATE: lambda _, value: date.fromisoformat(value),
    Kind.DUE: _due,
    Kind.YES_NO: lambda _, value: "yes" if value else "no",
    Kind.NUMBER: _number,
    Kind.LINES: lambda _, value: "\n".join(value),
    Kind.NUMBERS: lambda _, value: "\n".join(format(Decimal(part), "f") for part in value),
    Kind.REF: lambda column, value: f"{column.letter}{value}",
    Kind.ONE: lambda column, value: f"{column.letter}{value}",
    Kind.MANY: lambda column, value: ", ".join(f"{column.letter}{number}" for number in value),
    Kind.PARTNERS: lambda _, value: ", ".join(value),
}
