"""What calamine does not tell of an .xlsx workbook: hidden rows, colours, symbols, errors, formulas."""

import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.exchange.files import markup
from bot.exchange.files.book import Area, Spot
from bot.exchange.files.limits import MOST_COLUMNS, Extent
from bot.exchange.files.looks import Look
from bot.exchange.files.parts import Workbook

_FURTHEST_ROW, _FURTHEST_COLUMN = 1_048_576, 16_384
_NO_LOOK = Look()


@dataclass(slots=True)
class Marks:
    """One sheet's. `areas` may reach beyond what is filled; `looks` and `hidden_rows` are of rows with content."""

    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    areas: list[Area] = field(default_factory=list)
    looks: dict[Spot, Look] = field(default_factory=dict)
    errors: dict[Spot, str] = field(default_factory=dict)
    without_result: set[Spot] = field(default_factory=set)
    from_formula: set[Spot] = field(default_factory=set)
    has_rules: bool = False


def marks(archive: zipfile.ZipFile, book: Workbook, number: int) -> Marks:
    """One sheet's marks. Raises BadInput where something is filled too far down or to the right."""
    name, part = book.sheets[number]
    walked = _Walk(Extent(name), book.looks)
    with archive.open(part) as stream:
        markup.walk(stream, walked.start, walked.end, walked.text, leave_out=_empty_rows)
    return walked.marks


_LONGEST_ROW = 1_000_000
"""What is kept for the next stretch: a longer row holds something, or is made to be slow."""

_EMPTY_ROW = re.compile(rb"<row r=[^<>]*(?:/>|>(?:<c [^<>]*/>)*+</row>)")


def _empty_rows(markup: bytes) -> tuple[bytes, bytes]:
    """The markup without its empty rows, and what may be the start of one: there can be a million of them."""
    cut = markup.rfind(b"<row")
    if cut < 0 or len(markup) - cut > _LONGEST_ROW:
        return markup, b""
    return _EMPTY_ROW.sub(b"", markup[:cut]), markup[cut:]


class _Walk:
    """Follows the elements of one sheet. Cells stand in rows; both say where they are, or follow the one before."""

    def __init__(self, extent: Extent, looks: Sequence[Look]) -> None:
        self.marks = Marks()
        self.extent = extent
        self.looks = [look if look != _NO_LOOK else None for look in looks]
        self.columns: dict[str, int] = {}
        self.row = self.column = -1
        self.row_looks: dict[Spot, Look] = {}
        self.row_filled = self.row_is_hidden = self.has_formula = self.has_value = self.in_value = False
        self.look: Look | None = None
        self.type = self.value = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if ":" in name:
            name = markup.local(name)
        if name == "c":
            self._start_cell(attributes)
        elif name == "v":
            self.in_value = True
        elif name == "f":
            self.has_formula = True
        elif name == "is":
            self.has_value = True
        elif name == "row":
            self._start_row(attributes)
        elif name == "col" and markup.yes(attributes.get("hidden", "")):
            last = min(int(attributes["max"]), MOST_COLUMNS)
            self.marks.hidden_columns.update(range(int(attributes["min"]) - 1, last))
        elif name == "mergeCell":
            self._merge(attributes.get("ref", ""))
        elif name == "conditionalFormatting":
            self.marks.has_rules = True

    def text(self, text: str) -> None:
        if self.in_value:
            self.value += text

    def end(self, name: str) -> None:
        if ":" in name:
            name = markup.local(name)
        if name == "v":
            self.in_value = False
        elif name == "c":
            self._end_cell()
        elif name == "row" and self.row_filled:
            self.marks.looks.update(self.row_looks)
            if self.row_is_hidden:
                self.marks.hidden_rows.add(self.row)

    def _start_row(self, attributes: dict[str, str]) -> None:
        self.row = int(attributes["r"]) - 1 if "r" in attributes else self.row + 1
        self.column = -1
        self.row_filled = False
        self.row_looks = {}
        self.row_is_hidden = "hidden" in attributes and markup.yes(attributes["hidden"])

    def _start_cell(self, attributes: dict[str, str]) -> None:
        self.has_formula = self.has_value = False
        self.value = ""
        self.type = attributes.get("t", "")
        if "r" in attributes:
            self.row, self.column = self._place(attributes["r"])
        else:
            self.column += 1
        style = attributes.get("s")
        self.look = self.looks[int(style)] if style and int(style) < len(self.looks) else None

    def _place(self, written: str) -> tuple[int, int]:
        letters = written.rstrip("0123456789")
        column = self.columns.get(letters)
        if column is None:
            column = self.columns[letters] = _column(letters)
        row = int(written[len(letters) :]) - 1
        if row >= _FURTHEST_ROW:
            raise ValueError(f"there is no row {row}")
        return row, column

    def _end_cell(self) -> None:
        if self.look:
            self.row_looks[Spot(self.row, self.column)] = self.look
        if not (self.value or self.has_value or self.has_formula):
            return
        self.row_filled = True
        self.extent.take(self.row, self.column)
        if self.has_formula:
            known = self.value or self.type == "str"  # an empty text is a result as well
            (self.marks.from_formula if known else self.marks.without_result).add(Spot(self.row, self.column))
        if self.type == "e" and self.value:
            self.marks.errors[Spot(self.row, self.column)] = self.value

    def _merge(self, written: str) -> None:
        first, _, last = written.partition(":")
        top, left = self._place(first)
        bottom, right = self._place(last or first)
        self.marks.areas.append(Area(top, left, bottom, right))


def _column(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    if not letters.isascii() or not letters.isalpha() or number > _FURTHEST_COLUMN:
        raise ValueError(f"there is no column {letters}")
    return number - 1
