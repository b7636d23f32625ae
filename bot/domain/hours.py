"""When the bot speaks of its own accord: working days, 07:00 to 20:00 local time. It answers at any time."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from bot.domain.clocks import WorkingDays

OPENS, CLOSES = time(7), time(20)


def in_hours(moment: datetime, zone: ZoneInfo, days: WorkingDays) -> bool:
    """Whether scheduled messages may go out at an aware `moment`; never past the bank holiday data."""
    local = moment.astimezone(zone)
    return days.knows(local.date()) and days.is_working(local.date()) and OPENS <= local.time() < CLOSES
