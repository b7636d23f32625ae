"""When something is nudged about: 5 working days before its date, 1 working day before, and once it is past."""

from datetime import date, timedelta
from typing import NamedTuple

from bot.domain.actions import TO_DO, Action, Stage
from bot.domain.clocks import WorkingDays
from bot.domain.errors import BadInput
from bot.domain.ladder import EXCEPTION_LIST, EXECUTIVE, LEADS, Rung

BEFORE = (5, 1)
WAITS = 5
"""Working days after which the business unit is told that something waits for it, and again after as many more."""


class Span(NamedTuple):
    """Dates from the first to the last."""

    first: date
    last: date


class Near(NamedTuple):
    """What is near on one day: dates by how many working days they are off, and those that have just gone by."""

    soon: dict[int, Span]
    past: Span

    def left(self, when: date) -> int | None:
        """How many working days a date is off, where it is nudged about for that."""
        return next((count for count, span in self.soon.items() if span.first <= when <= span.last), None)


def near(today: date, days: WorkingDays) -> Near:
    """What is near `today`. A date that is no working day counts as the working day before it."""
    soon = {count: span for count in BEFORE if (span := _off(today, count, days))}
    return Near(soon, Span(days.on_or_before(today - timedelta(days=1)), today - timedelta(days=1)))


def _off(today: date, count: int, days: WorkingDays) -> Span | None:
    try:
        return Span(days.add(today, count), days.add(today, count + 1) - timedelta(days=1))
    except BadInput:  # past the bank holidays that are published: nobody can say how far off that is
        return None


def waits(since: date, today: date, days: WorkingDays) -> bool:
    """Whether something that waits since then is to be told of again: after 5 working days, 10 and so on."""
    if not (days.knows(since) and days.knows(today)):
        return False
    waited = days.between(since, today)
    return waited > 0 and waited % WAITS == 0


STEPS = {"direct": LEADS, "alone": LEADS, "list": EXCEPTION_LIST, "instead": EXECUTIVE, "executive": EXECUTIVE}
"""What says that a step of the ladder was taken."""


def holds(why: str, action: Action, rung: Rung | None, on: Near) -> bool:
    """Whether what a nudge says of an action is still so; `rung`: where it is on the ladder.

    `why` is "due 5", "overdue", "step 1" (of the ladder, to the partner), "test", "waits" (for acceptance), "asks"
    (for more time), or tells who hears of a step: "direct", "alone" (nobody could), "list", "executive", "instead".
    """
    kind, _, count = why.partition(" ")
    if kind == "test":
        review = action.review if action.stage in {Stage.ADDRESSED, Stage.EMBEDDED} else None
        return review is not None and (on.left(review) is not None or review <= on.past.last)
    if kind == "waits":
        return action.stage is Stage.REPORTED_DONE
    if action.stage not in TO_DO:
        return False
    if kind == "asks":
        return action.extension is not None
    if action.due is None or kind == "due":
        return action.due is not None and on.left(action.due) == int(count)
    step = int(count) if kind == "step" else STEPS.get(kind, 0)
    there = rung is not None and rung.due == action.due and rung.step >= step
    return action.due <= on.past.last and (there or not step)
