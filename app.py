"""Followthrough, put together. `python app.py` runs it against Slack, by Socket Mode or over HTTP."""

import sqlite3
import ssl
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from threading import Lock, Thread
from typing import TYPE_CHECKING

import structlog
from apscheduler.schedulers.background import BackgroundScheduler
from pydantic import ValidationError
from slack_bolt import App
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_handlers import RateLimitErrorRetryHandler
from slack_sdk.web import SlackResponse

from bot import memory
from bot.checking import asked
from bot.clock import Clock, system_clock
from bot.domain.errors import FollowthroughError
from bot.health import Health, Signs
from bot.listeners import (
    accounts,
    buttons,
    channels,
    faults,
    forms,
    home,
    membership,
    origins,
    reactions,
    shortcuts,
    slash,
    threads,
    workflow,
)
from bot.listeners.connection import Connection
from bot.log import write_log
from bot.schedule import errands, filing, incoming, jobs, welcome
from bot.schedule.delivery import PACE, Delivery
from bot.schedule.timekeeping import Timekeeper
from bot.schedule.watching import Watch
from bot.services import Services
from bot.settings import Settings
from bot.signals import listen_for_signals
from bot.usecases import setting_up
from bot.words import BAD_USE, missing, why_not_started
from storage import people
from storage.database import Store

if TYPE_CHECKING:
    from bot.listeners.doors import Doors

log = structlog.get_logger()

ERRANDS = {"members": membership.read_channel, "account": accounts.ask_about, "workflow": workflow.end}
"""What is done in Slack after a commit, by its kind."""
FILES = {"import": incoming.take, "file": filing.send, "look": asked.look}
"""The same, where files come in or go out, or everything is looked at: it takes seconds, and nothing else waits."""


@dataclass(frozen=True)
class Followthrough:
    """The bot, whole but not started."""

    app: App
    connection: "Connection | Doors"
    services: Services
    scheduler: BackgroundScheduler
    delivery: Delivery
    timekeeper: Timekeeper
    watch: Watch
    moving: Lock = field(default_factory=Lock)
    sought: set[tuple[int, str]] = field(default_factory=set)

    def start(self) -> None:
        """Find the channels, connect, and begin to tick and to send."""
        membership.find_channels(self._patient_client(), self.services)
        channels.check_settings(self._patient_client(), self.services)
        self.connection.connect()
        self.delivery.start()
        Thread(target=self._refresh_members, name="members", daemon=True).start()
        self.scheduler.add_job(self.tick, "cron", second=0, id="tick")
        self.scheduler.add_job(self._refresh_members, "cron", hour=6, id="members")
        self.scheduler.add_job(self.find_named, "interval", minutes=1, id="channels")
        self.scheduler.add_job(self.run_errands, "interval", seconds=errands.EVERY, id="errands")
        self.scheduler.add_job(self.welcome, "interval", seconds=errands.EVERY, id="welcome")
        self.scheduler.add_job(self.move_files, "interval", seconds=errands.EVERY, id="files", max_instances=2)
        self.scheduler.start()
        jobs.warn_of_holidays(self.services)
        welcome.warn_of_nobody(self.services)
        self.timekeeper.ask()  # so that a wrong clock is told at once
        self.tick()
        log.info("started", database=str(self.services.store.path))

    def stop(self) -> None:
        """Hear nothing more, finish the message being sent, and close."""
        if self.scheduler.running:
            self.scheduler.shutdown()
        self.connection.hear_no_more()
        self.delivery.stop()
        self.connection.close()
        self.services.store.close()
        log.info("stopped")

    def tick(self) -> None:
        """Do what is due, if the clock is right. One that was wrong is looked at until it is right again."""
        if self.timekeeper.wrong:
            self.timekeeper.ask()
        self.watch.look()
        jobs.tick(self.services, self.timekeeper.agrees)

    @property
    def signs(self) -> Signs:
        """What tells whether it is well."""
        return Signs(self.services, self.connection.is_connected, lambda: self.delivery.alive, self.timekeeper)

    def run_errands(self) -> None:
        """Do what is owed to Slack and may be done now."""
        errands.run(self.app.client, self.services, ERRANDS)

    def welcome(self) -> None:
        """Greet the coordinators of a new partnership, and keep what they were sent up to date."""
        welcome.keep(self.services)

    def move_files(self) -> None:
        """Read the files that people want to import, and make those that they asked for; one call at a time."""
        if not self.moving.acquire(blocking=False):
            return
        client = self.app.client  # without its retries: what was shared unheard must be looked for, not shared again
        once = WebClient(token=client.token, base_url=client.base_url, ssl=_certificates(), retry_handlers=[])
        try:
            errands.run(once, self.services, FILES)
        finally:
            self.moving.release()

    def find_named(self) -> None:
        """Find the channels that were named since the last look."""
        membership.find_named(self._patient_client(), self.services, self.sought)

    def _refresh_members(self) -> None:
        membership.refresh(self._patient_client(), self.services)

    def _patient_client(self) -> WebClient:
        """A client that waits as long as Slack asks it to: for work in the background only."""
        client = self.app.client
        patient = WebClient(token=client.token, base_url=client.base_url, ssl=_certificates())
        patient.retry_handlers.append(RateLimitErrorRetryHandler(max_retry_count=5))
        return patient


