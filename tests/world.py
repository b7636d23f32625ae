"""The example partnership in a stand-in Slack, with the real bot connected: what most tests are given."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from zoneinfo import ZoneInfo

from app import build
from bot.clock import MovableClock
from bot.listeners import membership
from bot.playground import demo
from bot.playground.people import Person
from bot.playground.server import Server
from bot.playground.workspace import Timing
from bot.schedule import jobs

LONDON = ZoneInfo("Europe/London")


class World:
    """A partnership's Slack and bot. Nothing happens by itself: `deliver` sends what is queued, `tick` is a tick."""

    def __init__(self, clock, slack, server, bot):
        self.clock, self.slack, self.server, self.bot = clock, slack, server, bot
        self.services, self.store = bot.services, bot.services.store
        self.manager = Person(slack, demo.MANAGER)
        self.police = Person(slack, "U0POLICE")
        self.nhs = Person(slack, "U0NHS")
        self.council = Person(slack, "U0COUNCIL")
        self.commissioner = Person(slack, demo.COMMISSIONER)
        self.outsider = Person(slack, "U0OUTSIDE")

    def deliver(self):
        """Send everything that is queued and may be sent now, in order."""
        while self.bot.delivery.deliver():
            pass

    def tick(self, moment=None):
        """Let the scheduler look at the clock, moved to `moment` first (local time), and deliver what that queues."""
        if moment:
            self.clock.move_to(local(moment))
        jobs.tick(self.services)
        self.deliver()

    def refresh(self):
        """Read channels, accounts and members from Slack anew, as each morning."""
        membership.refresh(self.bot.app.client, self.services)

    def ask(self, person, text, command="/actions", channel="general"):
        """What somebody sees after typing a command."""
        return person.command(command, text, channel=channel)

    def messages(self, channel):
        """The bot's messages at the top of a channel, oldest first."""
        return [one for one in self.slack.messages(channel) if one.user == self.slack.app.user_id]

    def replies(self, channel, ts):
        """The bot's replies in a thread."""
        return [one for one in self.slack.replies(channel, ts) if one.user == self.slack.app.user_id and one.ts != ts]

    def rows(self, sql, params=()):
        """Rows of the store, for what no screen shows."""
        with self.store.read() as tx:
            return tx.rows(sql, params)

    def stage(self, number):
        """The stage of an action in the store."""
        return self.rows("SELECT stage FROM actions WHERE id = ?", (number,))[0]["stage"]


def local(text):
    """A moment in London: "2022-11-21 09:00"."""
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


_IMPORTED = {}
"""The database once the example was imported and Slack asked for its channels and members, by the moment of that."""


def _copied(database, folder):
    copy = folder / "imported.db"
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("VACUUM INTO ?", (str(copy),))
    content = copy.read_bytes()
    copy.unlink()
    return content


@contextmanager
def partnership(
    folder, start="2022-11-14 09:00", machine=lambda clock: clock, *, empty=False, **changed
) -> Iterator[World]:
    """The example partnership, with the bot connected and every channel known; `machine` makes its clock of Slack's.

    `empty`: only its Slack, with the bot just installed and in no channel; `changed` are settings of the bot's.
    """
    clock = MovableClock(local(start))
    slack = demo.workspace(clock, timing=Timing(retry_delays=(0, 0, 0)), invited=not empty)
    with Server(slack) as server:
        settings = demo.settings(slack, server.api_url, folder).model_copy(update=changed)
        if not empty and start in _IMPORTED and not settings.database.exists():
            settings.database.write_bytes(_IMPORTED[start])
        bot = build(settings, machine(clock), pace=0)
        if not empty and start not in _IMPORTED:
            demo.load_example(bot)
            membership.refresh(bot.app.client, bot.services)
            _IMPORTED[start] = _copied(settings.database, folder)
        bot.connection.connect()
        slack.wait_for(lambda: slack.socket.connections == 1)
        try:
            yield World(clock, slack, server, bot)
        finally:
            bot.connection.close()
            bot.services.store.close()
    assert not slack.errors, slack.errors
