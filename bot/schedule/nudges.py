"""The day's nudges: gathered for each channel and each person, queued in one commit with the claim."""

from bot.messages.blocks import Reply
from bot.services import Services
from storage.database import Transaction
from storage.outbox import Message


def queue_day(services: Services) -> bool:
    """Queue today's nudges; False where another process or an earlier tick has done it."""
    return False


def renew(tx: Transaction, services: Services, message: Message) -> Reply | str:
    """A nudge as it is at this moment, or why it no longer holds."""
    raise NotImplementedError
