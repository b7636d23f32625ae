"""When a cell says that something is due: a day only where its words fix one, day before month; else its words."""

import calendar
import math
import re
from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from bot.domain.dates import Written, end_of_month, months_later, written
from bot.exchange.dates import FIRST_YEAR, LAST_YEAR
from bot.exchange.files.book import Cell
from bot.exchange.trackers.words import on_line, quoted

YEARS = 5
"""How far from the plan's other dates one may be before somebody should check its year."""

FEWEST = 3
"""So many dates tell what years a plan is of."""
_EPOCH, _EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)
_LONGEST = 500  # characters: what is longer says more than a date
_CENTURY, _LAST_OF_2000S = 100, 79

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_WEEKDAY = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,?\s+)?"
_DATE = re.compile(
    rf"""(?<![\w/.-])(?:
        \d{{4}}-\d{{1,2}}-\d{{1,2}}
        | {_WEEKDAY}\d{{1,2}}[/.-]\d{{1,2}}[/.-](?:\d{{4}}|\d{{2}})
        | {_WEEKDAY}(?:the\s+)?\d{{1,2}}(?:st|nd|rd|th)?[\s-]*(?:of\s+)?{_MONTH}\.?,?[\s-]*(?:\d{{4}}|\d{{2}})
        | {_MONTH}\.?\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}
        )(?![\w/]|[.-]\w)""",
    re.IGNORECASE | re.VERBOSE,
)
_TIME = re.compile(r"[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z?$")
_BETWEEN = re.compile(r"[^a-z@]+")
_MOVED = (
    "revised|extended|moved|changed|amended|deferred|slipped|postponed|rescheduled|updated|pushed back|put back|now"
    "|new|revised date|new date|extended date|new deadline|revised deadline|extension|extension agreed"
)
_WAS = "was|originally|original|original date|original deadline|originally due|previously|formerly|initially|first"
_TO = "(?: (?:to|until|till|by|date|due|is))*"
_ONE = re.compile(
    rf"(?:(?:due|deadline|target|target date|due date|to be completed|to be complete|complete|{_MOVED}) ?)?"
    r"(?:(?:by|on|to|until|the) ?)*@(?: (?:latest|at the latest|deadline|target|revised|extended|new date))?"
)
_LATER = re.compile(
    rf"(?:(?:{_WAS}|due|target)(?: (?:date|due|by|is))* )?(?:by )?@ (?:(?:but|and) )?(?:{_MOVED}){_TO} @"
)
_EARLIER = re.compile(rf"(?:(?:{_MOVED}){_TO} )?@ (?:(?:{_MOVED}) )?(?:{_WAS}|from|instead of){_TO} @")


class When(NamedTuple):
    """When something is due.

    Args:
        day: None where no day is fixed.
        words: the cell's, where they say more than the day.
        first: the day that was fixed before it, where the cell tells both.
        look: what somebody should look at; "" for nothing.
        short_year: a date with a year of two digits and how it was read, after 2000; "" for none.
    """

    day: date | None = None
    words: str = ""
    first: date | None = None
    look: str = ""
    short_year: str = ""


class Around(NamedTuple):
    """A day near which due dates are, and what it is called: "today"."""

    day: date
    called: str


class _NoDay(ValueError):
    """Its text says why a date is none."""


