"""What the partnership was told to secure, what is done for it, and the dates that bind it."""

from bot.domain.actions import COMPLETE, TO_DO, Action, Stage
from bot.domain.brag import rate
from bot.domain.plan import Deadline, RemitItem
from bot.exchange.pack.facts import Facts
from bot.exchange.pack.model import Column, Section, Table, Value, Width
from bot.exchange.pack.telling import LED, REF, clean, due, led, narrow, table
from bot.messages.deadlines import when
from bot.messages.text import count, day, listed

REMIT, DEADLINES = "Remit items and their actions", "Deadlines"


def section(facts: Facts) -> Section:
    """Each remit item with its actions by stage, then the actions one by one."""
    items = facts.plan.remit
    if not items:
        return Section(REMIT, ("There are no remit items in the plan.",))
    met = sum(item.met is not None for item in items)
    lead = [f"{count(len(items), 'remit item')}, {met or 'none'} of them met.", _bare(facts)]
    if facts.seen_by:
        lead.append("Only this organisation's actions are counted.")
    columns = (
        *(REF, Column("Remit item", Width.WIDE), Column("Source")),
        *narrow("Met on", "Actions", "Past their date", "To do", "Reported done", "Complete"),
        Column("Deadlines and indicators"),
    )
    counts = table(
        "Remit items", "Remit items, with their actions counted", columns, [_row(one, facts) for one in items]
    )
    return Section(REMIT, tuple(filter(None, lead)), (*counts, *_actions(facts)))


def _bare(facts: Facts) -> str:
    bare = [str(item.ref) for item in facts.bare]
    if not bare:
        return ""
    return f"{'None of its actions serves' if facts.seen_by else 'No action serves'} {listed(bare)}."


def _of(item: RemitItem, facts: Facts) -> list[Action]:
    return [one for one in facts.plan.actions.values() if item.number in one.remit]


def _row(item: RemitItem, facts: Facts) -> tuple[Value, ...]:
    found = [one for one in _of(item, facts) if one.stage is not Stage.WITHDRAWN]
    late = {one.number for one in facts.overdue}
    numbers = (
        sum(one.number in late for one in found),
        sum(one.stage in TO_DO for one in found),
        sum(one.stage is Stage.REPORTED_DONE for one in found),
        sum(one.stage in COMPLETE for one in found),
    )
    beside = [f"{one.ref}: {day(one.due) if one.due else 'no day fixed'}" for one in item.deadlines]
    beside += [f"{one.ref}: {clean(one.name)}" for one in item.indicators]
    source = clean(facts.plan.sources.get(item.source or "", item.source))
    return str(item.ref), clean(item.text), source, item.met, len(found), *numbers, "\n".join(beside)


def _actions(facts: Facts) -> tuple[Table, ...]:
    rows: list[tuple[Value, ...]] = [
        (str(item.ref), *led(one), str(one.stage), due(one), str(rate(one, facts.by)))
        for item in facts.plan.remit
        for one in _of(item, facts)
    ]
    columns = (Column("Remit item", Width.NARROW), *LED, *narrow("Stage", "Due"), Column("Status"))
    return table("Remit actions", "Actions by remit item; one that serves two stands twice", columns, rows)


def deadlines(facts: Facts) -> Section:
    """What binds the partnership, soonest first, in its source's own words too."""
    found = facts.plan.deadlines
    if not found:
        return Section(DEADLINES, ("There are no deadlines in the plan.",))
    ahead = [one for one in found if not one.met]
    said = f"{count(len(found), 'deadline')}, {len(ahead):,} not met yet."
    columns = (
        *(REF, Column("Deadline", Width.WIDE)),
        *narrow("Due", "Original date", "Met on"),
        *(Column("How it stands"), Column("In the source's words"), Column("Source")),
    )
    return Section(
        DEADLINES,
        (said,),
        table("Deadlines", "Deadlines, soonest first", columns, [_due(one, facts) for one in found]),
    )


def _due(one: Deadline, facts: Facts) -> tuple[Value, ...]:
    source = clean(facts.plan.sources.get(one.source or "", one.source))
    names: tuple[Value, ...] = (str(one.ref), clean(one.title))
    return (*names, one.due, one.original_due, one.met, when(one, facts.by), clean(one.phrase), source)
