"""A sheet's values, as calamine gives them, in rows that stand where a person sees them."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from python_calamine import CalamineSheet

from bot.exchange.files.book import Area, Cell, Spot
from bot.exchange.sheets import clean

_WHOLE = 1e15
"""Below it a number with nothing behind the point is a whole one: calamine gives 3.0 for 3."""

Filled = Cell | time | datetime | timedelta


def rows_of(sheet: CalamineSheet) -> list[list[Cell | None]]:
    """From the first row on: calamine gives the rows above what is filled, but not the columns before it."""
    if sheet.start is None:
        return []
    before: list[Cell | None] = [None] * sheet.start[1]
    return [before + [_cell(value) for value in row] for row in sheet.iter_rows()]


def _cell(value: Filled) -> Cell | None:
    if type(value) is str:
        return clean(value) or None
    if type(value) is float:
        return int(value) if value.is_integer() and abs(value) < _WHOLE else value
    return _timed(value)


def _timed(value: Filled) -> Cell:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, time):
        return f"{value:%H:%M:%S}".removesuffix(":00")
    if isinstance(value, timedelta):
        minutes, seconds = divmod(round(value.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02}" + (f":{seconds:02}" if seconds else "")
    return value


def put(rows: list[list[Cell | None]], spot: Spot, text: str) -> None:
    """Sets a cell, where there is one."""
    if spot.row < len(rows) and spot.column < len(rows[spot.row]):
        rows[spot.row][spot.column] = text


def unmerge(rows: list[list[Cell | None]], areas: Sequence[Area]) -> None:
    """What a merged area hides beneath its first cell nobody sees: it plays no part."""
    left = sum(map(len, rows))
    for area in areas:
        left -= _covered(area, rows)
        if left < 0:  # no spreadsheet merges a cell twice; doing so without end would take hours
            raise ValueError("areas overlap")
        for number in range(area.top, min(area.bottom + 1, len(rows))):
            row = rows[number]
            for column in range(area.left, min(area.right + 1, len(row))):
                if (number, column) != (area.top, area.left):
                    row[column] = None


def _covered(area: Area, rows: Sequence[Sequence[Cell | None]]) -> int:
    """How many cells of the rows that are there, all of one width, lie in the area."""
    down = min(area.bottom + 1, len(rows)) - area.top
    return max(0, down) * max(0, min(area.right + 1, len(rows[0])) - area.left) if rows else 0
