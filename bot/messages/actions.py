"""How actions look: a row of a list, a card, a list with its pages, a history."""

import json
from collections.abc import Callable, Collection
from datetime import date

from bot.domain.actions import OPEN, TO_DO, Action
from bot.domain.brag import Colour, Rating, Yardstick, rate, working_days
from bot.domain.events import Event, Update
from bot.domain.filters import Counts
from bot.messages import blocks as b
from bot.messages.blocks import Block, Reply
from bot.messages.text import clip, count, day, full_day, listed, moment, safe

CIRCLES = {Colour.RED: "🔴", Colour.AMBER: "🟠", Colour.GREEN: "🟢", Colour.BLUE: "🔵", Colour.NONE: "⚪"}
DEMONSTRATION = "Demonstration: this action is invented, and from no real plan"


def rating(action: Action, by: Yardstick) -> str:
    """🔴 Red: overdue by 6 working days."""
    return circled(rate(action, by))


def circled(rated: Rating) -> str:
    """A rating in words, with its colour beside them for those who look before they read."""
    return f"{CIRCLES[rated.colour]} {rated}"


def due(action: Action, written: Callable[[date], str] = day) -> str:
    """The due date (31 January 2023), with the original one where it was extended, or the source's words for it."""
    if action.due is None:
        return f"no date fixed (“{safe(action.due_phrase, 80)}”)" if action.due_phrase else "no date fixed"
    said = f"due {written(action.due)}"
    if action.original_due and action.original_due != action.due:
        said += f" (originally {day(action.original_due)})"
    return said


def named(action: Action, longest: int = 200) -> str:
    """Ref and title, as an action is called wherever it is shown; an invented one says so."""
    invented = " _(demonstration)_" if action.demonstration else ""
    return f"*{action.ref}* {safe(action.title, longest)}{invented}"


def row_text(action: Action, rated: Rating) -> str:
    """Two lines: ref and title; colour, date, lead."""
    return f"{named(action)}\n{circled(rated)} · {due(action)} · {safe(action.lead.name, 80)}"


def row_buttons(action: Action) -> list[Block]:
    """What can be done to an action from a message."""
    ref = str(action.ref)
    if action.stage in TO_DO:
        return [b.button("Report done", "done", ref, style="primary"), b.button("Add an update", "update", ref)]
    return [b.button("Add an update", "update", ref)] if action.stage in OPEN else []


def row_menu(action: Action, *, can_report: bool) -> Block:
    """The menu on a row."""
    to_do = [("Report done", "done"), ("Add an update", "update"), ("Say what blocks it", "blocked")]
    choices = [("Open", "card"), *(to_do if can_report else [("History", "history")])]
    return b.menu("row_menu", [(words, f"{verb} {action.ref}") for words, verb in choices])


def listing(  # noqa: PLR0913 — a list is these things
    actions: list[Action],
    counts: Counts,
    by: Yardstick,
    *,
    asked: str,
    page: int,
    pages: int,
    can_report: Collection[int],
) -> Reply:
    """One page of a list: the head line that counts what matters, the rows, Next and Previous.

    Args:
        actions: those of this page.
        counts: of the whole list.
        by: what they are held against.
        asked: what was typed, for the buttons.
        page: pages before this one.
        pages: how many there are.
        can_report: numbers of those that the person could report done.
    """
    head = head_line(counts, by)
    rated = [(action, rate(action, by)) for action in actions]
    rows = [
        b.section(row_text(action, one), row_menu(action, can_report=action.number in can_report))
        for action, one in rated
    ]
    turns = [
        b.button(words, f"page_{words.lower()}", json.dumps({"asked": asked, "page": to}, ensure_ascii=False))
        for words, to, there in (("Previous", page - 1, page > 0), ("Next", page + 1, page + 1 < pages))
        if there
    ]
    turns.append(
        b.button("Show in channel", "show_list", json.dumps({"asked": asked, "page": page}, ensure_ascii=False))
    )
    where = f"Page {page + 1:,} of {pages:,}. " if pages > 1 else ""
    return Reply(
        f"{head} {_said_of(rated)}", [b.section(f"*{head}*"), *rows, b.buttons(*turns), b.context(where + by.rule)]
    )


def rows(actions: list[Action], by: Yardstick) -> Reply:
    """Several actions for everybody in a channel, each with its buttons."""
    rated = [(action, rate(action, by)) for action in actions]
    shown: list[Block] = []
    for action, one in rated:
        shown.append(b.section(row_text(action, one)))
        if own := row_buttons(action):
            shown.append(b.buttons(*own))
    return Reply(_said_of(rated), [*shown, b.context(by.rule)])


