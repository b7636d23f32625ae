"""What changed since the last pack, event by event."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from bot.domain.actions import Action
from bot.domain.events import Event
from bot.domain.refs import Kind
from bot.exchange.pack.facts import Facts, overdue
from bot.exchange.pack.model import Column, Section, Value, Width
from bot.exchange.pack.telling import begun, clean, narrow, table, titled, whose
from bot.messages.text import count, full_day

STEPS: Mapping[str, str] = {
    "added": "added",
    "done": "reported done",
    "part done": "part reported done",
    "accept": "accepted",
    "return": "returned",
    "embedded": "found embedded",
    "sustained": "found sustained",
    "withdraw": "withdrawn",
    "reopen": "reopened",
}
"""By verb, what a step in an action's life is called once it was made, in the order in which they are counted."""
MORE_TIME, MOVED, DATED, LED = "more time agreed", "date moved", "date set", "lead organisation changed"
_COUNTED = {name: name for name in STEPS.values()} | {
    MORE_TIME: "given more time",
    MOVED: "given another date",
    LED: "given another lead organisation",
}
AROUND: Mapping[str, str] = {"added": "added", "met": "met", "moved": "date moved"}
"""The same for deadlines and remit items."""


class Change(NamedTuple):
    """One thing that changed with an event."""

    event: Event
    what: str
    before: Value
    after: Value


def section(facts: Facts) -> Section:
    """Every change since the last pack, oldest first."""
    title, since = "What changed", full_day(facts.since)
    found = list(_changes(facts))
    if not found:
        return Section(title, (f"Nothing has changed since {since}.",))
    columns = (
        *narrow("Date", "Ref"),
        *(Column("What it is about", Width.WIDE), Column("What happened")),
        *narrow("From", "To"),
        *(Column("Lead organisation"), Column("By")),
    )
    lead = f"{count(len(found), 'change')} since {since}. What was taken back at once is left out."
    return Section(
        title, (lead,), table("What changed", "Changes, oldest first", columns, [_row(one, facts) for one in found])
    )


def counted(facts: Facts) -> dict[str, int]:
    """How many actions each kind of change happened to, and how many became overdue; nothing that is nought."""
    changed: dict[str, set[str]] = {}
    for one in _changes(facts):
        if one.event.subject[0] == Kind.ACTION:
            changed.setdefault(one.what, set()).add(one.event.subject)
    before = {one.number for one in overdue(facts.then, facts.since)}
    late = sum(one.number not in before for one in facts.overdue)
    told = {words: len(changed.get(name, ())) for name, words in _COUNTED.items()} | {"newly past their date": late}
    return {name: number for name, number in told.items() if number}


def _changes(facts: Facts) -> Iterator[Change]:
    for event in facts.events:
        if event.subject[0] != Kind.ACTION:
            yield from _around(event)
        elif event.undoes:
            yield Change(event, clean(event.verb), None, None)
        else:
            yield from _of_action(event, facts)


def _of_action(event: Event, facts: Facts) -> Iterator[Change]:
    before, after = event.before, event.after
    if event.verb in STEPS:
        yield Change(event, STEPS[event.verb], _text(before.get("stage")), _text(after.get("stage")))
    if event.verb == "added":
        return
    if "due" in after:
        what = MORE_TIME if event.verb == "agree" else MOVED if before.get("due") else DATED
        yield Change(event, what, _day(before.get("due")), _day(after["due"]))
    if "lead" in after:
        names = [clean(facts.organisation(_text(fields.get("lead")))) for fields in (before, after)]
        yield Change(event, LED, *names)


def _around(event: Event) -> Iterator[Change]:
    """Of a deadline or a remit item."""
    if event.undoes:
        yield Change(event, clean(event.verb), None, None)
    elif event.verb in AROUND:
        name = "met" if event.verb == "met" else "due"
        yield Change(event, AROUND[event.verb], _day(event.before.get(name)), _day(event.after.get(name)))
    elif event.before.get("due") and "due" in event.after:
        yield Change(event, MOVED, _day(event.before["due"]), _day(event.after["due"]))


def _row(one: Change, facts: Facts) -> tuple[Value, ...]:
    event = one.event
    words, lead = _about(event.subject, facts)
    day, what = facts.day(event.at), begun(one.what)
    return day, event.subject, words, what, one.before, one.after, lead, whose(event, facts)


def _about(ref: str, facts: Facts) -> tuple[str, str]:
    """The words of what a ref stands for, and who leads it."""
    number = int(ref[1:])
    action: Action | None = facts.plan.actions.get(number) if ref[0] == Kind.ACTION else None
    if action:
        return titled(action), clean(action.lead.name)
    around = {str(one.ref): one.title for one in facts.plan.deadlines}
    around |= {str(one.ref): one.text for one in facts.plan.remit}
    return clean(around.get(ref)), ""


def _text(value: Any) -> str | None:  # noqa: ANN401 — a field of the trail
    return str(value) if value else None


def _day(value: Any) -> date | None:  # noqa: ANN401 — as above
    return date.fromisoformat(value) if value else None
