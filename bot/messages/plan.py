"""How remit items look, and how an indicator stands in words."""

from decimal import Decimal

from bot.domain.actions import Action, Stage
from bot.domain.brag import Yardstick, rate
from bot.domain.plan import Better, Indicator, Reading, RemitItem
from bot.messages import blocks as b
from bot.messages.actions import row_text
from bot.messages.blocks import Block, Reply
from bot.messages.deadlines import when
from bot.messages.rows import MOST, add, left_out
from bot.messages.text import count, day, full_day, listed, safe


def remit(
    items: list[RemitItem], by: Yardstick, *, everything: bool, invented: bool, may_keep: bool = False
) -> Reply:
    """The whole remit: each item with its actions by stage, its deadlines and its indicators.

    Args:
        items: the remit.
        by: what deadlines are held against.
        everything: whether the person sees every action, so that one without any has none.
        invented: whether demonstration actions are among those counted.
        may_keep: whether the person may add to it.
    """
    rows = [b.section(_remit_row(item, by, everything=everything)) for item in items[:MOST]]
    bare = [str(item.ref) for item in items if not item.stages]
    said = f"{count(len(items), 'remit item')}."
    note = f"{'No action' if everything else 'No action that you can see'} serves {listed(bare)}." if bare else ""
    notes = [b.context(words) for words in (note, INVENTED if invented else "") if words]
    shown = [
        b.section(f"*{said}*"),
        *rows,
        *left_out(len(items)),
        *notes,
        *add("Add a remit item", "remit_add", may=may_keep),
    ]
    return Reply(f"{said} {note}".strip(), shown)


INVENTED = "The actions counted here include demonstration actions, which are invented."


def remit_card(
    item: RemitItem, actions: list[Action], by: Yardstick, *, everything: bool, may_keep: bool = False
) -> Reply:
    """One remit item and its actions, most urgent first; with the buttons of those who may keep it."""
    rows = [b.section(row_text(action, rate(action, by), action.pause_on(by.today))) for action in actions]
    more = sum(item.stages.values()) - len(actions)
    note = [b.context(f"And {count(more, 'more action')}: `/actions all {item.ref}`")] if more > 0 else []
    ref = str(item.ref)
    keep = [b.button("Edit", "remit_edit", ref)] if may_keep else []
    keep += [b.button("Link actions", "remit_link", ref)] if may_keep else []
    keep += [b.button("Mark as met", "remit_met", ref)] if may_keep and not item.met else []
    shown = [b.section(_remit_row(item, by, everything=everything)), *_source(item), *rows, *note]
    said = f"{item.ref} {safe(item.text, 200)}: {_stages(item, everything=everything)}"
    return Reply(said, [*shown, b.buttons(*keep, b.button("History", "plan_history", ref))])


def kept(item: RemitItem) -> str:
    """R4 and its words, and when it was met."""
    return f"{item.ref} {safe(item.text, 300)}{f': met on {full_day(item.met)}' if item.met else ''}."


def _source(item: RemitItem) -> list[Block]:
    return [b.context(f"Source: {safe(item.source, 100)}")] if item.source else []


def _remit_row(item: RemitItem, by: Yardstick, *, everything: bool) -> str:
    lines = [f"*{item.ref}* {safe(item.text, 500)}", _stages(item, everything=everything)]
    lines += [f"{one.ref} {safe(one.title, 150)}: {when(one, by)}" for one in item.deadlines]
    lines += [f"{one.ref} {safe(one.name, 100)}: {latest(one)}" for one in item.indicators]
    if item.met:
        lines.insert(1, f"Met on {full_day(item.met)}")
    return "\n".join(lines)


def _stages(item: RemitItem, *, everything: bool) -> str:
    if not item.stages:
        return "No action yet" if everything else "No action that you can see"
    said = [f"{item.stages[stage]:,} {stage}" for stage in Stage if item.stages.get(stage)]
    seen = "" if everything else " that you can see"
    return f"{count(sum(item.stages.values()), 'action')}{seen}: {', '.join(said)}"


def latest(one: Indicator) -> str:
    """The last reading, what changed, its bands, which way is better, and the target, in a few sentences."""
    if not one.readings:
        return f"no reading yet. {_direction(one)}"
    now = one.readings[-1]
    was = one.readings[-2] if len(one.readings) > 1 else None
    parts = f" Of these: {bands(now, one)}." if bands(now, one) else ""
    return f"{value(now, one)} on {day(now.on)}{change(was, now, one)}.{parts} {_direction(one)}"


def standing(one: Indicator) -> str:
    """An indicator's name and where it stands."""
    return f"{one.ref} {safe(one.name, 200)}: {latest(one)}"


def _direction(one: Indicator) -> str:
    way = f"{str(one.better).capitalize()} is better."
    if one.target is None:
        return f"{way} No target is set."
    by_when = f" by {day(one.target_by)}" if one.target_by else ""
    return f"{way} Target: {number(one.target)}{_unit(one)}{by_when}{_reached(one, one.target)}."


def _reached(one: Indicator, target: Decimal) -> str:
    """Whether the last reading meets the target, and how far it is from it; one that is "over 400" is not exact."""
    now = one.readings[-1] if one.readings else None
    if now is None or (now.qualifier and now.value == target):
        return ""
    if now.value == target:
        return ", met exactly"
    met = (now.value < target) == (one.better is Better.LOWER)
    far = f"{'about ' if now.qualifier else ''}{number(abs(now.value - target))}"
    return f", {'met' if met else 'not met'}: {far} {'below' if now.value < target else 'above'} it"


def bands(reading: Reading, one: Indicator) -> str:
    """Up to 5 days: 120, 6 to 20 days: 200, over 20 days: 67; nothing for a reading that is not broken down."""
    return ", ".join(
        f"{safe(band, 80)}: {number(part)}" for band, part in zip(one.bands, reading.bands, strict=False)
    )


def value(reading: Reading, one: Indicator) -> str:
    """Over 400 cases."""
    return f"{safe(reading.qualifier, 40)} {number(reading.value)}{_unit(one)}".strip()


def _unit(one: Indicator) -> str:
    return f"{'' if one.unit == '%' else ' '}{safe(one.unit, 40)}" if one.unit else ""


def number(value: Decimal) -> str:
    """1,250 or 3.5: no needless noughts."""
    return f"{value.normalize():,f}"


def change(was: Reading | None, now: Reading, one: Indicator) -> str:
    """, down 13 since 31 August 2022 (better)."""
    if was is None:
        return ""
    by = now.value - was.value
    if by == 0:
        return f", no change since {day(was.on)}"
    better = (by < 0) == (one.better is Better.LOWER)
    way = "down" if by < 0 else "up"
    return f", {way} {number(abs(by))} since {day(was.on)} ({'better' if better else 'worse'})"
