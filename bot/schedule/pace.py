"""How fast Slack may be asked: one message a second in each channel, and so many calls a minute of each method."""

import time
from collections.abc import Callable, Mapping

POST = "chat.postMessage"
"""Has limits of its own: one a second in each channel, and so many in all that Slack doesn't say how many."""
TIERS: Mapping[str, int] = {
    "chat.postEphemeral": 100,
    "chat.update": 50,
    "conversations.history": 50,
    "conversations.open": 50,
    "conversations.replies": 50,
    "files.completeUploadExternal": 100,
    "files.getUploadURLExternal": 100,
    "views.publish": 100,
}
"""Calls a minute that Slack takes at least, by method: https://docs.slack.dev/reference/methods has each one's tier,
and https://docs.slack.dev/apis/web-api/rate-limits what a tier is."""
AT_ONCE = 0.2  # of a minute's calls that may come together; the others spread, so that no minute ever has too many
A_MINUTE = 60.0
TOGETHER = 1.0  # seconds within which refusals in two channels mean that Slack has enough of all of them


class Bucket:
    """Calls of one method: so many a minute at most, however the minute is laid."""

    def __init__(self, per_minute: float, now: float) -> None:
        self._most = max(1.0, per_minute * AT_ONCE)
        self._per_second = (per_minute - self._most) / A_MINUTE
        self._left, self._at = self._most, now

    def wait(self, now: float) -> float:
        """Seconds until one more may be made."""
        self._fill(now)
        return max(0.0, (1.0 - self._left) / self._per_second)

    def take(self, now: float) -> None:
        """One is made."""
        self._fill(now)
        self._left -= 1.0

    def _fill(self, now: float) -> None:
        self._left = min(self._most, self._left + (now - self._at) * self._per_second)
        self._at = now


class Pace:
    """Knows from when on Slack may be asked for what.

    Args:
        seconds: between two messages in one channel; at 0 nothing is held back.
        monotonic: seconds that only go forward.
    """

    def __init__(self, seconds: float, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._monotonic = monotonic
        self._free_at: dict[str, float] = {}
        self._resting: dict[str, float] = {}
        self._everywhere_from = 0.0
        self._refused = ("", -A_MINUTE, 0.0)
        self._buckets = {method: Bucket(most, monotonic()) for method, most in TIERS.items()}

    def until_post(self, channel: str) -> float:
        """Seconds until a message may be posted in a channel."""
        from_ = max(self._free_at.get(channel, 0.0), self._everywhere_from)
        return max(0.0, from_ - self._monotonic()) if self._seconds else 0.0

    def posted(self, channel: str, at: float) -> None:
        """Slack has answered a message to a channel at `at`: counted from then, it can't come too soon there."""
        self._free_at[channel] = max(self._free_at.get(channel, 0.0), at + self._seconds)

    def until_call(self, *methods: str) -> float:
        """Seconds until each of these methods may be called once more."""
        return max((self._until(method) for method in methods), default=0.0)

    def _until(self, method: str) -> float:
        now, bucket = self._monotonic(), self._buckets.get(method)
        resting = self._resting.get(method, now) - now
        return max(0.0, resting, bucket.wait(now) if bucket and self._seconds else 0.0)

    def call(self, *methods: str) -> None:
        """Each of these methods is called once."""
        for method in methods:
            if bucket := self._buckets.get(method):
                bucket.take(self._monotonic())

    def rest(self, method: str, seconds: float) -> None:
        """A method is not called for these seconds."""
        self._resting[method] = max(self._resting.get(method, 0.0), self._monotonic() + seconds)

    def refused(self, method: str, channel: str, seconds: float) -> None:
        """Slack has refused to be asked so often, and wants to be left alone for these seconds.

        That is the method's limit; where it is posting, the channel's. But refusals in two channels at once are the
        workspace's own limit: then nothing is posted anywhere.
        """
        if not self._seconds:
            return
        if method != POST:
            self.rest(method, seconds)
            return
        now = self._monotonic()
        until = now + seconds
        self._free_at[channel] = max(self._free_at.get(channel, 0.0), until)
        other, at, until_then = self._refused
        if other not in {"", channel} and now - at <= TOGETHER:
            self._everywhere_from = max(self._everywhere_from, until, until_then)
        self._refused = (channel, now, until)
