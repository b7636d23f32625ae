"""Cells that hold what was written and never run it."""

import re
import textwrap
from datetime import date
from decimal import Decimal

from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.header_footer import HeaderFooter, HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from bot.exchange.pack.model import Value
from bot.exchange.pack.plain import MARKING, plain
from bot.messages.text import clip, day

FONT = Font(name="Arial", size=10)
HEADING = Font(name="Arial", size=13, bold=True)
BOLD = Font(name="Arial", size=10, bold=True)
DATE_FORMAT = "d mmmm yyyy"
_LONGEST = 32_767  # characters in a cell
_FIRST_YEAR = 1901  # Excel counts from 1900, and wrongly in its first months
_RISKY = ("=", "+", "-", "@", "\t", "\n")
_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_PLACES = 6
_TEXT = Alignment(horizontal="left", vertical="top", wrap_text=True)
NUMBER = Alignment(horizontal="right", vertical="top", wrap_text=True, indent=1)
_LETTERS = 1.12  # for the width of one, which is that of a nought
_LINE, _AROUND, _TALLEST = 13.0, 4.0, 409.0  # points; Excel has no taller rows


def write(sheet: Worksheet, row: int, column: int, value: Value) -> Cell:
    """Write a value: text as text whatever it looks like, dates and numbers as what they are. The cell it is in."""
    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell)  # noqa: S101 — none are merged
    cell.font, cell.alignment = FONT, _TEXT if isinstance(value, str | date) else NUMBER
    if isinstance(value, str) or (isinstance(value, date) and value.year < _FIRST_YEAR):
        _write_text(cell, value if isinstance(value, str) else day(value))
    elif value is not None:
        cell.value = value
        cell.number_format = DATE_FORMAT if isinstance(value, date) else _number_format(value)
    return cell


def fit(sheet: Worksheet, row: int) -> None:
    """Make a row as high as the text in it, which not every program does by itself."""
    lines = 1.0
    for cell in sheet[row]:
        if isinstance(cell.value, str):
            size = (cell.font.sz or 10) / 10
            width = sheet.column_dimensions[get_column_letter(cell.column)].width / size
            parts = [textwrap.wrap(part, max(1, int(width * _LETTERS))) for part in cell.value.split("\n")]
            lines = max(lines, sum(max(1, len(part)) for part in parts) * size)
    sheet.row_dimensions[row].height = min(lines * _LINE + _AROUND, _TALLEST)


def ready_to_print(sheet: Worksheet) -> None:
    """Mark the sheet, and set it on A4 pages across, each as wide as the sheet."""
    sheet.HeaderFooter = HeaderFooter(
        oddHeader=HeaderFooterItem(center=_HeaderFooterPart(MARKING)),
        oddFooter=HeaderFooterItem(center=_HeaderFooterPart("&[Tab]. Page &[Page] of &[Pages]")),
    )
    sheet.page_setup.paperSize, sheet.page_setup.orientation = 9, "landscape"  # 9 is A4
    sheet.page_margins = PageMargins(left=0.5, right=0.5, top=0.8, bottom=0.7)  # inches
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0  # as many pages high as it needs


def _write_text(cell: Cell, text: str) -> None:
    # Excel reads _x0041_ as the letter A, unless its first character is itself written so.
    written = clip(_ESCAPED.sub("_x005F_", plain(text)), _LONGEST)
    if not written:
        return
    cell.value = written
    cell.data_type = "s"  # openpyxl takes "=…" for a formula and "#N/A" for an error
    if written.startswith(_RISKY):
        cell.quotePrefix = True  # nor does it become one when somebody edits the cell


def _number_format(value: int | Decimal) -> str:
    exponent = value.as_tuple().exponent if isinstance(value, Decimal) else 0
    places = min(-exponent, _PLACES) if isinstance(exponent, int) and exponent < 0 else 0
    return "#,##0" + ("." + "0" * places if places else "")
