"""What is done to the bot while it works: each thing with the stretch of time in which no answer is asked of it."""

import sqlite3
import time
from dataclasses import dataclass

from tests.faults.process import until

BACK = 60  # seconds in which a bot has to be back
SHARES = {
    "429 with Retry-After": 0.02,
    "429 without Retry-After": 0.02,
    "500 with a page of HTML": 0.02,
    "500 after it was done": 0.02,
    "an internal error in words": 0.01,
    "connection lost before it was done": 0.02,
    "connection lost after it was done": 0.02,
    "no answer, and not done": 0.003,
    "no answer, but done": 0.003,
    "a slow answer": 0.02,
}
QUICK = {kind: share for kind, share in SHARES.items() if not kind.startswith("no answer")}
WEATHER = {
    "*": SHARES,
    # An answer to a person waits for these; a person who gets none presses again.
    "views.open": {"500 with a page of HTML": 0.03, "connection lost before it was done": 0.03},
    # The library waits half a minute where Slack says "not now" and not for how long.
    "apps.connections.open": {kind: share for kind, share in QUICK.items() if "without" not in kind},
}


@dataclass
class Stretch:
    """Something that was done to the bot, from when until when on the machine's monotonic clock."""

    kind: str
    begins: float
    ends: float = float("inf")


class Trouble:
    """Does things to the bot; `stretches` keeps what and when."""

    def __init__(self, process, chance):
        self._process, self._chance = process, chance
        self.stretches = []

    def _begun(self, kind):
        self.stretches.append(Stretch(kind, time.monotonic()))
        return self.stretches[-1]

    def watch(self):
        """What looks after a service does: start it again where it has ended."""
        if not self._process.alive:
            self._up_again(self._begun("ended by itself as it started"))

    def start(self):
        """Start it, as often as that takes."""
        self._up_again(self._begun("started"))

    def _up_again(self, stretch):
        end = time.monotonic() + BACK
        while not self._process.connected:
            if not self._process.alive:
                self._process.kill()
                self._process.start()
            if time.monotonic() > end:
                raise TimeoutError(f"the bot is not back after {BACK} s")
            time.sleep(0.05)
        stretch.ends = time.monotonic()

    def bag(self):
        """Everything that is done to it, in an order by chance."""
        some = [self.kill, self.lock, self.fill_disk, self.disconnect] * 2 + [self.kill_over_night, self.disconnect]
        return self._chance.sample(some, len(some))

    def kill(self):
        """kill -9, and start it again."""
        stretch = self._begun("killed")
        self._process.kill()
        self._up_again(stretch)

    def kill_over_night(self):
        """The same, and when it starts again it is the next working day."""
        stretch = self._begun("killed, and started on the next working day")
        self._process.kill()
        self._process.next_morning()
        self._up_again(stretch)

    def disconnect(self):
        """Slack renews the WebSocket, with a warning or without."""
        reason = self._chance.choice(["refresh_requested", "warning", None])
        stretch = self._begun(f"WebSocket closed {'without a word' if reason is None else 'after a warning'}")
        self._process.slack.socket.disconnect(reason)
        time.sleep(0.1)  # until the stand-in has noticed, too
        self._up_again(stretch)

    def lock(self):
        """Another process holds the database's write lock."""
        stretch = self._begun("database locked by another process")
        connection = sqlite3.connect(self._process.database, timeout=30, isolation_level=None)
        connection.execute("BEGIN IMMEDIATE")
        time.sleep(self._chance.uniform(0.5, 3.5))
        connection.execute("ROLLBACK")
        connection.close()
        stretch.ends = time.monotonic() + 0.5

    def fill_disk(self):
        """Nothing more can be written, for some seconds."""
        stretch = self._begun("disk full")
        self._process.disk.fill(self._process.pid)
        time.sleep(self._chance.uniform(0.5, 3.5))
        self._process.disk.empty(self._process.pid)
        stretch.ends = time.monotonic() + 0.5

    def hit(self, began, ended):
        """Whether something was done to the bot between these moments."""
        return any(one.begins <= ended and began <= one.ends for one in self.stretches)


def wait_for_members(process):
    """Let the bot come up once in fair weather, until it knows who is in which channel."""
    process.start()
    known = "SELECT count(DISTINCT channel_id) AS n FROM channel_members"
    until(lambda: process.rows(known)[0]["n"] >= len(process.channels), 90)
