"""When things happen. The scheduler only ticks; what is due is asked of the store and the clock at each tick.

So a restart, a second process, a clock change or a machine that slept can neither skip nor repeat anything.
"""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import partial

import structlog
from apscheduler.schedulers.background import BackgroundScheduler

from bot.domain.clocks import WorkingDays
from bot.domain.errors import FollowthroughError
from bot.domain.hours import in_hours
from bot.messages.text import full_day
from bot.schedule import alerts, keeping, nudges
from bot.schedule.digest import queue_week
from bot.schedule.home import new_day
from bot.services import Services
from storage import runs, seen

log = structlog.get_logger()

LATE = timedelta(minutes=30)  # a digest that is queued so long after its time says why
LATE_WORDS = "These were due on {at}, when Followthrough was not running."
KEEP_SEEN = timedelta(days=2)


def digest_day(today: date, days: WorkingDays) -> date:
    """The day of this week's digest: Monday, or the next working day. Raises BadInput past the holiday data."""
    return days.on_or_after(today - timedelta(days=today.weekday()))


def always() -> bool:
    """What holds where nobody doubts the clock."""
    return True


def tick(services: Services, agrees: Callable[[], bool] = always) -> None:
    """Do what is due at this moment, if it was not done.

    Args:
        services: store and clock.
        agrees: whether the clock is right; asked only when something is due.
    """
    parts = (
        partial(new_day, services),
        partial(alerts.queue_late, services),
        partial(_digests, services, agrees),
        partial(_nudges, services, agrees),
        partial(keeping.daily, services),  # what takes longer comes after what people wait for
    )
    if all([_safely(part) for part in parts]):  # noqa: C419 — each is done, whatever became of the others
        services.metrics.ticked()


def _safely(part: Callable[[], object]) -> bool:
    """Do a part of what is due; whether it went well."""
    try:
        part()
    except FollowthroughError as error:
        log.error("not_queued", reason=error.sentence)  # noqa: TRY400 — a sentence, not a fault
    except Exception:  # an edge of the process: a job
        log.exception("job_failed")
    else:
        return True
    return False


def _digests(services: Services, agrees: Callable[[], bool]) -> None:
    local = services.clock().astimezone(services.zone)
    if "digest" in _due(services, local) and agrees():
        _queue_week(services, local)


def _nudges(services: Services, agrees: Callable[[], bool]) -> None:
    local = services.clock().astimezone(services.zone)
    # A digest that could not be queued comes first: a channel gets one message a day.
    if _due(services, local) == {"nudges"} and agrees() and nudges.queue_day(services):
        log.info("nudges_queued", day=str(local.date()))


def _due(services: Services, local: datetime) -> set[str]:
    """What is still to be queued: the week's digests on their day, or later in that week where nothing ran on it.

    Raises BadInput past the bank holidays that are known.
    """
    today, day = local.date(), digest_day(local.date(), services.days)
    if local.time() < services.settings.digest_at or not in_hours(local, services.zone, services.days):
        return set()
    with services.store.read() as tx:
        # Where it is new, the first digest is next week's.
        week = today == day or (today > day and runs.last(tx, "digest") is not None)
        wanted = {"nudges": str(today)} | ({"digest": f"{local:%G-W%V}"} if week else {})
        return {job for job, name in wanted.items() if not runs.claimed(tx, job, name)}


def _queue_week(services: Services, local: datetime) -> None:
    day = digest_day(local.date(), services.days)
    wanted = datetime.combine(day, services.settings.digest_at, services.zone)
    late = LATE_WORDS.format(at=f"{full_day(day)} at {wanted:%H:%M}") if local - wanted > LATE else ""
    if queue_week(services, late):
        log.info("digests_queued", week=f"{local:%G-W%V}", late=bool(late))


def warn_of_holidays(services: Services) -> None:
    """Say so when less than a year of bank holidays is left: past them, no working day can be counted."""
    left = services.days.last - services.today()
    if left < timedelta(days=365):
        log.warning("bank_holidays_end", last=str(services.days.last), do="upgrade the package govuk-bank-holidays")


def forget_seen(services: Services) -> None:
    """Drop what Slack can't deliver again any more."""
    with services.store.write() as tx:
        seen.forget(tx, services.clock() - KEEP_SEEN)


def scheduler(services: Services) -> BackgroundScheduler:
    """A scheduler: what it missed it does once, and nothing runs twice at once."""
    made = BackgroundScheduler(
        timezone=services.zone, job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
    )
    made.add_job(forget_seen, "interval", hours=1, args=(services,), id="forget_seen")
    return made
