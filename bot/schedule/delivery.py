"""The outbox worker: sends what is queued, in order per channel, each message once.

A message is claimed in the store before it is sent. When it is not known whether it arrived (a crash, a time-out), it
is looked for in Slack by its key before it is sent again. What comes before that is a step with a commit of its own:
opening the direct messages with somebody, and uploading a message's picture.
"""

import random
import time
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from functools import partial
from threading import Event, Thread

import structlog
from slack_sdk import WebClient

from bot.domain.plan import Indicator
from bot.messages.charts import picture as charts
from bot.schedule import pictures, sending
from bot.schedule.home import Homes
from bot.services import Services
from storage import errands, outbox, people
from storage.database import Transaction
from storage.outbox import Message

log = structlog.get_logger()

PACE = 1.0  # seconds between two messages in one channel: Slack's limit
IDLE = 1.0  # seconds until the store is asked again though nobody said that something was queued
LONGEST_WAIT = 300.0
WORKFLOW = "workflow"  # begins the key of a workflow's proposal, and is the errand that ends its step
NOT_ASKED = "Followthrough could not post the proposal, so nobody was asked: Slack says “{}”."


Again = Callable[[Transaction, int, datetime, str], None]
"""How the store is told that a message is to be tried again: its id, from when on, and what went wrong."""


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
        self._hasty = WebClient(
            token=client.token, base_url=client.base_url, timeout=pictures.PATIENCE, retry_handlers=[]
        )
        self._pace = pace
        self._monotonic = monotonic
        self._free_at: dict[str, float] = {}
        self._refresh_at = 0.0
        self._homes = Homes(services, client, pace=pace, monotonic=monotonic)
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
        """Send one message to each channel that may have one now, then bring shown ones up to date; how many.

        Where there was no message to send, one App Home is brought up to date: it takes turns with shown messages.
        """
        with self._services.store.read() as tx:
            channels = outbox.waiting_channels(tx, self._services.clock())
            stale = outbox.to_refresh(tx, self._services.clock()) if self._monotonic() >= self._refresh_at else []
        free = [channel for channel in channels if self._free_at.get(channel, 0) <= self._monotonic()]
        sent = self._all(partial(self._send_next, one) for one in free)
        refreshed = self._all(partial(self._refresh, one) for one in stale)
        return sent + refreshed + (0 if sent else self._all([self._homes.publish_next]))

    def _all(self, work: Iterable[Callable[[], int]]) -> int:
        """Do this, unless told to stop; how much of it worked."""
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
        """Send the next message to a channel, or do first what has to be done before; whether either was done."""
        with self._services.store.write() as tx:
            message = outbox.next_in(tx, channel)
            if message is None:
                return False
            first = self._open if sending.is_person(channel) else self._upload if pictures.wanting(message) else None
            if not first:
                thread_ts, indicator = outbox.thread_ts(tx, message), pictures.shown(tx, message)
                outbox.claim(tx, message.id)
        return first(message) if first else self._send(message, thread_ts, indicator)

    def _open(self, message: Message) -> bool:
        """Find the direct messages with the person to whom a message is addressed."""
        user = message.channel
        with self._services.store.read() as tx:
            known = people.remembered(tx, f"dm {user}")
        try:
            channel = known or sending.direct(self._client, user)
        except sending.FAULTS as error:
            return self._stopped(message, error, outbox.put_off)
        with self._services.store.write() as tx:
            people.remember(tx, f"dm {user}", channel)
            outbox.opened(tx, user, channel)
        return True

    def _upload(self, message: Message) -> bool:
        """Draw and upload a message's picture, or settle that there will be none."""
        with self._services.store.read() as tx:
            indicator = pictures.shown(tx, message)
        drawn = self._drawn(indicator) if indicator else b""
        try:
            file_id = pictures.upload(self._hasty, indicator, drawn) if indicator and drawn else ""
        except sending.FAULTS as error:
            if pictures.worth_waiting(message, sending.wait(error)) and sending.passes(error):
                return self._stopped(message, error, outbox.put_off)
            log.warning("picture_given_up", key=message.key, error=sending.word(error))
            file_id = ""
        with self._services.store.write() as tx:
            outbox.uploaded(tx, message.id, file_id)
        return True

    def _drawn(self, indicator: Indicator) -> bytes:
        try:
            return charts.picture(indicator)
        except Exception as error:  # a picture that can't be drawn must not hold up its message
            log.exception("picture_not_drawn", ref=str(indicator.ref), kind=type(error).__name__)
            return b""

    def _send(self, message: Message, thread_ts: str | None, indicator: Indicator | None) -> bool:
        """Post a message that was claimed, unless it is in Slack already."""
        self._free_at[message.channel] = self._monotonic() + self._pace
        try:
            ts = sending.find(self._client, message, thread_ts) if message.state == "claimed" else None
        except sending.FAULTS as error:
            return self._stopped(message, error, outbox.unsure)
        try:
            ts = ts or sending.post(self._client, message, thread_ts, indicator)
        except sending.FAULTS as error:
            if message.file_id and sending.word(error) == pictures.NOT_READY:
                return self._without_picture(message, error)
            return self._stopped(message, error, outbox.retry if sending.nothing_done(error) else outbox.unsure)
        with self._services.store.write() as tx:
            outbox.sent(tx, message.id, ts)
        log.info("sent", key=message.key, channel=message.channel, attempts=message.attempts + 1)
        return True

    def _without_picture(self, message: Message, error: Exception) -> bool:
        """Wait for a picture to be ready, or after some tries do without it."""
        if message.attempts + 1 < pictures.TRIES:
            self._later(message, error, outbox.retry)
            return False
        with self._services.store.write() as tx:
            outbox.uploaded(tx, message.id, "")
            outbox.retry(tx, message.id, self._services.clock(), sending.word(error))
        log.warning("picture_given_up", key=message.key, error=sending.word(error))
        return True

    def _stopped(self, message: Message, error: Exception, again: Again) -> bool:
        """Try again where that may help, and give the message up where not; False, as nothing was sent."""
        if sending.passes(error):
            self._later(message, error, again)
            return False
        with self._services.store.write() as tx:
            outbox.failed(tx, message.id, sending.word(error))
            kind, _, run = message.key.partition(":")
            if kind == WORKFLOW:  # nobody will decide what nobody sees, and the workflow waits
                said = {"error": NOT_ASKED.format(sending.word(error))}
                errands.add(tx, WORKFLOW, run, self._services.clock(), said)
        log.error("not_sent", key=message.key, channel=message.channel, error=sending.word(error))
        return False

    def _later(self, message: Message, error: Exception, again: Again) -> None:
        seconds = sending.wait(error) or self._back_off(message)
        at, fault = self._services.clock() + timedelta(seconds=seconds), sending.word(error)
        with self._services.store.write() as tx:
            again(tx, message.id, at, fault)
        log.warning("send_again", key=message.key, channel=message.channel, fault=fault, seconds=round(seconds, 1))

    def _refresh(self, message: Message) -> bool:
        with self._services.store.read() as tx:
            reply = sending.as_it_is_now(tx, self._services, message)
        try:
            sending.update(self._client, message, reply)
        except sending.FAULTS as error:
            if sending.passes(error):
                self._refresh_at = self._monotonic() + max(1.0, sending.wait(error))
                log.warning("update_again", key=message.key, error=sending.word(error))
                return False
            log.warning("not_updated", key=message.key, error=sending.word(error))  # it is gone from Slack: carry on
        with self._services.store.write() as tx:
            outbox.refreshed(tx, message)
        return True

    def _back_off(self, message: Message) -> float:
        return min(LONGEST_WAIT, 2.0 ** min(message.attempts, 9)) * random.uniform(0.5, 1.0)  # noqa: S311 — jitter, no secret
