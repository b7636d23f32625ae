"""The heartbeat: each week, to the business unit, what went to whom, what did not and why, who waits or is quiet."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from bot.domain.people import Person, Role
from bot.messages import digest as messages
from bot.messages.blocks import fitted
from bot.messages.digest import Sent, Unit
from bot.services import Services
from bot.usecases.home import MOST_DEADLINES, near
from storage import digests, home_lists, outbox, pauses, people, plan, queries
from storage.database import Transaction
from storage.outbox import Message

BOT = Person(user="", team="", roles=frozenset({Role.BUSINESS_UNIT}))
QUIET = timedelta(weeks=3)
A_WEEK = timedelta(days=7)


def made(tx: Transaction, services: Services, name: str, told: Sent) -> Iterator[Message]:
    """The heartbeat of the period `name`, where the unit has a channel."""
    channel = people.unit_channel(tx)
    if not channel:
        return
    now, by = services.clock(), services.yardstick()
    unit = Unit(
        awaiting=digests.awaiting(tx, 10),
        quiet=[(row["name"], _moment(row["updated"])) for row in digests.quiet(tx, now - QUIET)],
        failures=[f"{row['key']} ({row['fault']})" for row in outbox.failures(tx, now - A_WEEK)],
        remit=plan.remit(tx, BOT),
        deadlines=home_lists.deadlines(tx, near(by), MOST_DEADLINES),
        gone=home_lists.unreachable(tx),
        invented=queries.any_invented(tx, BOT),
        pauses=pauses.on(tx, by.today),
    )
    reply = messages.heartbeat(told, unit, by)
    yield Message.of(f"heartbeat:{name}", channel, *fitted(reply), shows="heartbeat", scheduled=True)


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
