"""The outbox worker's books: what came of some messages and which come next is written in one commit.

So many messages share one wait for the disk. While the store can't be written to nothing more is sent, and what came
of those that were sent is kept until it can.
"""

import sqlite3
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import islice
from typing import Any, TypeVar

import structlog
from slack_sdk import WebClient

from bot.domain.errors import Busy
from bot.domain.hours import in_hours
from bot.schedule import alerts, sending
from bot.schedule.home import Homes
from bot.schedule.pace import POST, Pace
from bot.schedule.renewal import RENEW
from bot.schedule.steps import UPDATE, Steps
from bot.schedule.timekeeping import Timekeeper
from bot.schedule.tries import Step, Told
from bot.services import Services
from storage import outbox
from storage.database import Transaction
from storage.outbox import Message

log = structlog.get_logger()
Given = TypeVar("Given")

IDLE = 1.0  # seconds until the store is asked again though nobody said that something was queued
AT_ONCE: Mapping[str, int] = {"message": 24, "update": 2, "home": 1, "clock": 1}
"""How many steps of each kind are taken at once: so many messages are looked for after a crash."""
LONGEST_CLAIM = 0.1  # seconds for which everybody else waits to write
AHEAD = 0.02  # seconds by which a message is claimed before its turn in its channel: its sender waits for that
STORE_FAULTS = (Busy, sqlite3.OperationalError)
"""The store can't be written to now: another one is at it, or the disk is full."""
LEVELS = {"sent": "info", "dropped": "info", "not_found": "info", "not_sent": "error"}
"""How serious what was recorded is; anything else is a warning."""


@dataclass(frozen=True)
class Outcome:
    """What came of a call: what it gave, or what it raised; when, and how many seconds it took."""

    step: Step
    gave: Any
    error: Exception | None
    at: float
    seconds: float


@dataclass
class Turn:
    """What one commit held: steps to be taken now, and what was recorded, with how long its call took."""

    steps: list[Step] = field(default_factory=list)
    told: list[tuple[Told, float]] = field(default_factory=list)

    @property
    def worked(self) -> int:
        """How much got somewhere."""
        return sum(told.worked for told, _ in self.told)


