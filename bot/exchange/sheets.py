"""A plan's sheets as rows of cells, whether they come from a workbook or from YAML."""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from bot.domain.errors import BadInput
from bot.exchange.files.book import Cell

EXAMPLE = "followthrough import plan.xlsx"


class SheetRow(NamedTuple):
    """One row that holds something.

    Args:
        sheet: the sheet's name as it is written in the file.
        row: its number as the person sees it: in a workbook the row's own (the header is row 1), in YAML its
            position in the list, from 1.
        cells: what is filled in, by column header. Blank cells are not here. Text is stripped.
    """

    sheet: str
    row: int
    cells: Mapping[str, Cell]


def read_sheets(path: Path) -> dict[str, list[SheetRow]]:
    """Every sheet's rows, by the sheet's name: the same shape from .xlsx, .xls, .ods, .csv, .yml and .yaml.

    Raises BadInput where the file isn't there, can't be read, is of another kind or is larger than 20 MB.
    """
    from bot.exchange.files.reading import contents_of, read_path  # noqa: PLC0415 — each loads what it needs alone
    from bot.exchange.workbook import form_sheets  # noqa: PLC0415 — it gives this file's rows
    from bot.exchange.yaml_file import read_yaml  # noqa: PLC0415

    if path.suffix.lower() in {".yml", ".yaml"}:
        return read_yaml(path.name, contents_of(path))
    return form_sheets(read_path(path))


# Spaces that people paste from Word and from web pages without seeing them, and marks that have no width at all.
_UNSEEN = {ord(space): " " for space in "\u00a0\u2007\u202f"} | dict.fromkeys(map(ord, "\u200b\u2060\ufeff"), None)
# Spreadsheets are XML, which has no place for controls, for halves of characters and for what is no character.
_NO_TEXT = {*range(32), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF} - {ord("\t"), ord("\n")}
_CONTROLS = dict.fromkeys(_NO_TEXT, None)
_NEW_LINES = dict.fromkeys(map(ord, "\r\v\f\u2028\u2029"), "\n")  # of old Macs, and of Word within a paragraph
_TIDY = _UNSEEN | _CONTROLS | _NEW_LINES


def clean(text: str) -> str:
    """Text without spaces around it, and without characters that can't be seen."""
    if text.isascii() and text.isprintable():
        return text.strip(" ")
    return text.replace("\r\n", "\n").translate(_TIDY).strip()


def distinct(names: list[str], what: str, where: str) -> None:
    """Raises BadInput where two names are the same but for their case: one of the two would be lost."""
    seen: set[str] = set()
    for name in names:
        if name.casefold() in seen:
            raise BadInput(f"{where} has two {what} with the name {name}. Give one of them another name.", EXAMPLE)
        seen.add(name.casefold())
