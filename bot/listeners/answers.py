"""What the bot says back where something was recorded or refused: one line, through the outbox."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.actions import Action
from bot.domain.errors import Busy, FollowthroughError
from bot.domain.events import By
from bot.messages import lines
from bot.messages.blocks import Reply, fitted
from bot.services import Asked, Services
from bot.usecases import posting
from commands.answering import strange
from storage import outbox, seen
from storage.database import Transaction
from storage.outbox import Message


@dataclass(frozen=True)
class Place:
    """A thread: its channel, its first message's ts, and the actions that can be seen there anyway."""

    channel: str
    thread_ts: str
    about: tuple[int, ...] = ()


def found(tx: Transaction, channel: str, ts: str) -> Message | None:
    """The bot's message at this place, or None for one of somebody else's.

    Raises Busy while the bot doesn't know the place of its own message yet: Slack then delivers the event again.
    """
    message = outbox.at(tx, channel, ts)
    if message is None and outbox.unsettled(tx, channel):
        raise Busy("It is not known yet which message of the bot this is about.")
    return message


def say(  # noqa: PLR0913, PLR0917 — a line is these things
    tx: Transaction, place: Place, reply: Reply, actions: Sequence[Action], asked: Asked, by: By
) -> None:
    """Say in the thread what was done; to its author alone where others there may not know of the action."""
    if all(posting.seen_in(tx, place.channel, action) for action in actions):
        message = Message.of(f"line:{asked.delivery}", place.channel, *fitted(reply), thread_ts=place.thread_ts)
        outbox.queue(tx, message, by.at)
    else:
        queue_private(tx, place, reply, asked, by.at)


def queue_private(  # noqa: PLR0913, PLR0917 — an answer is these things
    tx: Transaction, place: Place, reply: Reply, asked: Asked, now: datetime, carries: str = ""
) -> None:
    """Queue an answer that only the person who asked sees; `carries` is what its buttons stand for."""
    key = f"private:{asked.delivery}"
    message = Message.of(
        key, place.channel, *fitted(reply), thread_ts=place.thread_ts, only_for=asked.user, carries=carries
    )
    outbox.queue(tx, message, now)


def refuse(services: Services, place: Place, error: FollowthroughError, asked: Asked) -> None:
    """Tell its author alone why something in a thread was not recorded. Raises Busy on."""
    if isinstance(error, Busy):
        raise error  # not acknowledged: Slack delivers it again
    now = services.clock()
    with services.store.write() as tx:
        if seen.first_time(tx, asked.delivery, now):
            person = asked.person(tx, services)
            reply = lines.problem(error) if person.known else strange(tx, services, asked)
            queue_private(tx, place, reply, asked, now)
    services.mail.set()
