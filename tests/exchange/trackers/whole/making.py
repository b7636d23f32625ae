"""Writes real files: what a spreadsheet holds besides its words."""

import re
import zipfile
from io import BytesIO

from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Color, Font, PatternFill
from openpyxl.utils.cell import column_index_from_string, coordinate_from_string
from openpyxl.worksheet.datavalidation import DataValidation

RED, AMBER, GREEN, BLUE, WHITE = "FFFF0000", "FFFFC000", "FF92D050", "FF0070C0", "FFFFFFFF"


def fill(cell, rgb=None, *, theme=None, indexed=None, tint=0.0):
    """Colour a cell: by its own colour, the theme's, or one of the old palette."""
    colour = Color(rgb=rgb) if rgb else Color(theme=theme, tint=tint) if theme is not None else Color(indexed=indexed)
    cell.fill = PatternFill("solid", fgColor=colour)


def heading(sheet, row, words, last):
    """One cell merged across the table, in bold."""
    sheet.merge_cells(f"A{row}:{last}{row}")
    sheet[f"A{row}"] = words
    sheet[f"A{row}"].font = Font(bold=True)


def put(sheet, row, *values):
    """Cells of a row from its first on; None for a blank one."""
    for column, value in enumerate(values, start=1):
        if value is not None:
            sheet.cell(row, column, value)


def dressed(sheet, header, last, status, choices="Blue,Green,Amber,Red"):
    """Freeze panes, filter, offer a list and colour by condition, as people do."""
    sheet.freeze_panes = f"A{header + 1}"
    sheet.auto_filter.ref = f"A{header}:{last}{header + 40}"
    offered = DataValidation(type="list", formula1=f'"{choices}"', allow_blank=True)
    sheet.add_data_validation(offered)
    offered.add(f"{status}{header + 1}:{status}{header + 40}")
    overdue = CellIsRule(operator="equal", formula=['"Red"'], fill=PatternFill("solid", bgColor=RED))
    sheet.conditional_formatting.add(f"{status}{header + 1}:{status}{header + 40}", overdue)


def edited(book, edits):
    """Change cells of a workbook."""
    for (sheet, place), value in edits.items():
        book[sheet][place] = value


def edited_rows(rows, edits, sheet):
    """Rows with cells changed, from the first row on."""
    rows = [list(row) for row in rows]
    for (name, place), value in edits.items():
        if name == sheet:
            letters, number = coordinate_from_string(place)
            rows[number - 1][column_index_from_string(letters) - 1] = value
    return rows


def with_results(book, path, results, part="xl/worksheets/sheet1.xml"):
    """Save a workbook whose formulas have results, as Excel saves them: text, numbers, errors ("#REF!")."""
    saved = BytesIO()
    book.save(saved)
    with zipfile.ZipFile(saved) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            words = old.read(entry)
            new.writestr(entry.filename, _resulting(words.decode(), results) if entry.filename == part else words)


def _resulting(xml, results):
    for place, value in results.items():
        kind = ' t="e"' if str(value).startswith("#") else ' t="str"' if isinstance(value, str) else ""
        cell = re.compile(rf'<c r="{place}"((?: s="\d+")?)(?: t="\w+")?><f>(.*?)</f><v ?/?>(?:</v>)?</c>')
        xml, times = cell.subn(rf'<c r="{place}"\1{kind}><f>\2</f><v>{value}</v></c>', xml)
        assert times == 1, f"there is no formula in {place}"
    return xml
