"""Messages on their way to Slack, and what those that arrived there are about."""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Self

from pydantic import BaseModel, ConfigDict

from storage.database import Row, Transaction

REFRESHED = timedelta(weeks=5)
"""How long a message is kept up to date after it was queued; an older one stays as it was."""
LONGEST_WAIT = timedelta(hours=1)
"""The longest time until a message is tried again."""


class Message(BaseModel):
    """A message to one channel.

    Args:
        id: 0 until it is queued.
        key: what makes it this message and no other: queued twice under one key it is still one.
        channel: the channel's id; a person's (U…, W…) for a direct message, until that is opened.
        thread_ts: the thread it answers in.
        parent_id: the queued message whose thread it answers in.
        only_for: the user id of the only one who is to see it.
        shows: what it is: a card, several actions, a digest, a heartbeat, a line, a nudge, an alert.
        text: what notifications show and screen readers read.
        blocks: Slack's blocks, as JSON.
        carries: words that its buttons stand for, kept here since a button can't hold them.
        picture: ref of what is drawn at its end ("I1").
        actions: numbers of the actions it shows.
        whys: what it says of each of them, in the same order, where it is a nudge.
        scheduled: the bot's own idea, so that it goes out in working hours only.
        state: waiting, claimed (its fate is open), sent, failed, or dropped since it no longer held.
        ts: its place in Slack, once it was sent.
        file_id: Slack's id of the uploaded picture; "" where there will be none.
        attempts: how often it was tried, since its picture was uploaded if it has one.
        doubts: how many of those tries Slack answered with a fault of its own.
        queued: when, as ISO 8601 text in UTC.
        refresh: how often it was asked to be brought up to date since it last was.
    """

    model_config = ConfigDict(frozen=True)
    id: int = 0
    key: str
    channel: str
    thread_ts: str | None = None
    parent_id: int | None = None
    only_for: str | None = None
    shows: str = "line"
    text: str
    blocks: str = "[]"
    carries: str = ""
    picture: str | None = None
    actions: tuple[int, ...] = ()
    whys: tuple[str, ...] = ()
    scheduled: bool = False
    state: str = "waiting"
    ts: str | None = None
    file_id: str | None = None
    attempts: int = 0
    doubts: int = 0
    queued: str = ""
    refresh: int = 0

    @classmethod
    def of(cls, key: str, channel: str, text: str, blocks: list[dict[str, Any]], **more: Any) -> Self:  # noqa: ANN401
        """A message from blocks as they are built; `more` are its other fields."""
        return cls(key=key, channel=channel, text=text, blocks=json.dumps(blocks, separators=(",", ":")), **more)


_NEW = (
    *("key", "channel", "thread_ts", "parent_id", "only_for", "shows", "text", "blocks", "carries", "picture"),
    "scheduled",
)
_TO_SEND = "state IN ('waiting', 'claimed') AND (scheduled = 0 OR state = 'claimed' OR :open)"
"""What may be sent: the bot's own ideas only in working hours, but what may be in Slack already is looked for."""


def queue(tx: Transaction, message: Message, now: datetime) -> int | None:
    """Queue a message; its id, or None where one with the same key was queued before."""
    row = {name: getattr(message, name) for name in _NEW} | {"queued": now.isoformat()}
    marks = ", ".join(f":{name}" for name in row)
    if not tx.run(f"INSERT OR IGNORE INTO outbox ({', '.join(row)}) VALUES ({marks})", row):  # noqa: S608 — our names
        return None
    added: int = tx.value("SELECT last_insert_rowid()")
    whys = message.whys or ("",) * len(message.actions)
    for position, (number, why) in enumerate(zip(message.actions, whys, strict=True)):
        tx.run("INSERT INTO outbox_actions VALUES (?, ?, ?, ?)", (added, position, number, why))
    return added


def replace(tx: Transaction, key: str, text: str, blocks: list[dict[str, Any]]) -> None:
    """Put something else in the place of a message about no action, in Slack too."""
    sql = "UPDATE outbox SET text = ?, blocks = ?, refresh = refresh + 1 WHERE key = ?"
    tx.run(sql, (text, json.dumps(blocks, separators=(",", ":")), key))


def refresh_cards(tx: Transaction, number: int, now: datetime | None) -> None:
    """Ask for every message in Slack that shows action `number` to be updated; many asks make one update.

    From `now` on five weeks back, since lists of actions pile up there; however old where it is None.
    """
    since = (now - REFRESHED).isoformat() if now else ""
    tx.run(
        """UPDATE outbox SET refresh = refresh + 1 WHERE shows IN ('card', 'actions') AND only_for IS NULL
            AND queued >= ? AND id IN (SELECT message_id FROM outbox_actions WHERE action_id = ?)""",
        (since, number),
    )


