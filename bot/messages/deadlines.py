"""How deadlines look, and what a statutory clock comes to."""

from collections.abc import Sequence
from datetime import date

from bot.domain.brag import Yardstick, working_days
from bot.domain.clocks import WorkingDays
from bot.domain.plan import Deadline, Precision
from bot.domain.statutory import Clock, Fixed, Unit
from bot.messages import blocks as b
from bot.messages.blocks import Block, Reply
from bot.messages.rows import MOST, add, left_out
from bot.messages.text import count, day, full_day, listed, safe

EXAMPLE = "/deadlines from rapid-review 3 November 2022"


def listing(found: list[Deadline], by: Yardstick, *, may_keep: bool) -> Reply:
    """What binds the partnership, soonest first."""
    rows = [b.section(_row(one, by)) for one in found[:MOST]]
    said = f"{count(len(found), 'deadline')}, soonest first." if found else "There are no deadlines in the plan yet."
    spoken = "; ".join(f"{one.ref} {safe(one.title, 80)}, {when(one, by)}" for one in found[:MOST])
    more = [*left_out(len(found)), *add("Add a deadline", "deadline_add", may=may_keep)]
    return Reply(f"{said} {spoken}".strip(), [b.section(f"*{said}*"), *rows, *more])


def card(one: Deadline, by: Yardstick, *, why_moved: str, may_keep: bool) -> Reply:
    """One deadline and where it comes from; `why_moved`: the reason for which it was moved last."""
    moved = one.original_due and one.original_due != one.due
    month = "The last day of the month that the source names" if one.precision is Precision.END_OF_MONTH else ""
    facts = [
        ("Due", when(one, by)),
        ("In the source's words", f"“{safe(one.phrase, 500)}”" if one.phrase else ""),
        ("Original date", full_day(one.original_due) if one.original_due and moved else ""),
        ("Moved because", safe(why_moved, 1000)),
        ("Precision", month),
        ("Source", safe(one.source or "", 100)),
        ("Basis", safe(one.basis, 1000)),
        ("Remit", listed([f"R{number}" for number in one.remit])),
    ]
    shown = [b.section(f"*{one.ref}* {safe(one.title)}"), b.fields([pair for pair in facts if pair[1]])]
    return Reply(f"{one.ref} {safe(one.title, 200)}: {when(one, by)}.", [*shown, _buttons(one, may_keep=may_keep)])


def _buttons(one: Deadline, *, may_keep: bool) -> Block:
    ref = str(one.ref)
    keep = [("Mark as met", "deadline_met", not one.met), ("Move", "deadline_move", bool(one.due and not one.met))]
    offered = [(words, name) for words, name, there in [*keep, ("Edit", "deadline_edit", True)] if there and may_keep]
    return b.buttons(*[b.button(words, name, ref) for words, name in [*offered, ("History", "plan_history")]])


def kept(one: Deadline, by: Yardstick) -> str:
    """D2 Rapid review: Thursday 24 November 2022, in 8 working days."""
    return f"{one.ref} {safe(one.title, 300)}: {when(one, by)}."


def pressing(total: int, soonest: Sequence[Deadline], by: Yardstick) -> list[str]:
    """A line for each of the deadlines that are near or past, and one that there are more."""
    more = [f"And {total - len(soonest):,} more: `/deadlines`"] if total > len(soonest) else []
    return [*(f"• *{one.ref}* {safe(one.title, 90)}: {when(one, by)}" for one in soonest), *more]


def when(one: Deadline, by: Yardstick) -> str:
    """Tuesday 31 January 2023, in 53 working days."""
    if one.met:
        return f"met on {full_day(one.met)}"
    if one.due is None:
        return "no day fixed"
    original = f" (originally {day(one.original_due)})" if _moved(one) and one.original_due else ""
    return f"{full_day(one.due)}{original}{_distance(one.due, by.today, by.days)}"


def _moved(one: Deadline) -> bool:
    return one.original_due is not None and one.original_due != one.due


def _row(one: Deadline, by: Yardstick) -> str:
    words = f"\nIn the source's words: “{safe(one.phrase, 200)}”" if one.phrase else ""
    source = f" · {safe(one.source, 100)}" if one.source else ""
    return f"*{one.ref}* {safe(one.title, 300)}\n{when(one, by)}{source}{words}"


def _distance(due: date, today: date, days: WorkingDays) -> str:
    if not (days.knows(due) and days.knows(today)):
        return ""
    left = days.between(today, due)
    if due == today:
        return ", today"
    return f", in {working_days(left)}" if due > today else f", overdue by {working_days(-left)}"


def clocks(known: Sequence[Clock]) -> Reply:
    """Every clock, with what it counts and on what it rests."""
    rows = [f"`{clock.name}` {clock.title}\n{clock.rule} _{clock.basis}_" for clock in known]
    head = "*Clocks.* Give one, and the day that sets it going; that day itself is not counted."
    said = f"{count(len(known), 'clock')}: {listed([clock.name for clock in known])}. For example: {EXAMPLE}"
    return Reply(said, [b.section(head), *map(b.section, rows), b.section(f"For example: `{EXAMPLE}`")])


def computed(one: Fixed, today: date, *, may_keep: bool) -> Reply:
    """The day that a clock comes to, with its rule and basis, and a button that keeps it."""
    clock = one.clock
    said = f"{clock.title}: {full_day(one.due)}{_distance(one.due, today, clock.days)}."
    told = [f"*{said}*", f"{_counted(one)}. {clock.rule}", f"Basis: {_ended(clock.basis)}", *_no_working_day(one)]
    keep = b.button("Keep this deadline", "deadline_add", f"{clock.name} {one.start}", style="primary")
    return Reply(
        f"{said} {' '.join(told[1:])}", [b.section("\n".join(told)), *([b.buttons(keep)] if may_keep else [])]
    )


def _ended(words: str) -> str:
    return words if words.endswith(".") else f"{words}."


def _counted(one: Fixed) -> str:
    """15 working days after Thursday 3 November 2022."""
    return f"{one.clock.length} after {full_day(one.start)} ({one.clock.start})"


def basis(one: Fixed) -> str:
    """From when it was counted, the rule, and on what it rests: the bot's own words, so never a quotation."""
    return f"{_counted(one)}. {one.clock.rule} {_ended(one.clock.basis)}"


def _no_working_day(one: Fixed) -> list[str]:
    if one.before is None or one.clock.unit is not Unit.MONTHS:
        return []
    return [f"{full_day(one.due)} is no working day: the last working day before it is {full_day(one.before)}."]
