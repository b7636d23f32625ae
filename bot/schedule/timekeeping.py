"""Is this machine's clock right? Nothing scheduled goes out while it differs much from Slack's.

A machine whose clock has jumped by days would post digests on a wrong day, and claim weeks that are still to come.
"""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from threading import Lock
from typing import NamedTuple

import structlog
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse

from bot.domain.clocks import local_date
from bot.messages import lines
from bot.messages.text import lasting
from bot.schedule import sending
from bot.schedule.tries import Step, Told
from bot.services import Services
from storage import outbox, people
from storage.database import Transaction
from storage.outbox import Message

log = structlog.get_logger()

MOST_APART = timedelta(minutes=10)
HOLDS = 50.0  # seconds for which a comparison counts: less than from one tick to the next
ASK_AGAIN = 5.0  # seconds, where Slack did not answer
JUMPED = 5.0  # seconds by which the clock and the time that really passed may differ since, or it counts no more
TELL_AGAIN = 3600.0
WRONG = "This machine's clock differs from Slack's by {}, so no digest and no nudge goes out until it is right."


class Compared(NamedTuple):
    """When the clocks were compared, by both ways to tell the time; whether they agreed, None: Slack was silent."""

    clock: datetime
    monotonic: float
    agreed: bool | None


class Timekeeper:
    """Holds this machine's clock against Slack's.

    Args:
        services: store and clock.
        client: Slack's Web API.
        monotonic: seconds that no clock's jump touches.
    """

    def __init__(
        self, services: Services, client: WebClient, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self.apart = timedelta(0)
        self._services = services
        self._client = sending.hasty(client)
        self._monotonic = monotonic
        self._turn = Lock()
        self._last: Compared | None = None
        self._tell_at = 0.0

    @property
    def wrong(self) -> bool:
        """Whether the clocks were more than 10 minutes apart when they were last compared."""
        return abs(self.apart) > MOST_APART

    @property
    def trusted(self) -> bool:
        """Whether the clocks agreed within the last minute, and this one has not jumped since."""
        return not self.stale and self._last is not None and bool(self._last.agreed)

    @property
    def stale(self) -> bool:
        """Whether the last comparison no longer counts."""
        last = self._last
        if last is None:
            return True
        passed = self._monotonic() - last.monotonic
        shown = (self._services.clock() - last.clock).total_seconds()
        return passed >= (ASK_AGAIN if last.agreed is None else HOLDS) or abs(shown - passed) >= JUMPED

    def agrees(self) -> bool:
        """Whether the clocks agree, compared now unless the last comparison counts; False where Slack is silent."""
        with self._turn:
            return self.trusted or (self.stale and self._ask())

    def ask(self) -> bool:
        """The same, compared now."""
        with self._turn:
            return self._ask()

    def step(self) -> Step:
        """The same, for the outbox worker: what is scheduled waits for it, and nothing else."""
        return Step("clock", ("api.test",), self.ask, _asked, _failed, "clock")

    def _ask(self) -> bool:
        clock, monotonic = self._services.clock(), self._monotonic()
        self._last = Compared(clock, monotonic, self._compare())
        return bool(self._last.agreed)

    def _compare(self) -> bool | None:
        try:
            theirs = _moment(self._client.api_test())
        except SlackApiError as error:  # a refusal has a date too
            theirs = _moment(error.response)
        except sending.UNSURE as error:
            log.warning("clock_not_compared", error=sending.word(error))
            return None  # nothing could be sent now anyway
        if theirs is None:
            log.warning("clock_not_compared", error="no date in Slack's answer")
            return True  # something between here and Slack takes it out, and will go on doing so
        self.apart = self._services.clock() - theirs
        if self.wrong:
            self._tell(theirs)
        return not self.wrong

    def _tell(self, theirs: datetime) -> None:
        """One line in the log an hour, and one alert to the business unit on each day that Slack's clock shows."""
        if self._monotonic() >= self._tell_at:
            self._tell_at = self._monotonic() + TELL_AGAIN
            log.error("clock_wrong", apart_seconds=round(self.apart.total_seconds()))
        reply = lines.plain(WRONG.format(lasting(self.apart)))
        with self._services.store.write() as tx:
            if channel := people.unit_channel(tx):
                key = f"clock:{local_date(theirs, self._services.zone)}"
                outbox.queue(tx, Message.of(key, channel, *reply), self._services.clock())
        self._services.mail.set()


def _asked(_tx: Transaction, _agreed: object) -> Told:
    return Told()


def _failed(_tx: Transaction, _error: Exception) -> Told:
    return Told(worked=False)


def _moment(answer: SlackResponse) -> datetime | None:
    """The moment at which Slack answered, in UTC; None where it doesn't say."""
    headers = answer.headers if isinstance(answer, SlackResponse) else {}
    said = {name.lower(): value for name, value in headers.items()}.get("date", "")
    try:
        return parsedate_to_datetime(said[0] if isinstance(said, list) else said).astimezone(UTC)
    except ValueError:
        return None
