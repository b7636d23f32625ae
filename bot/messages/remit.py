"""How remit items look."""

from collections.abc import Sequence

from bot.domain.actions import Action, Stage
from bot.domain.brag import Yardstick, rate
from bot.domain.plan import RemitItem
from bot.messages import blocks as b
from bot.messages.actions import row_text
from bot.messages.blocks import Block, Reply
from bot.messages.deadlines import when
from bot.messages.indicators import latest
from bot.messages.rows import MOST, add, left_out
from bot.messages.text import count, full_day, listed, safe

INVENTED = "The actions counted here include demonstration actions, which are invented."


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


def linked(found: Sequence[Action], number: int) -> str:
    """After actions were linked to R`number`."""
    return f"Linked: {_refs(found)} now {_serve(found)} R{number}."


def unlinked(found: Sequence[Action], number: int) -> str:
    """After actions were taken away from R`number`."""
    return f"Unlinked: {_refs(found)} no longer {_serve(found)} R{number}."


def _refs(found: Sequence[Action]) -> str:
    return listed([str(action.ref) for action in found])


def _serve(found: Sequence[Action]) -> str:
    return "serves" if len(found) == 1 else "serve"
