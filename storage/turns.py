"""Threads of one process take turns at writing, in the order in which they asked: SQLite's own waiting is a poll."""

from collections import deque
from threading import Event, Lock


class Turns:
    """A lock that is handed on in the order in which it was asked for: Python's may starve one of many threads."""

    def __init__(self) -> None:
        self._guard, self._taken, self._waiting = Lock(), False, deque[Event]()

    def acquire(self, timeout: float) -> bool:
        """Take it; False where it did not come within `timeout` seconds."""
        mine = Event()
        with self._guard:
            if not self._taken:
                self._taken = True
                return True
            self._waiting.append(mine)
        if mine.wait(timeout):
            return True
        with self._guard:
            if mine.is_set():  # it came at the last moment
                return True
            self._waiting.remove(mine)
        return False

    def release(self) -> None:
        """Hand it to whoever has waited longest."""
        with self._guard:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._taken = False
