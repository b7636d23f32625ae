"""Nudges and the ladder: what is near, when the bot looks, and what it said of its own accord, as somebody reads it."""

import json

from bot.listeners import membership
from bot.messages.plain import lines_of
from storage import actions
from tests.storage.plans import NOW


def said(message):
    """All that a message says, a line each."""
    return "\n".join(line for line in lines_of(message.blocks) if line)


def key(message):
    return message.metadata["event_payload"]["key"]


def posted(world, channel, kind):
    """The digests, heartbeats or nudges that were posted in a channel."""
    return [one for one in world.messages(channel) if key(one).startswith(f"{kind}:")]


def nudges(world, channel):
    """The nudges in a channel, as they read."""
    return [said(one) for one in posted(world, channel, "nudge")]


def directly(world, user):
    """What somebody was told directly by the ladder, as it reads."""
    return [said(one) for one in world.slack.direct_messages(user) if key(one).startswith("ladder:")]


def whys(world):
    """What is queued or sent as nudges: key, refs and why."""
    sql = """SELECT o.key, group_concat('A' || a.action_id || ' ' || a.why, ', ') AS why FROM outbox o
        JOIN outbox_actions a ON a.message_id = o.id WHERE o.shows = 'nudge' GROUP BY o.id ORDER BY o.id"""
    return {row["key"]: row["why"] for row in world.rows(sql)}


def only(world, **due):
    """Leave only these actions to do: A7="2022-11-25"; all others are sustained, and nobody is waited for."""
    with world.store.write() as tx:
        tx.run("UPDATE actions SET stage = 'sustained', review = NULL")
        for ref, day in due.items():
            sql = "UPDATE actions SET stage = 'in progress', due = ?, updated = ? WHERE id = ?"
            tx.run(sql, (day, NOW.isoformat(), int(ref[1:])))


def add(world, number, **fields):
    """Add actions that the police leads, all alike."""
    with world.store.write() as tx:
        kept = actions.find(tx, 7)
        for _ in range(number):
            actions.add(tx, kept.changed(number=0, **fields))


def leads(world, code="POLICE", lead=None, deputy=None):
    with world.store.write() as tx:
        tx.run("UPDATE partners SET lead = ?, deputy = ? WHERE code = ?", (lead, deputy, code))


def escalated(world):
    """The steps that were taken, by the audit trail: ref, step, who was told."""
    rows = world.rows("SELECT subject, after, origin, role, user FROM events WHERE verb = 'escalated' ORDER BY id")
    assert {(row["origin"], row["role"], row["user"]) for row in rows} <= {("clock", "bot", "")}
    told = [(row["subject"], json.loads(row["after"])) for row in rows]
    return [(ref, after["step"], after["told"]) for ref, after in told]


def on(world, *days):
    """Tick at 09:00 on these days only: where it is new, no digest is made up for."""
    for day in days:
        world.tick(f"{day} 09:00")


def rung(world, number=7):
    [row] = world.rows("SELECT step, next_on, announced, taken FROM ladder WHERE action_id = ?", (number,))
    return row


def executive(world, name="executive", **more):
    """A channel for the executive, in the settings and known."""
    world.slack.add_channel(name, ["U0COMMISSION", world.slack.app.user_id], **more)
    set_executive(world, name)


def set_executive(world, name):
    settings = world.services.settings.model_copy(update={"executive_channel": name})
    object.__setattr__(world.services, "settings", settings)
    membership.find_channels(world.bot.app.client, world.services)
