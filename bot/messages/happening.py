"""What happened to something, in words: its history, and what changed while somebody had a form open."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from bot.domain.brag import Yardstick
from bot.domain.events import TOOK_BACK, Event, Origin
from bot.messages import blocks as b
from bot.messages.blocks import Reply
from bot.messages.text import count, day, listed, moment, safe

KINDS = {
    "done": "reported done",
    "part done": "part reported done",
    "extend": "more time asked for",
    "agree": "more time agreed",
    "refuse": "more time refused",
    "accept": "accepted",
    "return": "returned",
    "withdraw": "withdrawn",
    "reopen": "reopened",
    "assign": "named lead chosen",
    "edit": "edited",
    "pause": "nudges paused",
    "resume": "nudges resumed",
}
"""What a deed is called once it was done; those that are not here are called what is typed for them."""
_NAMES = {
    "basis": "basis",
    "bands": "bands",
    "better": "which way is better",
    "blocked": "what blocks it",
    "contributors": "contributing partners",
    "deadlines": "deadlines",
    "due": "due date",
    "due_phrase": "source's words",
    "finding": "finding",
    "indicators": "indicators",
    "lead": "lead partner",
    "met": "day it was met",
    "name": "name",
    "named_lead": "named lead",
    "owner": "partner it belongs to",
    "paused_until": "end of the pause",
    "phrase": "source's words",
    "precision": "precision",
    "remit": "remit items",
    "review": "date of the test",
    "source": "source",
    "stage": "stage",
    "success_measure": "success measure",
    "target": "target",
    "target_by": "date of the target",
    "text": "words",
    "told": "told",
    "title": "title",
    "tracker_ref": "ref in the tracker",
    "unit": "unit",
}
"""Fields of the audit trail that people read about, and what they are called."""
_QUOTED = frozenset({"basis", "due_phrase", "finding", "name", "phrase", "success_measure", "text", "title"})
_LETTERS = {"deadlines": "D", "indicators": "I", "remit": "R"}
_READING = "reading "
_LONGEST = 120
MOST = 5  # changes that are told above a form


def history(  # noqa: PLR0913, PLR0917 — a history is these things
    head: str,
    ref: str,
    events: Sequence[Event],
    total: int,
    by: Yardstick,
    words: Mapping[tuple[datetime, str], str] = MappingProxyType({}),
) -> Reply:
    """What happened to one thing, newest first.

    `head` says what it is, `total` how many changes there were, `words` what was said with some of them, by when and
    with what.
    """
    lines = []
    for event in events:
        said = words.get((event.at, event.verb), "")
        changed = what(event)
        quoted = f" “{safe(said, _LONGEST)}”" if said and not _gives_reason(changed, said) else ""
        lines.append(f"• {moment(event.at, by.zone)}: *{kind(event)}*, {_who(event)}{changed}{quoted}")
    shown = [b.section(f"{head}\nWhat happened, newest first"), b.section("\n".join(lines) or "Nothing yet.")]
    earlier = [b.context(f"And {count(total - len(events), 'earlier change')}.")] if total > len(events) else []
    return Reply(f"History of {ref}: {count(total, 'change')}.", [*shown, *earlier])


def meanwhile(ref: str, events: Sequence[Event], by: Yardstick) -> str:
    """What changed since somebody opened a form; without names, since it was a colleague."""
    told = [f"• {kind(event)} ({moment(event.at, by.zone)}){what(event)}" for event in events[-MOST:]]
    earlier = len(events) - len(told)
    before = [f"• {count(earlier, 'earlier change')}"] if earlier else []
    head = f"*{ref} has changed since you opened this form*"
    return "\n".join([head, *before, *told, "Your words are kept. Press the button again if they still hold."])


def kind(event: Event) -> str:
    """What was done, as it is called afterwards."""
    verb = event.verb.removeprefix(TOOK_BACK)
    return (TOOK_BACK if verb != event.verb else "") + KINDS.get(verb, verb)


def what(event: Event) -> str:
    """What changed from what to what, and why: ": due date from 31 January 2023 to …. Because: the board agreed."""
    if event.verb == "reading" and "on" in event.after:  # as an import tells it
        return f": {_day(str(event.after['on']))}, {_read(event.after)}"
    changes = [] if event.verb == "added" else [told for name in event.after if (told := _change(event, name))]
    reason = event.after.get("reason")
    return (f": {'; '.join(changes)}" if changes else "") + (f". Because: {safe(str(reason), 500)}" if reason else "")


def _gives_reason(changed: str, said: str) -> bool:
    """Whether what changed tells the words that were said with it already, as its reason."""
    words = safe(said, _LONGEST).removesuffix("…")
    return f"because {words}" in changed or f"Because: {words}" in changed


def _who(event: Event) -> str:
    if not event.user:
        return str(event.origin)
    unit = "business unit" in event.role
    whom = f"business unit, for {event.partner}" if unit and event.partner else event.partner or event.role
    an = "an" if event.origin is Origin.IMPORT else "a"
    return f"by <@{event.user}> ({whom}), from {an} {event.origin}"


def _change(event: Event, name: str) -> str:
    before, after = event.before.get(name), event.after[name]
    if name == "removed":
        return "no longer shown"
    if name == "extension":
        return _asked(after)
    if name.startswith(_READING):
        return f"{_day(name.removeprefix(_READING))}, {_pair(_read(before), _read(after))}"
    return f"{_NAMES[name]} {_pair(_value(name, before), _value(name, after))}" if name in _NAMES else ""


def _asked(request: Any) -> str:  # noqa: ANN401 — a request for more time as it is recorded, or None
    return f"until {_day(request['due'])}, because {safe(request['reason'], _LONGEST)}" if request else ""


def _pair(before: str, after: str) -> str:
    return f"from {before} to {after}" if before != "none" else after


def _read(value: Any) -> str:  # noqa: ANN401 — a reading, or None
    return safe(f"{value['qualifier']} {value['value']}".strip(), _LONGEST) if value else "none"


def _value(name: str, value: object) -> str:
    if isinstance(value, list):
        return listed([safe(f"{_LETTERS.get(name, '')}{one}", _LONGEST) for one in value]) or "none"
    if value is None or not str(value):
        return "none"
    if name == "named_lead":
        return f"<@{safe(str(value), _LONGEST)}>"
    if name in {"due", "met", "target_by", "review", "paused_until"}:
        return _day(str(value))
    return f"“{safe(str(value), _LONGEST)}”" if name in _QUOTED else safe(str(value), _LONGEST)


def _day(text: str) -> str:
    return day(date.fromisoformat(text))
