"""What happened to a remit item, a deadline or an indicator, in words."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from bot.domain.brag import Yardstick
from bot.domain.events import Event
from bot.domain.refs import Ref
from bot.messages import blocks as b
from bot.messages.blocks import Reply
from bot.messages.text import count, day, listed, moment, safe

_NAMES = {
    "basis": "basis",
    "bands": "bands",
    "better": "which way is better",
    "deadlines": "deadlines",
    "due": "date",
    "indicators": "indicators",
    "met": "day it was met",
    "name": "name",
    "owner": "partner it belongs to",
    "phrase": "source's words",
    "precision": "precision",
    "remit": "remit items",
    "source": "source",
    "target": "target",
    "target_by": "date of the target",
    "text": "words",
    "title": "title",
    "unit": "unit",
}
_LETTERS = {"deadlines": "D", "indicators": "I", "remit": "R"}
_READING = "reading "
_LONGEST = 120


def history(ref: Ref, called: str, events: Sequence[Event], by: Yardstick) -> Reply:
    """What happened to a thing, newest first; `called` is its title."""
    lines = [f"• {moment(event.at, by.zone)}: *{event.verb}*, {_who(event)}{_what(event)}" for event in events]
    head = f"*{ref}* {safe(called, 300)}\nWhat happened, newest first"
    text = "\n".join(lines) or "Nothing yet: it came with the plan."
    return Reply(f"History of {ref}: {count(len(events), 'change')}.", [b.section(head), b.section(text)])


def _who(event: Event) -> str:
    return f"by <@{event.user}> ({event.role}), from a {event.origin}" if event.user else str(event.origin)


def _what(event: Event) -> str:
    """: date from 31 January 2023 to 28 February 2023. Because: the department agreed."""
    if event.verb == "reading" and "on" in event.after:  # as an import tells it
        return f": {_day(str(event.after['on']))}, {_read(event.after)}"
    changes = [] if event.verb == "added" else [told for name in event.after if (told := _change(event, name))]
    reason = event.after.get("reason")
    return (f": {'; '.join(changes)}" if changes else "") + (f". Because: {safe(str(reason), 500)}" if reason else "")


def _change(event: Event, name: str) -> str:
    before, after = event.before.get(name), event.after[name]
    if name == "removed":
        return "no longer shown"
    if name.startswith(_READING):
        return f"{_day(name.removeprefix(_READING))}, {_pair(_read(before), _read(after))}"
    if name not in _NAMES:
        return ""
    return f"{_NAMES[name]} {_pair(_value(name, before), _value(name, after))}"


def _pair(before: str, after: str) -> str:
    return f"from {before} to {after}" if before != "none" else after


def _read(value: Any) -> str:  # noqa: ANN401 — a reading, or None
    return safe(f"{value['qualifier']} {value['value']}".strip(), _LONGEST) if value else "none"


def _value(name: str, value: object) -> str:
    if isinstance(value, list):
        return listed([safe(f"{_LETTERS.get(name, '')}{one}", _LONGEST) for one in value]) or "none"
    if value is None or not str(value):
        return "none"
    return _day(str(value)) if name in {"due", "met", "target_by"} else f"“{safe(str(value), _LONGEST)}”"


def _day(text: str) -> str:
    return day(date.fromisoformat(text))
