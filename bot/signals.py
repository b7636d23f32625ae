"""Being told to stop."""

import signal
from threading import Event
from types import FrameType


def listen_for_signals() -> Event:
    """What is set on SIGTERM or SIGINT, also while the bot is still starting."""
    told = Event()

    def stop(_signal: int, _frame: FrameType | None) -> None:
        told.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    return told
