"""How often Slack lets an app ask: kept by the stand-in where a test wants that, in real time."""

import math
import time
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Mapping
from threading import Lock

from bot.playground.faults import Fault

POST = "chat.postMessage"
BETWEEN = 1.0  # seconds between two messages in a channel
A_MINUTE = 60.0
A_MINUTE_TAKES: Mapping[str, int] = {
    "chat.delete": 50,
    "chat.postEphemeral": 100,
    "chat.update": 50,
    "conversations.history": 50,
    "conversations.info": 50,
    "conversations.list": 20,
    "conversations.members": 100,
    "conversations.open": 50,
    "conversations.replies": 50,
    "files.completeUploadExternal": 100,
    "files.getUploadURLExternal": 100,
    "users.info": 100,
    "users.list": 20,
    "views.open": 100,
    "views.publish": 100,
    "views.update": 100,
}
"""Calls of a method in any minute, by its tier: each one's page under https://docs.slack.dev/reference/methods."""


class Limits:
    """Refuses what comes too soon.

    Args:
        monotonic: seconds that only go forward.

    Attributes:
        on: whether anything is refused; not unless a test says so.
        posted: when each message was taken, by channel.
        called: when each other call was taken, by method.
        refused: methods that were refused, in order.
    """

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self.on = False
        self.posted: dict[str, list[float]] = defaultdict(list)
        self.called: dict[str, list[float]] = defaultdict(list)
        self.refused: list[str] = []
        self._monotonic = monotonic
        self._lock = Lock()

    def take(self, method: str, channel: str) -> Fault | None:
        """How a call is refused that comes too soon; None for one that is taken."""
        with self._lock:
            now = self._monotonic()
            wait = self._until(method, channel, now) - now if self.on else 0.0
            if wait > 0:
                self.refused.append(method)
                return Fault("ratelimited", retry_after=math.ceil(wait))
            (self.posted[channel] if method == POST else self.called[method]).append(now)
            return None

    def _until(self, method: str, channel: str, now: float) -> float:
        if method == POST:
            return self.posted[channel][-1] + BETWEEN if self.posted[channel] else now
        most, called = A_MINUTE_TAKES.get(method, 0), self.called[method]
        within = called[bisect_right(called, now - A_MINUTE) :]
        return within[-most] + A_MINUTE if most and len(within) >= most else now

    def least_seconds(self) -> float:
        """How long what was posted takes at least: the last of each channel's messages has to wait for the others."""
        return max((len(taken) - 1 for taken in self.posted.values()), default=0) * BETWEEN
