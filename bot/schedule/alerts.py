"""Words to the business unit about messages that could not be sent, or that wait for long."""

import json
from datetime import datetime, timedelta

from bot.domain.hours import in_hours
from bot.domain.people import Role
from bot.messages import alerts as messages
from bot.messages.blocks import Reply
from bot.messages.text import listed
from bot.schedule import sending
from bot.services import Services
from storage import nudges, outbox, people, runs
from storage.database import Row, Transaction
from storage.outbox import Message

TOO_LONG = timedelta(hours=1)
MOST_PEOPLE = 3
LATE, UNSENT = "late", "unsent"
WHAT = {
    "heartbeat": "The week's summary",
    "nudge": "A reminder",
    "card": "The card of an action",
    "actions": "A list of actions",
    "alert": "An alert",
}


def queue_unsent(tx: Transaction, services: Services, message: Message, word: str) -> None:
    """Tell the business unit that a message is not sent, or stays as it was: once a day for one channel and reason.

    An alert that is not sent is not told of; it goes to the coordinators where the unit's channel did not take it.
    """
    unit = people.unit_channel(tx)
    if message.shows != "alert":
        key = f"{UNSENT}:{message.channel}:{word}:{services.today()}"
        what, where = _what(tx, message), _where(tx, services, message)
        if message.ts:  # it is in Slack, as it was
            reply = messages.outdated(what, where, word)
        else:
            reply = messages.unsent(what, where, word, _again(tx, message))
        _queue(tx, services, key, reply, unit if message.channel != unit else None)
    elif message.channel == unit:
        _queue(tx, services, message.key, _as_queued(message), None)


def queue_late(services: Services) -> bool:
    """Once a day, tell the business unit that messages have waited for over an hour; whether it was told now."""
    day = str(services.today())
    with services.store.read() as tx:
        oldest = outbox.oldest_unsent(tx, open_=_open(services))
        if oldest is None or services.clock() - oldest <= TOO_LONG or runs.claimed(tx, LATE, day):
            return False
        found = _late(tx, services)
    if not found:
        return False
    with services.store.write() as tx:
        if not runs.claim(tx, LATE, day, services.clock()):
            return False
        unit = people.unit_channel(tx)
        _queue(tx, services, f"{LATE}:{day}", _said(services, found), unit if found["channel"] != unit else None)
    services.mail.set()
    return True


def renew(tx: Transaction, services: Services, message: Message) -> Reply | str:
    """An alert as it is at this moment, or why it no longer holds."""
    if message.key.partition(":")[0] != LATE:
        return _as_queued(message)
    found = _late(tx, services)
    return _said(services, found) if found else "nothing waits any more"


def queue(tx: Transaction, services: Services, key: str, reply: Reply) -> None:
    """Tell the business unit something, in its channel or, where it has none, the coordinators."""
    _queue(tx, services, key, reply, people.unit_channel(tx))


def _open(services: Services) -> bool:
    """Whether the bot's own ideas could have gone out for the whole of the last hour."""
    now = services.clock()
    return all(in_hours(at, services.zone, services.days) for at in (now, now - TOO_LONG))


def _late(tx: Transaction, services: Services) -> Row | None:
    return outbox.late(tx, services.clock() - TOO_LONG, open_=_open(services))


def _said(services: Services, found: Row) -> Reply:
    since = datetime.fromisoformat(found["queued"])
    return messages.late(found["number"], since, found["fault"] or "", services.zone)


def _as_queued(message: Message) -> Reply:
    return Reply(message.text, json.loads(message.blocks))


def _queue(tx: Transaction, services: Services, key: str, reply: Reply, channel: str | None) -> None:
    """Queue an alert to a channel; to the coordinators where there is none that could take it."""
    to = {key: channel} if channel else {f"{key}:{user}": user for user in _coordinators(tx, services)}
    for name, where in to.items():
        outbox.queue(tx, Message.of(name, where, *reply, shows="alert", scheduled=True), services.clock())


def _coordinators(tx: Transaction, services: Services) -> list[str]:
    """Some of the business unit who are still in Slack and want direct messages, the first ones first."""
    named = dict.fromkeys([*services.settings.coordinators, *people.with_role(tx, Role.BUSINESS_UNIT)])
    there = {user: people.account(tx, user) for user in named if not nudges.silent(tx, user)}
    return [user for user, found in there.items() if not (found and found["deactivated"])][:MOST_PEOPLE]


def _what(tx: Transaction, message: Message) -> str:
    code = _code(message)
    if code:
        names = {row["code"]: row["name"] for row in people.partners(tx)}
        return f"The digest for {names.get(code, code)}"
    if message.thread_ts or message.parent_id:
        return "An answer in a thread"
    return WHAT.get(message.shows, "A message")


def _again(tx: Transaction, message: Message) -> str:
    code = _code(message)
    return f"`/actions digest send {code}`" if code in people.codes(tx) else ""


def _code(message: Message) -> str:
    """The partner whose digest it is, by its code: its third part names it ("digest:2022-W46:POLICE")."""
    return message.key.split(":")[2] if message.shows == "digest" else ""


def _where(tx: Transaction, services: Services, message: Message) -> str:
    """A channel as a link; somebody by the organisations that they belong to, never by name."""
    user = message.channel if sending.is_person(message.channel) else people.direct_with(tx, message.channel)
    if not user:
        return f"<#{message.channel}>"
    person = people.person(tx, user, "", services.home, coordinators=services.settings.coordinators)
    names = [
        row["name"]
        for row in people.partners(tx)
        if row["code"] in person.partners or user in {row["lead"], row["deputy"]}
    ]
    return f"somebody at {listed(names)}" if names else "somebody"
