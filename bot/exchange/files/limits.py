"""How much of a file is read. Whatever is larger is refused with a sentence, and nothing of it is kept."""

from collections.abc import Sequence

from bot.domain.errors import BadInput
from bot.exchange.files.book import Spot, place

EXAMPLE = "followthrough import plan.xlsx --dry-run"

LARGEST_MB = 20
LARGEST_UNPACKED_MB = 400
"""A million formatted but empty rows unpack to some 300 MB."""

MOST_PARTS = 10_000
"""Members of a packed file. A workbook of fifty sheets has about 200."""

MOST_ROWS = 200_000
MOST_COLUMNS = 100
MOST_CELLS = 2_000_000
"""Of the rectangle around a sheet's filled cells: calamine sets up all of it, filled or not."""

LARGEST_ANSWER_MB = 100
"""What the reading process may say, as JSON."""

MEMORY_MB = 1_024
"""Address space of the reading process."""

PROCESSOR_SECONDS = 30
WALL_SECONDS = 60

TOO_MUCH_MEMORY = 3
"""How the reading process ends when it ran out of memory, and could still say so."""


def damaged(name: str) -> BadInput:
    """The refusal for a file that claims to be a spreadsheet and can't be read as one."""
    return BadInput(f"{name} can't be opened. It may be damaged, or need a password.", EXAMPLE)


class Extent:
    """The rectangle around a sheet's filled cells, as far as it was read. Too large a one raises BadInput."""

    __slots__ = ("bottom", "left", "name", "right", "top")

    def __init__(self, name: str) -> None:
        self.name = name
        self.top = self.left = self.bottom = self.right = -1

    def take(self, row: int, column: int) -> None:
        """One more filled cell."""
        if self.left <= column <= self.right and self.top <= row <= self.bottom:
            return
        self._check(row, column)
        if self.top < 0:
            self.top, self.left = row, column
        self.top, self.left = min(self.top, row), min(self.left, column)
        self.bottom, self.right = max(self.bottom, row), max(self.right, column)
        if (self.bottom - self.top + 1) * (self.right - self.left + 1) > MOST_CELLS:
            raise self._refusal(f"{MOST_CELLS:,} cells", row, column)

    def _check(self, row: int, column: int) -> None:
        if row >= MOST_ROWS:
            raise self._refusal(f"{MOST_ROWS:,} rows", row, column)
        if column >= MOST_COLUMNS:
            raise self._refusal(f"{MOST_COLUMNS} columns", row, column)

    def _refusal(self, most: str, row: int, column: int) -> BadInput:
        sentence = f"The sheet {self.name} has more than {most}: cell {place(Spot(row, column))} holds something."
        return BadInput(f"{sentence} Clear that cell, or bring in a smaller part.", EXAMPLE)


def within(name: str, rows: Sequence[Sequence[object]]) -> None:
    """Raises BadInput where filled cells (not None) lie too far down or to the right."""
    extent = Extent(name)
    for number, row in enumerate(rows):
        for column in (at for at, cell in enumerate(row) if cell is not None):
            extent.take(number, column)
