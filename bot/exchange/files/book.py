"""What was read from a file: its sheets as they are, before anybody says what they mean."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

Cell = str | int | float | bool | date
"""A filled cell. Text is cleaned (`sheets.clean`); a date with a time is its date alone."""

ERROR = "#"
"""How the text of a cell begins that shows a spreadsheet's error: "#REF!", "#N/A"."""


class Area(NamedTuple):
    """Merged cells: rows and columns from 0, within the sheet, all four included."""

    top: int
    left: int
    bottom: int
    right: int


class Spot(NamedTuple):
    """One cell's place, from 0, within the sheet: B3 is Spot(2, 1)."""

    row: int
    column: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet. What a kind of file can't tell (colours in ODS, for one) is empty.

    Args:
        name: as it stands on its tab; for text files the file's own name without its ending.
        rows: from the sheet's first row on, so that `rows[6]` is what a person calls row 7; None for a blank cell.
            Rows may differ in length. Cells of a merged area but its first are None.
        hidden: the sheet itself is hidden.
        merged: the merged areas.
        hidden_rows: numbers of hidden rows, from 0.
        hidden_columns: the same, of columns.
        colours: fill of blank or filled cells, as "red", "amber", "green" or "blue"; other fills are left out.
        ticked: cells in a font of symbols (Wingdings) that show a tick or a cross: "✓" or "✗".
        without_result: cells with a formula for which the file keeps no result.
        from_formula: cells whose value is a formula's saved result.
        epoch_1904: bare numbers count days from 1 January 1904, as old Macintosh workbooks do.
    """

    name: str
    rows: list[list[Cell | None]]
    hidden: bool = False
    merged: tuple[Area, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    colours: Mapping[Spot, str] = field(default_factory=dict)
    ticked: Mapping[Spot, str] = field(default_factory=dict)
    without_result: frozenset[Spot] = frozenset()
    from_formula: frozenset[Spot] = frozenset()
    epoch_1904: bool = False


@dataclass(frozen=True, slots=True)
class Book:
    """A file's sheets in their order; `notes` are sentences about what could not be read of it, and how."""

    sheets: tuple[Sheet, ...]
    notes: tuple[str, ...] = ()
    kind: str = "xlsx"


def place(spot: Spot) -> str:
    """B3 for Spot(2, 1)."""
    letters, number = "", spot.column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{spot.row + 1}"
