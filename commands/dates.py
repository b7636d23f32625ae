"""Dates as people type them, in UK order. A date that could mean two days, or none, is never guessed."""

import re
from datetime import date, timedelta
from typing import Literal

from bot.domain.dates import Written, end_of_month, written
from bot.domain.errors import BadInput

_NAMED = {"today": 0, "tomorrow": 1, "yesterday": -1}
_AWAY = re.compile(r"(?:in (?P<ahead>\d{1,3})|(?P<back>\d{1,3})) (?P<unit>day|week)s?(?P<ago> ago)?")

EXAMPLE = "31 January 2023"


def read_date(text: str, today: date, *, towards: Literal["past", "future"]) -> date:
    """The day that `text` names: "31 January 2023", "31/1/23", "28 Feb", "tomorrow", "end of January".

    Args:
        text: the words for one date.
        today: what "tomorrow" is counted from.
        towards: whether a day or a month without a year is the last one or the next one.

    Raises BadInput where the words fix no day, or a day that doesn't exist.
    """
    words = " ".join(text.lower().split()).rstrip(".,;:")
    if words in _NAMED:
        return today + timedelta(days=_NAMED[words])
    if found := _away(words, today) or end_of_month(words) or _end_of_month(words, today, towards):
        return found
    if read := written(words):
        return _checked(_in_year(read, today, towards, text), read, text)
    raise _unread(text)


def _away(words: str, today: date) -> date | None:
    found = _AWAY.fullmatch(words)
    if not found or bool(found["ahead"]) == bool(found["ago"]):
        return None
    away = timedelta(days=int(found["ahead"] or found["back"]) * (7 if found["unit"] == "week" else 1))
    return today - away if found["ago"] else today + away


def _end_of_month(words: str, today: date, towards: str) -> date | None:
    """The next or the last end of a month that is named without its year."""
    years = (today.year - 1, today.year, today.year + 1)
    ends = [end for year in years if (end := end_of_month(f"{words} {year}"))]
    if towards == "future":
        return next((end for end in ends if end >= today), None)
    return next((end for end in reversed(ends) if end <= today), None)


def _checked(found: date, read: Written, text: str) -> date:
    if read.weekday is not None and found.weekday() != read.weekday:
        raise BadInput(f"{found.day} {found:%B %Y} is a {found:%A}, so “{text.strip()[:60]}” is no day.", EXAMPLE)
    return found


def _in_year(read: Written, today: date, towards: str, text: str) -> date:
    if read.year is not None:
        return _made(read.year if read.year > 99 else 2000 + read.year, read, text)  # noqa: PLR2004 — two digits
    this_year = _made(today.year, read, text)
    if towards == "future" and this_year < today:
        return _made(today.year + 1, read, text)
    if towards == "past" and this_year > today:
        return _made(today.year - 1, read, text)
    return this_year


def _made(year: int, read: Written, text: str) -> date:
    try:
        return date(year, read.month, read.day)
    except ValueError as error:  # 31 February, a thirteenth month, a word that is no month
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
        friday = today + timedelta(days=(4 - today.weekday()) % 7)  # at a weekend, the coming one
        return friday + timedelta(days=7 if words == "next week" else 0)
    return read_date(text, today, towards="future")
