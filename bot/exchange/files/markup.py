"""Walks through the XML inside a spreadsheet, bit by bit, without keeping it."""

from collections.abc import Callable, Mapping
from typing import IO
from xml.parsers import expat

Start = Callable[[str, dict[str, str]], None]
End = Callable[[str], None]
Text = Callable[[str], None]
LeaveOut = Callable[[bytes], tuple[bytes, bytes]]
"""Takes a stretch of XML, gives what is to be read of it, and its end where more is needed to tell."""

_CHUNK = 1 << 18

Unreadable = expat.ExpatError
"""Raised where it is no XML, or where it brings definitions of its own."""


def walk(
    stream: IO[bytes],
    start: Start,
    end: End | None = None,
    text: Text | None = None,
    leave_out: LeaveOut = lambda chunk: (chunk, b""),
) -> None:
    """Calls `start` and `end` for each element, with its name as it is written, and `text` for what stands in it."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse
    parser.StartElementHandler = start
    if end:
        parser.EndElementHandler = end
    if text:
        parser.CharacterDataHandler = text
    rest = b""
    while chunk := stream.read(_CHUNK):
        ready, rest = leave_out(rest + chunk)
        parser.Parse(ready, False)  # noqa: FBT003 — expat takes it by place only
    parser.Parse(rest, True)  # noqa: FBT003


def local(name: str) -> str:
    """The name without its prefix: some programs write x:row for row."""
    return name.rpartition(":")[2]


def attribute(attributes: Mapping[str, str], name: str) -> str:
    """An attribute by its name without prefix, or nothing."""
    return next((value for key, value in attributes.items() if local(key) == name), "")


def yes(written: str | None) -> bool:
    """Whether an attribute that is yes or no says yes."""
    return written in {"1", "true", "on"}


def _refuse(*_: object) -> None:
    raise expat.ExpatError("it brings its own definitions")
