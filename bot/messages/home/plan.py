"""App Home of those who see the whole plan: the exception list, what waits for them, the remit, the week."""

from collections.abc import Iterable, Iterator

from bot.domain.actions import Stage
from bot.domain.brag import Yardstick
from bot.domain.home import Glance, Heard, Whole
from bot.domain.ladder import Rung
from bot.messages import blocks as b
from bot.messages import pauses
from bot.messages.actions import head_line
from bot.messages.blocks import Block
from bot.messages.deadlines import pressing, when
from bot.messages.home import rows
from bot.messages.ladder import stands
from bot.messages.remit import INVENTED
from bot.messages.setting_up import in_short
from bot.messages.text import count, first_few, full_day, safe

MOST_NAMED = 12  # partners in one list
LONGEST = 2_900  # characters of one paragraph; Slack takes 3,000


def whole(found: Whole, by: Yardstick) -> list[Block]:
    """Head line and buttons, then one list after the other; what has nothing in it is said in one line."""
    return [
        b.header(f"The plan on {full_day(by.today)}"),
        b.section(f"*{_head(found, by)}*"),
        *_buttons(found),
        *_setting_up(found),
        *_exceptions(found),
        *_lists(found, by),
        *_nothing(found),
        *_paused(found),
        *_deadlines(found, by),
        *_remit(found, by),
        *_engagement(found, by),
        *_gone(found),
        rows.DIVIDER,
        b.context(" ".join([by.rule, *([INVENTED] if found.invented else [])])),
        rows.direct_messages(on=found.direct),
    ]


def _head(found: Whole, by: Yardstick) -> str:
    if found.counts.total:
        return head_line(found.counts, by)
    return "No action is open." if any(one.actions for one in found.remit) else "There is no open action in the plan."


def _exceptions(found: Whole) -> list[Block]:
    show = b.button("Exception list", "card", "exceptions")
    return [b.section(f"On the exception list: {found.exceptions:,}", show)] if found.exceptions else []


def _buttons(found: Whole) -> list[Block]:
    made = [rows.bare("Add an action", "add")] if found.keeps else []
    made += [b.button("All open actions", "card", "open")] if found.counts.total else []
    made += [rows.bare("Settings", "settings")] if found.keeps else []
    return [b.buttons(*made)] if made else []


def _setting_up(found: Whole) -> list[Block]:
    if found.setting_up is None or not found.setting_up.left:
        return []
    return [b.section(f"*Setting up:* {in_short(found.setting_up)}", rows.bare("Go on", "settings"))]


def _lists(found: Whole, by: Yardstick) -> Iterator[Block]:
    counts, offers, keeps = found.counts, found.offers, found.keeps
    for title, some, row, more in (
        (
            f"Overdue: {counts.overdue:,}, longest first",
            found.overdue,
            rows.plain_row,
            ("overdue", "All that is overdue"),
        ),
        (
            f"Waiting for acceptance: {counts.awaiting:,}",
            found.awaiting,
            rows.awaiting_row,
            ("awaiting", "All that wait"),
        ),
        ("More time asked for", found.requests, rows.request_row, None),
        ("To be tested: does it last?", found.tests, rows.test_row, None),
    ):
        shown = [(row(one, offers[one.number], by, keeps=keeps), one.number) for one in some.first]
        made = [_listed(block, found.reached.get(number)) for block, number in shown]
        end = rows.rest(some, *more) if more else rows.others(some)
        yield from rows.several(title, made, more=end)


def _listed(row: Block, reached: Rung | None) -> Block:
    """The row of an action, with its step of the ladder where that is the exception list or beyond."""
    if reached is None:
        return row
    return {**row, "text": {**row["text"], "text": f"{row['text']['text']}\n{stands(reached)}"}}


def _nothing(found: Whole) -> list[Block]:
    shown = [*found.overdue.first, *found.awaiting.first, *found.requests.first]
    said = [
        (found.overdue.first, "Nothing is overdue."),
        (found.awaiting.first, "No report waits for acceptance."),
        ([one for one in shown if one.extension], "Nobody waits for more time."),
        (found.tests.first, "No test is due soon."),
    ]
    words = " ".join(words for there, words in said if not there)
    return [rows.DIVIDER, b.context(words)] if words else []


def _paused(found: Whole) -> list[Block]:
    said = pauses.overview(found.pauses, found.paused) if found.keeps else []
    return [rows.DIVIDER, *_paragraphs(["*Paused*", *_some([f"• {one}" for one in said])])] if said else []


def _deadlines(found: Whole, by: Yardstick) -> list[Block]:
    said = pressing(*found.deadlines, by)
    return [rows.DIVIDER, *_paragraphs(["*Deadlines*", *said])] if said else []


def _gone(found: Whole) -> list[Block]:
    told = [
        (who, [safe(name, 80) for name in names]) for who, names in zip(("lead", "deputy"), found.gone, strict=True)
    ]
    said = [f"No reachable {who}: {first_few(names, MOST_NAMED)}" for who, names in told if names]
    return [rows.DIVIDER, *_paragraphs(said)] if said else []


def _remit(found: Whole, by: Yardstick) -> list[Block]:
    if not found.remit:
        return []
    left = [f"And {found.remit_left:,} more: `/remit`"] if found.remit_left else []
    said = ["*The remit at a glance*", *(_glance(one, by) for one in found.remit), *left]
    return [rows.DIVIDER, *_paragraphs(said)]


def _glance(one: Glance, by: Yardstick) -> str:
    item = one.item
    stages = [f"{item.stages[stage]:,} {stage}" for stage in Stage if item.stages.get(stage)]
    said = ", ".join(stages) or (count(one.actions, "action") if one.actions else "no action yet")
    bound = f" · met on {full_day(item.met)}" if item.met else ""
    bound += "".join(f" · {deadline.ref}: {when(deadline, by)}" for deadline in item.deadlines[:2])
    return f"• *{item.ref}* {safe(item.text, 90)}: {said}{bound}"


def _engagement(found: Whole, by: Yardstick) -> list[Block]:
    if found.engagement is None:
        return []
    spoke = [_spoke(one) for one in found.engagement if one.said]
    silent = [one for one in found.engagement if not one.said]
    silent.sort(key=lambda one: (one.last is not None, one.last or "", one.partner))
    said = (
        ["*Heard from in the last 7 days*", *_some(spoke)]
        if spoke
        else ["*Nobody was heard from in the last 7 days*"]
    )
    if silent:
        said += ["*Silent, with something to do*", *_some([_silent(one, by) for one in silent])]
    return [rows.DIVIDER, *_paragraphs(said)]


def _spoke(one: Heard) -> str:
    some = "" if one.on_behalf == one.said else f"{one.on_behalf:,} of them "
    behalf = f", {some}recorded on its behalf" if one.on_behalf else ""
    return f"• {safe(one.partner, 80)}: {count(one.said, 'update')}{behalf}"


def _silent(one: Heard, by: Yardstick) -> str:
    return (
        f"• {safe(one.partner, 80)}: {f'last heard from {rows.since(one.last, by)}' if one.last else 'no update yet'}"
    )


def _some(said: list[str]) -> list[str]:
    more = [f"And {len(said) - MOST_NAMED:,} more."] if len(said) > MOST_NAMED else []
    return [*said[:MOST_NAMED], *more]


def _paragraphs(said: Iterable[str]) -> Iterator[Block]:
    """Lines in as few paragraphs as they fit into."""
    held: list[str] = []
    for one in said:
        if held and len("\n".join([*held, one])) > LONGEST:
            yield b.section("\n".join(held))
            held = []
        held.append(one)
    yield b.section("\n".join(held))