def next_up(tx: Transaction, now: datetime, *, open_: bool) -> list[Row]:
    """The first message to be sent in each channel, where it may be tried now, the oldest first: id, channel.

    Args:
        tx: a unit of work.
        now: a clock that was put back by more than the longest wait makes nothing wait until it is where it was.
        open_: whether it is working hours; outside them the bot's own ideas hold up no answer.
    """
    sql = f"""SELECT id, channel FROM (SELECT min(id) AS id, channel, not_before FROM outbox WHERE {_TO_SEND}
        GROUP BY channel) WHERE not_before <= :now OR not_before > :longest ORDER BY id"""  # noqa: S608 — our own SQL
    moments = {"now": now.isoformat(), "longest": (now + LONGEST_WAIT).isoformat()}
    return tx.rows(sql, {"open": open_, **moments})


def by_ids(tx: Transaction, ids: Sequence[int]) -> list[Message]:
    """Messages that are known to be there, the oldest first."""
    sql = "SELECT * FROM outbox WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id"
    return _messages(tx, tx.rows(sql, (json.dumps(ids),)))


def renew(tx: Transaction, message_id: int, text: str, blocks: list[dict[str, Any]]) -> None:
    """Put what a message says at this moment in the place of what it said when it was queued."""
    sql = "UPDATE outbox SET text = ?, blocks = ? WHERE id = ?"
    tx.run(sql, (text, json.dumps(blocks, separators=(",", ":")), message_id))


def claim(tx: Transaction, message_id: int, look_from: datetime) -> None:
    """Say that a message is being sent: after a crash its fate is unknown until it was looked for in Slack.

    `look_from`: until then one that is on its way may still arrive there.
    """
    sql = "UPDATE outbox SET state = 'claimed', attempts = attempts + 1, not_before = ? WHERE id = ?"
    tx.run(sql, (look_from.isoformat(), message_id))


def put_off(tx: Transaction, message: Message, not_before: datetime, fault: str, *, doubt: bool = False) -> None:
    """What comes before a message is posted did not work; try again at `not_before`."""
    sql = "UPDATE outbox SET attempts = ?, not_before = ?, fault = ?, doubts = doubts + ? WHERE id = ?"
    tx.run(sql, (message.attempts + 1, not_before.isoformat(), fault, doubt, message.id))


def retry(tx: Transaction, message: Message, not_before: datetime, fault: str, *, doubt: bool = False) -> None:
    """A message certainly did not arrive; try again at `not_before`."""
    put_off(tx, message, not_before, fault, doubt=doubt)
    tx.run("UPDATE outbox SET state = 'waiting' WHERE id = ?", (message.id,))


def unsure(tx: Transaction, message: Message, not_before: datetime, fault: str, *, doubt: bool = False) -> None:
    """It is not known whether a message arrived; look for it in Slack at `not_before`."""
    put_off(tx, message, not_before, fault, doubt=doubt)
    tx.run("UPDATE outbox SET state = 'claimed' WHERE id = ?", (message.id,))


def opened(tx: Transaction, user: str, channel: str) -> None:
    """The direct messages with a person are `channel`: what waits for that person belongs there."""
    tx.run("UPDATE outbox SET channel = ? WHERE channel = ? AND state = 'waiting'", (channel, user))


def uploaded(tx: Transaction, message_id: int, file_id: str) -> None:
    """A message's picture is in Slack as `file_id`; "" where there will be none.

    The attempts begin anew: those of a slow upload are not taken from those that wait for the picture to be ready.
    """
    tx.run("UPDATE outbox SET file_id = ?, attempts = 0, doubts = 0 WHERE id = ?", (file_id, message_id))


def sent(tx: Transaction, message_id: int, ts: str | None, now: datetime) -> None:
    """A message arrived in Slack under `ts` (None for one that only its reader can see)."""
    sql = "UPDATE outbox SET state = 'sent', ts = ?, fault = NULL, ended = ? WHERE id = ?"
    tx.run(sql, (ts, now.isoformat(), message_id))


def failed(tx: Transaction, message_id: int, fault: str, now: datetime) -> None:
    """A message can't be sent, and neither can what was to stand in its thread."""
    _ended(tx, message_id, "failed", fault, now)


def dropped(tx: Transaction, message_id: int, reason: str, now: datetime) -> None:
    """A message no longer holds, and neither does what was to stand in its thread."""
    _ended(tx, message_id, "dropped", reason, now)


def _ended(tx: Transaction, message_id: int, state: str, fault: str, now: datetime) -> None:
    sql = """UPDATE outbox SET state = ?, fault = ?, ended = ?
        WHERE (id = ? OR parent_id = ?) AND state IN ('waiting', 'claimed')"""
    tx.run(sql, (state, fault, now.isoformat(), message_id, message_id))


