"""How remit items, deadlines and indicators look."""

from datetime import date
from decimal import Decimal

from bot.domain.actions import Action, Stage
from bot.domain.brag import Yardstick, rate, working_days
from bot.domain.plan import Better, Deadline, Indicator, Precision, Reading, RemitItem
from bot.messages import blocks as b
from bot.messages.actions import row_text
from bot.messages.blocks import Block, Reply
from bot.messages.text import count, day, full_day, listed, safe

MOST = 40  # rows; Slack takes 50 blocks


def remit(items: list[RemitItem], by: Yardstick, *, everything: bool, invented: bool) -> Reply:
    """The whole remit: each item with its actions by stage, its deadlines and its indicators.

    Args:
        items: the remit.
        by: what deadlines are held against.
        everything: whether the person sees every action, so that one without any has none.
        invented: whether demonstration actions are among those counted.
    """
    rows = [b.section(_remit_row(item, by, everything=everything)) for item in items[:MOST]]
    bare = [str(item.ref) for item in items if not item.stages]
    said = f"{count(len(items), 'remit item')}."
    note = f"{'No action' if everything else 'No action that you can see'} serves {listed(bare)}." if bare else ""
    notes = [b.context(words) for words in (note, INVENTED if invented else "") if words]
    shown = [b.section(f"*{said}*"), *rows, *_left_out(len(items)), *notes]
    return Reply(f"{said} {note}".strip(), shown)


INVENTED = "The actions counted here include demonstration actions, which are invented."


def remit_card(item: RemitItem, actions: list[Action], by: Yardstick, *, everything: bool) -> Reply:
    """One remit item and its actions, most urgent first."""
    rows = [b.section(row_text(action, rate(action, by))) for action in actions]
    more = sum(item.stages.values()) - len(actions)
    note = [b.context(f"And {count(more, 'more action')}: `/actions all {item.ref}`")] if more > 0 else []
    said = f"{item.ref} {safe(item.text, 200)}: {_stages(item, everything=everything)}"
    return Reply(said, [b.section(_remit_row(item, by, everything=everything)), *rows, *note])


def _remit_row(item: RemitItem, by: Yardstick, *, everything: bool) -> str:
    lines = [f"*{item.ref}* {safe(item.text, 500)}", _stages(item, everything=everything)]
    lines += [f"{one.ref} {safe(one.title, 150)}: {_when(one, by)}" for one in item.deadlines]
    lines += [f"{one.ref} {safe(one.name, 100)}: {latest(one)}" for one in item.indicators]
    if item.met:
        lines.insert(1, f"Met on {day(item.met)}")
    return "\n".join(lines)


def _stages(item: RemitItem, *, everything: bool) -> str:
    if not item.stages:
        return "No action yet" if everything else "No action that you can see"
    said = [f"{item.stages[stage]:,} {stage}" for stage in Stage if item.stages.get(stage)]
    return f"{count(sum(item.stages.values()), 'action')}: {', '.join(said)}"


def deadlines(found: list[Deadline], by: Yardstick) -> Reply:
    """What binds the partnership, soonest first."""
    rows = [b.section(_deadline_text(one, by)) for one in found[:MOST]]
    said = f"{count(len(found), 'deadline')}, soonest first." if found else "There are no deadlines in the plan yet."
    spoken = "; ".join(f"{one.ref} {safe(one.title, 80)}, {_when(one, by)}" for one in found[:MOST])
    return Reply(f"{said} {spoken}", [b.section(f"*{said}*"), *rows, *_left_out(len(found))])


def deadline_card(one: Deadline, by: Yardstick) -> Reply:
    """One deadline and where it comes from."""
    moved = one.original_due and one.original_due != one.due
    facts = [
        ("Due", _when(one, by)),
        ("In the source's words", f"“{safe(one.phrase, 500)}”" if one.phrase else ""),
        ("Original date", day(one.original_due) if one.original_due and moved else ""),
        (
            "Precision",
            "The last day of the month that the source names" if one.precision is Precision.END_OF_MONTH else "",
        ),
        ("Source", one.source or ""),
        ("Basis", safe(one.basis, 500)),
        ("Remit", listed([f"R{number}" for number in one.remit])),
    ]
    shown = [b.section(f"*{one.ref}* {safe(one.title)}"), b.fields([pair for pair in facts if pair[1]])]
    return Reply(f"{one.ref} {safe(one.title, 200)}: {_when(one, by)}.", shown)


