"""The clock as the page shows and moves it."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.clocks import SATURDAY, england_and_wales
from bot.playground.errors import BadRequestError
from bot.playground.records import Json
from bot.playground.shapes import ZONE
from bot.playground.workspace import Workspace

OFFICE_OPENS = 9


def clock_json(workspace: Workspace) -> Json:
    """What the clock shows, in UTC and in the place's own time."""
    now = workspace.clock()
    return {"now": now.isoformat(), "local": now.astimezone(ZoneInfo(ZONE)).isoformat()}


def target(now: datetime, asked: Json) -> datetime:
    """The moment to which the page wants to move.

    Args:
        now: an aware moment.
        asked: `{"to": ISO datetime with its offset}` or `{"step": name}`.

    Raises:
        BadRequestError: it says neither, or the moment is not a later one.
    """
    if asked.get("step"):
        return _step(now, str(asked["step"]))
    try:
        moment = datetime.fromisoformat(str(asked.get("to", "")))
    except ValueError:
        raise BadRequestError("`to` has to be an ISO date and time") from None
    if moment.tzinfo is None or moment <= now:
        raise BadRequestError("the clock only moves forward, to a time with its offset")
    return moment


def _step(now: datetime, name: str) -> datetime:
    if name == "next-hour":
        return now + timedelta(hours=1)
    if name not in {"next-monday-0900", "next-working-day"}:
        raise BadRequestError(f"no step {name!r}")
    local = now.astimezone(ZoneInfo(ZONE))
    morning = local.replace(hour=OFFICE_OPENS, minute=0, second=0, microsecond=0)
    # Added to local time, a day is a day even when the clocks change in between.
    while morning <= local or not _wanted(morning, name):
        morning += timedelta(days=1)
    return morning


def _wanted(morning: datetime, name: str) -> bool:
    return morning.weekday() == 0 if name == "next-monday-0900" else _is_working(morning.date())


def _is_working(day: date) -> bool:
    days = england_and_wales()
    return days.is_working(day) if days.first <= day <= days.last else day.weekday() < SATURDAY
