"""The rows of a form: a spreadsheet whose first row names its columns."""

from collections.abc import Sequence

from bot.domain.errors import BadInput
from bot.exchange.files.book import Book, Cell, Sheet, Spot, place
from bot.exchange.form import FORM
from bot.exchange.sheets import EXAMPLE, SheetRow, distinct


def form_sheets(book: Book) -> dict[str, list[SheetRow]]:
    """The rows of every sheet of a file, by the sheet's name; row 1 is the header.

    Raises BadInput where two sheets or two columns have one name, or where a formula has no result in the file.
    """
    distinct([sheet.name for sheet in book.sheets], "sheets", "The file")
    named = [(form_name(book, sheet), sheet) for sheet in book.sheets]
    return {name: _rows(sheet, name) for name, sheet in named}


def form_name(book: Book, sheet: Sheet) -> str:
    """What a sheet is called. Text has no sheets: exported, it is the sheet whose columns it has, by any name."""
    if book.kind != "csv" or not sheet.rows:
        return sheet.name
    headers = {str(cell).casefold() for cell in sheet.rows[0] if cell is not None}
    same = (form.sheet for form in FORM if {column.header.casefold() for column in form.columns} == headers)
    return next(same, sheet.name)


def _rows(sheet: Sheet, name: str) -> list[SheetRow]:
    if sheet.without_result:
        where = f"The sheet {sheet.name} has a formula without a result in {place(min(sheet.without_result))}."
        raise BadInput(f"{where} Open the file in a spreadsheet, save it, and import it again.", EXAMPLE)
    headers = _headers(sheet.name, sheet.rows[0] if sheet.rows else ())
    numbered = enumerate(sheet.rows[1:], start=2)
    return [SheetRow(name, number, cells) for number, row in numbered if (cells := _cells(headers, row))]


def _headers(title: str, row: Sequence[Cell | None]) -> dict[int, str]:
    headers = {at: " ".join(str(cell).split()) for at, cell in enumerate(row) if cell is not None}
    distinct(list(headers.values()), "columns", f"The sheet {title}")
    return headers


def _cells(headers: dict[int, str], row: Sequence[Cell | None]) -> dict[str, Cell]:
    # A cell under no header is not dropped without a word: it turns up as a column that the form doesn't know.
    return {
        headers.get(at, f"{place(Spot(0, at)).rstrip('1')} (no heading)"): cell
        for at, cell in enumerate(row)
        if cell is not None
    }
