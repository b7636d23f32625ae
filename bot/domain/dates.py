"""The shapes in which people in the United Kingdom write dates. Plan files and commands read them here alike.

Nothing is guessed: what is read is what stands there, day before month, and other words are no date.
"""

import calendar
import re
from datetime import date
from typing import NamedTuple

_DAYS = [name.lower() for name in calendar.day_name]
_MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
_MONTHS |= {name[:3]: number for name, number in _MONTHS.items()} | {"sept": 9}

_SHAPES = (
    re.compile(r"(?P<year>[1-9]\d{3})-(?P<month>\d{1,2})-(?P<day>\d{1,2})"),
    re.compile(r"(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})[/.-](?P<year>[1-9]\d{3}|\d{2})"),
    re.compile(
        r"(?P<day>\d{1,2})(?:st|nd|rd|th)?[\s-]*(?:of\s+)?(?P<month>[a-z]+)\.?,?(?:[\s-]*(?P<year>[1-9]\d{3}|\d{2}))?"
    ),
    re.compile(r"(?P<month>[a-z]+)\.?\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<year>[1-9]\d{3})"),
)
_WEEKDAY = re.compile(r"(?P<weekday>[a-z]+),?\s+(?=\d)")
_END = re.compile(r"(?:by\s+)?(?:the\s+)?end\s+(?:of\s+)?(?P<month>[a-z]+)\s+(?P<year>[1-9]\d{3})")


class Written(NamedTuple):
    """A date as it stands there, of the calendar or not.

    `year` is as written (two digits too), None where there is none; `month` is 0 where the word is no month;
    `weekday` counts from Monday, 0, and is None where none is written.
    """

    day: int
    month: int
    year: int | None
    weekday: int | None = None


def written(text: str) -> Written | None:
    """The date that `text` is: "31 January 2023", "31/1/23", "Tue 31st Jan", "31jan2023"; None for other words."""
    plain = " ".join(text.lower().split()).rstrip(".,;")
    plain = plain.removeprefix("the ")
    weekday = None
    if (found := _WEEKDAY.match(plain)) and (weekday := _weekday(found["weekday"])) is not None:
        plain = plain[found.end() :]
    for shape in _SHAPES:
        if found := shape.fullmatch(plain):
            year = found["year"]
            return Written(int(found["day"]), _month(found["month"]), int(year) if year else None, weekday)
    return None


def end_of_month(text: str) -> date | None:
    """31 January 2023 for "by the end of January 2023"; None for other words."""
    found = _END.fullmatch(" ".join(text.lower().split()).rstrip(".,;"))
    if not found or not (month := _month(found["month"])) or not (year := int(found["year"])):
        return None
    return date(year, month, calendar.monthrange(year, month)[1])


def _month(word: str) -> int:
    return int(word) if word.isdigit() else _MONTHS.get(word, 0)


def _weekday(word: str) -> int | None:
    whole = [number for number, name in enumerate(_DAYS) if len(word) > 2 and name.startswith(word)]  # noqa: PLR2004
    return whole[0] if whole else None


def in_words(day: date) -> str:
    """31 January 2023."""
    return f"{day.day} {day:%B %Y}"


def months_later(day: date, count: int) -> date:
    """The corresponding date `count` months later, or that month's last day where it has none."""
    years, month = divmod(day.month - 1 + count, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
