"""Reads a spreadsheet that may be damaged, huge or made to harm: in a process of its own, with limits on it.

The libraries that read spreadsheets can end the process they run in, or fill the machine's memory. Here that ends
only the small process which reads this one file, and the person is told so in a sentence.
"""

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from threading import Timer
from typing import IO

from bot.domain.errors import BadInput
from bot.exchange.files import wire
from bot.exchange.files.book import Book
from bot.exchange.files.kinds import kind_of
from bot.exchange.files.limits import (
    EXAMPLE,
    LARGEST_ANSWER_MB,
    LARGEST_MB,
    TOO_MUCH_MEMORY,
    WALL_SECONDS,
    damaged,
)

_HOME = Path(__file__).parents[3]
_CHILD = "bot.exchange.files.child"
# Nothing of ours, no token least of all. Windows can't start Python without some of its own.
_ENVIRONMENT: dict[str, str] | None = None if sys.platform == "win32" else {}
_OUT_OF_TIME = frozenset(-number for number in (signal.SIGKILL, getattr(signal, "SIGXCPU", signal.SIGKILL)))
_OUT_OF_MEMORY = frozenset((TOO_MUCH_MEMORY, -signal.SIGABRT))
_SPREAD = "Clear cells far down or far to the right, or bring in a smaller part."


def read_path(path: Path) -> Book:
    """The sheets of a file. Raises BadInput where it isn't there, can't be read or is larger than 20 MB."""
    return read(path.name, contents_of(path))


def read(name: str, contents: bytes) -> Book:
    """The sheets of a file that is called `name`: .xlsx, .xls, .ods, or text as .csv.

    Takes about a tenth of a second more than the reading itself. Raises BadInput where it is no spreadsheet, is
    damaged or protected, holds macros or is too large: one sentence, with sheet and cell where there is one.
    """
    if len(contents) > LARGEST_MB * 1_000_000:
        raise _too_large(name)
    return _read_apart(kind_of(name, contents), name, contents)


def contents_of(path: Path) -> bytes:
    """The bytes of a file. Raises BadInput where it isn't there, can't be read or is larger than 20 MB."""
    try:
        if path.stat().st_size > LARGEST_MB * 1_000_000:
            raise _too_large(path.name)
        return path.read_bytes()
    except FileNotFoundError as error:
        raise BadInput(f"There is no file {path.name} in that place.", EXAMPLE) from error
    except OSError as error:
        raise BadInput(f"{path.name} can't be read: {error.strerror or 'the disk refuses it'}.", EXAMPLE) from error


def _too_large(name: str) -> BadInput:
    return BadInput(f"{name} is larger than {LARGEST_MB} MB, so it was not read.", EXAMPLE)


def _read_apart(kind: str, name: str, contents: bytes) -> Book:
    with _started(kind) as child:
        stop = Timer(WALL_SECONDS, child.kill)
        stop.start()
        try:
            return _heard(name, child, contents)
        finally:
            stop.cancel()
            child.kill()


def _started(kind: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603 — this same Python, and one of three words
        [sys.executable, "-m", _CHILD, kind],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=_HOME,
        env=_ENVIRONMENT,
    )


def _heard(name: str, child: subprocess.Popen[bytes], contents: bytes) -> Book:
    if child.stdin is None or child.stdout is None:
        raise AssertionError("it was started with both")
    _feed(child.stdin, name, contents)
    try:
        return wire.heard(_lines(name, child.stdout))
    except ValueError as error:
        raise _ended(name, child.wait()) from error


def _feed(stdin: IO[bytes], name: str, contents: bytes) -> None:
    with suppress(BrokenPipeError), stdin:  # it has ended already: how, it says itself
        stdin.write(json.dumps(name).encode() + b"\n")
        stdin.write(contents)


def _lines(name: str, stdout: IO[bytes]) -> Iterator[bytes]:
    left = LARGEST_ANSWER_MB * 1_000_000
    while line := stdout.readline(left + 1):
        left -= len(line)
        if left < 0:  # a small file can name one long text a hundred thousand times
            raise BadInput(f"{name} holds more than {LARGEST_ANSWER_MB} MB of text, so it was not read.", EXAMPLE)
        yield line


def _ended(name: str, status: int) -> BadInput:
    if status in _OUT_OF_MEMORY:
        return BadInput(f"{name} needs too much memory to be read. {_SPREAD}", EXAMPLE)
    if status in _OUT_OF_TIME:
        return BadInput(f"{name} takes too long to read, so it was left. Bring in a smaller part of it.", EXAMPLE)
    return damaged(name)
