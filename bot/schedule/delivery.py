"""The outbox worker: sends what is queued, in order per channel, each message once.

One thread keeps the books, and a few others talk to Slack. A message is claimed in the store before it is sent. Where
nobody knows whether it arrived (a crash, a time-out), it is looked for in Slack by its key before it is sent again. A
channel in which a call hangs keeps one of those few busy, and no other channel waiting.
"""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event, Thread

import structlog
from slack_sdk import WebClient

from bot.schedule import sending
from bot.schedule.books import AT_ONCE, STORE_FAULTS, Books, Outcome, Turn
from bot.schedule.timekeeping import Timekeeper
from bot.schedule.tries import Step
from bot.services import Services

log = structlog.get_logger()

PACE = 1.0  # seconds between two messages in one channel: Slack's limit
LEAST_PAUSE = 0.001
SAY_AGAIN = 60.0  # seconds
LAST_TRIES = 5  # to record what came back last, when told to stop; what isn't recorded is looked for in Slack later
TOGETHER = 0.005  # seconds in which more comes back, to be recorded in the same commit


class Delivery:
    """Sends what is queued, from threads of its own once started.

    Args:
        services: store and clock.
        client: Slack's Web API, without retries of its own.
        timekeeper: knows whether the clock is right, without which nothing scheduled goes out.
        pace: seconds between two messages in one channel.
        monotonic: what the pace is measured with.
    """

    def __init__(
        self,
        services: Services,
        client: WebClient,
        timekeeper: Timekeeper,
        *,
        pace: float = PACE,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._mail = services.mail
        self._monotonic = monotonic
        self._books = Books(services, client, timekeeper, pace, monotonic)
        self._say_again = 0.0
        self._stopping = Event()
        self._thread = Thread(target=self._run, name="delivery", daemon=True)

    def start(self) -> None:
        """Begin to send."""
        self._thread.start()

    @property
    def alive(self) -> bool:
        """Whether it sends what is queued."""
        return self._thread.is_alive()

    def stop(self) -> None:
        """End after the messages that are being sent, if any: nothing is left half sent."""
        self._stopping.set()
        self._mail.set()
        self._thread.join()

    def deliver(self) -> int:
        """Take one turn, here and now: send what may be sent, at most one message a channel; how much got somewhere.

        Besides, some shown messages and one App Home are brought up to date.
        """
        if self._stopping.is_set():
            return 0
        turn = self._safely(self._books.turn)
        more = self._books.soonest == 0.0
        for step in turn.steps:
            self._do(step)
        return turn.worked + self._safely(self._books.record).worked + more

    def _run(self) -> None:
        with ThreadPoolExecutor(sum(AT_ONCE.values()), "sender") as pool:
            while not self._stopping.is_set():
                self._mail.clear()
                for step in self._safely(self._books.turn_if_any).steps:
                    pool.submit(self._do, step)
                if self._mail.wait(max(LEAST_PAUSE, self._books.soonest)):
                    self._stopping.wait(TOGETHER)
        for _ in range(LAST_TRIES):
            self._safely(self._books.record)
            if not self._books.waiting:
                break

    def _safely(self, turn: Callable[[], Turn]) -> Turn:
        try:
            return turn()
        except STORE_FAULTS as error:
            if self._monotonic() >= self._say_again:  # a log of a line a second would fill what is left of the disk
                self._say_again = self._monotonic() + SAY_AGAIN
                log.warning("not_recorded", kind=type(error).__name__, waiting=self._books.waiting)
        except Exception:  # an edge of the process: one fault stops neither the others nor the worker
            log.exception("delivery_failed")
        self._books.rest()
        return Turn()

    def _do(self, step: Step) -> None:
        """Make a call, and hand in what came of it."""
        time.sleep(max(0.0, step.due - self._monotonic()))
        began, gave = self._monotonic(), None
        error: Exception | None = None
        try:
            gave = step.call()
        except sending.FAULTS as refusal:
            error = refusal
        except Exception as fault:  # an edge of the process: whatever it is, the store has to be told
            log.exception("delivery_failed")
            error = fault
        at = self._monotonic()
        self._books.hand_in(Outcome(step, gave, error, at, at - began))
        self._mail.set()
