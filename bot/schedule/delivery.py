"""The outbox worker: sends what is queued, in order per channel, each message once.

A message is claimed in the store before it is sent. When it is not known whether it arrived (a crash, a time-out), it
is looked for in Slack by its key before it is sent again.
"""

import random
import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from threading import Event, Thread

import structlog
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.schedule import sending
from bot.services import Services
from storage import outbox
from storage.outbox import Message

log = structlog.get_logger()

PACE = 1.0  # seconds between two messages in one channel: Slack's limit
IDLE = 1.0  # seconds until the store is asked again though nobody said that something was queued
LONGEST_WAIT = 300.0


class Delivery:
    """Sends what is queued, from a thread of its own once started.

    Args:
        services: store and clock.
        client: Slack's Web API, without retries of its own.
        pace: seconds between two messages in one channel.
        monotonic: what the pace is measured with.
    """

    def __init__(
        self,
        services: Services,
        client: WebClient,
        *,
        pace: float = PACE,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._services = services
        self._client = client
        self._pace = pace
        self._monotonic = monotonic
        self._free_at: dict[str, float] = {}
        self._refresh_at = 0.0
        self._stopping = Event()
        self._thread = Thread(target=self._run, name="delivery", daemon=True)

    def start(self) -> None:
        """Begin to send."""
        self._thread.start()

    def stop(self) -> None:
        """End after the message that is being sent, if any: nothing is left half sent."""
        self._stopping.set()
        self._services.mail.set()
        self._thread.join()

    def deliver(self) -> int:
        """Send one message to each channel that may have one now, then bring shown ones up to date; how many."""
        with self._services.store.read() as tx:
            channels = outbox.waiting_channels(tx, self._services.clock())
            stale = outbox.to_refresh(tx) if self._monotonic() >= self._refresh_at else []
        free = [channel for channel in channels if self._free_at.get(channel, 0) <= self._monotonic()]
        work = [*(partial(self._send_next, one) for one in free), *(partial(self._refresh, one) for one in stale)]
        return sum(self._safely(one) for one in work if not self._stopping.is_set())

    def _run(self) -> None:
        with self._services.store.only_one(self._stopping):
            while not self._stopping.is_set():
                self._services.mail.clear()
                if not self._safely(self.deliver):
                    self._services.mail.wait(self._pause())

    def _safely(self, work: Callable[[], int]) -> int:
        try:
            return work()
        except Exception as error:  # an edge of the process: one fault stops neither the others nor the worker
            log.exception("delivery_failed", kind=type(error).__name__)
            return 0

    def _pause(self) -> float:
        waits = [at - self._monotonic() for at in self._free_at.values()]
        return max(0.01, min([*(wait for wait in waits if wait > 0), IDLE]))

    def _send_next(self, channel: str) -> bool:
        with self._services.store.write() as tx:
            message = outbox.next_in(tx, channel)
            if message is None:
                return False
            thread_ts = outbox.thread_ts(tx, message)
            outbox.claim(tx, message.id)
        self._free_at[channel] = self._monotonic() + self._pace
        try:
            ts = sending.find(self._client, message, thread_ts) if message.state == "claimed" else None
        except SlackApiError as error:
            self._refused(message, error, certainly_not=False)
            return False
        except sending.UNSURE as error:
            self._later(message, self._back_off(message), type(error).__name__, certainly_not=False)
            return False
        try:
            ts = ts or sending.post(self._client, message, thread_ts)
        except SlackApiError as error:
            self._refused(message, error, certainly_not=True)
            return False
        except sending.UNSURE as error:
            self._later(message, self._back_off(message), type(error).__name__, certainly_not=False)
            return False
        with self._services.store.write() as tx:
            outbox.sent(tx, message.id, ts)
        log.info("sent", key=message.key, channel=channel, attempts=message.attempts + 1)
        return True

    def _refused(self, message: Message, error: SlackApiError, *, certainly_not: bool) -> None:
        word = str(error.response.get("error", "unknown"))
        if word in sending.NOT_NOW | sending.PERHAPS:
            seconds = sending.wait(error) or self._back_off(message)
            self._later(message, seconds, word, certainly_not=certainly_not and word in sending.NOT_NOW)
            return
        with self._services.store.write() as tx:
            outbox.failed(tx, message.id, word)
        log.error("not_sent", key=message.key, channel=message.channel, error=word)

    def _later(self, message: Message, seconds: float, fault: str, *, certainly_not: bool) -> None:
        at = self._services.clock() + timedelta(seconds=seconds)
        with self._services.store.write() as tx:
            (outbox.retry if certainly_not else outbox.unsure)(tx, message.id, at, fault)
        log.warning("send_again", key=message.key, channel=message.channel, fault=fault, seconds=round(seconds, 1))

    def _refresh(self, message: Message) -> bool:
        with self._services.store.read() as tx:
            reply = sending.as_it_is_now(tx, self._services, message)
        try:
            sending.update(self._client, message, reply)
        except SlackApiError as error:
            word = str(error.response.get("error", "unknown"))
            if word in sending.NOT_NOW | sending.PERHAPS:
                self._refresh_at = self._monotonic() + max(1.0, sending.wait(error))
                log.warning("update_again", key=message.key, error=word)
                return False
            log.warning("not_updated", key=message.key, error=word)  # the message is gone from Slack: carry on
        except sending.UNSURE as error:
            self._refresh_at = self._monotonic() + 1.0
            log.warning("update_again", key=message.key, error=type(error).__name__)
            return False
        with self._services.store.write() as tx:
            outbox.refreshed(tx, message)
        return True

    def _back_off(self, message: Message) -> float:
        return min(LONGEST_WAIT, 2.0 ** min(message.attempts, 9)) * random.uniform(0.5, 1.0)  # noqa: S311 — jitter, no secret