class Books:
    """Knows what is on its way and what comes next. Used by one thread, `hand_in` by any.

    Args:
        services: store and clock.
        client: Slack's Web API, without retries of its own.
        timekeeper: knows whether the clock is right, without which nothing scheduled goes out.
        pace: seconds between two messages in one channel.
        monotonic: what the pace is measured with.

    Attributes:
        soonest: in how many seconds something more may be sent.
    """

    def __init__(
        self,
        services: Services,
        client: WebClient,
        timekeeper: Timekeeper,
        pace: float,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self.soonest = IDLE
        self._services = services
        self._timekeeper = timekeeper
        self._monotonic = monotonic
        self._pace = Pace(pace, monotonic)
        self._steps = Steps(services, client, self._pace)
        self._homes = Homes(services, client, self._pace)
        self._handed_in: deque[Outcome] = deque()
        self._unrecorded: list[Outcome] = []
        self._flying: dict[str, str] = {}  # the kind of what is on its way, by lane
        self._careful = False  # parts of a commit that may fail alone take time, so mostly there are none

    @property
    def waiting(self) -> int:
        """How many outcomes are not recorded yet."""
        return len(self._unrecorded)

    def hand_in(self, outcome: Outcome) -> None:
        """Something came back."""
        self._handed_in.append(outcome)

    def rest(self) -> None:
        """A turn has failed: the next is taken after a while."""
        self.soonest = IDLE

    def turn_if_any(self) -> Turn:
        """A turn, if there is anything to do; the store is not written to only to find that out."""
        self._hear()
        return self.turn() if self._unrecorded or self._anything() else Turn()

    def _anything(self) -> bool:
        self.soonest = IDLE
        with self._services.store.read() as tx:
            if any(self._next_up(tx, self._flying)) or self._stale(tx, self._flying):
                return True
            return self._doubt(tx, self._flying) or self._home(tx, self._flying)

    def turn(self) -> Turn:
        """Record what came back and claim what comes next."""
        return self._commit(claiming=True)

    def record(self) -> Turn:
        """Record what came back."""
        return self._commit(claiming=False)

    def _commit(self, *, claiming: bool) -> Turn:
        self._hear()
        self.soonest = IDLE
        landed = {one.step.lane for one in self._unrecorded}
        turn, flying = Turn(), {lane: kind for lane, kind in self._flying.items() if lane not in landed}
        try:
            with self._services.store.write() as tx:
                turn.told = [(self._recorded(tx, one), one.seconds) for one in self._unrecorded]
                if claiming:
                    self._claim(tx, turn, flying)
        except Exception as error:
            # One of them it was: the next time each is a part of its own.
            self._careful = not isinstance(error, STORE_FAULTS)
            raise
        self._careful = False
        self._unrecorded.clear()
        self._flying = flying | {step.lane: step.kind for step in turn.steps}
        try:
            for told, seconds in turn.told:
                self._tell(told, seconds)
        except Exception:  # an edge of the process: what is committed is to be sent, told of or not
            log.exception("delivery_failed")
        return turn

    # What came back

    def _hear(self) -> None:
        """Take what was handed in; what it tells of Slack's limits counts at once."""
        while self._handed_in:
            one = self._handed_in.popleft()
            for method in one.step.methods:
                if method == POST:
                    self._pace.posted(one.step.lane, one.at)
                if one.error and sending.refused(one.error):
                    self._pace.refused(method, one.step.lane, sending.wait(one.error))
            self._unrecorded.append(one)

    def _recorded(self, tx: Transaction, one: Outcome) -> Told:
        """Record one outcome. What can't be recorded stays claimed, so that it is looked for in Slack later."""
        step, error = one.step, one.error
        told = self._apart(tx, lambda: step.stopped(tx, error) if error else step.done(tx, one.gave))
        return self._alerted(tx, told) if isinstance(told, Told) else Told(worked=False)

    def _alerted(self, tx: Transaction, told: Told) -> Told:
        """Let somebody be told, where a message was given up."""
        if told.message and told.fault:
            self._apart(tx, partial(alerts.queue_unsent, tx, self._services, told.message, told.fault), risky=True)
        return told

    def _apart(self, tx: Transaction, work: Callable[[], Given], *, risky: bool = False) -> Given | Exception:
        """What a part of the commit gives; what it raises, where that must not take the others with it."""
        if not (risky or self._careful):
            return work()
        try:
            with tx.apart():
                return work()
        except STORE_FAULTS:
            raise
        except Exception as error:  # an edge of the process, as in delivery
            log.exception("delivery_failed")
            return error

    def _tell(self, told: Told, seconds: float) -> None:
        if told.message is None:
            return
        metrics = self._services.metrics
        if told.event == "sent":
            metrics.sent(seconds)
        elif count := {"send_again": metrics.again, "not_sent": metrics.failed, "dropped": metrics.dropped}.get(
            told.event
        ):
            count()
        say = getattr(log, LEVELS.get(told.event, "warning"))
        say(told.event, key=told.message.key, channel=told.message.channel, **told.said)

    # What comes next

    def _claim(self, tx: Transaction, turn: Turn, flying: Mapping[str, str]) -> None:
        steps = [self._homes.step()] if self._home(tx, flying) else []
        steps += [self._timekeeper.step()] if self._doubt(tx, flying) else []
        steps += [step for one in self._stale(tx, flying) if (step := self._steps.update(one))]
        until, room = self._monotonic() + LONGEST_CLAIM, _room("message", flying)
        for message in self._read(tx, self._next_up(tx, flying), room):
            if not room:
                break
            found = self._next(tx, message)
            if isinstance(found, Step):
                due = self._monotonic() + self._pace.until_post(found.lane)
                steps.append(replace(found, due=due))
                room -= 1
            elif found:
                turn.told.append((found, 0.0))
            if found and (not isinstance(found, Step) or self._monotonic() > until):
                self.soonest = 0.0  # there may be more
            if self._monotonic() > until:
                break
        turn.steps = steps

    def _read(self, tx: Transaction, ids: Iterator[int], room: int) -> Iterator[Message]:
        """Messages by their ids, read some at a time."""
        while some := list(islice(ids, room)):
            yield from outbox.by_ids(tx, some)

    def _next(self, tx: Transaction, message: Message) -> Step | Told | None:
        found = self._apart(tx, partial(self._steps.next, tx, message), risky=message.shows in RENEW)
        if isinstance(found, Exception):
            found = self._steps.stopped(message, tx, found)
        return self._alerted(tx, found) if isinstance(found, Told) else found

    def _next_up(self, tx: Transaction, flying: Mapping[str, str]) -> Iterator[int]:
        """Messages that may be tried now, by their ids, the oldest first: at most one a channel."""
        open_ = self._in_hours() and self._timekeeper.trusted
        for row in outbox.next_up(tx, self._services.clock(), open_=open_):
            if row["channel"] in flying:
                continue
            wait = self._pace.until_post(row["channel"]) - AHEAD
            if wait > 0:
                self.soonest = min(self.soonest, wait)
            else:
                yield row["id"]

    def _stale(self, tx: Transaction, flying: Mapping[str, str]) -> list[Message]:
        """Messages in Slack that are to be brought up to date now."""
        room = _room("update", flying)
        if not room or self._pace.until_call(UPDATE):
            return []
        found = outbox.to_refresh(tx)
        return [one for one in found if Steps.update_lane(one) not in flying][:room]

    def _doubt(self, tx: Transaction, flying: Mapping[str, str]) -> bool:
        """Whether the clock is to be looked at, as something scheduled waits for that."""
        stale = self._in_hours() and self._timekeeper.stale and _room("clock", flying) > 0
        return stale and outbox.scheduled_waits(tx)

    def _in_hours(self) -> bool:
        return in_hours(self._services.clock(), self._services.zone, self._services.days)

    def _home(self, tx: Transaction, flying: Mapping[str, str]) -> bool:
        """Whether an App Home is to be published now."""
        return _room("home", flying) > 0 and self._homes.ready(tx)


def _room(kind: str, flying: Mapping[str, str]) -> int:
    """How many more steps of a kind may be taken at once."""
    return AT_ONCE[kind] - sum(one == kind for one in flying.values())
