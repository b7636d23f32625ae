"""What is counted and timed while the bot works. No label tells of a person, a channel or an action."""

import time
from collections.abc import Callable

from prometheus_client import CollectorRegistry, Counter, Histogram

OUTCOMES = ("sent", "again", "failed", "dropped")
KINDS = {"slash_commands": "command", "interactive": "interaction", "events_api": "event"}
"""Slack's names for what it sends, and ours."""
SEND_SECONDS = (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
ACKNOWLEDGEMENT_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3)  # Slack gives up after the last


class Metrics:
    """One bot's own, in a registry of its own.

    Args:
        monotonic: what is asked for the seconds since the last tick.
    """

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self.registry = CollectorRegistry()
        self._messages = Counter(
            "followthrough_messages",
            "Messages to Slack, by what became of a try",
            ["outcome"],
            registry=self.registry,
        )
        self._sends = Histogram(
            "followthrough_send_seconds",
            "How long Slack took for a message that it took",
            registry=self.registry,
            buckets=SEND_SECONDS,
        )
        self._acknowledgements = Histogram(
            "followthrough_acknowledgement_seconds",
            "How long until what Slack sent was acknowledged",
            ["kind"],
            registry=self.registry,
            buckets=ACKNOWLEDGEMENT_SECONDS,
        )
        for outcome in OUTCOMES:
            self._messages.labels(outcome)  # so that each is there from the start, as 0
        self._monotonic = monotonic
        self._ticked_at = monotonic()

    def sent(self, seconds: float) -> None:
        """Slack took a message, and needed so many seconds."""
        self._messages.labels("sent").inc()
        self._sends.observe(seconds)

    def again(self) -> None:
        """A message is to be tried again."""
        self._messages.labels("again").inc()

    def failed(self) -> None:
        """A message was given up."""
        self._messages.labels("failed").inc()

    def dropped(self) -> None:
        """A message no longer held when it was about to be sent."""
        self._messages.labels("dropped").inc()

    def acknowledged(self, kind: str, seconds: float) -> None:
        """What Slack sent (`kind` as it names it) was answered after so many seconds."""
        self._acknowledgements.labels(KINDS.get(kind, "other")).observe(seconds)

    def ticked(self) -> None:
        """The bot has looked at what is due."""
        self._ticked_at = self._monotonic()

    def since_tick(self) -> float:
        """Seconds since it last did, or since the start."""
        return self._monotonic() - self._ticked_at
