"""Words: dates in full, counts that agree, and user text that can't do anything in Slack."""

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.dates import in_words

_HALF_MARKUP = re.compile(r"(&[a-z]{0,3}|<[^>]*)$")
_HALF_ENTITY = re.compile(r"&[a-z]{0,3}$")


def safe(text: str, longest: int = 2900) -> str:
    """User text for mrkdwn: `<!channel>` and links come out as the characters that were typed.

    At most `longest` characters, counted as Slack counts them: after "&" has become "&amp;".
    """
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return escaped if len(escaped) <= longest else _HALF_ENTITY.sub("", escaped[: longest - 1]).rstrip() + "…"


def cut(text: str, longest: int) -> str:
    """At most `longest` characters of mrkdwn, with no half of an entity, a link or a mention at its end."""
    return text if len(text) <= longest else _HALF_MARKUP.sub("", text[: longest - 1]).rstrip() + "…"


def clip(text: str, longest: int) -> str:
    """At most `longest` characters, with an ellipsis where something was left out."""
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def day(when: date) -> str:
    """31 January 2023."""
    return in_words(when)


def full_day(when: date) -> str:
    """Tuesday 31 January 2023."""
    return f"{when:%A} {day(when)}"


def moment(at: datetime, zone: ZoneInfo) -> str:
    """14 November 2022 at 5:30pm, in the partnership's zone."""
    local = at.astimezone(zone)
    hour = local.hour % 12 or 12
    return f"{day(local.date())} at {hour}{f':{local:%M}' if local.minute else ''}{'am' if local.hour < 12 else 'pm'}"  # noqa: PLR2004


def count(number: int, one: str) -> str:
    """1 action, 6 actions."""
    return f"{number:,} {one if number == 1 else one + 's'}"


def listed(things: list[str]) -> str:
    """a, b and c."""
    return " and ".join(filter(None, [", ".join(things[:-1]), things[-1]])) if things else ""


def first_few(names: Sequence[str], most: int, rest: str = "more") -> str:
    """a, b and 3 more."""
    left = [f"{len(names) - most:,} {rest}"] if len(names) > most else []
    return listed([*names[:most], *left])


def lasting(span: timedelta) -> str:
    """How long, roughly, whichever way: 10 minutes, 3 hours, 5 days."""
    minutes = round(abs(span) / timedelta(minutes=1))
    if minutes < 120:  # noqa: PLR2004 — hours and days are said from two on
        return count(minutes, "minute")
    hours = round(minutes / 60)
    return count(hours, "hour") if hours < 48 else count(round(hours / 24), "day")  # noqa: PLR2004 — as above
