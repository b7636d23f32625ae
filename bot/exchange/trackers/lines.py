"""A sheet's rows as a tracker has them: what stands in each, and what reaches it from merged cells."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.exchange.files.book import Area, Cell, Sheet, Spot

NOTHING: Mapping[int, int] = {}


@dataclass(frozen=True, slots=True)
class Line:
    """One row that holds something of its own.

    Args:
        number: from 0, within the sheet.
        own: its own filled cells by column; those that show a tick or a cross have it.
        cells: the same, and what reaches the row from merged cells that begin above it.
        across: of its cells that are merged with others to their right, the last column of each.
    """

    number: int
    own: Mapping[int, Cell]
    cells: Mapping[int, Cell]
    across: Mapping[int, int]


def lines(sheet: Sheet) -> list[Line]:
    """The rows of a sheet that hold something."""
    own = [{at: cell for at, cell in enumerate(row) if cell is not None and cell != ""} for row in sheet.rows]
    for spot, tick in sheet.ticked.items():
        if spot.row < len(own) and spot.column in own[spot.row]:
            own[spot.row][spot.column] = tick
    down = _down(sheet, own)
    across = _across(sheet)
    return [
        Line(number, row, {**down[number], **row} if number in down else row, across.get(number, NOTHING))
        for number, row in enumerate(own)
        if row
    ]


def filled(sheet: Sheet) -> int:
    """How many rows of a sheet hold something."""
    return sum(any(cell is not None and cell != "" for cell in row) for row in sheet.rows)


def _down(sheet: Sheet, own: list[dict[int, Cell]]) -> dict[int, dict[int, Cell]]:
    """By row, what reaches it from the first cell of a merged area: only in the area's first column."""
    found: dict[int, dict[int, Cell]] = {}
    for area in _apart(sheet.merged, len(own)):
        if (cell := own[area.top].get(area.left)) is not None:
            for row in range(area.top + 1, min(area.bottom, len(own) - 1) + 1):
                found.setdefault(row, {})[area.left] = cell
    return found


def _apart(areas: tuple[Area, ...], height: int) -> Iterator[Area]:
    """The areas of more than one row; of those that overlap, which only a damaged file has, the first."""
    ends: dict[int, int] = {}
    for area in sorted(areas):
        if area.top < min(area.bottom, height) and area.top > ends.get(area.left, -1):
            ends[area.left] = area.bottom
            yield area


def _across(sheet: Sheet) -> dict[int, dict[int, int]]:
    found: dict[int, dict[int, int]] = {}
    for area in sheet.merged:
        if area.right > area.left:
            found.setdefault(area.top, {})[area.left] = area.right
    return found


def spot_of(line: Line, column: int) -> Spot:
    """The place of a line's cell."""
    return Spot(line.number, column)