def build(settings: Settings, clock: Clock = system_clock, *, pace: float = PACE) -> Followthrough:
    """Put the bot together: store, listeners, scheduler, outbox worker. Nothing runs yet.

    Raises SlackApiError where Slack refuses the bot's token.
    """
    token = settings.slack_bot_token.get_secret_value()
    # This one is Bolt's, which copies it for each lazy listener: certificates can't be copied.
    client = WebClient(token=token, base_url=settings.api_url)
    steady = WebClient(token=token, base_url=settings.api_url, ssl=_certificates())
    once = WebClient(token=token, base_url=settings.api_url, ssl=_certificates(), retry_handlers=[])
    store = Store(settings.database)
    if kept := store.migrate():
        log.info("upgraded", kept=str(kept))
    own = client.auth_test()
    services = Services(settings, store, clock, home=own["team_id"])
    with store.write() as tx:
        setting_up.begin(tx)
        people.remember(tx, "home", services.home)
        people.remember(tx, "self", own["user_id"])
        people.remember(tx, "coordinators", ",".join(settings.coordinators))
    app = _listening(settings, client, own, services)
    timekeeper = Timekeeper(services, once)
    return Followthrough(
        app=app,
        connection=_connection(app, settings, steady, services),
        services=services,
        scheduler=jobs.scheduler(services),
        delivery=Delivery(services, once, timekeeper, pace=pace),
        timekeeper=timekeeper,
        watch=Watch(services, once),
    )


def _listening(settings: Settings, client: WebClient, own: SlackResponse, services: Services) -> App:
    """Bolt's app with every listener; `own`: what Slack said of the bot's token."""
    # Bolt would ask Slack who it is when the first event comes, and acknowledge that one unread where Slack fails.
    known = AuthorizeResult.from_auth_test_response(bot_token=client.token, auth_test_response=own)
    # Without a name Bolt looks for one in every source file on the stack, which takes longer than all the rest.
    app = App(
        name="followthrough",
        client=client,
        process_before_response=True,
        authorize=lambda: known,
        signing_secret=settings.slack_signing_secret.get_secret_value(),
    )
    origins.register(app, services)
    for listener in (slash, threads, reactions, buttons, forms, home, membership, accounts, shortcuts, workflow):
        listener.register(app, services)
    faults.register(app)
    return app


def _connection(app: App, settings: Settings, steady: WebClient, services: Services) -> "Connection | Doors":
    """How Slack is heard: by Socket Mode, unless there is only a secret with which it signs its calls over HTTP."""
    if settings.over_http:
        from bot.listeners.doors import Doors  # noqa: PLC0415 — a web server is loaded only where it serves

        secret = settings.slack_signing_secret.get_secret_value()
        return Doors(app, secret, settings.http_host, settings.http_port, services.metrics)
    return Connection(app, settings.slack_app_token.get_secret_value(), steady, services.metrics)


@cache
def _certificates() -> ssl.SSLContext:
    """Read once: the client would read all of the machine's certificates (25 ms) for each call to Slack."""
    return ssl.create_default_context()


def main() -> int:
    """Run until told to stop; the exit status."""
    write_log()
    settings: Settings | None = None
    try:
        settings = read = Settings()
        if read.missing:
            sys.stderr.write(missing(read.missing))
            return BAD_USE
        return run(read, lambda: build(read))
    except (ValidationError, FollowthroughError, SlackApiError, sqlite3.DatabaseError, OSError) as error:
        status, why = why_not_started(error, settings.api_url if settings else "")
        sys.stderr.write(f"{why}\n")
        return status


def run(settings: Settings, make: Callable[[], Followthrough]) -> int:
    """Stand by while another process works with the database; then make and start the bot, and stop it when told to.

    Until it is made, nothing is migrated, sent or heard: a second process may well have newer code.
    """
    memory.share()
    told, health = listen_for_signals(), Health()
    served = health.serve(settings.health_port)
    with Store(settings.database).only_one(told) as alone:
        if not alone:
            return 0
        # Who stood by may have found the first one's port taken.
        if not served and not health.serve(settings.health_port):
            log.warning("health_not_served", port=settings.health_port, why="something else listens there")
        bot = make()
        health.watch(bot.signs)
        bot.start()
        told.wait()
        bot.stop()
        health.stop()  # before the lock is free: whoever stands by wants the port
    return 0


if __name__ == "__main__":
    sys.exit(main())
