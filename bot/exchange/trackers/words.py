"""Words of a tracker, made comparable, short, and fit to be repeated."""

import re

from bot.exchange.cells import as_text
from bot.exchange.faults import shortened
from bot.exchange.files.book import Cell, Spot, place

NAMED_AS = "The tracker names as"
"""How each line of an update begins that tells whom the tracker names: those may be people, whom no pack names."""
_MARKS = re.compile(r"[^\w%@]+|_+")
_APOSTROPHES = re.compile("['’‘`]")  # noqa: RUF001 — what people paste


def plain_words(text: str) -> frozenset[str]:
    """The words of a list."""
    return frozenset(text.split())


_ERRORS = plain_words(
    "#REF! #VALUE! #N/A #NAME? #DIV/0! #NULL! #NUM! #SPILL! #CALC! #GETTING_DATA #FIELD! #BLOCKED! #BUSY!"
)


def alike(text: str) -> str:
    """Text as the keys of choices are compared: without case and extra spaces."""
    return " ".join(text.casefold().split())


def plain(text: str) -> str:
    """Text without case, punctuation and apostrophes; "&" is "and"."""
    bare = _APOSTROPHES.sub("", text.casefold()).replace("&", " and ")
    return " ".join(_MARKS.sub(" ", bare).split())


def on_line(cell: Cell | None) -> str:
    """The cell's text on one line; "" for a blank one."""
    if isinstance(cell, str):
        return " ".join(cell.split())
    return "" if cell is None else " ".join(as_text(cell).split())


def said(cell: Cell) -> str:
    """The cell as it would be typed."""
    return cell if isinstance(cell, str) else as_text(cell)


def cut(text: str, most: int) -> str:
    """At most `most` characters, cut after a word; "…" says that it was."""
    if len(text) <= most:
        return text
    head = text[: most - 1]
    whole, _, _ = head.rpartition(" ")
    return (whole if len(whole) > most // 2 else head).rstrip() + "…"


def quoted(text: str) -> str:
    """The beginning of a cell's text, in quotation marks."""
    return f'"{shortened(text)}"'


def letter(column: int) -> str:
    """F for 5."""
    return place(Spot(0, column))[:-1]


def is_error(cell: Cell | None) -> bool:
    """Whether the cell shows an error of the spreadsheet's own."""
    return isinstance(cell, str) and cell.upper() in _ERRORS


def rows_of(numbers: list[int]) -> str:
    """Row 7; rows 7, 9 and 12: of numbers from 0, as a person counts them."""
    *most, last = [str(number + 1) for number in numbers]
    return f"rows {', '.join(most)} and {last}" if most else f"row {last}"


def count(number: int, noun: str) -> str:
    """1 row, 2 rows."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def left_out(rows: int) -> str:
    """1 filled row is left out; 12 filled rows are left out."""
    return f"{count(rows, 'filled row')} {'is' if rows == 1 else 'are'} left out"
