"""A plan's sheets as rows of cells, whether they come from a workbook or from YAML."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import NamedTuple

from bot.domain.errors import BadInput

LARGEST_MB = 20
EXAMPLE = "followthrough import plan.xlsx"

Cell = str | int | float | bool | date


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
    """Every sheet's rows, by the sheet's name: the same shape from .xlsx, .yml and .yaml.

    Raises BadInput where the file isn't there, can't be read, is of another kind or is larger than 20 MB.
    """
    from bot.exchange.workbook import read_workbook  # noqa: PLC0415 — openpyxl is slow to load, and often not needed
    from bot.exchange.yaml_file import read_yaml  # noqa: PLC0415

    readers = {".xlsx": read_workbook, ".yml": read_yaml, ".yaml": read_yaml}
    reader = readers.get(path.suffix.lower())
    if reader is None:
        raise BadInput(f"{path.name} is not a workbook (.xlsx) or a YAML file (.yml).", EXAMPLE)
    return reader(path.name, _contents(path))


def _contents(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST_MB * 1_000_000:
            raise BadInput(f"{path.name} is larger than {LARGEST_MB} MB, so it was not read.", EXAMPLE)
        return path.read_bytes()
    except FileNotFoundError as error:
        raise BadInput(f"There is no file {path.name} in that place.", EXAMPLE) from error
    except OSError as error:
        raise BadInput(f"{path.name} can't be read: {error.strerror or 'the disk refuses it'}.", EXAMPLE) from error


# Spaces that people paste from Word and from web pages without seeing them, and marks that have no width at all.
_UNSEEN = {ord(space): " " for space in "\u00a0\u2007\u202f"} | dict.fromkeys(map(ord, "\u200b\u2060\ufeff"), None)
_CONTROLS = dict.fromkeys((code for code in range(32) if chr(code) not in "\n\t"), None)


def clean(text: str) -> str:
    """Text without spaces around it, and without characters that can't be seen."""
    return text.replace("\r\n", "\n").translate(_UNSEEN | _CONTROLS).strip()


def distinct(names: list[str], what: str, where: str) -> None:
    """Raises BadInput where two names are the same but for their case: one of the two would be lost."""
    seen: set[str] = set()
    for name in names:
        if name.casefold() in seen:
            raise BadInput(f"{where} has two {what} with the name {name}. Give one of them another name.", EXAMPLE)
        seen.add(name.casefold())
