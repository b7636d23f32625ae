"""An empty workbook to fill in, with its own explanation."""

from datetime import date
from decimal import Decimal
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from bot.domain.errors import BadInput
from bot.exchange.cells import read_cell
from bot.exchange.columns import GUIDE, Column, Form, Kind
from bot.exchange.form import FORM

DATE_FORMAT = "d mmmm yyyy"
LAST_ROW = 5000
"""Drop-downs reach to this row."""

_HEAD = Font(bold=True, color="FFFFFF")
_HEAD_FILL = PatternFill("solid", start_color="1D3F6E")
_EXAMPLE = Font(italic=True, color="595959")
_WRAP = Alignment(wrap_text=True, vertical="top")
_WIDTHS = {Kind.TEXT: 45, Kind.REF: 8, Kind.ONE: 12, Kind.NUMBER: 12, Kind.YES_NO: 16}

_INTRODUCTION = (
    "Fill in the sheets that you need, one row for each thing. Leave row 1 of each sheet as it is.",
    "Row 2 of each sheet is an example, and one of its cells says so. Begin in row 3.",
    "Example rows are left out when you import the file. You may delete them.",
    "Write dates with day, month and year: 31 January 2023 or 31/01/2023.",
    "A blank cell says nothing: when you import the file again, what is stored stays.",
    "Give a ref to whatever you may want to change later. Without a ref, a row is known by its source and title.",
    "Never write anything about a child or a family.",
)


def write_template(path: Path) -> None:
    """Write the workbook to `path`, which must be a new file.

    Raises BadInput where that isn't a .xlsx file, is there already or can't be written.
    """
    if path.suffix.lower() != ".xlsx":
        raise BadInput(
            f"A template is a workbook, so {path.name} should end in .xlsx.", "followthrough template plan.xlsx"
        )
    book = Workbook()
    guide = book.active
    assert isinstance(guide, Worksheet)  # noqa: S101 — a new workbook has one sheet
    _guide(guide)
    for form in FORM:
        _sheet(book.create_sheet(form.sheet), form)
    try:
        with path.open("xb") as file:
            book.save(file)
    except FileExistsError as error:
        raise BadInput(
            f"{path.name} is there already, and would be overwritten. Choose another name.",
            "followthrough template another-plan.xlsx",
        ) from error
    except OSError as error:
        raise BadInput(
            f"{path.name} can't be written there: {error.strerror}.", "followthrough template plan.xlsx"
        ) from error


def _guide(sheet: Worksheet) -> None:
    sheet.title = GUIDE
    sheet.append([GUIDE])
    sheet["A1"].font = Font(bold=True, size=16)
    for line in _INTRODUCTION:
        sheet.append([line])
    sheet.append([])
    sheet.append(["Sheet", "Column", "What it is", "Needed?", "What to write", "Example"])
    _head(sheet, sheet.max_row)
    for form in FORM:
        sheet.append([form.sheet, "", form.purpose])
        for cell in sheet[sheet.max_row]:
            cell.font = Font(bold=True)
        for column in form.columns:
            sheet.append(_explained(form, column))
    for letter, width in zip("ABCDEF", (14, 18, 60, 10, 45, 42), strict=True):
        sheet.column_dimensions[letter].width = width


def _explained(form: Form, column: Column) -> list[str]:
    kind = ", ".join(column.options) if column.options else str(column.kind)
    return [form.sheet, column.header, column.meaning, "yes" if column.required else "", kind, column.example]


def _sheet(sheet: Worksheet, form: Form) -> None:
    sheet.append([column.header for column in form.columns])
    _head(sheet, 1)
    sheet.freeze_panes = "A2"
    for number, column in enumerate(form.columns, start=1):
        _column(sheet, get_column_letter(number), column)


def _column(sheet: Worksheet, letter: str, column: Column) -> None:
    dimension = sheet.column_dimensions[letter]
    dimension.width = max(_WIDTHS.get(column.kind, 22), len(column.header) + 4)
    cell = sheet[f"{letter}2"]
    cell.value, cell.font, cell.alignment = _sample(column), _EXAMPLE, _WRAP
    if column.kind in {Kind.DATE, Kind.DUE}:
        dimension.number_format = DATE_FORMAT
        cell.number_format = DATE_FORMAT
    if choices := column.options or (("yes", "no") if column.kind is Kind.YES_NO else ()):
        _drop_down(sheet, letter, choices)


def _drop_down(sheet: Worksheet, letter: str, choices: tuple[str, ...]) -> None:
    validation = DataValidation(
        type="list", formula1=f'"{",".join(choices)}"', allow_blank=True, showErrorMessage=True
    )
    validation.errorTitle, validation.error = (
        "Not one of the choices",
        "Choose from the list, or leave the cell blank.",
    )
    sheet.add_data_validation(validation)
    validation.add(f"{letter}2:{letter}{LAST_ROW}")


def _sample(column: Column) -> str | date | float | None:
    text = column.example if column.sample is None else column.sample
    value = read_cell(column, text) if text and column.kind in {Kind.DATE, Kind.NUMBER} else text
    if isinstance(value, Decimal):
        return float(value)
    return value if isinstance(value, date) else text or None


def _head(sheet: Worksheet, row: int) -> None:
    for cell in sheet[row]:
        cell.font, cell.fill, cell.alignment = _HEAD, _HEAD_FILL, _WRAP
