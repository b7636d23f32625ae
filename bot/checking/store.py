"""What the database tells: whether it is whole, and whether messages are stuck in it."""

import sqlite3
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from bot.checking.finding import LOOK, Finding
from bot.domain.errors import BadInput
from bot.domain.hours import in_hours
from bot.messages.text import count, day, moment
from bot.services import Services
from storage import checks, copies, fates, outbox, troubles
from storage.database import Store, Transaction
from storage.troubles import Trouble, Unusable

LATE = timedelta(hours=1)
CLAIMED = timedelta(minutes=10)
A_WEEK = timedelta(days=7)
A_YEAR = timedelta(days=365)
UPGRADE = "Upgrade the package govuk-bank-holidays: past its last day no working day can be counted"


def database(store: Store, backups: Path | None = None) -> Finding:
    """Whether the file is there, whole and up to date; `backups`: where there may be one to put in its place."""
    what, path = "Database", store.path
    try:
        checks.check_there(store)
        with store.read() as tx:
            checks.check_known(tx, path)
            damaged, pending = checks.damage(tx), checks.pending(tx)
    except BadInput as newer:
        return Finding(what, newer.sentence, "Do so: nothing was changed")
    except sqlite3.DatabaseError as error:
        return _unusable(error, path, backups)
    if damaged:
        found = Trouble(f"{path} is damaged: {'; '.join(damaged)}", troubles.RESTORE)
        return _unusable(Unusable(found), path, backups)
    if pending:
        return Finding(what, f"{path} is of an earlier version", "Start Followthrough, which brings it up to date")
    return Finding(what, f"{path} is whole and up to date")


def _unusable(error: sqlite3.DatabaseError, path: Path, backups: Path | None) -> Finding:
    said, do = troubles.of(error) or Trouble(str(error), troubles.RESTORE)
    if not isinstance(error, Unusable):
        said = f"{path}: {said} ({error})"
    do = do.replace("BACKUP", str(copies.spare(path, backups) or "BACKUP"))
    return Finding("Database", said, do[0].upper() + do[1:])


def holidays(services: Services) -> Finding:
    """Until when working days can be counted."""
    last = services.days.last
    return Finding("Bank holidays", f"known until {day(last)}", UPGRADE if last - services.today() < A_YEAR else "")


def messages(tx: Transaction, services: Services) -> Iterator[Finding]:
    """Whether messages wait for long, could not be sent, or were begun and never ended."""
    now = services.clock()
    yield _waiting(tx, services, now)
    failed = fates.failures(tx, now - A_WEEK)
    reasons = Counter(f"{row['channel']}: {row['fault']}" for row in failed)
    said = "; ".join(f"{number:,} to {reason}" for reason, number in reasons.most_common(5))
    do = "Put the reason right, then send it again: /actions digest send and the partner's code"
    yield Finding("Not sent in the last 7 days", said or "none", do if failed else "")
    begun = fates.begun(tx, now - CLAIMED)
    said = "; ".join(f"{row['key']} in {row['channel']} ({row['fault'] or 'no answer'})" for row in begun[:5])
    yield Finding("Begun more than 10 minutes ago", said or "none", LOOK if begun else "")


def _waiting(tx: Transaction, services: Services, now: datetime) -> Finding:
    what, depth = "Messages that wait", outbox.depth(tx)
    oldest = outbox.oldest_unsent(tx, open_=in_hours(now, services.zone, services.days))
    if oldest is None:
        return Finding(what, f"{count(depth, 'message')}, for working hours" if depth else "none")
    said = f"{count(depth, 'message')}, the oldest since {moment(oldest, services.zone)}"
    return Finding(what, said, LOOK if now - oldest > LATE else "")
