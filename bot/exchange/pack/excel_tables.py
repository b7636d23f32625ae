"""A sheet for a table, to be filtered, sorted and printed."""

from datetime import date

from openpyxl.styles import Border, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from bot.exchange.pack.excel_cells import BOLD, NUMBER, fit, write
from bot.exchange.pack.model import Table, Width
from bot.exchange.pack.plain import is_numeric, one_line, written

_WIDTHS = {Width.NARROW: 9.0, Width.MIDDLE: 22.0, Width.WIDE: 46.0}
_DATE, _WIDEST = 19.0, 90.0
_LINES = 36  # more would be higher than Excel shows
_LINE = Side(style="thin", color="BFBFBF")
_BORDER = Border(bottom=_LINE)
_ROOM = 3  # letters
_SHADE = PatternFill("solid", start_color="E3E8EE")


def fill(sheet: Worksheet, table: Table) -> None:
    """Fill the sheet with its table: headings in row 1, which stays in sight and on each page."""
    for at, column in enumerate(table.columns, start=1):
        cell = write(sheet, 1, at, one_line(column.heading))
        cell.font, cell.fill = BOLD, _SHADE
        if is_numeric(table, at - 1):
            cell.alignment = NUMBER
    for number, row in enumerate(table.rows, start=2):
        for at, value in enumerate(row, start=1):
            write(sheet, number, at, value).border = _BORDER
    if table.columns:
        _set_widths(sheet, table)
        for number in range(1, len(table.rows) + 2):
            fit(sheet, number)
        _arrange(sheet, table)


def _set_widths(sheet: Worksheet, table: Table) -> None:
    for at in range(len(table.columns)):
        sheet.column_dimensions[get_column_letter(at + 1)].width = _width(table, at)


def _arrange(sheet: Worksheet, table: Table) -> None:
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(table.columns))}{len(table.rows) + 1}"


def _width(table: Table, at: int) -> float:
    values = [row[at] for row in table.rows]
    usual = _WIDTHS[table.columns[at].width]
    if any(isinstance(value, date) for value in values):
        usual = max(usual, _DATE)
    longest = max((len(written(value)) for value in values), default=0)
    words = max((len(word) for word in table.columns[at].heading.split()), default=0) + 4  # the filter's button
    return min(max(min(usual, longest + _ROOM), longest / _LINES, words), _WIDEST)
