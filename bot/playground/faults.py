"""Things that go wrong at Slack's end, ordered by a test."""

from collections import defaultdict, deque
from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """One thing to go wrong: answer with `error`, or (`cut`) do it and hang up without an answer."""

    error: str = ""
    retry_after: int = 1
    cut: bool = False


class Faults:
    """What is to go wrong, by Web API method; each ordered fault happens once, in order."""

    def __init__(self) -> None:
        self._waiting: dict[str, deque[Fault]] = defaultdict(deque)

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
        self._waiting[method].extend([Fault(cut=True)] * times)

    def clear(self) -> None:
        """Let everything work again."""
        self._waiting.clear()

    def take(self, method: str) -> Fault | None:
        """The fault for this call, if one was ordered."""
        waiting = self._waiting.get(method)
        return waiting.popleft() if waiting else None
