"""An empty workbook to fill in, with its own explanation."""

from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path

from openpyxl.styles import Font

from bot.domain.errors import BadInput
from bot.exchange.cells import read_cell
from bot.exchange.columns import Column, Form, Kind
from bot.exchange.form import FORM
from bot.exchange.made_sheets import MARKING, Value, add_guide, add_sheet, new_book
from bot.exchange.packed import repacked

_EXAMPLE = Font(italic=True, color="595959")
_FIRST = 3
"""Where filling in begins: row 1 is the header, row 2 the example."""

_INTRODUCTION = (
    f"{MARKING}. This is the form that a plan is imported from.",
    "Fill in the sheets that you need, one row for each thing. Leave row 1 of each sheet as it is.",
    "Row 2 of each sheet is an example, and one of its cells says so. Begin in row 3.",
    "Example rows are left out when you import the file. You may delete them.",
    "Where a cell has a drop-down, choose from it: partners and sources come from their own sheets.",
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
    contents = template()
    try:
        with path.open("xb") as file:
            file.write(contents)
    except FileExistsError as error:
        raise BadInput(
            f"{path.name} is there already, and would be overwritten. Choose another name.",
            "followthrough template another-plan.xlsx",
        ) from error
    except OSError as error:
        raise BadInput(
            f"{path.name} can't be written there: {error.strerror}.", "followthrough template plan.xlsx"
        ) from error


def template() -> bytes:
    """The workbook; always the same bytes."""
    book = new_book()
    book.properties.creator, book.properties.title = "Followthrough", f"{MARKING}: a plan to fill in"
    book.properties.created = datetime(2022, 11, 14, tzinfo=UTC).replace(tzinfo=None)  # any fixed day does
    add_guide(book, _INTRODUCTION)
    for form in FORM:
        add_sheet(book, form, [_example(form)], first=_FIRST, font=_EXAMPLE)
    file = BytesIO()
    book.save(file)
    return repacked(file.getvalue())


def _example(form: Form) -> dict[str, Value]:
    return {column.header: _sample(column) for column in form.columns}


def _sample(column: Column) -> Value:
    text = column.example if column.sample is None else column.sample
    value = read_cell(column, text) if text and column.kind in {Kind.DATE, Kind.NUMBER} else text
    if isinstance(value, Decimal):
        return float(value)
    return value if isinstance(value, date) else text or None