def middle(cells: Iterable[Cell], today: date, *, epoch_1904: bool = False) -> Around:
    """Where most of a plan's dates are: around the middle one, or around today where there are fewer than three."""
    read = (read_when(cell, None, epoch_1904=epoch_1904) for cell in cells)
    days = sorted(one.day for one in read if one.day)
    if len(days) < FEWEST:
        return Around(today, "today")
    return Around(days[len(days) // 2], "most other dates here")


def read_when(cell: Cell, around: Around | None, *, epoch_1904: bool = False) -> When:
    """When the cell says. Words that fix no day are kept, and looked at; nothing is ever guessed.

    `around`: from which a due date is no more than YEARS away; None for days that may be long ago.
    """
    text = on_line(cell)
    try:
        if isinstance(cell, date):
            return When(_near(cell, around))
        if isinstance(cell, int | float) and not isinstance(cell, bool):
            return _counted(float(cell), text, around, epoch_1904=epoch_1904)
        if text.isascii() and text.isdigit() and len(text) == 5:  # noqa: PLR2004 — days since 1900, as text
            return _counted(float(text), text, around, epoch_1904=epoch_1904)
        return _worded(text, around)
    except _NoDay as why:
        return When(words=text, look=f"{quoted(text)} {why}. The words are kept, and no date is guessed")


def _counted(number: float, text: str, around: Around | None, *, epoch_1904: bool) -> When:
    epoch = _EPOCH_1904 if epoch_1904 else _EPOCH
    first, last = (date(FIRST_YEAR, 1, 1) - epoch).days, (date(LAST_YEAR, 12, 31) - epoch).days
    if not (math.isfinite(number) and first <= number < last + 1):
        raise _NoDay("fixes no day")
    day = _near(epoch + timedelta(days=int(number)), around)
    return When(day, look=f"the number {text} is read as a date, as spreadsheets count days: {long_date(day)}")


def _worded(text: str, around: Around | None) -> When:
    if len(text) > _LONGEST:
        raise _NoDay("says more than a date")
    text = _TIME.sub("", text)
    dates = _DATE.findall(text)
    beside = " ".join(_BETWEEN.sub(" ", _DATE.sub(" @ ", text.casefold())).split())
    if not dates:
        return _without(text, around)
    if len(dates) == 1:
        if not _ONE.fullmatch(beside):
            raise _NoDay("says more than a date")
        day, short = _day(dates[0], around)
        return When(day, "" if beside == "@" else text, short_year=short)
    if _LATER.fullmatch(beside):
        return _moved(text, dates, around)
    if _EARLIER.fullmatch(beside):
        return _moved(text, dates[::-1], around)
    raise _NoDay("holds several dates")


def _moved(text: str, dates: list[str], around: Around | None) -> When:
    (first, one), (day, other) = (_day(written_, around) for written_ in dates)
    look = f"{quoted(text)} is read as first due on {long_date(first)}, and now on {long_date(day)}"
    return When(day, text, first, look, other or one)


def _without(text: str, around: Around | None) -> When:
    found = written(text)
    if found and found.month and found.year is None:
        raise _NoDay("has no year")
    if found and found.month:
        return When(_of_calendar(found, around))
    if last := end_of_month(text):
        return When(_near(last, around), text)
    raise _NoDay("fixes no day")


def _day(text: str, around: Around | None) -> tuple[date, str]:
    found = written(text)
    if found is None or found.year is None or not found.month:
        raise _NoDay("is no date that can be read")
    if found.year >= _CENTURY:
        return _of_calendar(found, around), ""
    if found.year > _LAST_OF_2000S:
        raise _NoDay("needs all four digits of its year: check the year")
    day = _of_calendar(found._replace(year=2000 + found.year), around)
    return day, f"{quoted(text)} is read as {long_date(day)}"


def _of_calendar(found: Written, around: Around | None) -> date:
    try:
        day = date(found.year or 0, found.month, found.day)
    except ValueError:
        raise _NoDay("is no day in the calendar, read day before month") from None
    if found.weekday is not None and found.weekday != day.weekday():
        raise _NoDay(f"is a {calendar.day_name[day.weekday()]}, not a {calendar.day_name[found.weekday]}")
    return _near(day, around)


def _near(day: date, around: Around | None) -> date:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise _NoDay(f"is outside {FIRST_YEAR} to {LAST_YEAR}: check the year")
    if around and not months_later(around.day, -12 * YEARS) <= day <= months_later(around.day, 12 * YEARS):
        raise _NoDay(f"is more than {YEARS} years from {around.called}: check the year")
    return day


def long_date(day: date) -> str:
    """31 January 2023."""
    return f"{day.day} {day:%B %Y}"
