"""Words to the business unit about messages that could not be sent, or that wait for long."""

from bot.messages.blocks import Reply
from bot.services import Services
from storage.database import Transaction
from storage.outbox import Message


def renew(tx: Transaction, services: Services, message: Message) -> Reply | str:
    """An alert as it is at this moment, or why it no longer holds."""
    raise NotImplementedError
