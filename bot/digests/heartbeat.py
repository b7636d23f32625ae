"""The heartbeat: each week, to the business unit, what went to whom, what did not and why, who waits or is quiet."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from bot.digests import nudges
from bot.domain.clocks import local_date
from bot.domain.nudges import BEFORE
from bot.domain.nudges import near as nearby
from bot.domain.people import Person, Role
from bot.messages import heartbeat as messages
from bot.messages.blocks import fitted
from bot.messages.digest import Quiet
from bot.messages.heartbeat import Sent, Unit
from bot.services import Services
from bot.usecases.home import MOST_DEADLINES, near
from bot.usecases.pausing import EVERYTHING
from storage import chain, digests, fates, home_lists, pauses, people, plan, queries
from storage.database import Transaction
from storage.outbox import Message

BOT = Person(user="", team="", roles=frozenset({Role.BUSINESS_UNIT}))
QUIET = timedelta(weeks=3)
A_WEEK = timedelta(days=7)
MOST = 10
"""Actions of each kind that are listed."""


def made(tx: Transaction, services: Services, name: str, told: Sent) -> Iterator[Message]:
    """The heartbeat of the period `name`, where the unit has a channel."""
    channel = people.unit_channel(tx)
    if not channel:
        return
    now, by = services.clock(), services.yardstick()
    unit = Unit(
        awaiting=digests.awaiting(tx, MOST),
        asking=digests.asking(tx, MOST),
        tests=digests.tests(tx, _soon(services), MOST),
        quiet=quiet(tx, services),
        failures=fates.failures(tx, now - A_WEEK),
        dropped=fates.dropped_since(tx, now - A_WEEK),
        posted=fates.sent_since(tx, now - A_WEEK),
        remit=plan.remit(tx, BOT),
        deadlines=home_lists.deadlines(tx, near(by), MOST_DEADLINES),
        gone=home_lists.unreachable(tx),
        invented=queries.any_invented(tx, BOT),
        pauses=pauses.on(tx, by.today),
        names={row["code"]: row["name"] for row in people.partners(tx)},
        paused=digests.paused(tx, by.today, MOST),
        today=nudges.for_heartbeat(tx, services),
        head=chain.head(tx).short,
    )
    reply = messages.heartbeat(told, unit, by)
    yield Message.of(f"heartbeat:{name}", channel, *fitted(reply), shows="heartbeat", scheduled=True)


def quiet(tx: Transaction, services: Services, partner_id: int | None = None) -> list[Quiet]:
    """Partners (or that one) with something to do from which nothing was heard for 3 weeks, by name.

    Nobody who is paused, or was in these weeks: a pause is no silence.
    """
    paused, again = pauses.on(tx, services.today()), _again(tx, services)
    found = []
    for row in digests.quiet(tx, services.clock() - QUIET, partner_id):
        last = _day(row["updated"] or row["added"], services)
        since = max(last, *(again.get(subject, date.min) for subject in (row["code"], EVERYTHING)))
        if since <= services.today() - QUIET and not paused.of_partner(row["code"]):
            found.append(Quiet(row["name"], since, heard=bool(row["updated"]), paused=since > last))
    return found


def _again(tx: Transaction, services: Services) -> dict[str, date]:
    """When the last pause of each partner, by code, and of everything ended, or will end."""
    return {
        row["subject"]: date.fromisoformat(row["until"]) if row["until"] else _day(row["at"], services)
        for row in pauses.last(tx, EVERYTHING)
    }


def _soon(services: Services) -> date:
    """The last day on which a test that is due counts as near; today where nobody can say how far off a day is."""
    span = nearby(services.today(), services.days).soon.get(BEFORE[0])
    return span.last if span else services.today()


def _day(moment: str, services: Services) -> date:
    return local_date(datetime.fromisoformat(moment), services.zone)
