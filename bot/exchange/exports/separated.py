"""One sheet of the plan as text with commas."""

import csv
from collections.abc import Sequence
from datetime import date
from io import StringIO

from bot.domain.errors import BadInput
from bot.exchange.columns import Form
from bot.exchange.defusing import defused
from bot.exchange.exports.rows import Shown
from bot.exchange.form import FORM, form

FIRST = "Actions"
"""The sheet that is written where none is named."""


def sheet_named(name: str) -> Form:
    """The sheet of the form with this name, in any case. Raises BadInput."""
    found = form(name or FIRST)
    if found is None:
        names = ", ".join(one.sheet for one in FORM)
        raise BadInput(
            f"There is no sheet “{name[:40]}”: there are {names}.", "followthrough export plan.csv --sheet Remit"
        )
    return found


def as_separated(sheet: Form, rows: Sequence[dict[str, Shown]]) -> bytes:
    """A .csv file in UTF-8 with the mark by which Excel knows that; dates as 2023-01-31, columns as in the form."""
    text = StringIO(newline="")
    writer = csv.writer(text)
    headers = [column.header for column in sheet.columns]
    writer.writerow(headers)
    writer.writerows([_cell(row.get(header, "")) for header in headers] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def _cell(value: Shown) -> str:
    if isinstance(value, str):
        return defused(value)
    return value.isoformat() if isinstance(value, date) else str(value)
