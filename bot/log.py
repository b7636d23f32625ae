"""The log: one JSON object a line, on standard error. No line has words that people wrote.

Our own events are named, and their fields chosen. What a library logs and what an error says may quote what somebody
typed (Bolt logs whole requests, SQLite and pydantic quote values), so only the kind and the place of those are kept.
"""

import logging
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from traceback import extract_tb

import structlog
from structlog.typing import EventDict, WrappedLogger

log = structlog.get_logger()

MOST_FRAMES = 20


def write_log(*, brief: bool = False) -> None:
    """Let every event, every warning of a library and every fault that nobody caught be such a line.

    `brief`: only our own warnings and what failed, where a person reads along.
    """
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING if brief else logging.NOTSET),
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _places_only,
            structlog.processors.JSONRenderer(),
        ],
        logger_factory=structlog.WriteLoggerFactory(StandardError()),  # type: ignore[arg-type]
    )
    logging.basicConfig(level=logging.ERROR if brief else logging.WARNING, handlers=[Foreign()], force=True)
    logging.captureWarnings(capture=True)
    sys.excepthook = lambda _kind, error, _trace: _crashed("main", error)
    threading.excepthook = lambda found: _crashed(found.thread.name if found.thread else "", found.exc_value)
    sys.unraisablehook = lambda found: _crashed("at the end of an object", found.exc_value)


class StandardError:
    """Standard error, for lines that get lost rather than fail: a full disk must not undo what they tell of."""

    def write(self, line: str) -> None:
        """Write a line, if it can be written."""
        with suppress(OSError, ValueError):
            sys.stderr.write(line)

    def flush(self) -> None:
        """Hand on what was written, if that is possible."""
        with suppress(OSError, ValueError):
            sys.stderr.flush()


class Foreign(logging.Handler):
    """Takes what libraries log: which, where and what kind of error, never the words."""

    def emit(self, record: logging.LogRecord) -> None:
        """Log a record without its message."""
        error = record.exc_info[1] if record.exc_info else sys.exc_info()[1]
        say = log.error if record.levelno >= logging.ERROR else log.warning
        say("library", logger=record.name, where=f"{record.module}:{record.lineno}", exc_info=error)


def places(error: BaseException) -> Iterator[str]:
    """Where an error came from, the innermost place last: "schedule/delivery.py:107 _send"."""
    for frame in extract_tb(error.__traceback__)[-MOST_FRAMES:]:
        yield f"{'/'.join(Path(frame.filename).parts[-2:])}:{frame.lineno} {frame.name}"


def _places_only(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Put an error's kind, its causes' kinds and its places where structlog would put its words and source lines."""
    given = event.pop("exc_info", None)
    error = given if isinstance(given, BaseException) else sys.exc_info()[1] if given else None
    if error:
        event = {**event, "kind": type(error).__name__, "trace": list(places(error))}
        if causes := [type(one).__name__ for one in _causes(error)]:
            event["causes"] = causes
    return event


def _causes(error: BaseException) -> Iterator[BaseException]:
    """What an error was raised because of, the nearest first."""
    seen = {id(error)}
    while (error := error.__cause__ or error.__context__) and id(error) not in seen:  # type: ignore[assignment]
        seen.add(id(error))
        yield error


def _crashed(thread: str, error: BaseException | None) -> None:
    log.critical("crashed", thread=thread, exc_info=error)
