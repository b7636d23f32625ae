"""What a sheet of the form is made of."""

from enum import StrEnum
from typing import NamedTuple

TITLE, TEXT, TRACKER_REF = 500, 3000, 60
"""The most characters that a title, any other cell, and a tracker's own ref may hold."""

GUIDE = "How to fill this in"
"""The template's first sheet; the reader leaves it alone."""

MARK = "Example:"
"""How the cell begins by which the reader knows the template's example row, and leaves it out."""


class Kind(StrEnum):
    """What a cell holds, in the words that the template explains it with."""

    TEXT = "words"
    DATE = "a date"
    DUE = "a date, or words"
    CHOICE = "one of a list"
    YES_NO = "yes or no"
    NUMBER = "a number"
    LINES = "words, one to a line"
    NUMBERS = "numbers, one to a line"
    CODE = "a code of its own"
    REF = "a ref of its own"
    PARTNER = "a partner's code"
    PARTNERS = "partners' codes"
    SOURCE = "a source's ref"
    ONE = "a ref"
    MANY = "refs"
    CHANNEL = "a channel"
    USER = "a Slack user id"
    TEAM = "a Slack team id"


class Column(NamedTuple):
    """One column.

    Args:
        header: as it stands in row 1.
        field: the name of the value in `rows`.
        kind: what its cells hold.
        meaning: one line that explains it.
        example: what a cell may look like.
        required: whether every row has to have it.
        options: the choices, for Kind.CHOICE.
        letter: what its refs begin with, for REF, ONE and MANY.
        longest: the most characters.
        sample: what stands in the template's example row; None for the example. In one column of each sheet it
            begins with MARK.
    """

    header: str
    field: str
    kind: Kind
    meaning: str
    example: str
    required: bool = False
    options: tuple[str, ...] = ()
    letter: str = ""
    longest: int = TEXT
    sample: str | None = None


class Form(NamedTuple):
    """One sheet: its name, what one row of it is called, what it is for, and its columns."""

    sheet: str
    noun: str
    purpose: str
    columns: tuple[Column, ...]

    def column(self, header: str) -> Column | None:
        """The column with this header, in any case."""
        return next((one for one in self.columns if one.header.casefold() == header.casefold()), None)

    @property
    def marked(self) -> Column:
        """The column that marks the template's example row. Every row needs it, and no real one begins like that."""
        return next(one for one in self.columns if (one.sample or "").startswith(MARK))
