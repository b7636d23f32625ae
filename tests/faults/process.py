"""The bot in a process of its own, against a stand-in Slack with a channel for each of many partners."""

import os
import sqlite3
import subprocess
import sys
import time
from collections import Counter, deque
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from threading import Thread

from bot.clock import MovableClock
from bot.domain.events import By, Origin
from bot.domain.people import Person, Role
from bot.exchange.importing import apply
from bot.playground import demo
from bot.playground.server import Server
from bot.playground.workspace import Timing, Workspace
from storage import people
from storage.database import Store
from tests.benchmarks.plans import made
from tests.world import local

MORNING = local("2022-11-14 09:00")  # a Monday
PATIENCE = 3  # seconds that the bot waits for an answer of the stand-in's
RETRY_DELAYS = (0.0, 2.0, 6.0)  # Slack's own are 0, 60 and 300 seconds: a test has no five minutes


class Process:
    """The bot, which may be started, killed and started again on the same database, and its Slack.

    Attributes:
        log: the last lines that the bot wrote.
        ended: the exit statuses of those that ended by themselves.
    """

    def __init__(self, folder, partners=40, each=12, *, pace=0.0, moment=MORNING):
        self.database = folder / "followthrough.db"
        self.pace = pace
        self.slack = Workspace(
            MovableClock(moment, running=True),
            demo.yaml.safe_load(demo.MANIFEST.read_text()),
            timing=Timing(retry_delays=RETRY_DELAYS),
        )
        self.slack.add_user("manager", "Business manager", user_id="U0MANAGER")
        self.channels = [f"partner-p{number:03}" for number in range(1, partners + 1)]
        for number, name in enumerate(self.channels, start=1):
            user = self.slack.add_user(f"lead{number}", f"Lead of partner {number}", user_id=f"U0P{number:03}")
            self.slack.add_channel(name, [user.id, self.slack.app.user_id])
        self.slack.add_channel("unit", ["U0MANAGER", self.slack.app.user_id])
        self.server = Server(self.slack)
        self.log = deque(maxlen=20_000)
        self.ended = []
        self._popen = None
        self._fill(partners, each)

    def _fill(self, partners, each):
        store = Store(self.database)
        store.migrate()
        importer = Person(user="", team="", roles=frozenset({Role.BUSINESS_UNIT}))
        apply(store, made(partners * each, partners), By(person=importer, at=MORNING, origin=Origin.IMPORT))
        with store.write() as tx:
            people.remember(tx, "home", self.slack.team_id)  # no first run: nobody is greeted
        store.close()

    # Starting and killing

    @property
    def pid(self):
        """The process that runs now."""
        return self._popen.pid

    @property
    def alive(self):
        """Whether it runs."""
        return self._popen is not None and self._popen.poll() is None

    @property
    def connected(self):
        """Whether it runs and hears what people do."""
        return self.alive and self.slack.socket.connections > 0

    def start(self, database=None, **env):
        """Start the bot at the moment that is in Slack, on this or another database."""
        env = os.environ | {
            "SLACK_BOT_TOKEN": self.slack.app.bot_token,
            "SLACK_APP_TOKEN": self.slack.app.app_token,
            "FOLLOWTHROUGH_SLACK_API_URL": self.server.api_url,
            "FOLLOWTHROUGH_DATABASE": str(database or self.database),
            "FOLLOWTHROUGH_COORDINATORS": "U0MANAGER",
            "FOLLOWTHROUGH_UNIT_CHANNEL": "unit",
            "FOLLOWTHROUGH_HEALTH_PORT": "0",
            **env,
        }
        moment = self.slack.clock().isoformat()
        command = [sys.executable, "-m", "tests.bot_process", moment, str(self.pace), str(PATIENCE)]
        # Not into a file: where the disk is full, only the database is to feel it.
        popen = subprocess.Popen(command, env=env, stderr=subprocess.PIPE, text=True, cwd=demo.MANIFEST.parent)
        Thread(target=self._listen, args=(popen.stderr,), daemon=True).start()
        self._popen = popen
        return popen

    def _listen(self, stream):
        with stream:
            self.log.extend(line.rstrip() for line in stream)

    def kill(self):
        """End it as the machine's power does: kill -9."""
        if self._popen is not None:
            if self._popen.poll() is not None:
                self.ended.append(self._popen.returncode)
            self._popen.kill()
            self._popen.wait()
            self.slack.wait_for(lambda: self.slack.socket.connections == 0)
        self._popen = None

    @contextmanager
    def running(self, **env):
        """A started process, killed on leaving unless it has ended."""
        process = self.start(**env)
        try:
            yield process
        finally:
            process.kill()
            process.wait()

    def pass_time(self, **by):
        """Put the clock forward; a bot that runs hears of it at its next start only."""
        self.slack.clock.advance(**by)

    def next_morning(self):
        """Go on to the next day that is not on a weekend, just after nine."""
        day = self.slack.clock().astimezone(MORNING.tzinfo).date() + timedelta(days=1)
        day += timedelta(days={5: 2, 6: 1}.get(day.weekday(), 0))
        self.slack.clock.move_to(datetime.combine(day, MORNING.timetz()))

    # Looking

    def rows(self, sql, params=()):
        """Rows of the database, as dicts."""
        with Store(self.database).read() as tx:
            return tx.rows(sql, params)

    def posted(self):
        """How many messages the bot has posted, threads included."""
        return sum(1 for channel in [*self.channels, "unit"] for _ in self.everything(channel))

    def everything(self, channel):
        """The bot's messages in a channel, threads included."""
        return [one for one in self.slack.everything(channel) if one.user == self.slack.app.user_id]

    def keys(self, channel):
        """How often each message stands in a channel, by its key."""
        return Counter(one.metadata["event_payload"]["key"] for one in self.everything(channel))

    def states(self):
        """How many messages are in each state."""
        return {row["state"]: row["n"] for row in self.rows("SELECT state, count(*) AS n FROM outbox GROUP BY state")}

    def is_idle(self):
        """Whether everything that was queued was sent, and every shown message is up to date."""
        sql = """SELECT 1 FROM outbox WHERE state IN ('waiting', 'claimed') OR (refresh > 0 AND state = 'sent')
            UNION ALL SELECT 1 FROM errands LIMIT 1"""
        return not self.rows(sql)

    def heard_everything(self):
        """Whether there is no event that Slack would deliver again."""
        return all(one.ended.done() for one in self.slack.events.deliveries)

    def settle(self, seconds=120):
        """Let it finish in fair weather, with every back-off behind it. What it leaves undone, holds.py tells."""
        self.kill()
        self.slack.faults.clear()
        self.pass_time(minutes=10)
        self.start()
        with suppress(TimeoutError):
            until(lambda: self.connected and self.heard_everything() and self.is_idle(), seconds)
        time.sleep(1)  # were it to send something twice, it would do so now
        self.kill()


def until(condition, seconds):
    """Wait for a condition that is looked at five times a second. Raises TimeoutError."""
    end = time.monotonic() + seconds
    while True:
        try:
            if condition():
                return
        except sqlite3.OperationalError:  # the database is just being made, or held
            pass
        if time.monotonic() > end:
            raise TimeoutError(f"not within {seconds} s")
        time.sleep(0.2)
