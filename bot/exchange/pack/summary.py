"""What the board needs to know if it reads nothing else."""

from collections import Counter

from bot.domain.actions import COMPLETE, Stage
from bot.domain.brag import Colour, Yardstick, rate
from bot.exchange.pack import changes
from bot.exchange.pack.facts import Facts, overdue
from bot.exchange.pack.model import Column, Section, Value, Width
from bot.exchange.pack.telling import clean, narrow, table, than
from bot.messages.deadlines import when
from bot.messages.text import count, day, listed
from storage.history import PlanAsAt

_COLOURS = {
    Colour.RED: "Red: past its date and not reported done, or reported done after its date",
    Colour.AMBER: "Amber: at risk",
    Colour.GREEN: "Green: on track",
    Colour.BLUE: "Blue: addressed, embedded or sustained",
}


def section(facts: Facts) -> Section:
    """The plan in a few sentences, then in numbers, each beside what it was."""
    if not facts.plan.actions:
        return Section("Summary", ("There are no actions in this pack.",))
    lead = [_counts(facts), _invented(facts), _changed(facts), _asked(facts), _remit(facts), _deadline(facts)]
    days = (day(facts.by.today), day(facts.since), "Change") if facts.then.actions else (day(facts.by.today),)
    columns = (Column("What is counted", Width.WIDE), *narrow(*days))
    rows = [row[: len(columns)] for row in _rows(facts)]
    return Section("Summary", tuple(filter(None, lead)), table("Summary", "The plan in numbers", columns, rows))


def _counts(facts: Facts) -> str:
    now, then = _stages(facts.plan), _stages(facts.then)
    late, was_late = len(facts.overdue), len(overdue(facts.then, facts.since))
    complete, were_complete = (sum(stages[one] for one in COMPLETE) for stages in (now, then))
    waiting, waited = now[Stage.REPORTED_DONE], then[Stage.REPORTED_DONE]
    told = bool(facts.then.actions)
    parts = [
        f"{late:,} open past {'its' if late == 1 else 'their'} date"
        + (f" ({than(late, was_late, facts.since)})" if told else ""),
        f"{waiting:,} reported done and waiting for acceptance" + (f" ({than(waiting, waited)})" if told else ""),
        f"{complete:,} addressed, embedded or sustained" + (f" ({than(complete, were_complete)})" if told else ""),
    ]
    first = "" if told else f" Nothing was recorded of them by {day(facts.since)}, so there is nothing to compare."
    return f"{count(_total(facts.plan), 'action')}: {listed(parts)}.{first}"


def _stages(plan: PlanAsAt) -> Counter[Stage]:
    return Counter(one.stage for one in plan.actions.values())


def _total(plan: PlanAsAt) -> int:
    """How many there are that were not given up."""
    return sum(one.stage is not Stage.WITHDRAWN for one in plan.actions.values())


def _invented(facts: Facts) -> str:
    number = sum(one.demonstration for one in facts.plan.actions.values())
    are = "is a demonstration action" if number == 1 else "are demonstration actions"
    return f"{number:,} of them {are}: invented, and from no real plan." if number else ""


def _changed(facts: Facts) -> str:
    found = changes.counted(facts)
    told = listed([f"{number:,} {what}" for what, number in found.items()])
    return f"Since {day(facts.since)}: {told or 'nothing has moved'}."


def _asked(facts: Facts) -> str:
    number = sum(one.extension is not None for one in facts.plan.actions.values())
    wait = "waits" if number == 1 else "wait"
    return f"{count(number, 'request')} for more time {wait} for a decision." if number else ""


def _remit(facts: Facts) -> str:
    if facts.seen_by or not facts.plan.remit:
        return ""
    met = sum(item.met is not None for item in facts.plan.remit)
    bare = [str(item.ref) for item in facts.bare]
    without = f"; no action serves {listed(bare)}" if bare else ""
    return f"{count(len(facts.plan.remit), 'remit item')}, {met or 'none'} of them met{without}."


def _deadline(facts: Facts) -> str:
    soonest = next((one for one in facts.plan.deadlines if one.due and not one.met), None)
    if soonest is None:
        return ""
    return f"The first deadline not met yet: {soonest.ref} {clean(soonest.title)}, {when(soonest, facts.by)}."


def _rows(facts: Facts) -> list[tuple[Value, ...]]:
    then = facts.by.model_copy(update={"today": facts.since})
    pairs = [("Actions, without those withdrawn", _total(facts.plan), _total(facts.then))]
    now_stages, then_stages = _stages(facts.plan), _stages(facts.then)
    pairs += [(str(stage).capitalize(), now_stages[stage], then_stages[stage]) for stage in Stage]
    now_colours, then_colours = _colours(facts.plan, facts.by), _colours(facts.then, then)
    pairs += [(words, now_colours[colour], then_colours[colour]) for colour, words in _COLOURS.items()]
    return [(words, now, was, now - was) for words, now, was in pairs]


def _colours(plan: PlanAsAt, by: Yardstick) -> Counter[Colour]:
    return Counter(rate(one, by).colour for one in plan.actions.values())
