"""Moving the playground's clock: the bot lives through each working morning on the way, as it would have."""

import time
from datetime import datetime, timedelta

from app import Followthrough
from bot.clock import MovableClock
from bot.domain.clocks import WorkingDays
from bot.schedule import jobs
from bot.services import Services
from storage import outbox

OPENS = 9  # o'clock
MOST = 65  # mornings, a quarter: some seconds; over what comes before them the clock jumps, as if the bot were off
PATIENCE, OFTEN = 2.0, 0.01  # seconds for a morning's messages to go out, and between two looks


def walk(bot: Followthrough, clock: MovableClock, to: datetime) -> None:
    """Move the clock to a later moment, by way of the mornings before it; come back when their messages are sent."""
    services = bot.services
    stops = mornings(clock().astimezone(services.zone), to.astimezone(services.zone), services.days)
    for moment in [*stops[-MOST:], to]:
        clock.move_to(moment)
        jobs.tick(services)
        services.mail.set()
        _until_sent(services)


def mornings(after: datetime, before: datetime, days: WorkingDays) -> list[datetime]:
    """Nine o'clock on each working day between two moments of one time zone, both left out."""
    day = after.replace(hour=OPENS, minute=0, second=0, microsecond=0)
    found = []
    while day < before and day.date() <= days.last:
        if after < day and days.is_working(day.date()):
            found.append(day)
        day += timedelta(days=1)
    return found


def _until_sent(services: Services) -> None:
    """Wait until nothing is left to be sent; what waits for working hours is not waited for long."""
    ends = time.monotonic() + PATIENCE
    while time.monotonic() < ends:
        with services.store.read() as tx:
            if outbox.depth(tx) == 0:
                return
        time.sleep(OFTEN)
