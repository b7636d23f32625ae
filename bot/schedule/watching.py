"""Each minute: can anything be recorded? Where not, it is said past the store, which can carry no message then.

What is wrong stands in the log and on the page of health too. Where one of the database's files was taken away while
the bot runs, everything is saved to a new file at once, through what is still open.
"""

import sqlite3
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import structlog
from slack_sdk import WebClient

from bot.domain.errors import Busy
from bot.messages import alerts as messages
from bot.messages.blocks import Reply
from bot.messages.folders import without_folders
from bot.schedule import alerts, sending
from bot.services import Services
from storage import chain, checks, people, presence, troubles
from storage.troubles import LEAST_ROOM, NEARLY_FULL, OLDER, Trouble

log = structlog.get_logger()

TELL_AGAIN = 3600.0


class Watch:
    """Looks after one running bot's database.

    Args:
        services: store and clock.
        client: Slack's Web API.
        monotonic: seconds that no clock's jump touches.
    """

    def __init__(
        self, services: Services, client: WebClient, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._services, self._store, self._monotonic = services, services.store, monotonic
        self._client = sending.hasty(client)
        self._lock = presence.identity(self._store.path)
        self._unit: str | None = None
        self._head = ""
        self._met: Trouble | None = None
        self._told: dict[str, float] = {}
        self._unposted = self._said = False

    def look(self) -> None:
        """Try whether anything can be recorded, and tell of each trouble and of its end."""
        found = self._found() or self._short_of_room() or self._unlocked()
        if found:
            self._tell(found)
        elif self._met and self._said and not self._tell_well(self._met):
            return
        elif self._met:
            self._said = False
        if not (found and self._met and found.said == NEARLY_FULL):  # what was worse before it is not forgotten
            self._met = found

    def _found(self) -> Trouble | None:
        found, condition = self._store.trouble(), self._store.condition
        if condition.gone and condition.saved is None:
            self._save()
            return self._store.trouble()  # the same one, which names the new file now
        if condition.doubtful:
            return found
        try:
            return found if self._remember() else self._store.trouble()
        except (sqlite3.Error, Busy):
            return self._store.trouble()

    def _short_of_room(self) -> Trouble | None:
        """A disk that was nearly full is, until it has twice the room: its end would be told again and again else."""
        nearly = self._met is not None and self._met.said == NEARLY_FULL
        return troubles.of_room(self._store.path.parent, 2 * LEAST_ROOM) if nearly else None

    def _unlocked(self) -> Trouble | None:
        path = self._store.path
        gone = self._lock is not None and presence.identity(path) != self._lock
        return troubles.unlocked(presence.lock_of(path)) if gone else None

    def _remember(self) -> bool:
        """Keep what is needed when nothing can be read; False where the trail is not the one that was here before."""
        before = self._head or presence.noted(self._store.path)
        with self._store.read() as tx:
            self._unit = people.unit_channel(tx)
            last, goes_on = chain.head(tx).short, checks.goes_on(tx, before)
        if not goes_on and self._head:
            self._store.condition.distrust(OLDER)
            return False
        if not goes_on:
            log.warning("record_older", before=before, now=last)
            with self._store.write() as tx:
                alerts.queue(tx, self._services, f"older:{before}:{last}", messages.older(before, last))
        if last != before:
            presence.note(self._store.path, last)
        self._head = last
        return True

    def _save(self) -> None:
        """Copy everything to where there is room, beside the database if possible."""
        for folder in self._places():
            try:
                self._store.save(folder)
            except (OSError, sqlite3.Error) as error:
                log.warning("store_not_saved", folder=str(folder), kind=type(error).__name__)
            else:
                log.warning("store_saved", file=str(self._store.condition.saved))
                self._told.clear()  # where it is has to be told, however lately another one was
                return

    def _places(self) -> list[Path]:
        """Where everything may be saved, the best first: what is in the temporary folder may go as the bot stops."""
        places = [self._store.path.parent, self._services.settings.backup_folder]
        with suppress(RuntimeError, OSError):  # this user has no home, or the working folder is gone
            places += [Path.home(), Path.cwd()]
        return [*(one for one in places if one), Path(tempfile.gettempdir())]

    def _tell(self, found: Trouble) -> None:
        """In the log and, past the store, to the business unit: once an hour for one trouble."""
        now = self._monotonic()
        if found.said not in self._told or now - self._told[found.said] >= TELL_AGAIN:
            log.error("store_unwell", why=found.said, do=found.do)
            self._told[found.said], self._unposted, self._said = now, True, True
        if self._unposted:
            self._unposted = not self._post(messages.unwell(*map(self._shown, found)))

    def _shown(self, text: str) -> str:
        """As it may be said in Slack; the log has the folders."""
        return without_folders(text, self._places())

    def _tell_well(self, met: Trouble) -> bool:
        """Through the store, which works again; whether it took that."""
        key = f"store:{self._services.clock().isoformat()}"
        over = messages.room_again() if met.said == NEARLY_FULL else messages.well_again(self._shown(met.said))
        try:
            with self._store.write() as tx:
                alerts.queue(tx, self._services, key, over)
        except (sqlite3.Error, Busy):
            return False
        log.warning("store_well_again", after=met.said)
        self._services.mail.set()
        return True

    def _post(self, reply: Reply) -> bool:
        """Whether somebody was told."""
        told = False
        for to in [self._unit] if self._unit else self._services.settings.coordinators[: alerts.MOST_PEOPLE]:
            try:
                channel = sending.direct(self._client, to) if sending.is_person(to) else to
                self._client.chat_postMessage(channel=channel, **reply._asdict())
                told = True
            except sending.FAULTS as error:
                log.warning("store_not_told", error=sending.word(error))
        return told
