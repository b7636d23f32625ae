"""The example partnership, put back to how it was before each cell of the permission table is tried."""

import copy
import json
import sqlite3
from typing import NamedTuple

from bot.domain.people import Role
from bot.playground.people import Person
from storage import outbox, people
from storage.outbox import Message
from tests.e2e.permissions.table import LEAD, UNIT, WHO

STATES = {
    "blocked": ("open", "U0POLICE", "blocked A9 no agreement yet"),
    "asked": ("open", "U0NHS2", "extend A9 31 January 2023 because the rota is late"),
    "reported": ("open", "U0NHS2", "done A9"),
    "addressed": ("reported", "U0COMMISSION", "accept A9 minutes seen"),
    "embedded": ("addressed", "U0COMMISSION", "embedded A9 20 records: all invited"),
    "paused": ("open", "U0MANAGER", "pause A9 until 12 January 2023: in court"),
}
"""States of A9: from which other one, by whom, in what words. In "open" the council spoke last."""
A9 = """SELECT stage, due, blocked, named_lead, title, paused_until AS paused,
    (SELECT due FROM extension_requests WHERE action_id = 9) AS asked,
    (SELECT reported IS NOT NULL FROM contributions c JOIN partners p ON p.id = partner_id
        WHERE action_id = 9 AND code = 'POLICE') AS part,
    (SELECT text FROM updates WHERE action_id = 9 ORDER BY id DESC LIMIT 1) AS said FROM actions WHERE id = 9"""
SET_ASIDE = {"seen", "outbox", "outbox_actions", "sqlite_sequence"}
"""Tables that a refusal may change: what Slack has delivered, and answers on their way."""


class Told(NamedTuple):
    """What the bot says; `only_for` is the user id of the only one who sees it."""

    text: str
    blocks: list
    only_for: str | None


class Scene:
    """A9 in each of its states, to be put back before each cell; its card in three channels and everybody's own."""

    def __init__(self, world):
        self.world, self.slack = world, world.slack
        self.kept, self.rows_of, self.sent, self.shown = {}, {}, {}, {}
        self.persons = {who: Person(self.slack, user) for who, (user, _) in WHO.items()}
        self.live = sqlite3.connect(world.store.path)
        self.live.row_factory = sqlite3.Row
        self.live.execute("PRAGMA synchronous = OFF")
        names = [row["name"] for row in self.live.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        self.tables = [name for name in names if name not in SET_ASIDE and "_fts" not in name]
        world.ask(world.council, "update A9 our desk was told")
        for channel in (LEAD, UNIT):
            world.ask(world.manager, "post A9", channel=channel)
        with world.store.write() as tx:
            for user in (user for user, _ in WHO.values() if user != "U0CONNECT"):
                line = Message.of(f"line:{user}", user, "About A9", [], actions=(9,))
                outbox.queue(tx, line, world.clock())
        self.run = world.council.run_step("create_action", {"title": "Agree a rota"})
        world.deliver()
        self.cards = {channel: self.message(channel, "A9 ") for channel in (LEAD, UNIT)}
        self.proposal = self.message(UNIT, "A workflow proposes")
        self._keep("open")
        for state, (before, user, words) in STATES.items():
            self.put(before)
            Person(self.slack, user).command("/actions", words, channel="general")
            world.deliver()
            self._keep(state)

    def message(self, channel, begins):
        return next(one for one in self.world.messages(channel) if one.text.startswith(begins))

    def _keep(self, state):
        """Keep the database, and how the cards look."""
        self.kept[state] = sqlite3.connect(":memory:")
        self.live.backup(self.kept[state])
        self.shown[state] = {channel: copy.deepcopy(card.blocks) for channel, card in self.cards.items()}
        self.rows_of[state], self.sent[state] = self.rows(), self.last()

    def put(self, state):
        """Put everything back to how it was in this state."""
        self.kept[state].backup(self.live)
        for channel, card in self.cards.items():
            card.blocks = copy.deepcopy(self.shown[state][channel])
        self.slack.stacks.clear()
        self.state = state

    def rows(self):
        """The whole database, but for what is set aside."""
        return {name: self.live.execute(f'SELECT * FROM "{name}"').fetchall() for name in self.tables}

    def action(self):
        return self.live.execute(A9).fetchone()

    def events(self):
        """What the audit trail has beyond the state that was put back."""
        known = len(self.rows_of[self.state]["events"])
        return self.live.execute("SELECT * FROM events WHERE id > ?", (known,)).fetchall()

    def unchanged(self):
        now, before = self.rows(), self.rows_of[self.state]
        assert {name for name in now if now[name] != before[name]} == set()
        assert all(one.only_for for one in self.queued(self.sent[self.state]))

    def type(self, who, text, place, command="/actions"):
        """Type a command, or reply in the thread of A9's card; what only this person is told."""
        person, where = self.persons[who], place.channel or self.slack.open_dm(WHO[who][0]).id
        if place.how == "command":
            answer = person.command(command, text, channel=where)
            return [Told(answer.text, answer.blocks, answer.ephemeral_to)] if answer else []
        ts = self.cards[where].ts if where in self.cards else self.slack.messages(where)[0].ts
        before = self.last()
        person.say(where, text, thread_ts=ts)
        return [one for one in self.queued(before) if one.only_for]

    def last(self):
        """The id of the last message that the bot has sent, or will send."""
        return self.live.execute("SELECT max(id) AS id FROM outbox").fetchone()["id"]

    def queued(self, after):
        """The messages that the bot will send, after the one with this id."""
        rows = self.live.execute("SELECT text, blocks, only_for FROM outbox WHERE id > ? ORDER BY id", (after,))
        return [Told(row["text"], json.loads(row["blocks"]), row["only_for"]) for row in rows]

    def send(self, who, opened, filled):
        """Send a form that was opened before: what is said beside a field of it, or in its place; "" if it was taken."""
        user = WHO[who][0]
        self.slack.stacks[user] = opened
        errors = self.persons[who].submit(values=filled)
        if errors:
            return "; ".join(errors.values())
        view = self.slack.modal(user)
        return view.blocks[0]["text"]["text"] if view and view.title == "Not saved" else ""

    def public(self):
        """How many messages stand in every channel."""
        return {channel: len(self.slack.everything(channel)) for channel in list(self.slack.channels)}

    def press(self, who, message, name, value=None):
        """Press a button that everybody sees: the form that opens, or what only this person is told."""
        person = self.persons[who]
        before, public = len(self.slack.ephemerals(person.user.id)), self.public()
        person.press(message, name, value)
        self.slack.wait_for(
            lambda: self.slack.modal(person.user.id) or len(self.slack.ephemerals(person.user.id)) > before
        )
        assert self.public() == public
        if form := self.slack.modal(person.user.id):
            return form, None
        [told] = self.slack.ephemerals(person.user.id)[before:]
        return None, told.text


def granted(scene, who, verb=""):
    """Let somebody hold the roles that open a form, until the state is put back: never the unit's for "sustained"."""
    user = scene.slack.users[WHO[who][0]]
    with scene.world.store.write() as tx:
        if verb == "sustained":
            tx.run("DELETE FROM people WHERE user = ? AND role = 'business unit'", (user.id,))
        for role in (Role.ASSURER,) if verb == "sustained" else (Role.BUSINESS_UNIT, Role.ASSURER):
            people.name_role(tx, user.id, user.team_id, role)
