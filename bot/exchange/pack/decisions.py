"""What only the board, an assurer or the business unit can move on."""

from datetime import date

from bot.domain.actions import OPEN, Action, Stage
from bot.domain.plan import Deadline
from bot.exchange.pack.facts import Facts
from bot.exchange.pack.model import Column, Section, Table, Value, Width
from bot.exchange.pack.telling import ACTION, LED, REF, clean, due, led, narrow, table, titled, whose

LONGEST = 5
NEAR = 20
UNIT = "business unit"


def section(facts: Facts) -> Section:
    """Requests that wait, reports that wait longest, what nobody does yet, what falls due."""
    tables = (*_requests(facts), *_waiting(facts), *_bare(facts), *_unled(facts), *_deadlines(facts))
    if not tables:
        return Section("Decisions needed", ("No decision is waiting.",))
    return Section("Decisions needed", tuple(f"{one.caption}: {len(one.rows):,}." for one in tables), tables)


def _requests(facts: Facts) -> tuple[Table, ...]:
    asking = [one for one in facts.plan.actions.values() if one.extension]
    rows = [_request(one, facts) for one in sorted(asking, key=lambda one: (_asked(one, facts), one.number))]
    dates = narrow("Asked on", "Original date", "Due now", "Asked until")
    columns = (REF, ACTION, Column("Asked by"), *dates, Column("Why", Width.WIDE))
    return table("More time asked for", "Requests for more time that wait for a decision", columns, rows)


def _asked(action: Action, facts: Facts) -> date:
    return facts.day(action.extension.at) if action.extension else facts.by.today


def _request(action: Action, facts: Facts) -> tuple[Value, ...]:
    asked = action.extension
    events = [event for event in facts.dated if event.subject == str(action.ref) and event.verb == "extend"]
    who = whose(events[-1], facts) if events else ""
    until, why = (asked.due, clean(asked.reason)) if asked else (None, "")
    return str(action.ref), titled(action), who, _asked(action, facts), action.original_due, due(action), until, why


def _waiting(facts: Facts) -> tuple[Table, ...]:
    longest = facts.stages(Stage.REPORTED_DONE)[:LONGEST]
    rows: list[tuple[Value, ...]] = [
        (*led(one), since := facts.day(one.stage_since), facts.late(since)) for one in longest
    ]
    columns = (*LED, *narrow("Reported done on", "Working days waiting"))
    return table("Waiting longest", "Waiting longest for acceptance", columns, rows)


def _bare(facts: Facts) -> tuple[Table, ...]:
    if facts.seen_by:  # others' actions may serve it
        return ()
    rows: list[tuple[Value, ...]] = [
        (str(item.ref), clean(item.text), clean(facts.plan.sources.get(item.source or "", item.source)))
        for item in facts.bare
    ]
    columns = (REF, Column("Remit item", Width.WIDE), Column("Source"))
    return table("Remit without action", "Remit items that no action serves", columns, rows)


def _unled(facts: Facts) -> tuple[Table, ...]:
    if facts.seen_by:
        return ()
    units = {code for code, one in facts.plan.partners.items() if one.kind == UNIT}
    held = [
        one
        for one in facts.plan.actions.values()
        if one.lead.code in units and not one.named_lead and one.stage in OPEN
    ]
    rows: list[tuple[Value, ...]] = [(str(one.ref), titled(one), due(one)) for one in held]
    caption = "Held by the business unit, with nobody named to lead: a partner takes it, or somebody is named"
    return table("Without a lead", caption, (REF, ACTION, *narrow("Due")), rows)


def _deadlines(facts: Facts) -> tuple[Table, ...]:
    rows = [row for one in facts.plan.deadlines if (row := _deadline(one, facts))]
    columns = (REF, Column("Deadline", Width.WIDE), *narrow("Due", "Working days left"))
    return table("Deadlines near", f"Deadlines within {NEAR} working days, and those past", columns, rows)


def _deadline(one: Deadline, facts: Facts) -> tuple[Value, ...]:
    if one.met or one.due is None:
        return ()
    left = facts.working_days(facts.by.today, one.due)
    near = one.due < facts.by.today or (left is not None and left <= NEAR)
    return (str(one.ref), clean(one.title), one.due, left) if near else ()
