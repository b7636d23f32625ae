"""How indicators look, and how each stands in words."""

from decimal import Decimal

from bot.domain.moves import Move, move
from bot.domain.plan import Better, Indicator, Reading
from bot.messages import blocks as b
from bot.messages.blocks import Block, Reply
from bot.messages.rows import MOST, add, left_out
from bot.messages.text import count, day, listed, safe


def listing(found: list[Indicator], *, may_keep: bool) -> Reply:
    """Each indicator's last reading, change and target, in words."""
    said = f"{count(len(found), 'indicator')}." if found else "There are no indicators in the plan yet."
    rows = [b.section(f"*{one.ref}* {safe(one.name, 200)}\n{latest(one)}") for one in found[:MOST]]
    spoken = " ".join(f"{one.ref} {safe(one.name, 80)}: {latest(one)}" for one in found[:MOST])
    more = [*left_out(len(found)), *add("Add an indicator", "indicator_add", may=may_keep)]
    return Reply(f"{said} {spoken}".strip(), [b.section(f"*{said}*"), *rows, *more])


def card(one: Indicator, *, may_keep: bool, may_read: bool) -> Reply:
    """One indicator and its history, newest first, with the buttons of those who may keep it or add readings."""
    ref = str(one.ref)
    offered = [
        ("Add a reading", "reading", may_read),
        ("Edit", "indicator_edit", may_keep),
        ("Chart", "indicator_chart", bool(one.readings)),
        ("Show in channel", "indicator_show", True),
        ("History", "plan_history", True),
    ]
    text, shown = told(one)
    return Reply(text, [*shown, b.buttons(*[b.button(words, name, ref) for words, name, may in offered if may])])


def told(one: Indicator) -> Reply:
    """An indicator in words: where it stands, what it serves, its readings; as anybody may see it."""
    steps = list(reversed([*zip([None, *one.readings], one.readings, strict=False)]))
    lines = [f"• {day(now.on)}: {value(now, one)}{change(was, now, one)}{_more(now, one)}" for was, now in steps]
    about = [f"*{one.ref}* {safe(one.name, 300)}", latest(one)]
    if one.remit:
        about.append(f"Serves {listed([f'R{number}' for number in one.remit])}")
    shown: list[Block] = [b.section("\n".join(about)), b.section("\n".join(lines) or "No reading yet.")]
    shown += [b.context(f"And {count(one.earlier, 'earlier reading')}.")] if one.earlier else []
    return Reply(f"{one.ref} {safe(one.name, 200)}: {latest(one)}", shown)


def _more(reading: Reading, one: Indicator) -> str:
    parts = f". Of these: {bands(reading, one)}" if bands(reading, one) else ""
    words = f" (“{safe(reading.phrase, 200)}”)" if reading.phrase else ""
    return f"{words}{parts}"


def typed(value: Decimal | None) -> str:
    """A number as it stands in a field: no needless noughts, no commas."""
    return "" if value is None else f"{value.normalize():f}"


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
    """Whether the last reading meets the target, and by how much; nothing where "over 400" leaves that open."""
    now = one.readings[-1] if one.readings else None
    far = move(Reading(on=now.on, value=target), now) if now else None
    if far is None:
        return ""
    if far.by == 0:
        return ", met exactly"
    met = (far.by < 0) == (one.better is Better.LOWER)
    how_far = f"{far.least} {number(abs(far.by))}".strip()
    return f", {'met' if met else 'not met'}: {how_far} {'below' if far.by < 0 else 'above'} it"


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
    moved = move(was, now)
    if moved is None:
        return f" (before: {value(was, one)} on {day(was.on)})"
    if moved.by == 0:
        return f", no change since {day(was.on)}"
    better = (moved.by < 0) == (one.better is Better.LOWER)
    return f", {moving(moved)} since {day(was.on)} ({'better' if better else 'worse'})"


def moving(moved: Move) -> str:
    """Down 13, or where a source was not exact: down by more than 13."""
    least = f"by {moved.least} " if moved.least else ""
    return f"{'down' if moved.by < 0 else 'up'} {least}{number(abs(moved.by))}"
