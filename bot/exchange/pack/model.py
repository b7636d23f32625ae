"""A board pack as a document, before it is Word or Excel: sections with sentences, tables and charts."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

Value = str | int | Decimal | date | None
"""What a cell holds; None is blank. Text is as people wrote it: whoever writes the file defuses it."""


class Width(StrEnum):
    """How much room a column needs beside the others."""

    NARROW = "narrow"
    MIDDLE = "middle"
    WIDE = "wide"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its heading, and how wide it is. Numbers and dates are told by their values."""

    heading: str
    width: Width = Width.MIDDLE


@dataclass(frozen=True, slots=True)
class Table:
    """A table. `name` is unique in the pack and at most 31 characters: the name of its sheet in Excel."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture and what it says: `described` is the alternative text and stands below the picture too.

    `draw` gives a PNG; the same data gives the same bytes. It is called once, where the picture is needed.
    """

    title: str
    described: str
    draw: Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the pack under its own heading.

    Args:
        title: the heading.
        lead: sentences that say what matters; where there is nothing to show, they say so.
        tables: each under its caption.
        charts: after the sentences, before the tables.
    """

    title: str
    lead: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    charts: tuple[Chart, ...] = ()


@dataclass(frozen=True, slots=True)
class Pack:
    """The whole of it.

    Args:
        title: of the document.
        as_at: the last day that it takes account of, to its end.
        since: what changed is told from the end of this day on.
        sections: in the order in which a board reads them.
        seen_by: "" for the whole plan, else the name of the partner whose actions alone are in it.
    """

    title: str
    as_at: date
    since: date
    sections: tuple[Section, ...]
    seen_by: str = ""
