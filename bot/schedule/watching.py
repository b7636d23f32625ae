"""Each minute: can anything be recorded? Where not, it is said past the store, which can carry no message then.

What is wrong stands in the log and on the page of health too. Where one of the database's files was taken away while
the bot runs, everything is saved to a new file at once, through what is still open.
"""

import sqlite3
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import structlog
from slack_sdk import WebClient

from bot.domain.errors import Busy
from bot.messages import alerts as messages
from bot.messages.blocks import Reply
from bot.schedule import alerts, sending
from bot.services import Services
from storage import chain, checks, people, presence
from storage.troubles import OLDER, Trouble

log = structlog.get_logger()

PATIENCE = 5  # seconds that Slack is given to answer
TELL_AGAIN = 3600.0
MOST_PEOPLE = 3


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
        self._client = WebClient(
            token=client.token, base_url=client.base_url, timeout=PATIENCE, ssl=client.ssl, retry_handlers=[]
        )
        self._unit: str | None = None
        self._head = ""
        self._met: Trouble | None = None
        self._told: dict[str, float] = {}
        self._unposted = False

    def look(self) -> None:
        """Try whether anything can be recorded, and tell of each trouble and of its end."""
        found = self._found()
        if found:
            self._tell(found)
        elif self._met and not self._tell_well(self._met):
            return
        self._met = found

    def _found(self) -> Trouble | None:
        found, condition = self._store.trouble(), self._store.condition
        if condition.gone and condition.saved is None:
            self._save()
            return self._store.trouble()
        if condition.doubtful:
            return found
        try:
            return found if self._remember() else self._store.trouble()
        except (sqlite3.Error, Busy):
            return self._store.trouble()

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
        for folder in (self._store.path.parent, self._services.settings.backup_folder, tempfile.gettempdir()):
            try:
                if folder:
                    self._store.save(Path(folder))
                    log.warning("store_saved", file=str(self._store.condition.saved))
                    return
            except (OSError, sqlite3.Error) as error:
                log.warning("store_not_saved", folder=str(folder), kind=type(error).__name__)

    def _tell(self, found: Trouble) -> None:
        """In the log and, past the store, to the business unit: once an hour for one trouble."""
        now = self._monotonic()
        if found.said not in self._told or now - self._told[found.said] >= TELL_AGAIN:
            log.error("store_unwell", why=found.said, do=found.do)
            self._told[found.said], self._unposted = now, True
        if self._unposted:
            self._unposted = not self._post(messages.unwell(*found))

    def _tell_well(self, met: Trouble) -> bool:
        """Through the store, which works again; whether it took that."""
        key = f"store:{self._services.clock().isoformat()}"
        try:
            with self._store.write() as tx:
                alerts.queue(tx, self._services, key, messages.well_again(met.said))
        except (sqlite3.Error, Busy):
            return False
        log.warning("store_well_again", after=met.said)
        self._services.mail.set()
        return True

    def _post(self, reply: Reply) -> bool:
        """Whether somebody was told."""
        told = False
        for to in [self._unit] if self._unit else self._services.settings.coordinators[:MOST_PEOPLE]:
            try:
                channel = sending.direct(self._client, to) if sending.is_person(to) else to
                self._client.chat_postMessage(channel=channel, **reply._asdict())
                told = True
            except sending.FAULTS as error:
                log.warning("store_not_told", error=sending.word(error))
        return told
