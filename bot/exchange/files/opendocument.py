"""What calamine does not tell of an .ods file: merged cells, hidden rows, errors, formulas, and how large it is."""

import zipfile

from bot.exchange.files import markup
from bot.exchange.files.book import Area, Spot
from bot.exchange.files.limits import MOST_COLUMNS, MOST_ROWS, Extent
from bot.exchange.files.marks import Marks
from bot.exchange.files.packed import CONTENT

_CELLS = frozenset(("table-cell", "covered-table-cell"))
_HIDDEN = frozenset(("collapse", "filter"))


def scanned(archive: zipfile.ZipFile) -> list[Marks]:
    """Each sheet's marks, in order. Raises BadInput where something is filled too far down or to the right."""
    walked = _Walk()
    with archive.open(CONTENT) as stream:
        markup.walk(stream, walked.start, walked.end, walked.text)
    return walked.sheets


class _Walk:
    """Cells and rows stand for as many as they say that they are repeated."""

    def __init__(self) -> None:
        self.sheets: list[Marks] = []
        self.extent = Extent("")
        self.row = self.column = 0
        self.rows = self.columns = 1
        self.cell: dict[str, str] | None = None
        self.row_is_hidden = False
        self.shown = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        name = markup.local(name)
        if name == "table":
            self.sheets.append(Marks())
            self.extent = Extent(markup.attribute(attributes, "name"))
            self.row = 0
        elif name == "table-row":
            self.column = 0
            self.rows = _repeated(attributes, "number-rows-repeated")
            self.row_is_hidden = markup.attribute(attributes, "visibility") in _HIDDEN
        elif name in _CELLS:
            self.cell, self.shown = {markup.local(key): value for key, value in attributes.items()}, ""
            self.columns = _repeated(attributes, "number-columns-repeated")

    def text(self, text: str) -> None:
        if self.cell is not None:
            self.shown += text

    def end(self, name: str) -> None:
        name = markup.local(name)
        if name in _CELLS and self.cell is not None:
            self._end_cell(self.cell)
            self.column += self.columns
            self.cell = None
        elif name == "table-row" and self.sheets:
            if self.row_is_hidden:
                self.sheets[-1].hidden_rows.update(range(self.row, min(self.row + self.rows, MOST_ROWS)))
            self.row += self.rows

    def _end_cell(self, cell: dict[str, str]) -> None:
        known = self.sheets[-1]
        if "value-type" in cell or "formula" in cell or self.shown.strip():
            self.extent.take(self.row, self.column)
            self.extent.take(self.row + self.rows - 1, self.column + self.columns - 1)
            self._note(known, cell)
        down, across = _number(cell, "number-rows-spanned"), _number(cell, "number-columns-spanned")
        if down > 1 or across > 1:
            known.areas.append(Area(self.row, self.column, self.row + down - 1, self.column + across - 1))

    def _note(self, known: Marks, cell: dict[str, str]) -> None:
        if "formula" not in cell:
            return
        error = self.shown.strip() if self.shown.strip().startswith("#") else ""
        for row in range(self.row, self.row + self.rows):
            for column in range(self.column, min(self.column + self.columns, MOST_COLUMNS)):
                known_by = known.from_formula if cell.get("value-type") else known.without_result
                known_by.add(Spot(row, column))
                if error:
                    known.errors[Spot(row, column)] = error


def _repeated(attributes: dict[str, str], name: str) -> int:
    return max(1, int(markup.attribute(attributes, name) or 1))


def _number(cell: dict[str, str], name: str) -> int:
    return int(cell.get(name) or 1)
