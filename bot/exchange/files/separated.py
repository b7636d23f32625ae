"""Reads text whose cells stand between commas, semicolons, tabs or upright strokes."""

import csv
from collections import Counter
from collections.abc import Iterator
from io import StringIO
from pathlib import PurePath

from bot.domain.errors import BadInput
from bot.exchange.defusing import as_meant
from bot.exchange.files.book import Book, Cell, Sheet, Spot, place
from bot.exchange.files.kinds import SHEET_ENDINGS, other
from bot.exchange.files.limits import EXAMPLE, Extent, damaged
from bot.exchange.sheets import clean

_SEPARATORS = "\t;|,"
_SAMPLE_CHARACTERS, _SAMPLE_ROWS = 200_000, 500
_LONGEST_CELL = 131_072
_LAST = "\x1flast"
"""A row put after the text: where it doesn't come out as a row of its own, a quotation mark was never closed."""

_SHARE_OF_CONTROLS = 0.01
_CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\r\f\v\x1a")

_FALLBACK_NOTE = (
    "The text is not in UTF-8. It was read as Windows wrote it (cp1252): "
    "look whether names and signs such as £ came through rightly."
)


def read_text(name: str, contents: bytes) -> Book:
    """The one sheet of a text file; each cell is text. Raises BadInput where it is no text, or too large."""
    text, notes = _decoded(name, contents)
    separator, text = _separator(text)
    title = clean(PurePath(name).stem) or name
    rows = list(_rows(title, text, separator))
    ending = PurePath(name).suffix.lower()
    if ending in {"", *SHEET_ENDINGS} and max(map(len, rows), default=0) <= 1:
        raise damaged(name) if ending else other(name, "plain text")
    return Book((Sheet(title, rows),), notes, "csv")


def _decoded(name: str, contents: bytes) -> tuple[str, tuple[str, ...]]:
    if contents.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _decode(name, contents, "utf-16"), ()
    if len(contents) - len(contents.translate(None, _CONTROLS)) > len(contents) * _SHARE_OF_CONTROLS:
        raise other(name, "no text")
    try:
        return contents.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        return _decode(name, contents, "cp1252"), (_FALLBACK_NOTE,)


def _decode(name: str, contents: bytes, encoding: str) -> str:
    try:
        text = contents.decode(encoding)
    except UnicodeDecodeError as error:
        raise other(name, "no text in UTF-8, UTF-16 or Windows-1252") from error
    if "\0" in text:
        raise other(name, "no text")
    return text


def _separator(text: str) -> tuple[str, str]:
    """The separator, and the text without the line in which Excel names it."""
    first, _, rest = text.partition("\n")
    if first.lower().startswith("sep=") and len(first.rstrip("\r")) == len("sep=;"):
        return first[4], rest
    sample = text[:_SAMPLE_CHARACTERS]
    return max(_SEPARATORS, key=lambda separator: _fit(sample, separator)), text


def _fit(sample: str, separator: str) -> tuple[float, int]:
    """How many of the rows have the commonest width that is more than one cell, then that width.

    Titles above the header have one cell, and commas within a sentence make rows of many widths.
    """
    rows = csv.reader(StringIO(sample, newline=""), delimiter=separator)
    widths = Counter[int]()
    try:
        for row, _ in zip(rows, range(_SAMPLE_ROWS), strict=False):
            widths[len(row)] += bool("".join(row).strip())
    except csv.Error:
        pass  # a cell without end: what was seen until there has to do
    commonest, rows_with_it = max(
        ((width, count) for width, count in widths.items() if width > 1), key=lambda pair: pair[1], default=(1, 0)
    )
    return rows_with_it / max(1, widths.total()), commonest


def _rows(title: str, text: str, separator: str) -> Iterator[list[Cell | None]]:
    csv.field_size_limit(_LONGEST_CELL)
    extent, start = Extent(title), 0
    reader = csv.reader(StringIO(f"{text}\n{_LAST}", newline=""), delimiter=separator)
    last: list[str] = []
    blank = 0  # rows since the last filled one: millions of them at the end are not kept
    try:
        for start, row in enumerate(reader):
            if cells := _filled(extent, start - 1, last):
                yield from ([] for _ in range(blank))
                yield cells
            blank = 0 if cells else blank + bool(start)
            last = row
    except csv.Error as error:
        raise _endless(title, start + 1, last) from error
    if last != [_LAST]:
        raise _endless(title, start, last)


def _endless(title: str, row: int, cells: list[str]) -> BadInput:
    at = place(Spot(row, max(0, len(cells) - 1)))
    sentence = f'In {title} a quotation mark (") is never closed, or a cell is too long, at about {at}.'
    return BadInput(f"{sentence} Close it, or save the file from a spreadsheet.", EXAMPLE)


def _filled(extent: Extent, number: int, row: list[str]) -> list[Cell | None]:
    cells: list[Cell | None] = [_cell(text) for text in row]
    while cells and cells[-1] is None:
        cells.pop()
    for column, cell in enumerate(cells):
        if cell is not None:
            extent.take(number, column)
    return cells


def _cell(text: str) -> str | None:
    """Cleaned, and without the apostrophe that an export puts before what a spreadsheet would run."""
    return as_meant(clean(text)) or None
