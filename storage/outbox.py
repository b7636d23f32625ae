"""Messages on their way to Slack, and what those that arrived there are about."""

import json
from datetime import datetime, timedelta
from typing import Any, Self

from pydantic import BaseModel, ConfigDict

from storage.database import Row, Transaction

REFRESHED = timedelta(weeks=5)
"""How long a message is kept up to date after it was queued; an older one stays as it was."""


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
    queued: str = ""
    refresh: int = 0

    @classmethod
    def of(cls, key: str, channel: str, text: str, blocks: list[dict[str, Any]], **more: Any) -> Self:  # noqa: ANN401
        """A message from blocks as they are built; `more` are its other fields."""
        return cls(key=key, channel=channel, text=text, blocks=json.dumps(blocks, separators=(",", ":")), **more)


_NEW = {
    "key",
    "channel",
    "thread_ts",
    "parent_id",
    "only_for",
    "shows",
    "text",
    "blocks",
    "carries",
    "picture",
    "scheduled",
}


def queue(tx: Transaction, message: Message, now: datetime) -> int | None:
    """Queue a message; its id, or None where one with the same key was queued before."""
    row = {name: getattr(message, name) for name in sorted(_NEW)} | {"queued": now.isoformat()}
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


def refresh_cards(tx: Transaction, number: int) -> None:
    """Ask for every message in Slack that shows action `number` to be updated; many asks make one update."""
    tx.run(
        """UPDATE outbox SET refresh = refresh + 1 WHERE shows IN ('card', 'actions') AND only_for IS NULL
            AND id IN (SELECT message_id FROM outbox_actions WHERE action_id = ?)""",
        (number,),
    )


def waiting_channels(tx: Transaction, now: datetime) -> list[str]:
    """Channels whose next message may be sent now, the longest waiting first."""
    sql = """SELECT f.channel FROM (SELECT channel, min(id) AS first FROM outbox
        WHERE state IN ('waiting', 'claimed') GROUP BY channel) f JOIN outbox o ON o.id = f.first
        WHERE o.not_before <= ? ORDER BY o.id"""
    return [row["channel"] for row in tx.rows(sql, (now.isoformat(),))]


def next_in(tx: Transaction, channel: str) -> Message | None:
    """The oldest message that is still to be sent to a channel."""
    sql = "SELECT * FROM outbox WHERE channel = ? AND state IN ('waiting', 'claimed') ORDER BY id LIMIT 1"
    row = tx.row(sql, (channel,))
    return _message(tx, row) if row else None


def claim(tx: Transaction, message_id: int) -> None:
    """Say that a message is being sent: after a crash its fate is unknown until it was looked for in Slack."""
    tx.run("UPDATE outbox SET state = 'claimed', attempts = attempts + 1 WHERE id = ?", (message_id,))


def put_off(tx: Transaction, message_id: int, not_before: datetime, fault: str) -> None:
    """What comes before a message is posted did not work; try again at `not_before`."""
    sql = "UPDATE outbox SET attempts = attempts + 1, not_before = ?, fault = ? WHERE id = ?"
    tx.run(sql, (not_before.isoformat(), fault, message_id))


def opened(tx: Transaction, user: str, channel: str) -> None:
    """The direct messages with a person are `channel`: what waits for that person belongs there."""
    tx.run("UPDATE outbox SET channel = ? WHERE channel = ? AND state = 'waiting'", (channel, user))


def uploaded(tx: Transaction, message_id: int, file_id: str) -> None:
    """A message's picture is in Slack as `file_id`; "" where there will be none.

    The attempts begin anew: those of a slow upload are not taken from those that wait for the picture to be ready.
    """
    tx.run("UPDATE outbox SET file_id = ?, attempts = 0 WHERE id = ?", (file_id, message_id))


def sent(tx: Transaction, message_id: int, ts: str | None) -> None:
    """A message arrived in Slack under `ts` (None for one that only its reader can see)."""
    tx.run("UPDATE outbox SET state = 'sent', ts = ?, fault = NULL WHERE id = ?", (ts, message_id))


def retry(tx: Transaction, message_id: int, not_before: datetime, fault: str) -> None:
    """A message certainly did not arrive; try again at `not_before`."""
    sql = "UPDATE outbox SET state = 'waiting', not_before = ?, fault = ? WHERE id = ?"
    tx.run(sql, (not_before.isoformat(), fault, message_id))


def unsure(tx: Transaction, message_id: int, not_before: datetime, fault: str) -> None:
    """It is not known whether a message arrived; look for it in Slack at `not_before`."""
    sql = "UPDATE outbox SET not_before = ?, fault = ? WHERE id = ?"
    tx.run(sql, (not_before.isoformat(), fault, message_id))


def failed(tx: Transaction, message_id: int, fault: str) -> None:
    """A message can't be sent, and neither can what was to stand in its thread."""
    sql = "UPDATE outbox SET state = 'failed', fault = ? WHERE (id = ? OR parent_id = ?) AND state <> 'sent'"
    tx.run(sql, (fault, message_id, message_id))


def to_refresh(tx: Transaction, now: datetime, limit: int = 20) -> list[Message]:
    """Messages in Slack that no longer show how things are, the newest first."""
    sql = "SELECT * FROM outbox WHERE refresh > 0 AND state = 'sent' AND ts IS NOT NULL ORDER BY id DESC LIMIT ?"
    since = (now - REFRESHED).isoformat()
    # The age is looked at afterwards: what is too old comes last, and would all be read to find that out.
    return [_message(tx, row) for row in tx.rows(sql, (limit,)) if row["queued"] >= since]


def refreshed(tx: Transaction, message: Message) -> None:
    """A message in Slack was updated; an ask that came meanwhile stays."""
    tx.run("UPDATE outbox SET refresh = 0 WHERE id = ? AND refresh = ?", (message.id, message.refresh))


def at(tx: Transaction, channel: str, ts: str) -> Message | None:
    """The bot's message at this place in Slack, or None."""
    row = tx.row("SELECT * FROM outbox WHERE channel = ? AND ts = ? AND only_for IS NULL", (channel, ts))
    return _message(tx, row) if row else None


def unsettled(tx: Transaction, channel: str) -> bool:
    """Whether a message may be in this channel already though its place there is not known yet."""
    sql = "SELECT 1 FROM outbox WHERE channel = ? AND state = 'claimed' AND only_for IS NULL"
    return bool(tx.value(sql, (channel,)))


def by_key(tx: Transaction, key: str) -> Message | None:
    """The message queued under `key`, or None."""
    row = tx.row("SELECT * FROM outbox WHERE key = ?", (key,))
    return _message(tx, row) if row else None


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


def failures(tx: Transaction, since: datetime) -> list[Row]:
    """Messages queued since then that could not be sent: channel, key, fault."""
    sql = "SELECT channel, key, fault FROM outbox WHERE state = 'failed' AND queued >= ? ORDER BY id"
    return tx.rows(sql, (since.isoformat(),))


def _message(tx: Transaction, row: Row) -> Message:
    sql = "SELECT action_id, why FROM outbox_actions WHERE message_id = ? ORDER BY position"
    shown = tx.rows(sql, (row["id"],))
    about = {"actions": [one["action_id"] for one in shown], "whys": [one["why"] for one in shown]}
    return Message.model_validate({**row, **about})
