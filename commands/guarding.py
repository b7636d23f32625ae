"""Nothing about a child is kept: what somebody writes is looked at before anything is done with it.

What carries an identifier is refused. Its author alone is told what kind of thing was seen and how to word it; the
information governance contact is told the kinds and how many times today, and never the words.
"""

from collections.abc import Iterable
from datetime import timedelta

import structlog

from bot.domain.errors import Identifying
from bot.domain.identifiers import Kind, advice, found, refusal
from bot.messages import alerts
from bot.services import Asked, Services
from storage import outbox, people, runs
from storage.database import Transaction
from storage.outbox import Message

log = structlog.get_logger()

JOB = "identifier"


def check(services: Services, asked: Asked, texts: Iterable[tuple[str, str]]) -> None:
    """Raise Identifying for the first of these texts that may not be kept; each with the name of its field, or "".

    Who is responsible for information governance is told, once for each time, if the partnership knows the author.
    """
    for field, text in texts:
        if kinds := found(text, services.settings.allowed):
            log.warning("identifier_refused", kinds=[str(kind) for kind in kinds], origin=str(asked.origin))
            _tell(services, asked, kinds)
            why = refusal(text, services.settings.allowed)
            raise Identifying(f"Nothing was recorded: {why}. {advice(kinds[0])}", field=field)


def _tell(services: Services, asked: Asked, kinds: Iterable[Kind]) -> None:
    now = services.clock()
    with services.store.write() as tx:
        if not asked.person(tx, services).known or not runs.claim(tx, JOB, asked.delivery, now):
            return
        today = runs.since(tx, JOB, now - timedelta(days=1))
        reply = alerts.refused([str(kind) for kind in kinds], today)
        if to := _contact(tx, services):
            message = Message.of(f"{JOB}:{asked.delivery}", to, *reply, shows="alert", scheduled=True)
            outbox.queue(tx, message, now)
    services.mail.set()


def _contact(tx: Transaction, services: Services) -> str | None:
    return services.settings.information_governance or people.unit_channel(tx)
