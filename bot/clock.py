"""The only place that asks the machine for the time. Everything else is handed a clock."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

Clock = Callable[[], datetime]
"""Gives the present moment, always aware and in UTC."""


def system_clock() -> datetime:
    """The machine's own time."""
    return datetime.now(UTC)


class MovableClock:
    """A clock that a test or the playground can put forward; between moves it stands still or runs on.

    Args:
        start: the aware moment at which it starts.
        running: whether real time passes on it.
    """

    def __init__(self, start: datetime, *, running: bool = False) -> None:
        self._running = running
        self.move_to(start)

    def __call__(self) -> datetime:
        """The moment it shows."""
        passed = system_clock() - self._moved_at if self._running else timedelta(0)
        return self._reading + passed

    def move_to(self, moment: datetime) -> None:
        """Set the clock to an aware moment."""
        self._reading = moment.astimezone(UTC)
        self._moved_at = system_clock()

    def advance(self, **by: float) -> None:
        """Put the clock forward by a timedelta's arguments: `advance(hours=2)`."""
        self.move_to(self() + timedelta(**by))
