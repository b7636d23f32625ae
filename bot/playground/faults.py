"""Things that go wrong at Slack's end: ordered by a test one by one, or drawn from a seed like the weather."""

import random
from collections import defaultdict, deque
from collections.abc import Mapping
from dataclasses import dataclass, replace
from threading import Lock
from time import monotonic

NO_ANSWER = 60.0  # seconds after which nobody waits for an answer any more


@dataclass(frozen=True)
class Fault:
    """One thing to go wrong.

    Args:
        error: Slack's name for it; `ratelimited` answers 429.
        retry_after: the seconds in that answer's Retry-After; None for none.
        cut: hang up instead of answering.
        done: do first what was asked for.
        page: answer 500 with a page of HTML, as the machines in front of Slack do.
        seconds: wait so long before that.
    """

    error: str = ""
    retry_after: int | None = 1
    cut: bool = False
    done: bool = False
    page: bool = False
    seconds: float = 0.0


WEATHER = {
    "429 with Retry-After": Fault("ratelimited"),
    "429 without Retry-After": Fault("ratelimited", retry_after=None),
    "500 with a page of HTML": Fault("internal_error", page=True),
    "500 after it was done": Fault("internal_error", page=True, done=True),
    "an internal error in words": Fault("internal_error", done=True),
    "connection lost before it was done": Fault(cut=True),
    "connection lost after it was done": Fault(cut=True, done=True),
    "no answer, and not done": Fault(cut=True, seconds=NO_ANSWER),
    "no answer, but done": Fault(cut=True, done=True, seconds=NO_ANSWER),
    "a slow answer": Fault(done=True, seconds=1.0),
}
"""What the weather may bring, by what it is called in a table."""

Shares = Mapping[str, float]
"""How many of all calls get each kind of WEATHER, as parts of 1."""


@dataclass(frozen=True)
class Met:
    """A fault that the weather brought: to which call, and when on the machine's monotonic clock."""

    kind: str
    method: str
    channel: str
    at: float


class Faults:
    """What is to go wrong, by Web API method; each ordered fault happens once, in order.

    Attributes:
        met: what the weather brought so far, oldest first.
    """

    def __init__(self) -> None:
        self._waiting: dict[str, deque[Fault]] = defaultdict(deque)
        self._lock = Lock()
        self._chance = random.Random()  # noqa: S311 - no secret
        self._shares: Mapping[str, Shares] = {}
        self.met: list[Met] = []

    def fail(self, method: str, error: str = "internal_error", *, times: int = 1, retry_after: int = 1) -> None:
        """Let the next calls of `method` fail.

        Args:
            method: such as `chat.postMessage`.
            error: Slack's name for it; `ratelimited` answers 429 with a Retry-After of `retry_after` seconds.
            times: how many calls.
            retry_after: in seconds.
        """
        self._waiting[method].extend([Fault(error, retry_after)] * times)

    def drop(self, method: str, *, times: int = 1) -> None:
        """Let the next calls of `method` do their work and then lose the connection unanswered."""
        self._waiting[method].extend([Fault(cut=True, done=True)] * times)

    def storm(self, seed: int, shares: Mapping[str, Shares]) -> None:
        """From now on let calls fail by chance.

        Args:
            seed: the same draws the same faults for the same calls in the same order.
            shares: by method, or `*` for every other one.
        """
        with self._lock:
            self._chance.seed(seed)
            self._shares = shares

    def clear(self) -> None:
        """Let everything work again."""
        with self._lock:
            self._shares = {}
        self._waiting.clear()

    def take(self, method: str, channel: str = "") -> Fault | None:
        """The fault for this call, if one was ordered or the weather brings one."""
        waiting = self._waiting.get(method)
        return waiting.popleft() if waiting else self._drawn(method, channel)

    def _drawn(self, method: str, channel: str) -> Fault | None:
        with self._lock:
            shares = self._shares.get(method, self._shares.get("*", {}))
            left = self._chance.random()
            for kind, share in shares.items():
                left -= share
                if left < 0:
                    self.met.append(Met(kind, method, channel, monotonic()))
                    return self._as_long(WEATHER[kind])
        return None

    def _as_long(self, fault: Fault) -> Fault:
        """Slow answers are slow by chance too."""
        return replace(fault, seconds=fault.seconds * self._chance.uniform(0.1, 1)) if not fault.cut else fault
