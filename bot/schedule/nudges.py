"""The day's nudges: queued in one commit with the claim of the day, and looked at again before they are said."""

import json

from bot.digests import ladder, told
from bot.digests.nudges import day
from bot.digests.told import Why
from bot.messages.blocks import Reply, fitted
from bot.services import Services
from storage import outbox, runs
from storage.database import Transaction
from storage.outbox import Message

NOTHING_LEFT = "everything in it was done or moved meanwhile"


def queue_day(services: Services) -> bool:
    """Queue today's nudges; False where another process or an earlier tick has done it.

    The building is done before the write lock is taken, so that nobody waits for it. A step of the ladder is taken
    only if the action is still overdue then.
    """
    now, name = services.clock(), str(services.today())
    with services.store.read() as tx:
        if runs.claimed(tx, "nudges", name):
            return False
        found = day(tx, services)
    with services.store.write() as tx:
        if not runs.claim(tx, "nudges", name, now, f"{len(found.messages)} queued"):
            return False
        ladder.keep(tx, services, found.climbs)
        for message in found.messages:
            outbox.queue(tx, message, now)
    services.mail.set()
    return True


def renew(tx: Transaction, services: Services, message: Message) -> Reply | str:
    """A nudge as it is at this moment, or why it no longer holds."""
    if message.key.split(":")[1] != str(services.today()):
        return told.PAST
    whys = [Why(number, why) for number, why in zip(message.actions, message.whys, strict=True)]
    more = json.loads(message.carries) if message.carries else {}
    reply = told.reply(tx, services, message.key, message.channel, whys, more)
    return fitted(reply) if reply else NOTHING_LEFT
