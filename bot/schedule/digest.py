"""The week's digests and the heartbeat, queued in one commit with the claim of the week, and looked at again."""

import json

from bot.digests import week
from bot.messages.blocks import Reply
from bot.services import Services
from storage import people, runs
from storage.database import Transaction
from storage.outbox import Message

LATER = "a later week's has taken its place"


def queue_week(services: Services, late: str = "") -> bool:
    """Queue this week's digests and heartbeat; False where another process or an earlier start has done it.

    The building is done before the write lock is taken, so that nobody waits for it.

    Args:
        services: store, clock and settings.
        late: why they come later than they should, for the heartbeat.
    """
    now, name = services.clock(), week.period(services.today())
    with services.store.read() as tx:
        if runs.claimed(tx, "digest", name):
            return False
        found, told = week.made(tx, services, late)
    with services.store.write() as tx:
        if not runs.claim(tx, "digest", name, now, f"{len(told.sent)} sent, {len(told.skipped)} skipped"):
            return False
        week.queue(tx, found, now)
    services.mail.set()
    return True


def renew(tx: Transaction, services: Services, message: Message) -> Reply | str:
    """A digest as it is at this moment, or why it no longer holds."""
    _, name, code = message.key.split(":")[:3]
    if _is_past(tx, name):
        return LATER
    row = next((one for one in people.partners(tx) if one["code"] == code), None)
    if row is None or row["channel_id"] != message.channel:
        return "the channel is another partner's now"
    return week.as_it_is_now(tx, services, row, message.queued)


def renew_heartbeat(tx: Transaction, _services: Services, message: Message) -> Reply | str:
    """A heartbeat as it was queued, unless there is a later one."""
    return LATER if _is_past(tx, message.key.split(":")[1]) else Reply(message.text, json.loads(message.blocks))


def _is_past(tx: Transaction, name: str) -> bool:
    return (runs.last(tx, "digest") or "") > name
