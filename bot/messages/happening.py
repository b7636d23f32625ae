"""What happened to something, in words: its history, and what changed while somebody had a form open."""

from collections.abc import Sequence
from datetime import date

from bot.domain.brag import Yardstick
from bot.domain.events import Event
from bot.messages import blocks as b
from bot.messages.blocks import Reply
from bot.messages.text import count, day, listed, moment, safe

KINDS = {
    "done": "reported done",
    "part done": "part reported done",
    "update": "update",
    "extend": "more time asked for",
    "agree": "more time agreed",
    "refuse": "more time refused",
    "accept": "accepted",
    "return": "returned",
    "withdraw": "withdrawn",
    "reopen": "reopened",
    "assign": "named lead chosen",
    "edit": "edited",
}
"""What a deed is called once it was done; those that are not here are called what is typed for them."""
FIELDS = {
    "stage": "stage",
    "due": "due date",
    "title": "title",
    "lead": "lead partner",
    "success_measure": "success measure",
    "contributors": "contributing partners",
    "named_lead": "named lead",
    "remit": "remit items",
    "source": "source",
    "finding": "finding",
    "review": "date of the test",
    "text": "text",
    "phrase": "source's words",
    "met": "met",
    "target": "target",
    "target_by": "date of the target",
    "name": "name",
    "unit": "unit",
    "better": "direction",
    "bands": "bands",
    "owner": "partner that gives readings",
    "basis": "basis",
    "precision": "precision",
    "deadlines": "deadlines",
    "indicators": "indicators",
    "blocked": "what blocks it",
}
"""Fields of the audit trail that people read about, and what they are called."""
_LONGEST = 120


def history(head: str, ref: str, events: Sequence[Event], by: Yardstick) -> Reply:
    """What happened to one thing, newest first; `head` says what it is."""
    lines = [f"• {moment(event.at, by.zone)}: {_told(event)}{_from_to(event)}" for event in events]
    shown = [b.section(f"{head}\nWhat happened, newest first"), b.section("\n".join(lines) or "Nothing yet.")]
    return Reply(f"History of {ref}: {count(len(events), 'change')}.", shown)


def meanwhile(ref: str, events: Sequence[Event], by: Yardstick) -> str:
    """What changed since somebody opened a form; without names, since it was a colleague."""
    told = [f"{kind(event)} ({moment(event.at, by.zone)}){_from_to(event)}" for event in events[-5:]]
    return (
        f"*{ref} has changed since you opened this form*\n"
        + "\n".join(f"• {one}" for one in told)
        + "\nYour words are kept. Press Save again if they still hold."
    )


def kind(event: Event) -> str:
    """What was done, as it is called afterwards."""
    before, _, verb = event.verb.rpartition("took back: ")
    return ("took back: " if event.verb.startswith("took back: ") else before) + KINDS.get(verb, verb)


def _told(event: Event) -> str:
    if not event.user:
        return f"*{kind(event)}*, {event.origin}"
    unit = "business unit" in event.role
    whom = f"business unit, for {event.partner}" if unit and event.partner else event.partner or event.role
    return f"*{kind(event)}*, by <@{event.user}> ({whom}), from a {event.origin}"


def _from_to(event: Event) -> str:
    """What changed from what to what; nothing for what was not there before."""
    changes = [
        f"{FIELDS[name]} from {_value(event.before[name])} to {_value(value)}"
        for name, value in event.after.items()
        if name in FIELDS and event.before.get(name) not in (None, "", [])
    ]
    reason = event.after.get("reason")
    return (f", {listed(changes)}" if changes else "") + (f": {safe(str(reason), 300)}" if reason else "")


def _value(value: object) -> str:
    if isinstance(value, list):
        return listed([safe(str(one), _LONGEST) for one in value]) or "none"
    if value in (None, ""):
        return "none"
    try:
        return day(date.fromisoformat(str(value)))
    except ValueError:
        return safe(str(value), _LONGEST)
