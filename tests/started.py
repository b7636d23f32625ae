"""The bot in a process of its own, with the example partnership in a stand-in Slack."""

import json
import os
import subprocess
import sys
from contextlib import contextmanager

from bot.clock import MovableClock
from bot.domain.events import By, Origin
from bot.domain.people import Person as Somebody
from bot.domain.people import Role
from bot.exchange.example import EXAMPLE
from bot.exchange.importing import apply
from bot.exchange.plan import read_plan
from bot.exchange.sheets import read_sheets
from bot.playground import demo
from bot.playground.people import Person
from bot.playground.server import Server
from bot.playground.workspace import Timing
from storage import people
from storage.database import Store
from tests.world import local


class Example:
    """The example partnership, its plan in a database, and Slack: whatever runs on them is started by `running`."""

    def __init__(self, folder, server, slack):
        self.folder, self.server, self.slack = folder, server, slack
        self.database = folder / "plan.db"
        self.manager, self.police = Person(slack, demo.MANAGER), Person(slack, "U0POLICE")

    @contextmanager
    def running(self, name="log", **env):
        """A process, killed (as by kill -9) on leaving unless it has ended; what it says is in the file `name`."""
        said = self.folder / name
        env = os.environ | {
            "SLACK_BOT_TOKEN": self.slack.app.bot_token,
            "SLACK_APP_TOKEN": self.slack.app.app_token,
            "FOLLOWTHROUGH_SLACK_API_URL": self.server.api_url,
            "FOLLOWTHROUGH_DATABASE": str(self.database),
            "FOLLOWTHROUGH_COORDINATORS": demo.MANAGER,
            "FOLLOWTHROUGH_HEALTH_PORT": "0",
            **env,
        }
        command = [sys.executable, "-m", "tests.bot_process", self.slack.clock().isoformat()]
        with (
            said.open("w") as stderr,
            subprocess.Popen(command, env=env, stderr=stderr, cwd=demo.MANIFEST.parent) as popen,
        ):
            try:
                yield popen
            finally:
                popen.kill()

    def connected(self):
        """Wait until one process listens to Slack."""
        self.slack.wait_for(lambda: self.slack.socket.connections == 1, 30)

    def said(self, name="log"):
        """What a process has written, line by line."""
        return [json.loads(line) for line in (self.folder / name).read_text().splitlines()]

    def events(self, name="log"):
        """The names of the events among it."""
        return [line["event"] for line in self.said(name)]


@contextmanager
def example(folder, start="2022-11-14 09:00"):
    """The example partnership, in which nothing runs yet."""
    slack = demo.workspace(MovableClock(local(start), running=True), timing=Timing(retry_delays=(0, 0, 0)))
    with Server(slack) as server:
        made = Example(folder, server, slack)
        store = Store(made.database)
        store.migrate()
        importer = Somebody(user="", team="", roles=frozenset({Role.BUSINESS_UNIT}))
        by = By(person=importer, at=local(start), origin=Origin.IMPORT)
        apply(store, read_plan(read_sheets(EXAMPLE)), by, home=slack.team_id)
        with store.write() as tx:
            people.remember(tx, "home", slack.team_id)  # no first run: nobody is greeted
        store.close()
        yield made
