"""What the bot was about to say of its own accord, looked at again just before it is said.

What was done, extended or paused meanwhile is not nudged; a message that no longer holds at all is dropped, and the
store keeps that it was.
"""

from collections.abc import Callable, Mapping

from bot.messages.blocks import Reply
from bot.schedule import alerts, digest, nudges, sending
from bot.services import Services
from storage.database import Transaction
from storage.outbox import Message

Renew = Callable[[Transaction, Services, Message], Reply | str]
"""Gives what a message says at this moment, or a few words on why it no longer holds."""


def _as_it_is_now(tx: Transaction, services: Services, message: Message) -> Reply | str:
    return sending.as_it_is_now(tx, services, message)


RENEW: Mapping[str, Renew] = {
    "nudge": nudges.renew,
    "digest": digest.renew,
    "heartbeat": digest.renew_heartbeat,
    "alert": alerts.renew,
    "actions": _as_it_is_now,
}
"""By what a message shows; anything else is sent as it was queued."""


def renewed(tx: Transaction, services: Services, message: Message) -> Reply | str | None:
    """What a message says at this moment; a few words on why it is dropped; None: as it was queued."""
    renew = RENEW.get(message.shows)
    return renew(tx, services, message) if renew else None
