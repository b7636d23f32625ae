"""More time: who asked for it, for how long and why, and what was decided."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from bot.domain.events import Event
from bot.exchange.pack.facts import Facts
from bot.exchange.pack.model import Column, Section, Value, Width
from bot.exchange.pack.telling import ACTION, REF, begun, clean, narrow, table, titled, whose
from bot.messages.text import count, listed

TITLE = "More time asked for"
WAITS, AGREED, REFUSED = "waits for a decision", "agreed", "refused"
ENDED: Mapping[str, str] = {"agree": AGREED, "refuse": REFUSED}


class Request(NamedTuple):
    """A request for more time: when it was asked for, the date then, until when, and what became of it."""

    event: Event
    due: date | None
    outcome: str = WAITS
    by: str = ""
    on: date | None = None


def section(facts: Facts) -> Section:
    """Every request that was ever made for what is in the pack, newest first, and how often a date has moved."""
    found = sorted(_requests(facts), key=lambda one: one.event.id, reverse=True)
    moved = sum(
        bool(one.original_due and one.due and one.due > one.original_due) for one in facts.plan.actions.values()
    )
    past = f"{count(moved, 'action')} {'is' if moved == 1 else 'are'} due later than at first."
    if not found:
        return Section(TITLE, ("Nobody has asked for more time.", *([past] if moved else [])))
    numbers = [f"{sum(one.outcome == name for one in found):,} {name}" for name in (AGREED, REFUSED)]
    waiting = sum(one.outcome == WAITS for one in found)
    lead = f"{count(len(found), 'request')}: {listed([*numbers, f'{waiting:,} waiting for a decision'])}."
    columns = (
        *(REF, ACTION, Column("Asked by")),
        *narrow("Asked on", "Original date", "Due then", "Asked until"),
        *(Column("Why", Width.WIDE), Column("What became of it")),
        *narrow("Decided on"),
    )
    rows = [_row(one, facts) for one in found]
    return Section(TITLE, (lead, past), table("More time", "Requests for more time, newest first", columns, rows))


def _requests(facts: Facts) -> Iterator[Request]:
    """Each request with the event that ended it, where one did: a report, or another lead, ends one too."""
    due: dict[str, date | None] = {}
    waiting: dict[str, Request] = {}
    for event in facts.dated:
        ref, after = event.subject, event.after
        if "extension" in after and (asked := waiting.pop(ref, None)):
            outcome = ENDED.get(event.verb, "ended before it was decided")
            by = whose(event, facts) if event.verb in ENDED else ""
            yield asked._replace(outcome=outcome, by=by, on=facts.day(event.at))
        if after.get("extension"):
            waiting[ref] = Request(event, due.get(ref))
        if "due" in after:
            due[ref] = _day(after["due"])
    yield from waiting.values()


def _row(one: Request, facts: Facts) -> tuple[Value, ...]:
    asked: Any = one.event.after["extension"]
    action = facts.plan.actions[int(one.event.subject[1:])]
    on = facts.day(datetime.fromisoformat(asked["at"]))
    became = f"{one.outcome} by {one.by}" if one.by else one.outcome
    dates = (on, action.original_due, one.due, _day(asked["due"]))
    who = whose(one.event, facts)
    return str(action.ref), titled(action), who, *dates, clean(asked["reason"]), begun(became), one.on


def _day(value: Any) -> date | None:  # noqa: ANN401 — a field of the trail
    return date.fromisoformat(value) if value else None
