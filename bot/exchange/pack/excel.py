"""A board pack as an Excel workbook: the sentences first, then the charts, then a sheet for each table."""

from datetime import datetime, time
from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Font
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from bot.exchange.pack import excel_charts, excel_tables
from bot.exchange.pack.excel_cells import HEADING, fit, ready_to_print, write
from bot.exchange.pack.excel_names import sheet_names
from bot.exchange.pack.model import Pack, Table
from bot.exchange.pack.plain import cover, one_line
from bot.exchange.packed import repacked

README, CHARTS = "Read me", "Charts"
_WIDE = 110.0
_TITLE = Font(name="Arial", size=16, bold=True)
_LINK = Font(name="Arial", size=10, color="0B4F8A", underline="single")


def as_excel(pack: Pack) -> bytes:
    """The pack as an .xlsx file; the same pack gives the same bytes, wherever and whenever."""
    book = Workbook()
    book.properties.creator = None
    book.properties.title, book.properties.language = one_line(pack.title, 255), "en-GB"
    book.properties.created = datetime.combine(pack.as_at, time())  # openpyxl takes it for UTC
    tables = [table for section in pack.sections for table in section.tables]
    charts = [chart for section in pack.sections for chart in section.charts]
    names = sheet_names([table.name for table in tables], taken=(README, CHARTS))
    first = book.active
    assert isinstance(first, Worksheet)  # noqa: S101 — a new workbook has one sheet
    _readme(first, pack, list(zip(names, tables, strict=True)))
    if charts:
        excel_charts.fill(book.create_sheet(CHARTS), charts)
    for name, table in zip(names, tables, strict=True):
        excel_tables.fill(book.create_sheet(name), table)
    for sheet in book.worksheets:
        ready_to_print(sheet)
    file = BytesIO()
    book.save(file)
    return repacked(file.getvalue())


def _readme(sheet: Worksheet, pack: Pack, tables: list[tuple[str, Table]]) -> None:
    sheet.title = README
    sheet.column_dimensions["A"].width = _WIDE
    _line(sheet, one_line(pack.title), _TITLE)
    for line in cover(pack.as_at, pack.since, pack.seen_by):
        _line(sheet, line)
    for section in pack.sections:
        _line(sheet, one_line(section.title), HEADING)
        for sentence in section.lead:
            _line(sheet, sentence)
    _line(sheet, "Sheets", HEADING)
    for name, table in tables:
        cell = _line(sheet, f"{name}: {one_line(table.caption)}" if table.caption else name, _LINK)
        quoted = name.replace("'", "''")
        cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{quoted}'!A1")


def _line(sheet: Worksheet, text: str, font: Font | None = None) -> Cell:
    cell = write(sheet, sheet.max_row + 1 if sheet["A1"].value else 1, 1, text)
    if font:
        cell.font = font
    fit(sheet, cell.row)
    return cell
