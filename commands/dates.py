"""Dates as people type them, in UK order. A date that could mean two days, or none, is never guessed."""

import re
from calendar import monthrange
from datetime import date, datetime, timedelta
from typing import Literal

from bot.domain.errors import BadInput

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)"
)
_DAY_FIRST = re.compile(rf"^\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}\.?,?(?:\s+(?P<year>\d{{4}}|\d{{2}}))?$")
_MONTH_FIRST = re.compile(rf"^{_MONTH}\.?\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})$")
_NUMBERS = re.compile(r"^(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})[/.-](?P<year>\d{4}|\d{2})$")
_ISO = re.compile(r"^(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})$")
_RELATIVE = re.compile(r"^(?:today|tomorrow|yesterday|in \d{1,3} (?:days?|weeks?)|\d{1,3} (?:days?|weeks?) ago)$")
_END_OF_MONTH = re.compile(rf"^(?:by\s+)?(?:the\s+)?end\s+of\s+(?P<month>{_MONTH})\s+(?P<year>\d{{4}})$")
_WEEKDAY = re.compile(r"^(?P<day>mon|tue|wed|thu|fri|sat|sun)[a-z]*,?\s+(?=\d)")

EXAMPLE = "31 January 2023"


def read_date(text: str, today: date, *, towards: Literal["past", "future"]) -> date:
    """The day that `text` names: "31 January 2023", "31/1/23", "28 Feb", "tomorrow", "end of January 2023".

    Args:
        text: the words for one date.
        today: what "tomorrow" is counted from.
        towards: whether a day without a year is the last one or the next one.

    Raises BadInput where the words fix no day, or a day that doesn't exist.
    """
    words = " ".join(text.lower().split()).rstrip(".,;")
    weekday = _WEEKDAY.match(words)
    found = _read(words[weekday.end() :] if weekday else words, text, today, towards)
    if weekday and f"{found:%a}".lower() != weekday["day"]:
        raise BadInput(f"{found.day} {found:%B %Y} is a {found:%A}, so “{text.strip()[:60]}” is no day.", EXAMPLE)
    return found


def _read(words: str, text: str, today: date, towards: str) -> date:
    if found := _END_OF_MONTH.match(words):
        first = _parse(f"1 {found['month']} {found['year']}", today, text)
        return first.replace(day=monthrange(first.year, first.month)[1])
    if _RELATIVE.match(words):
        return _parse(words, today, text)
    if found := _NUMBERS.match(words) or _ISO.match(words):
        return _made(_century(found["year"]), int(found["month"]), int(found["day"]), text)
    if found := _DAY_FIRST.match(words) or _MONTH_FIRST.match(words):
        return _in_year(_parse(words, today, text), found["year"], today, towards, text)
    raise _unread(text)


def _parse(words: str, today: date, text: str) -> date:
    import dateparser  # noqa: PLC0415 — it takes a fifth of a second to wake up, and few commands hold a date

    found = dateparser.parse(
        words,
        languages=["en"],
        settings={
            "DATE_ORDER": "DMY",
            "RELATIVE_BASE": datetime(today.year, today.month, today.day),  # noqa: DTZ001 — a calendar date
            "REQUIRE_PARTS": ["day", "month"],
        },
    )
    if found is None:
        raise _unread(text)
    return found.date()


def _in_year(read: date, year: str | None, today: date, towards: str, text: str) -> date:
    if year:  # as written: the library takes "22" for 2122 or 1922
        return _made(_century(year), read.month, read.day, text)
    this_year = _made(today.year, read.month, read.day, text)
    if towards == "future" and this_year < today:
        return _made(today.year + 1, read.month, read.day, text)
    if towards == "past" and this_year > today:
        return _made(today.year - 1, read.month, read.day, text)
    return this_year


def _century(year: str) -> int:
    return int(year) if len(year) > 2 else 2000 + int(year)  # noqa: PLR2004 — digits


def _made(year: int, month: int, day: int, text: str) -> date:
    try:
        return date(year, month, day)
    except ValueError as error:  # 31 February, a thirteenth month
        raise _unread(text) from error


def _unread(text: str) -> BadInput:
    return BadInput(f"“{text.strip()[:60]}” is not a date that can be read with certainty.", EXAMPLE)


_WITHIN = re.compile(r"^(?:in |within |the next |next )?(\d{1,3}) ?(days?|weeks?)$")


def read_horizon(text: str, today: date) -> date:
    """The last day of "14 days", "2 weeks", "this week", or of a date. Raises BadInput."""
    words = " ".join(text.lower().split())
    if found := _WITHIN.match(words):
        return today + timedelta(days=int(found[1]) * (7 if found[2].startswith("week") else 1))
    if words in {"this week", "next week"}:
        friday = today + timedelta(days=6 - today.weekday() - 2)
        return friday + timedelta(days=7 * (words == "next week"))
    return read_date(text, today, towards="future")
