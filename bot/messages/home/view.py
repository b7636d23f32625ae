"""App Home: for a member of partners what is theirs to do, and for somebody whom nobody knows whom to ask."""

from bot.domain.actions import Action
from bot.domain.brag import Yardstick, rate
from bot.domain.home import Mine, Stranger, Whole
from bot.messages import blocks as b
from bot.messages import lines, setting_up
from bot.messages.actions import head_line, named
from bot.messages.blocks import Block
from bot.messages.home import rows
from bot.messages.home.plan import whole
from bot.messages.pauses import standing
from bot.messages.text import day, full_day, listed, safe


def view(found: Mine | Whole | Stranger, by: Yardstick) -> Block:
    """What is published to somebody; its blocks are well under the 100 that Slack takes."""
    if isinstance(found, Stranger):
        blocks = (lines.stranger(found.ask) if found.alone is None else setting_up.nobody(found.alone)).blocks
    else:
        blocks = _mine(found, by) if isinstance(found, Mine) else whole(found, by)
    return {"type": "home", "callback_id": "home", "blocks": blocks}


def _mine(found: Mine, by: Yardstick) -> list[Block]:
    offers = found.offers

    def led(one: Action) -> Block:
        return rows.own_row(one, offers[one.number], by, safe(one.lead.name, 80) if len(found.partners) > 1 else "")

    def part(one: Action) -> Block:
        return rows.own_row(one, offers[one.number], by, f"{_own_part(one, found)}, led by {safe(one.lead.name, 80)}")

    def request(one: Action) -> Block:
        return rows.request_row(one, offers[one.number], by, keeps=False)

    def test(one: Action) -> Block:
        return rows.test_row(one, offers[one.number], by, keeps=False)

    shown = [b.header(f"Your actions on {full_day(by.today)}"), b.section(_head(found, by)), *_buttons(found)]
    for title, some, made, more in (
        ("What you lead, most urgent first", found.led, led, rows.rest(found.led, "open", "All my actions")),
        ("Your part in what others lead", found.parts, part, rows.rest(found.parts, "open", "All my actions")),
        ("More time asked for, not yet decided", found.requests, request, rows.others(found.requests)),
        ("To be tested: does it last?", found.tests, test, rows.others(found.tests)),
    ):
        shown += rows.several(title, map(made, some.first), more=more)
    return [*shown, rows.DIVIDER, b.context(by.rule), rows.direct_messages(on=found.direct)]


def _head(found: Mine, by: Yardstick) -> str:
    names = listed([safe(name, 80) for name in found.partners.values()])
    head = head_line(found.counts, by) if found.counts.total else "You have no open actions."
    paused = "".join(f"\n{one}" for one in standing(found.pauses, found.partners))
    return f"*{names}*\n*{head}*{paused}{_most_urgent(found.urgent, by)}"


def _most_urgent(first: Action | None, by: Yardstick) -> str:
    if first is None or first.due is None:
        return ""
    how = rate(first, by).why if first.due < by.today else rows.until(first.due, by)
    return f"\n*Most urgent:* {named(first, 150)}, {how} ({day(first.due)})"


def _buttons(found: Mine) -> list[Block]:
    return [b.buttons(b.button("All my actions", "card", "open"))] if found.counts.total else []


def _own_part(action: Action, found: Mine) -> str:
    own = [part for part in action.contributions if part.partner.code in found.partners]
    return "your part is outstanding" if any(not part.reported for part in own) else "your part is reported done"
