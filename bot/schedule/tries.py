"""What becomes of a try to send a message: sent, to be tried again, given up, or dropped before it was tried."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import SystemRandom
from types import MappingProxyType
from typing import Any, NamedTuple, Protocol

from bot.schedule import sending
from bot.services import Services
from storage import errands, outbox
from storage.database import Transaction
from storage.outbox import Message

_CHANCE = SystemRandom()
ARRIVES = timedelta(seconds=5)  # in which a message that is on its way has arrived, or never will
WORKFLOW = "workflow"  # begins the key of a workflow's proposal, and is the errand that ends its step
NOT_ASKED = "Followthrough could not post the proposal, so nobody was asked: Slack says “{}”."


class Told(NamedTuple):
    """What was recorded, for the log and the counters once it is committed; nothing for them where it has no message.

    `worked`: it got somewhere, if only to its end; not where the same is to be tried again. `fault`: Slack's word for
    why a message was given up, which somebody has to be told.
    """

    event: str = ""
    message: Message | None = None
    said: Mapping[str, Any] = MappingProxyType({})
    worked: bool = True
    fault: str = ""


@dataclass(frozen=True)
class Step:
    """Something to be done in Slack: a call, made without holding up the store, and the recording of what came of it.

    Args:
        lane: nothing else is done in it meanwhile: a channel, or one message that is brought up to date.
        methods: what is called.
        call: calls it; may raise anything.
        done: records what the call gave.
        stopped: records what it raised.
        kind: message, update, home or clock; of each kind, so many at once.
        due: not called before, on the monotonic clock.
    """

    lane: str
    methods: tuple[str, ...]
    call: Callable[[], Any]
    done: Callable[[Transaction, Any], Told]
    stopped: Callable[[Transaction, Exception], Told]
    kind: str = "message"
    due: float = 0.0


class Again(Protocol):
    """How the store is told that a message is to be tried again."""

    def __call__(
        self, tx: Transaction, message: Message, not_before: datetime, fault: str, *, doubt: bool = False
    ) -> None:
        """From `not_before` on, because of `fault`; `doubt`: it may be the message's own."""


def sent(services: Services, message: Message, tx: Transaction, ts: str | None) -> Told:
    """A message is in Slack under `ts`."""
    outbox.sent(tx, message.id, ts, services.clock())
    return Told("sent", message, {"attempts": message.attempts + 1})


def stopped(services: Services, message: Message, again: Again, tx: Transaction, error: Exception) -> Told:
    """Try again where that may help, and give the message up where not."""
    now, word = services.clock(), sending.word(error)
    if sending.given_up(message, error, now):
        return given_up(services, message, tx, word)
    doubt = sending.doubtful(error)
    later = timedelta(seconds=sending.wait(error) or back_off(message, doubt=doubt))
    if again is outbox.unsure:
        later = max(later, ARRIVES)
    again(tx, message, now + later, word, doubt=doubt)
    return Told("send_again", message, {"fault": word, "seconds": round(later.total_seconds(), 1)}, worked=False)


def given_up(services: Services, message: Message, tx: Transaction, word: str) -> Told:
    """A message is never sent, because of Slack's `word`."""
    outbox.failed(tx, message.id, word, services.clock())
    kind, _, run = message.key.partition(":")
    if kind == WORKFLOW:  # nobody will decide what nobody sees, and the workflow waits
        errands.add(tx, WORKFLOW, run, services.clock(), {"error": NOT_ASKED.format(word)})
    return Told("not_sent", message, {"error": word}, fault=word)


def dropped(services: Services, message: Message, tx: Transaction, reason: str) -> Told:
    """A message no longer holds."""
    outbox.dropped(tx, message.id, reason, services.clock())
    return Told("dropped", message, {"shows": message.shows})


def back_off(message: Message, *, doubt: bool = False) -> float:
    """Seconds until a message is tried again: twice as long each time, never the same for two of them.

    Where the fault may be the message's own, the few tries that it has are spread over the hour that an outage takes.
    """
    seconds = 2.0 ** min(message.doubts, 10) if doubt else min(sending.LONGEST_PAUSE, 2.0 ** min(message.attempts, 9))
    return seconds * _CHANCE.uniform(0.5, 1.0)
