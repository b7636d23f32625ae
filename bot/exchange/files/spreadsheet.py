"""Reads .xlsx, .xls and .ods: the values with calamine, what calamine does not tell with a walk of our own."""

import zipfile
import zlib
from collections.abc import Mapping, Sequence
from io import BytesIO

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    SheetMetadata,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from bot.exchange.files import markup, packed
from bot.exchange.files.book import Area, Book, Cell, Sheet, Spot
from bot.exchange.files.limits import damaged, within
from bot.exchange.files.looks import month, tick
from bot.exchange.files.marks import Marks, marks
from bot.exchange.files.old import check_old
from bot.exchange.files.opendocument import scanned
from bot.exchange.files.parts import Workbook, workbook
from bot.exchange.files.values import put, rows_of, unmerge
from bot.exchange.sheets import clean

_DAMAGED = (
    *(CalamineError, zipfile.BadZipFile, zlib.error, markup.Unreadable),
    *(LookupError, ValueError, OverflowError, OSError, EOFError, RuntimeError, TypeError, NotImplementedError),
)


def read_packed(name: str, contents: bytes) -> Book:
    """The sheets of an .xlsx or .ods file. Raises BadInput."""
    with packed.opened(name, contents) as archive:
        try:
            if packed.WORKBOOK in archive.namelist():
                return _xlsx(archive, contents)
            return _ods(name, archive, contents)
        except _DAMAGED as error:
            raise damaged(name) from error


def read_old(name: str, contents: bytes) -> Book:
    """The sheets of an .xls file. Raises BadInput."""
    check_old(name, contents)
    try:
        with CalamineWorkbook.from_filelike(BytesIO(contents)) as book:
            sheets = [_plain(about, book.get_sheet_by_index(at)) for at, about in _sheets(book)]
    except _DAMAGED as error:
        raise damaged(name) from error
    note = "In an old .xls file colours, hidden rows, formulas and cells that show an error can't be seen. "
    return Book(tuple(sheets), (f"{note}Save it as .xlsx where they matter.",), "xls")


def _xlsx(archive: zipfile.ZipFile, contents: bytes) -> Book:
    about = workbook(archive)
    with CalamineWorkbook.from_filelike(BytesIO(contents)) as book:
        if len(book.sheets_metadata) != len(about.sheets):
            raise ValueError("two readers see different sheets")
        # Each walk comes before calamine's reading of that sheet: it finds cells that are too far away.
        found = {at: (marks(archive, about, at), at, meta) for at, meta in _sheets(book)}
        sheets = [_marked(meta, book.get_sheet_by_index(at), known, about) for known, at, meta in found.values()]
    notes = [_rules(about.sheets[at][0]) for at, (known, _, _) in found.items() if known.has_rules]
    if any("omments" in part for part in archive.namelist()):
        notes.append("Comments on cells are not read.")
    return Book(tuple(sheets), tuple(notes))


def _rules(name: str) -> str:
    return f"The sheet {name} colours cells by rules. Such colours are not read, only a cell's own fill."


def _ods(name: str, archive: zipfile.ZipFile, contents: bytes) -> Book:
    if "META-INF/manifest.xml" in archive.namelist() and b"encryption-data" in archive.read("META-INF/manifest.xml"):
        raise packed.password(name)
    known = scanned(archive)
    with CalamineWorkbook.from_filelike(BytesIO(contents)) as book:
        if len(book.sheets_metadata) != len(known):
            raise ValueError("two readers see different sheets")
        about = Workbook()
        sheets = [_marked(meta, book.get_sheet_by_index(at), known[at], about) for at, meta in _sheets(book)]
    return Book(tuple(sheets), ("Colours in an .ods file are not read. Save it as .xlsx where they matter.",), "ods")


def _sheets(book: CalamineWorkbook) -> list[tuple[int, SheetMetadata]]:
    """Those with cells in them, not charts or dialogs."""
    return [(at, meta) for at, meta in enumerate(book.sheets_metadata) if meta.typ == SheetTypeEnum.WorkSheet]


def _plain(meta: SheetMetadata, sheet: CalamineSheet) -> Sheet:
    rows = rows_of(sheet)
    within(meta.name, rows)
    areas = [Area(*first, *last) for first, last in sheet.merged_cell_ranges or ()]
    unmerge(rows, areas)
    return Sheet(meta.name, rows, hidden=_is_hidden(meta), merged=_within_rows(areas, rows))


def _marked(meta: SheetMetadata, sheet: CalamineSheet, known: Marks, book: Workbook) -> Sheet:
    rows = rows_of(sheet)
    for spot, error in known.errors.items():
        put(rows, spot, clean(error))
    for spot, look in known.looks.items():
        if look.dated and (words := month(look, _value(rows, spot))):
            put(rows, spot, words)
    unmerge(rows, known.areas)
    return Sheet(
        name=meta.name,
        rows=rows,
        hidden=_is_hidden(meta),
        merged=_within_rows(known.areas, rows),
        hidden_rows=frozenset(row for row in known.hidden_rows if row < len(rows)),
        hidden_columns=frozenset(known.hidden_columns),
        colours={spot: look.colour for spot, look in known.looks.items() if look.colour},
        ticked=_ticked(rows, known),
        without_result=frozenset(known.without_result),
        from_formula=frozenset(known.from_formula),
        epoch_1904=book.epoch_1904,
    )


def _value(rows: Sequence[Sequence[Cell | None]], spot: Spot) -> Cell | None:
    row = rows[spot.row] if spot.row < len(rows) else ()
    return row[spot.column] if spot.column < len(row) else None


def _is_hidden(meta: SheetMetadata) -> bool:
    return meta.visible != SheetVisibleEnum.Visible


def _within_rows(areas: Sequence[Area], rows: Sequence[object]) -> tuple[Area, ...]:
    return tuple(area for area in areas if area.top < len(rows))


def _ticked(rows: Sequence[Sequence[Cell | None]], known: Marks) -> Mapping[Spot, str]:
    ticks = {}
    for spot, look in known.looks.items():
        if mark := tick(look, _value(rows, spot)):
            ticks[spot] = mark
    return ticks
