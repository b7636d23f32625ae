import os
import subprocess
import sys
from contextlib import contextmanager

import pytest

from bot.clock import MovableClock
from bot.domain.events import By, Origin
from bot.domain.people import Person, Role
from bot.exchange.importing import apply
from bot.playground import demo
from bot.playground.server import Server
from bot.playground.workspace import Workspace
from storage.database import Store
from tests.benchmarks.plans import made
from tests.world import local

MORNING = local("2022-11-14 09:00")
PARTNERS = 40


class Process:
    """The bot in a process of its own, against a stand-in Slack with a channel for each of many partners."""

    def __init__(self, folder):
        self.database = folder / "followthrough.db"
        self.slack = Workspace(MovableClock(MORNING), demo.manifest())
        self.slack.add_user("manager", "Business manager", user_id="U0MANAGER")
        self.channels = [f"partner-p{number:03}" for number in range(1, PARTNERS + 1)]
        for name in self.channels:
            self.slack.add_channel(name, [self.slack.app.user_id])
        self.slack.add_channel("unit", ["U0MANAGER", self.slack.app.user_id])
        self.server = Server(self.slack)
        store = Store(self.database)
        store.migrate()
        importer = Person(user="", team="", roles=frozenset({Role.BUSINESS_UNIT}))
        apply(store, made(PARTNERS * 12, PARTNERS), By(person=importer, at=MORNING, origin=Origin.IMPORT))
        store.close()

    @contextmanager
    def running(self, moment=MORNING, **env):
        """A started process, killed (as by kill -9) on leaving unless it has ended."""
        env = (
            os.environ
            | {
                "SLACK_BOT_TOKEN": self.slack.app.bot_token,
                "SLACK_APP_TOKEN": self.slack.app.app_token,
                "FOLLOWTHROUGH_SLACK_API_URL": self.server.api_url,
                "FOLLOWTHROUGH_DATABASE": str(self.database),
                "FOLLOWTHROUGH_COORDINATORS": "U0MANAGER",
                "FOLLOWTHROUGH_UNIT_CHANNEL": "unit",
            }
            | env
        )
        command = [sys.executable, "-m", "tests.bot_process", moment.isoformat()]
        process = subprocess.Popen(command, env=env, stderr=subprocess.DEVNULL, cwd=demo.MANIFEST.parent)
        try:
            yield process
        finally:
            process.kill()
            process.wait()

    def posted(self):
        """How many messages the bot has posted, threads included."""
        return sum(1 for channel in [*self.channels, "unit"] for _ in self.everything(channel))

    def everything(self, channel):
        return self.slack.everything(channel)


@pytest.fixture
def process(tmp_path):
    made_here = Process(tmp_path)
    with made_here.server:
        yield made_here
