"""Dates as people in the United Kingdom write them. A date is never guessed: what fixes no day stays words."""

import calendar
import re
from datetime import date

from bot.exchange.faults import CellFault, shortened

FIRST_YEAR, LAST_YEAR = 2000, 2100
EXAMPLE = "31 January 2023 or 31/01/2023"

_DAYS = [name.casefold() for name in calendar.day_name]
_MONTHS = {name.casefold(): number for number, name in enumerate(calendar.month_name) if name}
_MONTHS |= {name[:3]: number for name, number in _MONTHS.items()} | {"sept": 9}

_ISO = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})")
_DIGITS = re.compile(r"(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})[/.-](?P<year>\d{4}|\d{2})")
_WORDS = re.compile(
    r"(?:(?P<weekday>[a-z]+day),?\s+)?(?P<day>\d{1,2})(?:st|nd|rd|th)?[\s-]+(?P<month>[a-z]+)\.?,?[\s-]+(?P<year>\d{4})"
)
_BY = re.compile(r"(?:by|on|due)\s+")
_END = re.compile(r"(?:by\s+)?(?:the\s+)?end\s+(?:of\s+)?(?P<month>[a-z]+)\s+(?P<year>\d{4})")


def read_date(text: str) -> date:
    """The day that `text` is: "31/01/2023", "31 January 2023", "28 Feb 2023" or "2023-01-31".

    Raises CellFault where it is no such day.
    """
    found = _looks_like_a_day(text.casefold())
    if not found:
        raise CellFault(f'"{shortened(text)}" is not a date that can be read. Write it like {EXAMPLE}.')
    parts = found.groupdict()
    day = _day(text, int(parts["year"]), _month(text, parts["month"]), int(parts["day"]))
    if parts.get("weekday") and _DAYS[day.weekday()] != parts["weekday"]:
        raise CellFault(
            f'"{shortened(text)}" is a {_DAYS[day.weekday()].capitalize()}. Put the day or the date right.'
        )
    return day


def read_due(text: str) -> tuple[date | None, str]:
    """The day that `text` fixes, and its words where they say more than the date: "by the end of January 2023".

    The day is None where the words fix none ("January 2023", "Q4", "ongoing"). Raises CellFault where the text is
    written as a date, but there is no such day.
    """
    plain = _BY.sub("", text.casefold(), count=1)
    if _looks_like_a_day(plain):
        return read_date(plain), "" if plain == text.casefold() else text
    if re.fullmatch(r"\d+", plain) and not FIRST_YEAR <= int(plain) <= LAST_YEAR:
        raise CellFault(f"{shortened(text)} is a number, not a date. Write it like {EXAMPLE}.")
    return end_of_month(text), text


def end_of_month(text: str) -> date | None:
    """31 January 2023 for "end of January 2023"; None for other words."""
    found = _END.fullmatch(text.casefold().strip())
    if not found or found["month"] not in _MONTHS:
        return None
    year, month = int(found["year"]), _MONTHS[found["month"]]
    return _day(text, year, month, calendar.monthrange(year, month)[1]) if year else None


def in_range(day: date) -> date:
    """`day` itself. Raises CellFault outside the years 2000 to 2100."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise CellFault(f"the year {day.year} is outside {FIRST_YEAR} to {LAST_YEAR}. Check the year.")
    return day


def _looks_like_a_day(text: str) -> re.Match[str] | None:
    return _ISO.fullmatch(text) or _DIGITS.fullmatch(text) or _WORDS.fullmatch(text)


def _month(text: str, written: str) -> int:
    month = int(written) if written.isdigit() else _MONTHS.get(written, 0)
    if not month:
        raise CellFault(f'"{shortened(text)}" names no month. Write it like {EXAMPLE}.')
    return month


def _day(text: str, year: int, month: int, day: int) -> date:
    if year < 100:  # noqa: PLR2004 — two digits: 1923 or 2023 would be a guess
        raise CellFault(f'"{shortened(text)}" has a year of two digits. Write all four, like {EXAMPLE}.')
    try:
        return in_range(date(year, month, day))
    except ValueError as error:
        if isinstance(error, CellFault):
            raise
        raise CellFault(f'"{shortened(text)}" is not a day in the calendar. Write it like {EXAMPLE}.') from error
