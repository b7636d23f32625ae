"""Whether the bot is well, in words for people and in numbers for Prometheus; both are read as they are asked for."""

import json
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from prometheus_client import CollectorRegistry, Metric, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4

from bot.domain.hours import in_hours
from bot.loopback import Loopback, Page
from bot.messages.text import lasting
from bot.schedule.timekeeping import Timekeeper
from bot.services import Services
from storage import outbox, runs

TICKS_WITHIN = timedelta(minutes=3)
SENT_WITHIN = timedelta(hours=1)
WELL, UNWELL = 200, 503


@dataclass(frozen=True)
class Signs:
    """The parts of a running bot that are looked at.

    Args:
        services: store, clock and what is counted.
        connected: whether it is connected to Slack.
        sending: whether the thread that sends is alive.
        timekeeper: knows how far this machine's clock is from Slack's.
    """

    services: Services
    connected: Callable[[], bool]
    sending: Callable[[], bool]
    timekeeper: Timekeeper


@dataclass(frozen=True)
class Queue:
    """What the store says: how many messages wait, since when the oldest does, when the last digests were queued."""

    depth: int
    oldest: datetime | None
    digest: datetime | None


class Health:
    """Of a process that stands by, until `watch` is given a running bot."""

    def __init__(self) -> None:
        self._signs: Signs | None = None
        self._server: Loopback | None = None
        self.pages = {"/health": self.health, "/metrics": self.metrics}

    def serve(self, port: int) -> bool:
        """Answer on this port of 127.0.0.1 from now on, unless it is 0; False where the port is taken."""
        try:
            self._server = Loopback(port, self.pages) if port else None
        except OSError:
            return False
        return True

    def stop(self) -> None:
        """Answer nothing more, and free the port."""
        if self._server:
            self._server.stop()

    def watch(self, signs: Signs) -> None:
        """From now on tell of this bot."""
        signs.services.metrics.registry.register(self)
        self._signs = signs

    def health(self) -> Page:
        """200 where it is well or stands by, 503 where it isn't; JSON with a status and the reasons in words."""
        reasons = list(_reasons(self._signs)) if self._signs else []
        status = "standing by" if not self._signs else "unwell" if reasons else "well"
        said = json.dumps({"status": status, "reasons": reasons}, ensure_ascii=False)
        return Page(UNWELL if reasons else WELL, "application/json", f"{said}\n".encode())

    def metrics(self) -> Page:
        """Everything counted, timed and measured, in Prometheus' text format."""
        registry = self._signs.services.metrics.registry if self._signs else CollectorRegistry()
        if not self._signs:
            registry.register(self)
        return Page(WELL, CONTENT_TYPE_PLAIN_0_0_4, generate_latest(registry))

    def collect(self) -> Iterator[Metric]:
        """What is measured at the moment of asking."""
        yield _gauge("standing_by", "1 while another process works with this database", not self._signs)
        if self._signs:
            yield from _measured(self._signs)


def _gauge(name: str, help_: str, value: float) -> Metric:
    return GaugeMetricFamily(f"followthrough_{name}", help_, value=float(value))


def _measured(signs: Signs) -> Iterator[Metric]:
    services, queue = signs.services, _queue(signs.services)
    yield _gauge("connected", "1 while Slack is connected", signs.connected())
    yield _gauge("sending", "1 while the thread that sends is alive", signs.sending())
    yield _gauge("since_tick_seconds", "Since it was last looked what is due", services.metrics.since_tick())
    apart = signs.timekeeper.apart.total_seconds()
    yield _gauge("clock_difference_seconds", "This machine's clock less Slack's, when last compared", apart)
    yield _gauge("store_readable", "1 while the database can be read", isinstance(queue, Queue))
    if isinstance(queue, Queue):
        waited = _waited(services, queue.oldest).total_seconds()
        yield _gauge("queue_depth", "Messages that wait to be sent", queue.depth)
        yield _gauge("oldest_unsent_seconds", "How long the oldest of those that may go out has waited", waited)
        at = queue.digest.timestamp() if queue.digest else 0
        yield _gauge("last_digest_timestamp_seconds", "When the last week's digests were queued; 0 for never", at)


def _reasons(signs: Signs) -> Iterator[str]:
    services, queue = signs.services, _queue(signs.services)
    if not signs.connected():
        yield "not connected to Slack"
    if not signs.sending():
        yield "nothing is sent: the thread that sends has ended"
    if trouble := services.store.trouble():
        yield f"the database is in trouble: {trouble.said}. What to do: {trouble.do}"
    elif isinstance(queue, sqlite3.Error):
        yield f"the database can't be read ({type(queue).__name__})"
    if isinstance(queue, Queue) and (waited := _waited(services, queue.oldest)) >= SENT_WITHIN:
        yield f"a message has been waiting for {lasting(waited)}"
    if (since := timedelta(seconds=services.metrics.since_tick())) >= TICKS_WITHIN:
        yield f"nothing has looked at what is due for {lasting(since)}"
    if not services.days.knows(services.today()):
        yield "bank holidays of this year are not known, so nothing goes out: upgrade the package govuk-bank-holidays"
    if signs.timekeeper.wrong:
        yield f"this machine's clock differs from Slack's by {lasting(signs.timekeeper.apart)}"


def _queue(services: Services) -> Queue | sqlite3.Error:
    now = services.clock()
    # What waited for working hours to begin is not late as they do.
    open_ = all(in_hours(at, services.zone, services.days) for at in (now, now - SENT_WITHIN))
    try:
        with services.store.read() as tx:
            return Queue(outbox.depth(tx), outbox.oldest_unsent(tx, open_=open_), runs.last_at(tx, "digest"))
    except sqlite3.Error as error:
        return error


def _waited(services: Services, since: datetime | None) -> timedelta:
    return max(services.clock() - since, timedelta(0)) if since else timedelta(0)
