"""Doing something to actions, and telling those whom it concerns: for commands, threads, buttons and forms alike."""

from collections.abc import Iterable

from bot.domain.actions import Recorded
from bot.domain.events import By
from bot.messages import lines
from bot.messages.blocks import Reply, fitted
from bot.services import Services
from bot.usecases import progress
from bot.usecases.words import Words
from storage import audit, outbox, people
from storage.database import Transaction
from storage.outbox import Message

TOLD = frozenset({"accept", "return", "embedded", "sustained", "agree", "refuse", "withdraw", "reopen"})
"""What others decide about a partner's action: its channel is told, whoever decided it wherever."""


def record(  # noqa: PLR0913, PLR0917 — a deed is these things
    tx: Transaction, services: Services, by: By, verb: str, numbers: Iterable[int], words: Words, here: str = ""
) -> list[Recorded]:
    """Do it to each of these actions, or to none. `here`: the channel that hears of it anyway. Raises as that."""
    rules = services.yardstick()
    done = [progress.record(tx, verb, number, words, by, rules) for number in numbers]
    for one in done:
        _tell(tx, one, lines.recorded([one], rules), by, here)
    return done


def take_back(tx: Transaction, by: By, numbers: Iterable[int], here: str = "") -> list[Recorded]:
    """Take back the last thing that was done to each of these actions, or nothing. Raises as use cases."""
    undone = [progress.undo(tx, number, by) for number in numbers]
    for one in undone:
        _tell(tx, one, lines.plain(lines.taken_back(one)), by, here)
    return undone


def _tell(tx: Transaction, done: Recorded, reply: Reply, by: By, here: str) -> None:
    channel = people.partner_channel(tx, done.action.lead.code)
    if done.verb not in TOLD or not channel or channel == here:
        return
    number = done.action.number
    key = f"told:{done.action.ref}:{audit.last_id(tx, str(done.action.ref))}"
    thread = outbox.latest_thread(tx, channel, number)
    line = Message.of(key, channel, *fitted(reply), thread_ts=thread, actions=(number,))
    outbox.queue(tx, line, by.at)