def _deadline_text(one: Deadline, by: Yardstick) -> str:
    words = f"\nIn the source's words: “{safe(one.phrase, 200)}”" if one.phrase else ""
    source = f" · {one.source}" if one.source else ""
    return f"*{one.ref}* {safe(one.title, 300)}\n{_when(one, by)}{source}{words}"


def _when(one: Deadline, by: Yardstick) -> str:
    if one.met:
        return f"met on {day(one.met)}"
    if one.due is None:
        return "no day fixed"
    return f"{full_day(one.due)}{_distance(one.due, by)}"


def _distance(due: date, by: Yardstick) -> str:
    if not by.days.knows(due):
        return ""
    left = by.days.between(by.today, due)
    if due == by.today:
        return ", today"
    return f", in {working_days(left)}" if due > by.today else f", overdue by {working_days(-left)}"


def indicators(found: list[Indicator]) -> Reply:
    """Each indicator's last reading, change and target, in words."""
    said = f"{count(len(found), 'indicator')}." if found else "There are no indicators in the plan yet."
    rows = [b.section(f"*{one.ref}* {safe(one.name, 200)}\n{latest(one)}") for one in found[:MOST]]
    spoken = " ".join(f"{one.ref} {safe(one.name, 80)}: {latest(one)}" for one in found[:MOST])
    return Reply(f"{said} {spoken}", [b.section(f"*{said}*"), *rows, *_left_out(len(found))])


def indicator_card(one: Indicator) -> Reply:
    """One indicator and its history, newest first."""
    steps = list(reversed([*zip([None, *one.readings], one.readings, strict=False)]))
    lines = [f"• {day(now.on)}: {value(now, one)}{_change(was, now, one)}{_words(now)}" for was, now in steps]
    about = [f"*{one.ref}* {safe(one.name, 300)}", latest(one)]
    if one.remit:
        about.append(f"Serves {listed([f'R{number}' for number in one.remit])}")
    text = "\n".join(lines) or "No reading yet."
    return Reply(f"{one.ref} {safe(one.name, 200)}: {latest(one)}", [b.section("\n".join(about)), b.section(text)])


def latest(one: Indicator) -> str:
    """The last reading, what changed, which way is better, and the target, in a sentence or two."""
    if not one.readings:
        return f"no reading yet. {_direction(one)}"
    now = one.readings[-1]
    was = one.readings[-2] if len(one.readings) > 1 else None
    return f"{value(now, one)} on {day(now.on)}{_change(was, now, one)}. {_direction(one)}"


def standing(one: Indicator) -> str:
    """An indicator's name and where it stands."""
    return f"{one.ref} {safe(one.name, 200)}: {latest(one)}"


def _direction(one: Indicator) -> str:
    way = f"{str(one.better).capitalize()} is better."
    if one.target is None:
        return f"{way} No target is set."
    by_when = f" by {day(one.target_by)}" if one.target_by else ""
    return f"{way} Target: {number(one.target)}{_unit(one)}{by_when}."


def value(reading: Reading, one: Indicator) -> str:
    """Over 400 cases."""
    return f"{safe(reading.qualifier, 40)} {number(reading.value)}{_unit(one)}".strip()


def _unit(one: Indicator) -> str:
    return f" {safe(one.unit, 40)}" if one.unit else ""


def number(value: Decimal) -> str:
    """1,250 or 3.5: no needless noughts."""
    return f"{value.normalize():,f}"


def _change(was: Reading | None, now: Reading, one: Indicator) -> str:
    if was is None:
        return ""
    by = now.value - was.value
    if by == 0:
        return f", no change since {day(was.on)}"
    better = (by < 0) == (one.better is Better.LOWER)
    way = "down" if by < 0 else "up"
    return f", {way} {number(abs(by))} since {day(was.on)} ({'better' if better else 'worse'})"


def _words(reading: Reading) -> str:
    return f" (“{safe(reading.phrase, 200)}”)" if reading.phrase else ""


def _left_out(found: int) -> list[Block]:
    return [b.context(f"And {found - MOST:,} more.")] if found > MOST else []
