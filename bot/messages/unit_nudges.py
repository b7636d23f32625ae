"""What the business unit is told of each day: tests, what waits for it, and steps of the ladder that end with it."""

from collections.abc import Mapping

from bot.domain.brag import Yardstick, working_days
from bot.messages import blocks as b
from bot.messages.actions import due, named
from bot.messages.blocks import Reply
from bot.messages.card import request
from bot.messages.home.rows import since
from bot.messages.nudges import Group, Line, overdue, row, said
from bot.messages.text import full_day, safe

TITLES = {
    "test": "To be tested: does it last?",
    "waits": "Waiting for acceptance",
    "asks": "Waiting for a decision on more time",
    "list": "Exception list: newly on it",
    "alone": "No reachable lead",
    "instead": "For the executive",
}
"""What it is told of, by the first word of why, in the order in which it is told."""
HOW = "To answer, use the menu beside each, or open it: `/actions {ref}`."

Groups = Mapping[str, Group]
"""What there is to tell, by the names in TITLES; those that there are."""


def unit(found: Groups, by: Yardstick) -> Reply:
    """A message of it, or a part of one; at least one group."""
    blocks = []
    for name, group in found.items():
        blocks.append(b.section("\n".join([f"*{TITLES[name]}*{_first(group)}", *_note(group)])))
        blocks += [row(line, _words(name, line, by), unit=True) for line in group.lines]
    text = " ".join(f"{TITLES[name]}: {said(group, by)}" for name, group in found.items())
    ref = next(iter(found.values())).lines[0].action.ref
    return Reply(f"{full_day(by.today)}. {text}", [*blocks, b.context(HOW.format(ref=ref))])


def sections(found: Groups, by: Yardstick) -> list[tuple[str, str]]:
    """The same for the heartbeat, which is the one message of its day: titles, and what stands under them."""
    return [(TITLES[name], "\n".join([*_note(group), *_bullets(name, group, by)])) for name, group in found.items()]


def _bullets(name: str, group: Group, by: Yardstick) -> list[str]:
    rows = [f"• {named(line.action, 120)}, {_words(name, line, by)}" for line in group.lines]
    more = [f"And {group.more:,} more."] if group.more else []
    return [*(f"{one}. {line.note}".strip() for one, line in zip(rows, group.lines, strict=True)), *more]


def _first(group: Group) -> str:
    return f" (the first {len(group.lines):,} of {len(group.lines) + group.more:,})" if group.more else ""


def _note(group: Group) -> list[str]:
    return [safe(group.note)] if group.note else []


def _words(name: str, line: Line, by: Yardstick) -> str:
    action = line.action
    lead = safe(action.lead.name, 80)
    if name == "test" and action.review:
        off = by.days.between(by.today, action.review)
        when = f"in {working_days(off)}" if off > 0 else f"{working_days(-off)} ago" if off < 0 else "which is past"
        return f"{str(action.stage).capitalize()}, to be tested by {full_day(action.review)}, {when} · {lead}"
    if name == "waits":
        return f"{lead} reported it done {since(action.stage_since, by)} · {due(action)}"
    if name == "asks" and action.extension:
        return f"{request(action)}, asked {since(action.extension.at, by)} · now {due(action)}"
    return overdue(action, by)
