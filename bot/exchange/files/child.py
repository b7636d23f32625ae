"""The process that reads one file: `python -m bot.exchange.files.child KIND`, with limits on it.

Standard input: the file's name as a line of JSON, then its bytes. Standard output: lines as `wire` tells them.
"""

import json
import os
import sys
from collections.abc import Iterator
from contextlib import suppress

from bot.domain.errors import BadInput
from bot.exchange.files import kinds, wire
from bot.exchange.files.book import Book
from bot.exchange.files.limits import MEMORY_MB, PROCESSOR_SECONDS, TOO_MUCH_MEMORY


def read_here(kind: str, name: str, contents: bytes) -> Book:
    """The sheets of a file, read in this same process. Raises BadInput."""
    if kind == kinds.TEXT:
        from bot.exchange.files.separated import read_text  # noqa: PLC0415 — each kind loads what it needs alone

        return read_text(name, contents)
    from bot.exchange.files.spreadsheet import read_old, read_packed  # noqa: PLC0415

    return (read_packed if kind == kinds.PACKED else read_old)(name, contents)


def main() -> None:
    """Reads what comes in, says what it found."""
    _limit()
    name = json.loads(sys.stdin.buffer.readline())
    try:
        for line in _told(sys.argv[1], name, sys.stdin.buffer.read()):
            sys.stdout.buffer.write(line)
        sys.stdout.buffer.flush()
    except MemoryError:
        os._exit(TOO_MUCH_MEMORY)  # tidying up would ask for more


def _told(kind: str, name: str, contents: bytes) -> Iterator[bytes]:
    try:
        book = read_here(kind, name, contents)
    except BadInput as refusal:
        yield wire.refused(refusal)
    else:
        yield from wire.told(book)


def _limit() -> None:
    """Bounds on memory and processor time, and no picture of the memory on the disk: it holds what people wrote."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 — not on Windows

    memory, core = MEMORY_MB * 1_000_000, resource.RLIMIT_CORE
    most = {core: 0, resource.RLIMIT_CPU: PROCESSOR_SECONDS, resource.RLIMIT_AS: memory}
    for what, bound in most.items():
        _, ceiling = resource.getrlimit(what)
        with suppress(OSError, ValueError):  # macOS bounds no address space; the others hold all the same
            resource.setrlimit(what, (bound if ceiling == resource.RLIM_INFINITY else min(bound, ceiling), ceiling))


if __name__ == "__main__":
    main()
