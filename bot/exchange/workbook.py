"""Reads an Excel workbook."""

import warnings
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime
from io import BytesIO
from typing import Any
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from bot.domain.errors import BadInput
from bot.exchange.sheets import EXAMPLE, Cell, SheetRow, clean, distinct

LARGEST_UNPACKED_MB = 400
MOST_ROWS = 200_000
MOST_COLUMNS = 100

# What openpyxl lets through, of its own and of the libraries below it, when a file is damaged or made to harm.
_DAMAGED = (
    *(zipfile.BadZipFile, zlib.error, InvalidFileException, ParseError, EOFError, NotImplementedError, RuntimeError),
    *(AttributeError, LookupError, OSError, OverflowError, TypeError, ValueError),
)


def read_workbook(name: str, contents: bytes) -> dict[str, list[SheetRow]]:
    """The rows of every sheet of a workbook, by the sheet's name. Raises BadInput where it can't be read."""
    try:
        _guard(name, contents)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # of features, as drop-downs, that play no part here
            return _read(contents)
    except _DAMAGED as error:
        raise BadInput(f"{name} can't be opened. It may be damaged, or need a password.", EXAMPLE) from error


def _guard(name: str, contents: bytes) -> None:
    with zipfile.ZipFile(BytesIO(contents)) as packed:
        if sum(part.file_size for part in packed.infolist()) > LARGEST_UNPACKED_MB * 1_000_000:
            raise BadInput(f"{name} unpacks to more than {LARGEST_UNPACKED_MB} MB, so it was not read.", EXAMPLE)


def _read(contents: bytes) -> dict[str, list[SheetRow]]:
    book = load_workbook(BytesIO(contents), read_only=True, data_only=True)
    try:
        return {sheet.title: list(_rows(sheet)) for sheet in book.worksheets}
    finally:
        book.close()


def _rows(sheet: Any) -> Iterator[SheetRow]:  # noqa: ANN401 — openpyxl's sheets differ by how they were opened
    sheet.reset_dimensions()  # the size that the file claims may be wrong, and rows would be lost
    rows = sheet.iter_rows(max_col=MOST_COLUMNS + 1, values_only=True)
    headers = _headers(sheet.title, next(rows, ()))
    for number, values in enumerate(rows, start=2):
        if number > MOST_ROWS:
            raise BadInput(f"The sheet {sheet.title} has more than {MOST_ROWS:,} rows, so it was not read.", EXAMPLE)
        if cells := _cells(sheet.title, headers, values):
            yield SheetRow(sheet.title, number, cells)


def _headers(title: str, values: tuple[object, ...]) -> dict[int, str]:
    headers = {at: " ".join(clean(str(value)).split()) for at, value in enumerate(values) if value is not None}
    distinct([header for header in headers.values() if header], "columns", f"The sheet {title}")
    return {at: header for at, header in headers.items() if header}


def _cells(title: str, headers: dict[int, str], values: tuple[object, ...]) -> dict[str, Cell]:
    found = {at: cell for at, value in enumerate(values) if (cell := _cell(value)) is not None}
    if MOST_COLUMNS in found:
        raise BadInput(f"The sheet {title} has more than {MOST_COLUMNS} columns, so it was not read.", EXAMPLE)
    # A cell under no header is not dropped without a word: it turns up as a column that the form doesn't know.
    return {headers.get(at, f"{get_column_letter(at + 1)} (no heading)"): cell for at, cell in found.items()}


def _cell(value: object) -> Cell | None:
    if value is None:
        return None
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, bool | int | float | date):
        return value
    return clean(str(value)) or None
