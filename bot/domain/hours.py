"""When the bot speaks of its own accord: working days, 07:00 to 20:00 local time. It answers at any time."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.clocks import WorkingDays

OPENS, CLOSES = time(7), time(20)


def in_hours(moment: datetime, zone: ZoneInfo, days: WorkingDays) -> bool:
    """Whether scheduled messages may go out at an aware `moment`; never past the bank holiday data."""
    local = moment.astimezone(zone)
    return days.knows(local.date()) and days.is_working(local.date()) and OPENS <= local.time() < CLOSES


def next_open(moment: datetime, zone: ZoneInfo, days: WorkingDays) -> datetime:
    """The aware `moment` itself in those hours, else when they begin next. Raises BadInput past the bank holidays."""
    if in_hours(moment, zone, days):
        return moment
    local = moment.astimezone(zone)
    day = days.on_or_after(local.date() + timedelta(days=local.time() >= CLOSES))
    return datetime.combine(day, OPENS, zone)
