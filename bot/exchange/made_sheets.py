"""Sheets of the form as a workbook has them: template and export are made of the same parts."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from math import ceil
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from bot.exchange.columns import GUIDE, TRACKER_REF, Column, Form, Kind
from bot.exchange.form import FORM

Value = str | int | float | date | None
Sheet = Any
"""openpyxl's types know little of sheets that are written as they come."""

DATE_FORMAT = "d mmmm yyyy"
MARKING = "OFFICIAL"
LAST_ROW = 5000
"""Drop-downs reach to this row."""

WRAP = Alignment(wrap_text=True, vertical="top", horizontal="left")
_FILL = PatternFill("solid", start_color="1D3F6E")
_HEAD = {"font": Font(bold=True, color="FFFFFF"), "fill": _FILL, "alignment": WRAP}
_BOLD, _TITLE = {"font": Font(bold=True)}, {"font": Font(bold=True, size=16)}
_BODY = {"alignment": WRAP}
_LINE_HIGH, _HIGHEST = 15.0, 400.0  # points
_NARROW, _WIDE = 14, 45  # characters
_WIDTHS = {Kind.REF: 8, Kind.CHOICE: 20, Kind.CODE: 18, Kind.DATE: 18, Kind.DUE: 20, Kind.LINES: 20, Kind.CHANNEL: 25}
_GUIDE_WIDTHS = (14, 18, 60, 10, 45, 42)
_DATES = frozenset({Kind.DATE, Kind.DUE})
_NAMED_ON = {Kind.PARTNER: "Partners", Kind.SOURCE: "Sources"}
"""The sheet whose first column has what a cell of this kind may say."""


def new_book() -> Workbook:
    """A workbook without sheets, whose rows are written as they come."""
    return Workbook(write_only=True)


def add_guide(book: Workbook, introduction: Iterable[str], forms: Iterable[Form] = FORM) -> None:
    """The first sheet: what this workbook is, and what each column of the others means."""
    sheet = _new(book, GUIDE)
    for letter, width in zip("ABCDEF", _GUIDE_WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    rows = _Rows(sheet, _GUIDE_WIDTHS)
    rows.add([GUIDE], [_TITLE])
    for line in introduction:
        rows.last += 1
        sheet.append([line])  # it runs on over the cells beside it
    rows.add([], [])
    head = ("Sheet", "Column", "What it is", "Needed?", "What to write", "Example")
    rows.add(head, [_HEAD] * len(head))
    for form in forms:
        rows.add((form.sheet, "", form.purpose), [_BOLD] * 3)
        for column in form.columns:
            rows.add(_explained(form, column), [_BODY] * len(head))


def _explained(form: Form, column: Column) -> list[str]:
    kind = ", ".join(column.options) if column.options else str(column.kind)
    return [form.sheet, column.header, column.meaning, "yes" if column.required else "", kind, column.example]


def add_sheet(
    book: Workbook, form: Form, rows: Iterable[Mapping[str, Value]], first: int, font: Font | None = None
) -> None:
    """A sheet of the form: its header, which stays in sight and filters, and its rows by the columns' headers.

    Args:
        book: from `new_book`.
        form: which sheet.
        rows: what is filled in.
        first: the first row that a drop-down of codes or refs shows.
        font: of the rows.
    """
    sheet = _new(book, form.sheet)
    sheet.freeze_panes = "A2"
    widths = [_width(column) for column in form.columns]
    for number, column in enumerate(form.columns, start=1):
        _set_up(sheet, get_column_letter(number), column, first)
    written = _Rows(sheet, widths)
    written.add([column.header for column in form.columns], [_HEAD] * len(widths))
    body = _BODY | ({"font": font} if font else {})
    styles = [body | ({"number_format": DATE_FORMAT} if column.kind in _DATES else {}) for column in form.columns]
    for row in rows:
        written.add([row.get(column.header) for column in form.columns], styles)
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(form.columns))}{written.last}"
    sheet.print_title_rows = "1:1"


def _new(book: Workbook, title: str) -> Sheet:
    sheet: Sheet = book.create_sheet(title)
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", Worksheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight, sheet.sheet_properties.pageSetUpPr.fitToPage = 0, True
    sheet.HeaderFooter.oddHeader.center.text = MARKING
    sheet.HeaderFooter.oddFooter.center.text = "Page &P of &N"
    return sheet


def _width(column: Column) -> int:
    narrow = column.kind is not Kind.TEXT or column.longest <= TRACKER_REF
    return max(_WIDTHS.get(column.kind, _NARROW) if narrow else _WIDE, len(column.header) + 4)


class _Rows:
    """The rows of a sheet, each as high as its words need: not every program works that out when it opens a file."""

    def __init__(self, sheet: Sheet, widths: Sequence[int]) -> None:
        self._sheet, self._widths, self.last = sheet, widths, 0

    def add(self, values: Sequence[Value], styles: Sequence[Mapping[str, object]]) -> None:
        """The next row."""
        self.last += 1
        lines = max(map(_lines, values, self._widths), default=1)
        if lines > 1:
            self._sheet.row_dimensions[self.last].height = min(_HIGHEST, _LINE_HIGH * lines)
        self._sheet.append([_cell(self._sheet, value, style) for value, style in zip(values, styles, strict=True)])


def _lines(value: Value, width: int) -> int:
    if not isinstance(value, str):
        return 1
    return sum(max(1, ceil(len(line) / (width * 0.9))) for line in value.split("\n"))


def _set_up(sheet: Sheet, letter: str, column: Column, first: int) -> None:
    dimension = sheet.column_dimensions[letter]
    dimension.width = _width(column)
    if column.kind in _DATES:
        dimension.number_format = DATE_FORMAT
    if choices := column.options or (("yes", "no") if column.kind is Kind.YES_NO else ()):
        _drop_down(sheet, letter, f'"{",".join(choices)}"', only=True)
    elif named_on := _NAMED_ON.get(column.kind):
        # It helps, and forbids nothing: the partner may be in the store, and not in this workbook.
        _drop_down(sheet, letter, f"{named_on}!$A${first}:$A${LAST_ROW}", only=False)


def _drop_down(sheet: Sheet, letter: str, choices: str, *, only: bool) -> None:
    validation = DataValidation(type="list", formula1=choices, allow_blank=True, showErrorMessage=only)
    if only:
        validation.errorTitle = "Not one of the choices"
        validation.error = "Choose from the list, or leave the cell blank."
    sheet.data_validations.append(validation)
    validation.add(f"{letter}2:{letter}{LAST_ROW}")


def _cell(sheet: Sheet, value: Value, style: Mapping[str, object]) -> Any:  # noqa: ANN401 — as above
    if value is None:
        return None
    cell: Any = WriteOnlyCell(sheet)
    cell.value = value
    for name, look in style.items():
        setattr(cell, name, look)
    if isinstance(value, str):
        cell.data_type = "s"  # whatever it begins with: never a formula
        cell.quotePrefix = value.startswith(("=", "+", "-", "@"))  # nor when somebody edits the cell
    return cell