def to_refresh(tx: Transaction, limit: int = 20) -> list[Message]:
    """Messages in Slack that no longer show how things are, the newest first."""
    sql = "SELECT * FROM outbox WHERE refresh > 0 AND state = 'sent' AND ts IS NOT NULL ORDER BY id DESC LIMIT ?"
    return _messages(tx, tx.rows(sql, (limit,)))


def refreshed(tx: Transaction, message: Message) -> None:
    """A message in Slack was updated; an ask that came meanwhile stays."""
    tx.run("UPDATE outbox SET refresh = 0 WHERE id = ? AND refresh = ?", (message.id, message.refresh))


def at(tx: Transaction, channel: str, ts: str) -> Message | None:
    """The bot's message at this place in Slack, or None."""
    rows = tx.rows("SELECT * FROM outbox WHERE channel = ? AND ts = ? AND only_for IS NULL", (channel, ts))
    return next(iter(_messages(tx, rows)), None)


def unsettled(tx: Transaction, channel: str) -> bool:
    """Whether a message may be in this channel already though its place there is not known yet."""
    sql = "SELECT 1 FROM outbox WHERE channel = ? AND state = 'claimed' AND only_for IS NULL"
    return bool(tx.value(sql, (channel,)))


def by_key(tx: Transaction, key: str) -> Message | None:
    """The message queued under `key`, or None."""
    return next(iter(_messages(tx, tx.rows("SELECT * FROM outbox WHERE key = ?", (key,)))), None)


def thread_actions(tx: Transaction, parent: Message) -> list[int]:
    """Numbers of the actions that a thread is about: those its first message and the bot's replies in it show."""
    sql = """SELECT DISTINCT action_id FROM outbox_actions JOIN outbox o ON o.id = message_id
        WHERE o.id = ? OR o.parent_id = ? ORDER BY action_id"""
    return [row["action_id"] for row in tx.rows(sql, (parent.id, parent.id))]


def latest_thread(tx: Transaction, channel: str, number: int) -> str | None:
    """The thread in a channel in which action `number` was last shown, or None."""
    sql = """SELECT coalesce(o.thread_ts, p.ts, o.ts) FROM outbox_actions a JOIN outbox o ON o.id = a.message_id
        LEFT JOIN outbox p ON p.id = o.parent_id
        WHERE a.action_id = ? AND o.channel = ? AND o.ts IS NOT NULL AND o.only_for IS NULL
        ORDER BY o.id DESC LIMIT 1"""
    found: str | None = tx.value(sql, (number, channel))
    return found


def thread_ts(tx: Transaction, message: Message) -> str | None:
    """The thread that a queued message belongs in, once its parent was sent; None at the top of a channel."""
    if message.parent_id is None:
        return message.thread_ts
    found: str | None = tx.value("SELECT ts FROM outbox WHERE id = ?", (message.parent_id,))
    return found


def depth(tx: Transaction) -> int:
    """How many messages are still to be sent, those that wait for working hours among them."""
    number: int = tx.value("SELECT count(*) FROM outbox WHERE state IN ('waiting', 'claimed')")
    return number


def scheduled_waits(tx: Transaction) -> bool:
    """Whether anything waits that is to go out in working hours only."""
    return bool(tx.value("SELECT 1 FROM outbox WHERE state IN ('waiting', 'claimed') AND scheduled = 1 LIMIT 1"))


def oldest_unsent(tx: Transaction, *, open_: bool) -> datetime | None:
    """When the oldest message was queued that may be sent, in UTC; `open_`: in working hours all of them may."""
    found: str | None = tx.value(f"SELECT min(queued) FROM outbox WHERE {_TO_SEND}", {"open": open_})  # noqa: S608 — our own SQL
    return datetime.fromisoformat(found) if found else None


def late(tx: Transaction, before: datetime, *, open_: bool) -> Row | None:
    """The oldest message queued before then that may be sent, alerts aside: channel, queued, fault, number of all."""
    sql = f"""SELECT channel, queued, fault, count(*) OVER () AS number FROM outbox
        WHERE {_TO_SEND} AND queued < :before AND shows <> 'alert' ORDER BY queued, id LIMIT 1"""  # noqa: S608
    return tx.row(sql, {"open": open_, "before": before.isoformat()})


def _messages(tx: Transaction, rows: list[Row]) -> list[Message]:
    sql = """SELECT message_id, action_id, why FROM outbox_actions
        WHERE message_id IN (SELECT value FROM json_each(?)) ORDER BY message_id, position"""
    shown: dict[int, list[Row]] = {row["id"]: [] for row in rows}
    for one in tx.rows(sql, (json.dumps(list(shown)),)):
        shown[one["message_id"]].append(one)
    about = [{"actions": [a["action_id"] for a in some], "whys": [a["why"] for a in some]} for some in shown.values()]
    return [Message.model_validate({**row, **more}) for row, more in zip(rows, about, strict=True)]
