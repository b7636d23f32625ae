"""How indicators look."""

from decimal import Decimal

from bot.domain.plan import Indicator, Reading
from bot.messages import blocks as b
from bot.messages.blocks import Block, Reply
from bot.messages.plan import bands, change, latest, value
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
