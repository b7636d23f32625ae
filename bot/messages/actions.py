"""How actions look: a row of a list, a card, a list with its pages, a history."""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from types import MappingProxyType

from bot.domain.actions import COMPLETE, Action
from bot.domain.brag import Colour, Rating, Yardstick, rate, working_days
from bot.domain.filters import Counts
from bot.domain.pauses import Pauses
from bot.messages import blocks as b
from bot.messages import offering
from bot.messages.blocks import Block, Reply
from bot.messages.text import count, day, listed, safe

CIRCLES = {Colour.RED: "🔴", Colour.AMBER: "🟠", Colour.GREEN: "🟢", Colour.BLUE: "🔵", Colour.NONE: "⚪"}
DEMONSTRATION = "Demonstration: this action is invented, and from no real plan"


def rating(action: Action, by: Yardstick) -> str:
    """🔴 Red: overdue by 6 working days."""
    return circled(rate(action, by))


def circled(rated: Rating) -> str:
    """A rating in words, with its colour beside them for those who look before they read."""
    return f"{CIRCLES[rated.colour]} {rated}"


def due(action: Action, written: Callable[[date], str] = day) -> str:
    """The due date (31 January 2023), with the original one where it was extended, or the source's words for it.

    Once it is complete, the day by which somebody tests whether that lasts.
    """
    if action.review and action.stage in COMPLETE:
        return f"to be tested by {written(action.review)}"
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


def row_text(action: Action, rated: Rating, paused: date | None) -> str:
    """Two lines: ref and title; colour, date, lead, and until when nudges about it are paused."""
    return f"{named(action)}\n{circled(rated)} · {due(action)} · {safe(action.lead.name, 80)}{quiet(paused)}"


def quiet(until: date | None) -> str:
    """What a row of a list adds where nudges are paused."""
    return f" · paused until {day(until)}" if until else ""


def listing(  # noqa: PLR0913 — a list is these things
    actions: list[Action],
    counts: Counts,
    by: Yardstick,
    *,
    asked: str,
    page: int,
    pages: int,
    offers: Mapping[int, Sequence[str]],
    show: bool,
    pauses: Pauses,
    notes: Sequence[str],
) -> Reply:
    """One page of a list: the head line that counts what matters, the rows, Next and Previous.

    Args:
        actions: those of this page.
        counts: of the whole list.
        by: what they are held against.
        asked: what was typed, for the buttons.
        page: pages before this one.
        pages: how many there are.
        offers: by number, the forms that the person could fill in for each.
        show: whether the list may be shown in the channel.
        pauses: what is paused.
        notes: lines for below the head line.
    """
    head = head_line(counts, by)
    rated = [(action, rate(action, by)) for action in actions]
    rows = [
        b.section(
            row_text(action, one, pauses.of_action(action)), offering.menu(offers[action.number], str(action.ref))
        )
        for action, one in rated
    ]
    turns = _turns(asked, page, pages, show=show)
    below = [b.buttons(*turns)] if turns else []
    where = f"Page {page + 1:,} of {pages:,}. " if pages > 1 else ""
    return Reply(
        f"{head} {_said_of(rated)}",
        [b.section("\n".join([f"*{head}*", *notes])), *rows, *below, b.context(where + by.rule)],
    )


def _turns(asked: str, page: int, pages: int, *, show: bool) -> list[Block]:
    """Previous, Next and Show in channel: each carries what was typed, so that the list is made anew when pressed."""
    wanted = [
        ("Previous", "page_previous", page - 1, page > 0),
        ("Next", "page_next", page + 1, page + 1 < pages),
        ("Show in channel", "show_list", page, show),
    ]
    return [
        b.button(words, name, json.dumps({"asked": asked, "page": to}, ensure_ascii=False))
        for words, name, to, there in wanted
        if there
    ]


def rows(  # noqa: PLR0913 — what everybody may see of several actions
    actions: list[Action],
    by: Yardstick,
    *,
    unit: bool = False,
    code: str | None = None,
    gone: Sequence[Action] = (),
    ahead: Mapping[int, str] = MappingProxyType({}),
) -> Reply:
    """Several actions for everybody in a channel, each with its buttons.

    Args:
        actions: those.
        by: what they are held against.
        unit: whether it is the business unit's channel.
        code: of the partner whose channel it is.
        gone: those that this partner does not work on any more.
        ahead: by number, what comes next for those that stay overdue.
    """
    rated = [(action, rate(action, by)) for action in actions]
    shown: list[Block] = []
    for action, one in rated:
        part = offering.is_part(action, code)
        row = row_text(action, one, action.pause_on(by.today))
        row += " · your part" if part else f"\n{ahead[action.number]}" if action.number in ahead else ""
        shown.append(b.section(row))
        if own := offering.buttons(offering.public(action, unit=unit, code=code), str(action.ref), part=part):
            shown.append(b.buttons(*own))
    notes = [b.context(passed_on(gone))] if gone else []
    return Reply(_said_of(rated), [*shown, *notes, b.context(by.rule)])


def passed_on(gone: Sequence[Action]) -> str:
    """What is said of actions in the channel of a partner that does not work on them any more."""
    refs = [str(action.ref) for action in gone]
    they_are = "it is" if len(refs) == 1 else "they are"
    return f"No longer shown here, since {they_are} with another partner now: {listed(refs)}."


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
