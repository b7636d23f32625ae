"""The week's digests and the heartbeat, built from one moment's reading: to be sent, or to be looked at only."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from typing import NamedTuple

from bot.digests import heartbeat, ladder
from bot.domain.actions import Action
from bot.domain.clocks import local_date
from bot.domain.pauses import Pauses
from bot.messages import actions as action_messages
from bot.messages import blocks as b
from bot.messages import digest as messages
from bot.messages.blocks import Reply, fitted
from bot.messages.digest import Since
from bot.messages.heartbeat import Sent
from bot.messages.text import full_day
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


class Shown(NamedTuple):
    """A partner's digest, its most urgent actions, and what the ladder has ahead for them."""

    reply: Reply
    actions: list[Action]
    ahead: dict[int, str]


class Week(NamedTuple):
    """A week's messages, and what became of each partner's."""

    messages: list[Message]
    told: Sent


def period(today: date) -> str:
    """The ISO week, "2022-W46"."""
    year, week, _ = today.isocalendar()
    return f"{year}-W{week:02}"


def made(tx: Transaction, services: Services, late: str = "") -> Week:
    """The week's messages as they would go out now, in order: each digest and its thread, then the heartbeat."""
    told, span, name = Sent([], []), _span(tx, services), period(services.today())
    found = [message for row in people.partners(tx) for message in _of_partner(tx, services, row, span, name, told)]
    return Week([*found, *heartbeat.made(tx, services, name, told._replace(late=late))], told)


def of_partner(tx: Transaction, services: Services, row: Row, name: str = "") -> list[Message] | str:
    """One partner's digest and its thread as they would go out now; else why it has none.

    `name`: what the messages are named after besides the week and the partner, where they are not the week's own.
    """
    told = Sent([], [])
    found = list(_of_partner(tx, services, row, _span(tx, services), period(services.today()), told, name))
    return found or told.skipped[0][1]


def standing(tx: Transaction, services: Services) -> list[tuple[Row, str]]:
    """Every partner, and why it would get no digest now; "" where it would get one."""
    paused = pauses.on(tx, services.today())
    return [
        (row, _why_none(row, digests.count_to_do(tx, row["id"]), paused.of_partner(row["code"])))
        for row in people.partners(tx)
    ]


def heartbeat_now(tx: Transaction, services: Services) -> Message | None:
    """The heartbeat as it would go out now, where the unit has a channel."""
    found = standing(tx, services)
    told = Sent([row["name"] for row, why in found if not why], [(row["name"], why) for row, why in found if why])
    return next(heartbeat.made(tx, services, period(services.today()), told), None)


def as_it_is_now(tx: Transaction, services: Services, row: Row, before: str) -> Reply | str:
    """One partner's digest that was queued at the moment `before`, as it is now; else why it has none any more."""
    told = Sent([], [])
    found = _digest(tx, services, row, _span(tx, services, before), told)
    return found.reply if found else told.skipped[0][1]


def queue(tx: Transaction, found: list[Message], now: datetime) -> None:
    """Queue messages in order, what shows a digest's actions in the thread of the digest before it."""
    parent: int | None = None
    for message in found:
        if message.shows == "actions":
            message = message.model_copy(update={"parent_id": parent})  # noqa: PLW2901 — the parent has its id now
        added = outbox.queue(tx, message, now)
        parent = added if message.shows == "digest" else parent


def _of_partner(  # noqa: PLR0913, PLR0917 — a digest is these things
    tx: Transaction, services: Services, row: Row, span: Span, name: str, told: Sent, again: str = ""
) -> Iterator[Message]:
    found = _digest(tx, services, row, span, told)
    if found is None:
        return
    key, channel = ":".join(filter(None, ["digest", name, row["code"], again])), row["channel_id"]
    yield Message.of(key, channel, *fitted(found.reply), shows="digest", scheduled=True)
    unit = channel == people.unit_channel(tx)
    shown = partial(
        action_messages.rows,
        by=services.yardstick(),
        unit=unit,
        code=None if unit else row["code"],
        ahead=found.ahead,
    )
    yield from _thread(key, channel, found.actions, shown)


def _digest(tx: Transaction, services: Services, row: Row, span: Span, told: Sent) -> Shown | None:
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
    rungs = ladder.rungs(tx, services, [one.number for one in actions])
    ahead, taken = ladder.ahead(tx, services, actions, rungs), ladder.taken_today(tx, services, actions, rungs)
    quiet = next(iter(heartbeat.quiet(tx, services, row["id"])), None)
    reply = messages.digest(row["name"], found, actions, by, decided, ahead=ahead, taken=taken, quiet=quiet)
    # Said here and not in the thread, whose messages show what becomes of their own actions and nothing else.
    left = found.to_do - len(actions)
    more = [b.context(f"The thread has the first {MOST}. And {left:,} more: `/actions`")] if left else []
    return Shown(Reply(reply.text, [*reply.blocks, *more]), actions, ahead)


def _why_none(row: Row, to_do: int, paused: date | None) -> str:
    if not to_do:
        return "nothing to do"
    if paused:
        return f"paused until {full_day(paused)}"
    if not row["channel_id"]:
        return "its channel was not found" if row["channel"] else "no channel is set"
    return ""


def _span(tx: Transaction, services: Services, before: str = "") -> Span:
    """What is told from the last digest on (the one before the moment `before`); from a week ago where none was.

    A digest that is looked at or sent by hand on the day of the week's own is not compared with that one.
    """
    today = datetime.combine(services.today(), time(), services.zone)
    week_ago = today - timedelta(days=7)
    earlier = min(filter(None, [before, today.astimezone(UTC).isoformat()]))
    since = runs.last_at(tx, "digest", earlier) or week_ago
    return Span(since, digests.progress(tx, since), pauses.on(tx, services.today()))


def _thread(
    key: str, channel: str, actions: list[Action], shown: Callable[[list[Action]], Reply]
) -> Iterator[Message]:
    for start in range(0, len(actions), PAGE):
        some = actions[start : start + PAGE]
        text, blocks = fitted(shown(some))
        numbers = tuple(action.number for action in some)
        yield Message.of(
            f"{key}:{start // PAGE + 1}", channel, text, blocks, shows="actions", actions=numbers, scheduled=True
        )
