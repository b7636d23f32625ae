"""Each day, early: the audit trail is looked at, a backup made, and what was kept for long enough goes."""

import sqlite3
from collections.abc import Callable
from contextlib import suppress
from datetime import date, time, timedelta
from pathlib import Path

import structlog

from bot.domain.errors import Busy, FollowthroughError
from bot.domain.events import By, Origin
from bot.domain.people import Person
from bot.messages import alerts as messages
from bot.messages.blocks import Reply
from bot.schedule import alerts
from bot.services import Services
from bot.usecases import retention
from storage import chain, checks, copies, runs
from storage.troubles import DAMAGED

log = structlog.get_logger()

AT = time(5)
"""Local time: before anybody works, and after both clock changes."""
VERIFY, BACKUP, RETENTION = "verify", "backup", "retention"


def daily(services: Services) -> None:
    """Do what is to be done once a day, if it was not."""
    local = services.clock().astimezone(services.zone)
    if local.time() >= AT and not services.store.condition.damaged:
        _once(services, VERIFY, local.date(), _verified)
        _once(services, RETENTION, local.date(), _let_go)
        if services.settings.backup_folder:
            _once(services, BACKUP, local.date(), _backed_up)


def _once(services: Services, job: str, day: date, do: Callable[[Services, date], Reply | None]) -> None:
    """Do it, unless it was done that day; what is wrong is told to the business unit in the same commit."""
    with services.store.read() as tx:
        if runs.claimed(tx, job, str(day)):
            return
    wrong = do(services, day)
    with services.store.write() as tx:
        if runs.claim(tx, job, str(day), services.clock(), "wrong" if wrong else "") and wrong:
            alerts.queue(tx, services, f"{job}:{day}", wrong)
    services.mail.set()


def _verified(services: Services, _: date) -> Reply | None:
    with services.store.read() as tx:
        if checks.damage(tx):
            services.store.condition.distrust(DAMAGED)  # told past the store, by the watch
        found, last = chain.broken(tx), chain.head(tx)
    if found:
        log.error("trail_broken", event_id=found.id, why=found.why)
        return messages.broken_trail(found.id, found.why)
    log.info("trail_whole", events=last.id, head=last.short)
    return None


def _let_go(services: Services, day: date) -> Reply | None:
    settings = services.settings
    before = services.clock() - timedelta(days=settings.backup_days)
    copies.drop_older(services.store.path, settings.backup_folder, before)
    with services.store.read() as tx:
        found = retention.over(tx, settings.keep_messages_days, settings.keep_ended_years, services.clock())
    if found:
        by = By(person=Person(user="", team=""), at=services.clock(), origin=Origin.CLOCK)
        with services.store.write() as tx:
            retention.let_go(tx, found, day, by)
        with suppress(Busy):  # what is left in unused pages goes the next time
            services.store.wipe()
        log.info("let_go", number=len(found))
    return None


def _backed_up(services: Services, day: date) -> Reply | None:
    folder = services.settings.backup_folder or Path()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = copies.backup_of(folder, day)
        if not path.exists():
            checks.copied(services.store, path)
        for old in copies.backups(folder)[: -services.settings.backup_days]:
            old.unlink()
    except (OSError, sqlite3.DatabaseError, FollowthroughError) as error:
        log.error("backup_failed", kind=type(error).__name__)  # noqa: TRY400 — the kind says it; words may quote
        return messages.no_backup()
    log.info("backed_up", day=str(day))
    return None
