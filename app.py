"""Followthrough, put together. `python app.py` runs it against Slack by Socket Mode."""

import logging
import signal
import sqlite3
import ssl
import sys
from dataclasses import dataclass
from functools import cache
from threading import Event, Thread
from types import FrameType

import structlog
from apscheduler.schedulers.background import BackgroundScheduler
from pydantic import ValidationError
from slack_bolt import App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_handlers import RateLimitErrorRetryHandler

from bot.clock import Clock, system_clock
from bot.domain.errors import FollowthroughError
from bot.listeners import (
    accounts,
    buttons,
    faults,
    forms,
    home,
    membership,
    reactions,
    shortcuts,
    slash,
    threads,
    workflow,
)
from bot.listeners.connection import Connection
from bot.schedule import errands, jobs
from bot.schedule.delivery import PACE, Delivery
from bot.services import Services
from bot.settings import Settings
from bot.words import why_not
from storage import people
from storage.database import Store

log = structlog.get_logger()

ERRANDS = {"members": membership.read_channel, "account": accounts.ask_about, "workflow": workflow.end}
"""What is done in Slack after a commit, by its kind."""


@dataclass(frozen=True)
class Followthrough:
    """The bot, whole but not started."""

    app: App
    socket: Connection
    services: Services
    scheduler: BackgroundScheduler
    delivery: Delivery

    def start(self) -> None:
        """Find the channels, connect, and begin to tick and to send."""
        membership.find_channels(self._patient_client(), self.services)
        self.socket.connect()  # type: ignore[no-untyped-call]
        self.delivery.start()
        Thread(target=self._refresh_members, name="members", daemon=True).start()
        self.scheduler.add_job(self._refresh_members, "cron", hour=6, id="members")
        self.scheduler.add_job(self.run_errands, "interval", seconds=errands.EVERY, id="errands")
        self.scheduler.start()
        jobs.warn_of_holidays(self.services)
        jobs.tick(self.services)
        log.info("started", database=str(self.services.store.path))

    def stop(self) -> None:
        """Hear nothing more, finish the message being sent, and close."""
        if self.scheduler.running:
            self.scheduler.shutdown()
        self.socket.client.auto_reconnect_enabled = False
        self.delivery.stop()
        self.socket.close()  # type: ignore[no-untyped-call]
        self.services.store.close()
        log.info("stopped")

    def run_errands(self) -> None:
        """Do what is owed to Slack and may be done now."""
        errands.run(self.app.client, self.services, ERRANDS)

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
    client = WebClient(
        token=token, base_url=settings.api_url
    )  # Bolt copies what comes with it, certificates it can't
    steady = WebClient(token=token, base_url=settings.api_url, ssl=_certificates())
    once = WebClient(token=token, base_url=settings.api_url, ssl=_certificates(), retry_handlers=[])
    store = Store(settings.database)
    store.migrate()
    services = Services(settings, store, clock, home=client.auth_test()["team_id"])
    with store.write() as tx:
        people.remember(tx, "home", services.home)
        people.remember(tx, "coordinators", ",".join(settings.coordinators))
    app = App(client=client, process_before_response=True, token_verification_enabled=False)
    for listener in (slash, threads, reactions, buttons, forms, home, membership, accounts, shortcuts, workflow):
        listener.register(app, services)
    faults.register(app)
    return Followthrough(
        app=app,
        socket=Connection(app, settings.slack_app_token.get_secret_value(), steady),
        services=services,
        scheduler=jobs.scheduler(services),
        delivery=Delivery(services, once, pace=pace),
    )


@cache
def _certificates() -> ssl.SSLContext:
    """Read once: the client would read all of the machine's certificates (25 ms) for each call to Slack."""
    return ssl.create_default_context()


def write_log() -> None:
    """One JSON line an event, on standard error; what people typed is never in it."""
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="%(levelname)s %(name)s %(message)s")
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.ExceptionRenderer(),
            structlog.processors.JSONRenderer(),
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )


MISSING = """Followthrough can't start: {names} {verb} not set.

To run it in Slack, create an app from manifest.yml and set the two tokens (README.md says how).
To try it without Slack, run: python -m bot playground
"""


def main() -> int:
    """Run until told to stop; the exit status."""
    write_log()
    settings: Settings | None = None
    try:
        settings = Settings()
        if missing := settings.missing:
            sys.stderr.write(MISSING.format(names=" and ".join(missing), verb="is" if len(missing) == 1 else "are"))
            return 2
        return run(build(settings))
    except (ValidationError, FollowthroughError, SlackApiError, sqlite3.DatabaseError, OSError) as error:
        status, why = _why_not(error, settings)
        sys.stderr.write(f"{why}\n")
        return status


def _why_not(error: Exception, settings: Settings | None) -> tuple[int, str]:
    """The exit status, and in plain words why the bot can't start."""
    if isinstance(error, (ValidationError, FollowthroughError, sqlite3.DatabaseError)):
        return why_not(error)
    if isinstance(error, SlackApiError):
        connecting = "apps.connections.open" in str(error.response.api_url)
        return (
            2,
            f"Slack refuses {'SLACK_APP_TOKEN' if connecting else 'SLACK_BOT_TOKEN'}: {error.response['error']}.",
        )
    return 1, f"Slack can't be reached at {settings.api_url if settings else ''}: {error}."


def run(bot: Followthrough) -> int:
    """Start, wait for SIGTERM or SIGINT, stop; the exit status."""
    told = listen_for_signals()
    bot.start()
    told.wait()
    bot.stop()
    return 0


def listen_for_signals() -> Event:
    """What is set on SIGTERM or SIGINT, also while the bot is still starting."""
    told = Event()

    def stop(_signal: int, _frame: FrameType | None) -> None:
        told.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    return told


if __name__ == "__main__":
    sys.exit(main())
