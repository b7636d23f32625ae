"""Reads one cell as what its column asks for. A cell that can't be read says why."""

import math
import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal

from bot.domain.refs import Kind as RefKind
from bot.domain.refs import read_ref
from bot.exchange.columns import TITLE, Column, Kind
from bot.exchange.dates import EXAMPLE, in_range, read_date, read_due
from bot.exchange.faults import CellFault, shortened
from bot.exchange.files.book import Cell
from bot.exchange.plain import is_channel_id
from bot.exchange.rows import Due
from bot.exchange.sheets import clean

Value = str | bool | date | Decimal | Due | int | tuple[str, ...] | tuple[int, ...] | tuple[Decimal, ...]

FEWEST_BANDS, MOST_BANDS, LONGEST_BAND = 2, 10, 60

_SEPARATORS = re.compile(r"\s*(?:[,;/&+\n]|\band\b)\s*", re.IGNORECASE)
_NUMBER = re.compile(r"-?(?:\d{1,15}|\d{1,3}(?:,\d{3}){1,4})(?:\.\d{1,10})?")
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_USER = re.compile(r"[UW][A-Z0-9]{2,30}")
_TEAM = re.compile(r"[TE][A-Z0-9]{2,30}")
_CHANNEL = re.compile(r"[^\s#,.]{1,80}")
_SHEET_ERROR = re.compile(r"#(?:REF!|VALUE!|N/A|NAME\?|DIV/0!|NULL!|NUM!|SPILL!|CALC!)")


def read_cell(column: Column, cell: Cell) -> Value:
    """The cell's value, of the type that its column's kind has. Raises CellFault."""
    if isinstance(cell, str) and _SHEET_ERROR.fullmatch(cell):
        raise CellFault(f"the cell shows the spreadsheet error {cell}. Put the formula right, or write the value.")
    if isinstance(cell, float) and not math.isfinite(cell):
        raise CellFault("the cell holds no number that can be kept.")
    if isinstance(cell, str) and len(cell) > column.longest:
        raise CellFault(f"it has {len(cell):,} characters. The most is {column.longest:,}: shorten it.")
    return _READERS[column.kind](column, cell)


def as_text(cell: Cell) -> str:
    """The cell as it would be typed: 12 for the number 12.0, "31 January 2023" for a date, yes for TRUE."""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, date):
        return f"{cell.day} {cell:%B %Y}"
    return str(cell)


def _text(column: Column, cell: Cell) -> str:
    text = as_text(cell)
    return " ".join(text.split()) if column.longest <= TITLE else text


def _date(_: Column, cell: Cell) -> date:
    if isinstance(cell, date):
        return in_range(cell)
    if not isinstance(cell, str):
        raise CellFault(f"{as_text(cell)} is not a date. Write it like {EXAMPLE}, or format the cell as a date.")
    return read_date(cell)


def _due(_: Column, cell: Cell) -> Due:
    if isinstance(cell, date):
        return Due(day=in_range(cell))
    day, words = read_due(as_text(cell))
    return Due(day=day, words=words)


def _choice(column: Column, cell: Cell) -> str:
    written = " ".join(as_text(cell).split()).casefold()
    if written not in column.options:
        raise CellFault(f'"{shortened(as_text(cell))}" is not one of the choices: {", ".join(column.options)}.')
    return written


def _yes_no(_: Column, cell: Cell) -> bool:
    written = as_text(cell).casefold()
    if written not in _YES_NO:
        raise CellFault(f'"{shortened(as_text(cell))}" is neither yes nor no.')
    return _YES_NO[written]


_YES_NO = {"yes": True, "y": True, "true": True, "no": False, "n": False, "false": False}


def as_read(longest: int, text: str) -> str:
    """What `text` is once it was written to a file and read again, in a column of at most `longest` characters."""
    read = clean(text)
    return " ".join(read.split()) if longest <= TITLE else read


def _number(_: Column, cell: Cell) -> Decimal:
    text = as_text(cell) if not isinstance(cell, bool | date) else ""
    if not _NUMBER.fullmatch(text):
        raise CellFault(f'"{shortened(as_text(cell))}" is not a number alone. Write it like 400 or 72.5.')
    return Decimal(text.replace(",", ""))


def _code(column: Column, cell: Cell) -> str:
    code = as_text(cell)
    if not _CODE.fullmatch(code) or read_ref(code):
        raise CellFault(f'"{shortened(code)}" can\'t be used. Write one short word, like {column.example}.')
    return code


def _ref(column: Column, cell: Cell) -> int:
    kind = RefKind(column.letter)
    ref = read_ref(as_text(cell), bare=kind)
    if ref is None or ref.kind is not kind:
        raise CellFault(f'"{shortened(as_text(cell))}" is not a ref of this kind. Write it like {column.example}.')
    return ref.number


def _refs(column: Column, cell: Cell) -> tuple[int, ...]:
    return tuple(dict.fromkeys(_ref(column, part) for part in _parts(cell)))


def _partners(_: Column, cell: Cell) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_parts(cell)))


def _parts(cell: Cell) -> list[str]:
    parts = [part for part in _SEPARATORS.split(as_text(cell)) if part]
    if not parts:
        raise CellFault(f'"{shortened(as_text(cell))}" names nothing. Leave the cell blank, or name something.')
    return parts


def _lines(_: Column, cell: Cell) -> tuple[str, ...]:
    lines = tuple(" ".join(line.split()) for line in as_text(cell).splitlines() if line.strip())
    if not MOST_BANDS >= len(lines) >= FEWEST_BANDS or max(map(len, lines)) > LONGEST_BAND:
        raise CellFault(
            f"write {FEWEST_BANDS} to {MOST_BANDS} bands, each on a line of its own and at most {LONGEST_BAND} "
            "characters long."
        )
    if len({line.casefold() for line in lines}) < len(lines):
        raise CellFault("two of the bands have the same words.")
    return lines


def _numbers(column: Column, cell: Cell) -> tuple[Decimal, ...]:
    return tuple(_number(column, line.strip()) for line in as_text(cell).splitlines() if line.strip())


def _channel(column: Column, cell: Cell) -> str:
    name = as_text(cell).removeprefix("#")
    if not _CHANNEL.fullmatch(name):
        raise CellFault(f'"{shortened(as_text(cell))}" is not a channel. Write it like {column.example}.')
    return name if is_channel_id(name) else name.lower()


def _slack_id(pattern: re.Pattern[str]) -> Callable[[Column, Cell], str]:
    def read(column: Column, cell: Cell) -> str:
        if not pattern.fullmatch(as_text(cell)):
            # The words are not repeated: what stands here instead of an id is mostly somebody's name.
            raise CellFault(f"this is not {column.kind}. Write it like {column.example}. Names don't work here.")
        return as_text(cell)

    return read


_READERS: Mapping[Kind, Callable[[Column, Cell], Value]] = {
    Kind.TEXT: _text,
    Kind.DATE: _date,
    Kind.DUE: _due,
    Kind.CHOICE: _choice,
    Kind.YES_NO: _yes_no,
    Kind.NUMBER: _number,
    Kind.LINES: _lines,
    Kind.NUMBERS: _numbers,
    Kind.CODE: _code,
    Kind.REF: _ref,
    Kind.PARTNER: _text,
    Kind.PARTNERS: _partners,
    Kind.SOURCE: _text,
    Kind.ONE: _ref,
    Kind.MANY: _refs,
    Kind.CHANNEL: _channel,
    Kind.USER: _slack_id(_USER),
    Kind.TEAM: _slack_id(_TEAM),
}
