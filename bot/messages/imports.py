"""The check of a tracker, as a direct message: what would happen, how it was read, and what is wrong with it."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bot.messages import blocks as b
from bot.messages.blocks import Block, Reply
from bot.messages.text import clip, count, full_day, moment, safe

MOST = 10
"""How many lines of each part stand in the message itself."""
ROOM = 1400  # characters for a part of the message, so that seven of them fit
LINE = 400  # characters of one line
PAGE = 9000  # characters of one message in the thread
MOST_PAGES = 10
NOTHING = "The file was not imported, and nothing was changed."
READING = "Reading the file. Its check comes in your direct messages with Followthrough."
LEFT_OUT, FIRST, TO_LOOK_AT = "Left out", "Look at this first", "To look at"
"""The parts of a check that somebody still needs when it is over."""


class Part(NamedTuple):
    """Lines of one kind, under their heading."""

    title: str
    lines: Sequence[str]


class Numbers(NamedTuple):
    """How many rows would be added and changed, are the same already, are to be looked at and are left out."""

    added: int = 0
    changed: int = 0
    same: int = 0
    flagged: int = 0
    rejected: int = 0

    def __str__(self) -> str:
        """54 to add, 3 to change, 12 the same already, 7 to look at, none left out."""
        words = ("to add", "to change", "the same already", "to look at", "left out")
        return ", ".join(f"{number:,} {word}" for number, word in zip(self, words, strict=True))


def check(number: int, name: str, numbers: Numbers, parts: Sequence[Part], *, readable: bool) -> Reply:
    """The message with the check of import `number`; `readable`: how it is read can be chosen."""
    head = f"Check of {name}: {numbers}. Nothing has been imported yet."
    some = [one for one in parts if one.lines]
    more = [b.context("The rest is in the thread of this message.")] if any(map(_rest, some)) else []
    shown = [b.section(_told(one.title, one.lines[: _first(one)])) for one in some]
    return Reply(head, [b.section(f"*{safe(head)}*"), *shown, *more, _buttons(number, numbers, readable=readable)])


def pages(parts: Sequence[Part]) -> list[Reply]:
    """What the message has no room for, in messages for its thread; past ten of them it says how much is left."""
    sections = [one for part in parts for one in _sections(part)]
    made: list[list[str]] = []
    for text in sections:
        if not made or sum(map(len, made[-1])) + len(text) > PAGE:
            made.append([])
        made[-1].append(text)
    found = [Reply(clip(one[0], 200), [b.section(text) for text in one]) for one in made[:MOST_PAGES]]
    if len(made) > MOST_PAGES:
        left = sum(text.count("\n") for one in made[MOST_PAGES:] for text in one)
        told = f"And {count(left, 'line')} more, which are too many for Slack. The command line shows all of them."
        found.append(Reply(told, [b.section(told)]))
    return found


def imported(at: datetime, zone: ZoneInfo, added: int, changed: int) -> str:
    """What stands at the head of the message once it was done."""
    when = moment(at, zone).partition(" at ")[2]
    return f"Imported on {full_day(at.astimezone(zone).date())} at {when}: {added:,} added, {changed:,} changed."


def closed(blocks: Sequence[Block], words: str) -> Reply:
    """A check whose time is over: what became of it, what is left out and what is to look at, with no buttons.

    All the rest goes, so that what became of it is not out of sight above it.
    """
    titles = tuple(f"*{one}*\n" for one in (LEFT_OUT, FIRST, TO_LOOK_AT))
    left = [one for one in blocks[1:] if one["type"] == "context" or _text(one).startswith(titles)]
    return Reply(words, [b.section(f"*{safe(words)}*"), *left])


def result(words: str) -> Reply:
    """What became of an import, as a new line at the end, where who asked for it looks."""
    return Reply(words, [b.section(safe(words))])


def refused(sentence: str, parts: Sequence[Part] = ()) -> Reply:
    """Why a file can't be imported; `parts` say where, if that is known."""
    head = f"{NOTHING} {sentence}"
    shown = [b.section(_told(one.title, one.lines[: _first(one)])) for one in parts if one.lines]
    again = b.context("When the file is right, upload it and type `/actions import` again.")
    return Reply(head, [b.section(safe(head)), *shown, again])


def _buttons(number: int, numbers: Numbers, *, readable: bool) -> Block:
    what = f"{numbers.added:,} would be added and {numbers.changed:,} changed; {numbers.rejected:,} left out."
    all_ = b.button("Import all of it", "import_all", str(number), style="primary")
    asked = b.asking(all_, "Import all of it?", f"{what} All of it is imported, or nothing.", "Import", "Not yet")
    some = [asked] if numbers.added or numbers.changed else []
    change = [b.button("Change how it is read", "import_choices", str(number))] if readable else []
    return b.buttons(*some, *change, b.button("Cancel", "import_cancel", str(number)))


def _text(block: Block) -> str:
    return str(block["text"]["text"]) if block["type"] == "section" else ""


def _told(title: str, lines: Sequence[str]) -> str:
    return "\n".join([f"*{title}*", *(f"• {safe(one, LINE)}" for one in lines)])


def _first(part: Part) -> int:
    """How many of a part's lines stand in the message."""
    number = room = 0
    for line in part.lines[:MOST]:
        room += min(len(line), LINE) + 3
        if number and room > ROOM:
            break
        number += 1
    return number


def _rest(part: Part) -> Sequence[str]:
    return part.lines[_first(part) :]


def _sections(part: Part) -> list[str]:
    """The rest of a part in texts that fit into a block each."""
    lines, made = _rest(part), []
    start = at = room = 0
    for at, line in enumerate(lines):
        room += min(len(safe(line, LINE)), LINE) + 3
        if room > 2800:  # noqa: PLR2004 — a block holds 3,000
            made.append(_told(f"{part.title}, continued", lines[start:at]))
            start, room = at, min(len(safe(line, LINE)), LINE) + 3
    return [*made, _told(f"{part.title}, continued", lines[start:])] if lines else []
