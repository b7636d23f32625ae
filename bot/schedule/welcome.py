"""Greets the coordinators of a new partnership, once each, and keeps what they were sent up to date.

What the greeting says is computed from the store, and compared with what was sent: whatever happened, by whomever and
in which process, shows in it.
"""

import json
from datetime import date, timedelta
from typing import NamedTuple

import structlog

from bot.domain.errors import BadInput
from bot.messages import setting_up as messages
from bot.messages.blocks import Reply, fitted
from bot.schedule.jobs import digest_day
from bot.services import Services
from bot.usecases import setting_up
from storage import homes, nudges, outbox, people
from storage import setting_up as stored
from storage.database import Transaction
from storage.outbox import Message

log = structlog.get_logger()

LET_GO = "[]"
"""The blocks of a message that was kept for as long as was set: what went stays gone."""


def keep(services: Services) -> None:
    """Greet whoever was not greeted yet, and bring what the others were sent up to date, while there is need."""
    with services.store.read() as tx:
        if not _wanted(tx, services):
            return
    with services.store.write() as tx:
        if found := _wanted(tx, services):
            for message in found.messages:
                _send(tx, services, message)
            if found.over:
                setting_up.end(tx)
            homes.all_changed(tx)
    services.mail.set()


class _Wanted(NamedTuple):
    """What is to be sent or put in the place of what was, and whether that is the last of it."""

    messages: list[Message]
    over: bool


def _wanted(tx: Transaction, services: Services) -> _Wanted | None:
    left = setting_up.left(tx)
    if not (left or setting_up.under_way(tx)):
        return None
    found = setting_up.found(tx, services.settings.coordinators, services.settings.unit_channel)
    over = left or not found.left
    reply = messages.done(found, first_digest(services)) if over else messages.greeting(found, services.today())
    named = services.settings.coordinators
    sent = {user: messages.no_longer() for user in stored.greeted(tx)} | dict.fromkeys(named, reply)
    wanted = [one for user, what in sent.items() if (one := _to(tx, user, what, over=over))]
    return _Wanted(wanted, over) if wanted or over else None


def _to(tx: Transaction, user: str, reply: Reply, *, over: bool) -> Message | None:
    """What somebody is to be sent; None where they have it, or are to have nothing."""
    message = Message.of(f"welcome:{user}", user, *fitted(reply))
    was = outbox.by_key(tx, message.key)
    if was is None:
        return message if not over and _hears(tx, user) else None
    stays = was.blocks in {message.blocks, LET_GO}
    return None if stays else was.model_copy(update={"text": message.text, "blocks": message.blocks})


def _hears(tx: Transaction, user: str) -> bool:
    account = people.account(tx, user)
    there = account is None or not (account["deactivated"] or account["bot"])
    return there and not nudges.silent(tx, user)


def _send(tx: Transaction, services: Services, message: Message) -> None:
    if message.id:
        outbox.replace(tx, message.key, message.text, json.loads(message.blocks))
    else:
        outbox.queue(tx, message, services.clock())


def warn_of_nobody(services: Services) -> None:
    """Say so when nobody at all keeps the plan, and how somebody is named."""
    with services.store.read() as tx:
        if setting_up.nobody(tx, services.settings.coordinators, services.home):
            log.warning(
                "nobody_keeps_the_plan", do="set FOLLOWTHROUGH_COORDINATORS to a Slack user id, and start again"
            )


def first_digest(services: Services) -> date | None:
    """The day of the next digest; None past the holiday data."""
    local = services.clock().astimezone(services.zone)
    today = local.date()
    try:
        this = digest_day(today, services.days)
        if today < this or (today == this and local.time() < services.settings.digest_at):
            return this
        return digest_day(today + timedelta(weeks=1), services.days)
    except BadInput:
        return None
