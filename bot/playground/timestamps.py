"""Message timestamps: Slack's ids for messages, unique and ever increasing."""

from datetime import UTC, datetime

from bot.clock import Clock


class Timestamps:
    """Makes `1668412800.000100` from the clock; a clock that stands still or goes back can't repeat one."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._last = 0

    def next(self) -> str:
        """The next timestamp, in seconds since 1970 with six decimals that are part of the name."""
        moment = self._clock()
        # Slack's decimals count messages, in steps of a hundred, more than they measure time.
        self._last = max(int(moment.timestamp()) * 1_000_000 + 100, self._last + 100)
        return f"{self._last // 1_000_000}.{self._last % 1_000_000:06d}"


def moment_of(ts: str) -> datetime:
    """The UTC moment that a timestamp stands for, to the second."""
    return datetime.fromtimestamp(int(ts.split(".", maxsplit=1)[0]), UTC)


def is_timestamp(value: object) -> bool:
    """Whether `value` has the form of a timestamp."""
    head, dot, tail = str(value).partition(".")
    return head.isdigit() and (not dot or tail.isdigit())


def order_of(ts: str) -> int:
    """A timestamp as a whole number of microseconds, exactly, for comparing."""
    head, _, tail = ts.partition(".")
    return int(head) * 1_000_000 + int(tail.ljust(6, "0")[:6] or 0)
