"""The day's nudges: to a partner, to the executive, and to a lead directly."""

from collections.abc import Sequence
from typing import NamedTuple

from bot.domain.actions import Action
from bot.domain.brag import Yardstick, rate
from bot.messages import blocks as b
from bot.messages import offering
from bot.messages.actions import due, named, rating, spoken
from bot.messages.blocks import Block, Reply
from bot.messages.text import full_day, listed, safe

HOW = (
    "To answer, reply in this thread: `done {ref} what was done` or `update {ref} how it is going`. "
    "Or use the menu beside it."
)
DIRECTLY = (
    "*This stays overdue, so you are told directly, as its named lead or as the deputy.* "
    "Your organisation's channel was told before that this would happen."
)
RAISED = "These stay overdue. That they would be raised with you was announced to the organisations that lead them."


class Line(NamedTuple):
    """An action in a nudge: what else is said of it, and whether it is the reader's own part only."""

    action: Action
    note: str = ""
    part: bool = False


class Group(NamedTuple):
    """Lines that belong together, at least one; how many more there are, and a word on all of them."""

    lines: Sequence[Line]
    more: int = 0
    note: str = ""


def partner(name: str, code: str, found: Group, by: Yardstick) -> Reply:
    """What a partner (its name and code) is nudged about."""
    late = sum(is_late(line.action, by) for line in found.lines)
    soon = len(found.lines) - late
    counts = [f"{late:,} overdue" if late else "", f"{soon:,} falling due" if soon else ""]
    head = f"{safe(name, 100)}: {listed([one for one in counts if one])}"
    rows = [row(line, overdue(line.action, by, lead=False), code=code) for line in found.lines]
    text = f"{safe(name, 100)}, {full_day(by.today)}: {said(found, by)}"
    return Reply(text, [_section(head), *rows, *_end(found, by)])


def executive(found: Group, by: Yardstick) -> Reply:
    """What is raised with the executive."""
    rows = [b.section(f"{named(line.action, 150)}\n{overdue(line.action, by)}") for line in found.lines]
    more = [b.context(f"And {found.more:,} more.")] if found.more else []
    head = "Raised with the executive"
    return Reply(f"{head}: {said(found, by)}", [_section(head), b.section(RAISED), *rows, *more])


def direct(found: Group, by: Yardstick) -> Reply:
    """What a lead or a deputy is told directly, with the button that turns such messages off."""
    rows = [row(line, overdue(line.action, by), code=line.action.lead.code) for line in found.lines]
    off = b.buttons(b.button("Turn these direct messages off", "messages_off", "off"))
    return Reply(f"You are told directly: {said(found, by)}", [b.section(DIRECTLY), *rows, *_end(found, by), off])


def joined(replies: Sequence[Reply], by: Yardstick) -> Reply:
    """Several in one message, under the date."""
    text = " ".join(one.text for one in replies)
    return Reply(text, [b.header(full_day(by.today)), *(block for one in replies for block in one.blocks)])


def row(line: Line, words: str, *, unit: bool = False, code: str | None = None) -> Block:
    """An action with its menu, as it is offered in that channel; `words` say how it stands."""
    action = line.action
    whose = f" · your part, led by {safe(action.lead.name, 80)}" if line.part else ""
    note = f"\n{line.note}" if line.note else ""
    menu = offering.menu(offering.public(action, unit=unit, code=code), str(action.ref), part=line.part)
    return b.section(f"{named(action, 150)}\n{words}{whose}{note}", menu)


def overdue(action: Action, by: Yardstick, *, lead: bool = True) -> str:
    """🔴 Red: overdue by 1 working day, due Tuesday 22 November 2022 · West Midlands Police."""
    return f"{rating(action, by)}, {due(action, full_day)}" + (f" · {safe(action.lead.name, 80)}" if lead else "")


def is_late(action: Action, by: Yardstick) -> bool:
    """Whether its date has gone by."""
    return action.due is not None and action.due < by.today


def said(found: Group, by: Yardstick) -> str:
    """The first lines without markup, for what is read out."""
    first = [f"{spoken(line.action)}, {rate(line.action, by)}" for line in found.lines[:3]]
    left = len(found.lines) - len(first) + found.more
    return "; ".join([*first, *([f"and {left:,} more"] if left else [])]) + "."


def _section(head: str) -> Block:
    return b.section(f"*{head}*")


def _end(found: Group, by: Yardstick) -> list[Block]:
    """How many more there are, and how to answer."""
    where = "/actions overdue" if is_late(found.lines[-1].action, by) else "/actions"
    left = f"And {found.more:,} more: `{where}`. The card of each says what comes next, and when."
    how = b.context(HOW.format(ref=found.lines[0].action.ref))
    return [b.context(left), how] if found.more else [how]
