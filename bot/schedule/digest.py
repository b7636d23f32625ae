"""The week's digests and the heartbeat: built from one moment's reading, queued in one commit with the claim."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from bot.domain.actions import Action
from bot.domain.brag import Yardstick
from bot.domain.clocks import local_date
from bot.domain.people import Person, Role
from bot.messages import actions as action_messages
from bot.messages import blocks as b
from bot.messages import digest as messages
from bot.messages.blocks import fitted
from bot.messages.digest import Sent, Since, Unit
from bot.services import Services
from bot.usecases.home import MOST_DEADLINES, near
from storage import digests, home_lists, outbox, people, plan, queries, runs
from storage.database import Row, Transaction
from storage.outbox import Message

PAGE = 10
MOST = 30  # actions in a thread; nobody reads more, and /actions shows the rest
BOT = Person(user="", team="", roles=frozenset({Role.BUSINESS_UNIT}))
QUIET = timedelta(weeks=3)


def period(today: date) -> str:
    """The ISO week, "2022-W46"."""
    year, week, _ = today.isocalendar()
    return f"{year}-W{week:02}"


def queue_week(services: Services) -> bool:
    """Queue this week's digests and heartbeat; False where another process or an earlier start has done it.

    The building is done before the write lock is taken, so that nobody waits for it.
    """
    now, name, by = services.clock(), period(services.today()), services.yardstick()
    with services.store.read() as tx:
        if runs.last(tx, "digest") == name:
            return False
        week = Sent([], [])
        since, soon = _since(tx, services), services.soon()
        progress, span = digests.progress(tx, since), (local_date(since, services.zone), soon)
        made = [
            one
            for row in people.partners(tx)
            for one in _one(tx, row, by, span, name, week, progress.get(row["code"], digests.NONE))
        ]
        made += _heartbeat(tx, services, name, week, now)
    with services.store.write() as tx:
        if not runs.claim(tx, "digest", name, now, f"{len(week.sent)} sent, {len(week.skipped)} skipped"):
            return False
        _queue(tx, made, now)
    services.mail.set()
    return True


def _queue(tx: Transaction, made: list[Message], now: datetime) -> None:
    parent: int | None = None
    for message in made:
        if message.shows == "actions":
            message = message.model_copy(update={"parent_id": parent})  # noqa: PLW2901 — the parent has its id now
        added = outbox.queue(tx, message, now)
        parent = added if message.shows == "digest" else parent


def _one(  # noqa: PLR0913, PLR0917 — a digest is these things
    tx: Transaction,
    partner: Row,
    by: Yardstick,
    span: tuple[date, date],
    name: str,
    week: Sent,
    progress: digests.Progress,
) -> Iterator[Message]:
    since, soon = span
    found = digests.week(tx, partner["id"], by.today, soon, since, progress["reported"])
    if not found.to_do:
        week.skipped.append((partner["name"], "nothing to do"))
        return
    if not partner["channel_id"]:
        why = "its channel was not found" if partner["channel"] else "no channel is set"
        week.skipped.append((partner["name"], why))
        return
    week.sent.append(partner["name"])
    key, channel = f"digest:{name}:{partner['code']}", partner["channel_id"]
    actions = digests.to_do(tx, partner["id"], MOST)
    decided = Since(since, progress["accepted"], progress["returned"])
    reply = messages.digest(partner["name"], found, actions, by, decided)
    yield Message.of(key, channel, *fitted(reply), shows="digest")
    yield from _thread(key, channel, actions, found.to_do, by)


def _since(tx: Transaction, services: Services) -> datetime:
    """The moment of the last digest, from which changes are told; the day a week ago where there was none."""
    week_ago = datetime.combine(services.today() - timedelta(days=7), time(), services.zone)
    return runs.last_at(tx, "digest") or week_ago


def _thread(key: str, channel: str, actions: list[Action], total: int, by: Yardstick) -> Iterator[Message]:
    for start in range(0, len(actions), PAGE):
        some = actions[start : start + PAGE]
        text, blocks = fitted(action_messages.rows(some, by))
        left = total - len(actions)
        if left and start + PAGE >= len(actions):
            blocks = [*blocks, b.context(f"And {left:,} more: `/actions`")]
        numbers = tuple(action.number for action in some)
        yield Message.of(f"{key}:{start // PAGE + 1}", channel, text, blocks, shows="actions", actions=numbers)


def _heartbeat(tx: Transaction, services: Services, name: str, week: Sent, now: datetime) -> Iterator[Message]:
    channel = people.unit_channel(tx)
    if not channel:
        return
    by = services.yardstick()
    unit = Unit(
        awaiting=digests.awaiting(tx, 10),
        quiet=[(row["name"], _moment(row["updated"])) for row in digests.quiet(tx, now - QUIET)],
        failures=[f"{row['key']} ({row['fault']})" for row in outbox.failures(tx, now - timedelta(days=7))],
        remit=plan.remit(tx, BOT),
        deadlines=home_lists.deadlines(tx, near(by), MOST_DEADLINES),
        gone=home_lists.unreachable(tx),
        invented=queries.any_invented(tx, BOT),
    )
    yield Message.of(f"heartbeat:{name}", channel, *fitted(messages.heartbeat(week, unit, by)), shows="heartbeat")


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
