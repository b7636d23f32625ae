"""Rows of App Home: an action with a menu, or with the one button that is wanted there."""

from collections.abc import Iterable
from datetime import date, datetime

from bot.domain.actions import Action
from bot.domain.brag import Yardstick, rate, working_days
from bot.domain.clocks import local_date
from bot.domain.home import Some
from bot.messages import blocks as b
from bot.messages import offering
from bot.messages.actions import due, named, quiet, rating, row_text
from bot.messages.blocks import Block
from bot.messages.text import day, full_day, safe

DIVIDER: Block = {"type": "divider"}
WANTED = {"check": "Accept or return", "decide": "Decide", "assure": "Record assurance"}
"""Forms that a row may be there for, with the words on its button."""


def bare(words: str, action_id: str) -> Block:
    """A button that stands for nothing but itself."""
    made = b.button(words, action_id, "")
    return {key: value for key, value in made.items() if key != "value"}


def several(title: str, rows: Iterable[Block], *, more: Block | None) -> list[Block]:
    """A list under its title, and what leads to the rest of it; nothing at all for a list of none."""
    shown = list(rows)
    return [DIVIDER, b.section(f"*{title}*"), *shown, *([more] if more else [])] if shown else []


def rest(some: Some, asked: str, words: str) -> Block | None:
    """The button that shows the whole list, as if `asked` had been typed after /actions; none if nothing is left."""
    return b.buttons(b.button(words, "card", asked)) if some.more else None


def others(some: Some) -> Block | None:
    """A word that there are more, where no list has only them."""
    return b.context("There are more. They move up as these are dealt with.") if some.more else None


def direct_messages(*, on: bool) -> Block:
    """Whether the reader gets direct messages of the bot's own accord, and the button that changes that."""
    press = bare("Turn off", "messages_off") if on else bare("Turn on", "messages_on")
    return b.section(f"Direct messages from Followthrough: {'on' if on else 'off'}.", press)


def plain_row(action: Action, deeds: Iterable[str], by: Yardstick, *, keeps: bool) -> Block:
    """An action as in any list, with its menu; `keeps`: the person may edit it."""
    words = f"{row_text(action, rate(action, by), action.pause_on(by.today))}{_more_time(action, by)}"
    return b.section(words, _wanted("decide" if action.extension else "", action, deeds, keeps=keeps))


def own_row(action: Action, deeds: Iterable[str], by: Yardstick, note: str) -> Block:
    """An action of the reader's own organisation; what needs saying of whose it is, is in `note`."""
    words = [rating(action, by), due(action), *([note] if note else [])]
    paused = quiet(action.pause_on(by.today))
    return b.section(
        f"{named(action)}\n{' · '.join(words)}{paused}{_more_time(action, by)}", _menu(action, deeds, keeps=False)
    )


def awaiting_row(action: Action, deeds: Iterable[str], by: Yardstick, *, keeps: bool) -> Block:
    """A report that waits for acceptance, and for how long."""
    waited = since(action.stage_since, by)
    words = f"{named(action)}\n{safe(action.lead.name, 80)} reported it done {waited} · {due(action)}"
    return b.section(f"{words}{_more_time(action, by)}", _wanted("check", action, deeds, keeps=keeps))


def request_row(action: Action, deeds: Iterable[str], by: Yardstick, *, keeps: bool) -> Block:
    """A request for more time: until when, why, and for how long it has waited."""
    words = f"{named(action)}\nNow {due(action)}{_more_time(action, by)}"
    return b.section(words, _wanted("decide", action, deeds, keeps=keeps))


def _more_time(action: Action, by: Yardstick) -> str:
    """The request for more time that waits to be decided, in lines of their own; nothing where there is none."""
    asked = action.extension
    if asked is None:
        return ""
    who = f"{safe(asked.partner.name, 80)} asked {since(asked.at, by)} for time until {full_day(asked.due)}"
    return f"\n{who}: “{safe(asked.reason, 300)}”"


def test_row(action: Action, deeds: Iterable[str], by: Yardstick, *, keeps: bool) -> Block:
    """An addressed or embedded action that is to be tested, and by when."""
    review = action.review or by.today
    late = f", {_late(review, by)}" if review < by.today else ""
    stage = str(action.stage).capitalize()
    words = f"{named(action)}\n{stage}, to be tested by {full_day(review)}{late} · {safe(action.lead.name, 80)}"
    return b.section(words, _wanted("assure", action, deeds, keeps=keeps))


def since(at: datetime, by: Yardstick) -> str:
    """When something was: today, or 3 working days ago; the date where working days can't be counted."""
    when = local_date(at, by.zone)
    if when == by.today:
        return "today"
    if not (by.days.knows(when) and by.days.knows(by.today)):
        return f"on {day(when)}"
    passed = by.days.between(when, by.today)
    return f"{working_days(passed)} ago" if passed else f"on {day(when)}"


def until(when: date, by: Yardstick) -> str:
    """How far off a due date is that is not past: due today, or due in 3 working days."""
    if when == by.today:
        return "due today"
    if not (by.days.knows(when) and by.days.knows(by.today)):
        return f"due {day(when)}"
    left = by.days.between(by.today, when)
    return f"due in {working_days(left)}" if left else "due before the next working day"


def _late(review: date, by: Yardstick) -> str:
    known = by.days.knows(review) and by.days.knows(by.today)
    return f"{working_days(by.days.between(review, by.today))} ago" if known else "which is past"


def _menu(action: Action, deeds: Iterable[str], *, keeps: bool) -> Block:
    return offering.menu(offering.forms(deeds, edits=keeps), str(action.ref))


def _wanted(form: str, action: Action, deeds: Iterable[str], *, keeps: bool) -> Block:
    """The button of the form that the row is there for; the menu where that is not the person's to fill in."""
    said = list(deeds)
    if form in offering.forms(said):
        return b.button(WANTED[form], form, str(action.ref))
    return _menu(action, said, keeps=keeps)
