"""Words that several sections of a board pack use."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.domain.actions import Action
from bot.domain.events import Event, Origin
from bot.exchange.pack.facts import Facts
from bot.exchange.pack.model import Column, Table, Value, Width
from bot.messages.mrkdwn import as_read
from bot.messages.text import day

_MENTION = re.compile(r"<@[^<>]*>")

REF = Column("Ref", Width.NARROW)
ACTION = Column("Action", Width.WIDE)
LEAD = Column("Lead organisation")


@dataclass(frozen=True, slots=True)
class Drawing:
    """Draws its data when it is called. Two of the same data are equal, which two functions never are."""

    how: Callable[..., bytes]
    data: tuple[Any, ...]

    def __call__(self) -> bytes:
        """The PNG."""
        return self.how(*self.data)


def narrow(*headings: str) -> tuple[Column, ...]:
    """Columns of short values."""
    return tuple(Column(heading, Width.NARROW) for heading in headings)


def table(name: str, caption: str, columns: tuple[Column, ...], rows: list[tuple[Value, ...]]) -> tuple[Table, ...]:
    """The table, without the columns that are blank in every row; none where it has no rows."""
    if not rows:
        return ()
    filled = [at for at in range(len(columns)) if any(row[at] not in {None, ""} for row in rows)]
    kept = tuple(tuple(row[at] for at in filled) for row in rows)
    return (Table(name, tuple(columns[at] for at in filled), kept, caption),)


def clean(text: str | None) -> str:
    """What people wrote, as people read it; whom they named in it stays unnamed, since packs go far."""
    return as_read(_MENTION.sub("@somebody", text or "")).strip()


def titled(action: Action) -> str:
    """An action's words; of one that is invented, that it is."""
    return clean(action.title) + (" (demonstration)" if action.demonstration else "")


def led(action: Action) -> tuple[Value, ...]:
    """Ref, words and organisation of an action: the first cells of many rows."""
    return str(action.ref), titled(action), clean(action.lead.name)


LED = (REF, ACTION, LEAD)
"""The columns of `led`."""


def begun(words: str) -> str:
    """The words with a capital at their beginning; names in them keep theirs."""
    return words[:1].upper() + words[1:]


def due(action: Action) -> Value:
    """The due date, or the source's own words where they fix no day."""
    return action.due or clean(action.due_phrase) or "no date fixed"


def than(now: int, then: int, since: date | None = None) -> str:
    """2 more, 1 fewer, no change; with the day that it is held against."""
    if now == then:
        return f"as many as on {day(since)}" if since else "no change"
    said = f"{abs(now - then):,} {'more' if now > then else 'fewer'}"
    return f"{said} than on {day(since)}" if since else said


def whose(event: Event, facts: Facts) -> str:
    """By whom something was done, as it follows "by": organisation or role, never a name."""
    unit = "business unit" in event.role
    if event.partner:
        name = clean(facts.organisation(event.partner))
        return f"the business unit for {name}" if unit else name
    if event.origin is Origin.IMPORT:
        return "an import"
    return "the business unit" if unit else "an assurer" if "assurer" in event.role else "Followthrough"
