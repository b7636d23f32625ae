"""People's text on its way into a file: what XML refuses is taken out, and nothing else."""

import re
from datetime import date

from bot.exchange.pack.model import Table
from bot.messages.text import clip, day, full_day

_REFUSED = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")

MARKING = "OFFICIAL"
"""What every page says at its head."""


def plain(text: str) -> str:
    r"""The text without control characters and halves of characters; lines end with \n alone."""
    return _REFUSED.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def one_line(text: str, longest: int = 300) -> str:
    """The text on one line, for headings and captions; of one that is longer, its beginning."""
    return clip(" ".join(plain(text).split()), longest)


def as_at(when: date) -> str:
    """As at Monday 14 November 2022."""
    return f"As at {full_day(when)}"


def cover(when: date, since: date, seen_by: str) -> list[str]:
    """What stands below the title: what the pack takes account of."""
    said = [as_at(when), f"Changes since {full_day(since)}"]
    return [*said, f"Only the actions of {one_line(seen_by)} are in it"] if seen_by else said


def written(value: object) -> str:
    """A cell as it is read in Word: a date in full, a number with its thousands."""
    if isinstance(value, date):
        return day(value)
    return "" if value is None else plain(value) if isinstance(value, str) else f"{value:,}"


def is_numeric(table: Table, at: int) -> bool:
    """Whether a column holds nothing but numbers."""
    values = [row[at] for row in table.rows if row[at] is not None]
    return bool(values) and not any(isinstance(value, str | date) for value in values)