def _said_of(rated: list[tuple[Action, Rating]]) -> str:
    said = [f"{spoken(action)}, {one}" for action, one in rated[:3]]
    more = [f"and {len(rated) - 3} more"] if len(rated) > 3 else []  # noqa: PLR2004 — as many as one listens to
    return "; ".join([*said, *more])


def spoken(action: Action) -> str:
    """Ref and title without markup, for what is read out."""
    return f"{action.ref} {safe(action.title, 80)}" + (" (demonstration)" if action.demonstration else "")


def head_line(counts: Counts, by: Yardstick) -> str:
    """6 open: 2 overdue, 1 due in 10 working days, 1 waiting for acceptance."""
    parts = [
        (counts.overdue, "overdue"),
        (counts.due_soon, f"due in {working_days(by.due_soon)}"),
        (counts.awaiting, "waiting for acceptance"),
    ]
    said = ", ".join(f"{number:,} {words}" for number, words in parts if number)
    is_open = counts.total == counts.to_do + counts.awaiting
    kind = f"{counts.total:,} open" if is_open else count(counts.total, "action")
    return f"{kind}: {said}." if said else f"{kind}."


def card(
    action: Action, said: list[Update], by: Yardstick, *, private: bool = False, can_report: bool = True
) -> Reply:
    """Everything about an action.

    Args:
        action: which.
        said: the last words about it.
        by: what it is held against.
        private: adds the button that shows it to the channel.
        can_report: whether the only person who sees it could report it done.
    """
    ref = str(action.ref)
    own = row_buttons(action) if can_report else []
    more = [b.button("Say what blocks it", "blocked", ref)] if own and action.stage in TO_DO else []
    more.append(b.button("History", "history", ref))
    more += [b.button("Show in channel", "show_card", ref)] if private else []
    shown = [
        b.section(f"{named(action, 500)}\n{rating(action, by)}"),
        b.fields(_facts(action, by)),
        *([b.section(f"*Success measure*\n{safe(action.success_measure, 1500)}")] if action.success_measure else []),
        *(
            [b.section(f"*Blocked*\n{safe(action.blocked, 1000)}")]
            if action.blocked and action.stage in TO_DO
            else []
        ),
        *[b.section(_said(one, by)) for one in said],
        b.buttons(*own, *more),
        b.context(" · ".join([*([DEMONSTRATION] if action.demonstration else []), by.rule])),
    ]
    return Reply(f"{spoken(action)}. {rate(action, by)}, {due(action)}.", shown)


def _facts(action: Action, by: Yardstick) -> list[tuple[str, str]]:
    parts = [
        f"{safe(part.partner.name, 80)} ({'part reported done' if part.reported else 'part outstanding'})"
        for part in action.contributions
    ]
    facts = [
        ("Lead", safe(action.lead.name, 100) + (f", <@{action.named_lead}>" if action.named_lead else "")),
        ("Stage", f"{str(action.stage).capitalize()} since {moment(action.stage_since, by.zone)}"),
        ("Due", due(action, full_day).removeprefix("due ")),
        ("Contributing", clip(listed(parts), 1500)),
        ("Remit", listed([f"R{number}" for number in action.remit])),
        ("Source", " ".join(filter(None, [action.source, safe(action.finding or "", 300)]))),
    ]
    return [(name, value) for name, value in facts if value]


def _said(one: Update, by: Yardstick) -> str:
    whom = f"{'business unit on behalf of ' if one.on_behalf else ''}{safe(one.partner or '', 80)}"
    proof = f"\nProof: {safe(one.proof, 300)}" if one.proof else ""
    different = f"\nDifferent for children: {safe(one.difference, 500)}" if one.difference else ""
    words = safe(one.text, 700) or "_Nothing was said about what was done._"
    kind = one.kind.capitalize()
    return f"*{kind}*, {moment(one.at, by.zone)}, {whom}\n{words}{proof}{different}"


def history(action: Action, events: list[Event], by: Yardstick) -> Reply:
    """What happened to an action, newest first."""
    lines = [f"• {moment(event.at, by.zone)}: *{event.verb}*, {_who(event)}{_from_to(event)}" for event in events]
    head = f"{named(action)}\nWhat happened, newest first"
    return Reply(
        f"History of {action.ref}: {count(len(events), 'change')}.",
        [b.section(head), b.section("\n".join(lines) or "Nothing yet.")],
    )


def _who(event: Event) -> str:
    if not event.user:
        return str(event.origin)
    unit = "business unit" in event.role
    whom = f"business unit, for {event.partner}" if unit and event.partner else event.partner or event.role
    return f"by <@{event.user}> ({whom}), from a {event.origin}"


def _from_to(event: Event) -> str:
    stages = (event.before.get("stage"), event.after.get("stage"))
    return f", from {stages[0]} to {stages[1]}" if stages[0] and stages[1] else ""
