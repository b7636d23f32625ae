"""Keeps App Home up to date for those who have opened it, beside the messages and at a pace of its own."""

from datetime import date, timedelta

import structlog
from slack_sdk import WebClient

from bot.messages.home.view import view
from bot.schedule import sending
from bot.schedule.pace import Pace
from bot.schedule.tries import Step, Told
from bot.services import Services
from bot.usecases import home
from storage import homes, people, runs
from storage.database import Row, Transaction

log = structlog.get_logger()

PUBLISH = "views.publish"
GONE = frozenset({"user_not_found", "users_not_found", "user_disabled", "user_not_visible"})
"""Slack's words for somebody to whom nothing can be shown any more."""


class Homes:
    """Publishes what is out of date, one App Home at a time.

    Args:
        services: store and clock.
        client: Slack's Web API.
        pace: when Slack may be asked for what.
    """

    def __init__(self, services: Services, client: WebClient, pace: Pace) -> None:
        self._services = services
        self._client = sending.hasty(client)
        self._pace = pace
        self._told_at = self._not_before = services.clock()
        self._faults = 0

    def ready(self, tx: Transaction) -> bool:
        """Whether one is to be published now."""
        now = self._services.clock()
        # A clock that was put back must not keep everybody waiting until it is where it was.
        if self._pace.until_call(PUBLISH) or self._told_at <= now < self._not_before:
            return False
        return homes.next_stale(tx, now) is not None

    def step(self) -> Step:
        """Publish one. It keeps its own books, since what is shown is built when its turn has come."""
        self._pace.call(PUBLISH)
        return Step(PUBLISH, (PUBLISH,), self._publish_next, _done, _stopped, "home")

    def _publish_next(self) -> bool:
        """Publish to whoever has been behind for longest, if anybody is; whether it worked."""
        now = self._services.clock()
        with self._services.store.write() as tx:
            row = homes.begun(tx, now)
        return row is not None and self._publish(row)

    def _publish(self, row: Row) -> bool:
        services, by = self._services, self._services.yardstick()
        own = services.settings
        with services.store.read() as tx:
            account = people.account(tx, row["user"])
            person = people.person(tx, row["user"], row["team"], services.home, coordinators=own.coordinators)
            found = home.found(tx, person, by, services.soon(), own.coordinators, own.unit_channel)
        if account and account["deactivated"]:
            self._forget(row)
            return True
        try:
            self._client.views_publish(user_id=person.user, view=view(found, by))
        except sending.FAULTS as error:
            return self._stopped(row, error)
        self._faults = 0
        with services.store.write() as tx:
            homes.published(tx, row, everything=person.sees_everything)
        return True

    def _stopped(self, row: Row, error: Exception) -> bool:
        """Wait where that may help, and whoever is behind stays so; forget whoever is gone."""
        word = sending.word(error)
        if sending.passes(error):
            self._faults += 1
            seconds = sending.pause(error, self._faults)
            self._told_at = self._services.clock()
            self._not_before = self._told_at + timedelta(seconds=seconds)
            log.warning("home_again", fault=word, seconds=seconds)
            return False
        if word in GONE:
            self._forget(row)
            return True
        # Slack will never take this one: the next change, or the next day, brings another.
        log.error("home_not_published", user=row["user"], error=word)
        with self._services.store.write() as tx:
            homes.published(tx, row, everything=bool(row["everything"]))
        return False

    def _forget(self, row: Row) -> None:
        with self._services.store.write() as tx:
            homes.forget(tx, row["user"], row["team"])
        log.info("home_forgotten", user=row["user"])


def _done(_tx: Transaction, worked: bool) -> Told:  # noqa: FBT001 — what a call gives
    return Told(worked=worked)


def _stopped(_tx: Transaction, _error: Exception) -> Told:
    return Told(worked=False)  # whoever is behind stays so


def new_day(services: Services) -> None:
    """Once a day: how late everything is has changed for everybody."""
    today: date = services.today()
    with services.store.read() as tx:
        if runs.last(tx, "homes") == str(today):
            return
    with services.store.write() as tx:
        if runs.claim(tx, "homes", str(today), services.clock()):
            homes.all_changed(tx)
    services.mail.set()
