"""The week's digests and the heartbeat: built from one moment's reading, queued in one commit with the claim."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from bot.domain.actions import Action
from bot.domain.brag import Yardstick
from bot.domain.clocks import local_date
from bot.domain.pauses import Pauses
from bot.messages import actions as action_messages
from bot.messages import blocks as b
from bot.messages import digest as messages
from bot.messages.blocks import Reply, fitted
from bot.messages.digest import Sent, Since
from bot.messages.text import full_day
from bot.schedule import heartbeat
from bot.services import Services
from storage import digests, outbox, pauses, people, runs
from storage.database import Row, Transaction
from storage.outbox import Message

PAGE = 10
MOST = 30  # actions in a thread; nobody reads more, and /actions shows the rest


class Span(NamedTuple):
    """What a digest tells of: changes since then, progress since then by partner, and what is paused."""

    since: datetime
    progress: dict[str, digests.Progress]
    pauses: Pauses


class Week(NamedTuple):
    """A week's messages, and what became of each partner's."""

    messages: list[Message]
    told: Sent


def period(today: date) -> str:
    """The ISO week, "2022-W46"."""
    year, week, _ = today.isocalendar()
    return f"{year}-W{week:02}"


def queue_week(services: Services, late: str = "") -> bool:
    """Queue this week's digests and heartbeat; False where another process or an earlier start has done it.

    The building is done before the write lock is taken, so that nobody waits for it.

    Args:
        services: store, clock and settings.
        late: why they come later than they should, for the heartbeat.
    """
    now, name = services.clock(), period(services.today())
    with services.store.read() as tx:
        if runs.claimed(tx, "digest", name):
            return False
        week = made(tx, services, late)
    with services.store.write() as tx:
        if not runs.claim(tx, "digest", name, now, f"{len(week.told.sent)} sent, {len(week.told.skipped)} skipped"):
            return False
        _queue(tx, week.messages, now)
    services.mail.set()
    return True


def made(tx: Transaction, services: Services, late: str = "") -> Week:
    """The week's messages as they would go out now, in order: each digest and its thread, then the heartbeat."""
    told, span, name = Sent([], []), _span(tx, services), period(services.today())
    found = [message for row in people.partners(tx) for message in _of_partner(tx, services, row, span, name, told)]
    return Week([*found, *heartbeat.made(tx, services, name, told._replace(late=late))], told)


def of_partner(tx: Transaction, services: Services, row: Row, name: str) -> list[Message]:
    """One partner's digest and its thread as they would go out now under the period `name`, if it has any."""
    return list(_of_partner(tx, services, row, _span(tx, services), name, Sent([], [])))


def renew(tx: Transaction, services: Services, message: Message) -> Reply | str:
    """A digest as it is at this moment, or why it no longer holds."""
    _, name, code = message.key.split(":")[:3]
    if runs.last(tx, "digest") != name:
        return "a later week's digest has taken its place"
    row = next((one for one in people.partners(tx) if one["code"] == code), None)
    told = Sent([], [])
    if row is None or row["channel_id"] != message.channel:
        return "the channel is another partner's now"
    span = _span(tx, services, before=message.queued)
    reply = _digest(tx, services, row, span, told)
    return reply or told.skipped[0][1]


def _queue(tx: Transaction, made_: list[Message], now: datetime) -> None:
    parent: int | None = None
    for message in made_:
        if message.shows == "actions":
            message = message.model_copy(update={"parent_id": parent})  # noqa: PLW2901 — the parent has its id now
        added = outbox.queue(tx, message, now)
        parent = added if message.shows == "digest" else parent


def _of_partner(  # noqa: PLR0913, PLR0917 — a digest is these things
    tx: Transaction, services: Services, row: Row, span: Span, name: str, told: Sent
) -> Iterator[Message]:
    reply = _digest(tx, services, row, span, told)
    if reply is None:
        return
    key, channel = f"digest:{name}:{row['code']}", row["channel_id"]
    yield Message.of(key, channel, *fitted(reply), shows="digest", scheduled=True)
    actions = digests.to_do(tx, row["id"], MOST)
    yield from _thread(key, channel, actions, digests.count_to_do(tx, row["id"]), services.yardstick())


def _digest(tx: Transaction, services: Services, row: Row, span: Span, told: Sent) -> Reply | None:
    """One partner's digest; None where there is none, for a reason that `told` then has."""
    by, since = services.yardstick(), local_date(span.since, services.zone)
    progress = span.progress.get(row["code"], digests.NONE)
    found = digests.week(tx, row["id"], by.today, services.soon(), since, progress["reported"])
    if why := _why_none(row, found.to_do, span.pauses.of_partner(row["code"])):
        told.skipped.append((row["name"], why))
        return None
    told.sent.append(row["name"])
    actions = digests.to_do(tx, row["id"], MOST)
    decided = Since(since, progress["accepted"], progress["returned"])
    return messages.digest(row["name"], found, actions, by, decided)


def _why_none(row: Row, to_do: int, paused: date | None) -> str:
    if not to_do:
        return "nothing to do"
    if paused:
        return f"paused until {full_day(paused)}"
    if not row["channel_id"]:
        return "its channel was not found" if row["channel"] else "no channel is set"
    return ""


def _span(tx: Transaction, services: Services, before: str = "") -> Span:
    """What is told from the last digest on (the one before the moment `before`); from a week ago where none was."""
    week_ago = datetime.combine(services.today() - timedelta(days=7), time(), services.zone)
    since = runs.last_at(tx, "digest", before) or week_ago
    return Span(since, digests.progress(tx, since), pauses.on(tx, services.today()))


def _thread(key: str, channel: str, actions: list[Action], total: int, by: Yardstick) -> Iterator[Message]:
    for start in range(0, len(actions), PAGE):
        some = actions[start : start + PAGE]
        text, blocks = fitted(action_messages.rows(some, by))
        left = total - len(actions)
        if left and start + PAGE >= len(actions):
            blocks = [*blocks, b.context(f"And {left:,} more: `/actions`")]
        numbers = tuple(action.number for action in some)
        yield Message.of(
            f"{key}:{start // PAGE + 1}", channel, text, blocks, shows="actions", actions=numbers, scheduled=True
        )
