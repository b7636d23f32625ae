"""Dates as people in the United Kingdom write them. A date is never guessed: what fixes no day stays words."""

import calendar
import re
from datetime import date

from bot.domain.dates import Written, end_of_month, written
from bot.exchange.faults import CellFault, shortened

FIRST_YEAR, LAST_YEAR = 2000, 2100
EXAMPLE = "31 January 2023 or 31/01/2023"

_BY = re.compile(r"(?:by|on|due)\s+")


def read_date(text: str) -> date:
    """The day that `text` is: "31/01/2023", "31 January 2023", "28 Feb 2023" or "2023-01-31".

    Raises CellFault where it is no such day.
    """
    read = written(text)
    if read is None or read.year is None:
        raise CellFault(f'"{shortened(text)}" is not a date that can be read. Write it like {EXAMPLE}.')
    day = _day(text, read)
    if read.weekday is not None and day.weekday() != read.weekday:
        raise CellFault(
            f'"{shortened(text)}" is a {calendar.day_name[day.weekday()]}. Put the day or the date right.'
        )
    return day


def read_due(text: str) -> tuple[date | None, str]:
    """The day that `text` fixes, and its words where they say more than the date: "by the end of January 2023".

    The day is None where the words fix none ("January 2023", "Q4", "ongoing"). Raises CellFault where the text is
    written as a date, but there is no such day.
    """
    plain = _BY.sub("", text.casefold(), count=1)
    read = written(plain)
    if read and read.year is not None:
        return read_date(plain), "" if plain == text.casefold() else text
    if re.fullmatch(r"\d+", plain) and not FIRST_YEAR <= int(plain) <= LAST_YEAR:
        raise CellFault(f"{shortened(text)} is a number, not a date. Write it like {EXAMPLE}.")
    last = end_of_month(text)
    return in_range(last) if last else None, text


def in_range(day: date) -> date:
    """`day` itself. Raises CellFault outside the years 2000 to 2100."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise CellFault(f"the year {day.year} is outside {FIRST_YEAR} to {LAST_YEAR}. Check the year.")
    return day


def _day(text: str, read: Written) -> date:
    year = read.year or 0
    if not read.month:
        raise CellFault(f'"{shortened(text)}" names no month. Write it like {EXAMPLE}.')
    if year < 100:  # noqa: PLR2004 — two digits: 1923 or 2023 would be a guess
        raise CellFault(f'"{shortened(text)}" has a year of two digits. Write all four, like {EXAMPLE}.')
    try:
        day = date(year, read.month, read.day)
    except ValueError as error:
        raise CellFault(f'"{shortened(text)}" is not a day in the calendar. Write it like {EXAMPLE}.') from error
    return in_range(day)
