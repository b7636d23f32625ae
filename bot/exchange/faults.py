"""What is wrong with a file, and what deserves a second look: each says where, in words a person can act on."""

from typing import NamedTuple

SHOWN = 60
"""How many characters of a cell are repeated in a fault."""


class Fault(NamedTuple):
    """Something that stops the import. `row` is 0 for the whole sheet, `column` is "" for the whole row."""

    sheet: str
    row: int
    column: str
    reason: str

    def __str__(self) -> str:
        return f"{place(self.sheet, self.row, self.column)}: {self.reason}"


class Flag(NamedTuple):
    """Something that is kept as it is, but that somebody has to look at."""

    sheet: str
    row: int
    column: str
    reason: str

    def __str__(self) -> str:
        return f"{place(self.sheet, self.row, self.column)}: {self.reason}"


class CellFault(ValueError):
    """A cell that can't be read; its text is the reason."""


def place(sheet: str, row: int, column: str) -> str:
    """Actions, row 7, Lead."""
    parts = [sheet, f"row {row}" if row else "", column]
    return ", ".join(part for part in parts if part)


def shortened(text: str) -> str:
    """The beginning of a cell's text, on one line."""
    line = " ".join(text.split())
    return line if len(line) <= SHOWN else line[: SHOWN - 1] + "…"


def listed(names: list[str], most: int = 12) -> str:
    """LA, ICB, POLICE; long lists are cut short and say by how many."""
    if not names:
        return "none"
    left = len(names) - most
    return ", ".join(names[:most]) + (f" and {left} more" if left > 0 else "")
