"""BRAG: computed from dates and stage, never picked by hand, and always said in words.

The rule (product rule, thresholds are settings): Blue: addressed, embedded or sustained. Red: past its due date
and not reported done. Amber: due within `due_soon` working days, or blocked, or extended past its original date,
or no update for `stale` working days. Green: otherwise. Reported done keeps the colour it had when reported.
"""

from datetime import date
from enum import StrEnum
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field

from bot.domain.actions import COMPLETE, Action, Stage
from bot.domain.clocks import WorkingDays, local_date


class Colour(StrEnum):
    """As partnerships use them."""

    BLUE = "Blue"
    RED = "Red"
    AMBER = "Amber"
    GREEN = "Green"
    NONE = "Withdrawn"


class Rating(BaseModel):
    """A colour and the words that say why: "Red: overdue by 6 working days"."""

    model_config = ConfigDict(frozen=True)
    colour: Colour
    why: str

    def __str__(self) -> str:
        return f"{self.colour}: {self.why}" if self.why else str(self.colour)


class Yardstick(BaseModel):
    """What an action is held against on one day: today, the zone, working days and the thresholds.

    Args:
        due_soon: working days before the due date from which an action is Amber.
        stale: working days without an update after which it is Amber.
        embedded_after: months after it was accepted, by which it is tested whether it is embedded.
        sustained_after: months after that, by which it is tested whether it is sustained.
    """

    model_config = ConfigDict(frozen=True, arbitrary_types_allowed=True)
    today: date
    zone: ZoneInfo
    days: WorkingDays
    due_soon: int = Field(default=10, ge=0)
    stale: int = Field(default=20, ge=1)
    embedded_after: int = 3
    sustained_after: int = 6

    @property
    def rule(self) -> str:
        """The rule in one line, to stand where colours are shown."""
        return (
            f"Red: past its due date. Amber: due within {self.due_soon} working days, blocked, extended, "
            f"or no update for {self.stale} working days. Green: otherwise. "
            "Blue: addressed, embedded or sustained."
        )


def rate(action: Action, by: Yardstick) -> Rating:
    """The action's colour on `by.today`, in words."""
    if action.stage is Stage.WITHDRAWN:
        return Rating(colour=Colour.NONE, why="")
    if action.stage in COMPLETE:
        return Rating(colour=Colour.BLUE, why=str(action.stage))
    if action.stage is Stage.REPORTED_DONE:
        reported = local_date(action.stage_since, by.zone)
        was = _to_do(action, by.model_copy(update={"today": reported}))
        return Rating(colour=was.colour, why="reported done, waiting for acceptance")
    return _to_do(action, by)


def _to_do(action: Action, by: Yardstick) -> Rating:
    if action.due and action.due < by.today:
        return Rating(colour=Colour.RED, why=_overdue(action.due, by))
    if why := _amber(action, by):
        return Rating(colour=Colour.AMBER, why=why)
    return Rating(colour=Colour.GREEN, why=str(action.stage))


def _overdue(due: date, by: Yardstick) -> str:
    if not (by.days.knows(due) and by.days.knows(by.today)):
        return "overdue"
    late = by.days.between(due, by.today)
    return f"overdue by {working_days(late)}" if late else "overdue by less than a working day"


def _amber(action: Action, by: Yardstick) -> str:
    if action.blocked:
        return "blocked"
    if action.due and (soon := _due_soon(action.due, by)):
        return soon
    if action.due and action.original_due and action.due > action.original_due:
        return "extended past its original date"
    last = local_date(action.updated or action.added, by.zone)
    quiet = by.days.between(last, by.today) if by.days.knows(last) and by.days.knows(by.today) else 0
    return f"no update for {working_days(quiet)}" if quiet >= by.stale else ""


def _due_soon(due: date, by: Yardstick) -> str:
    if due == by.today:
        return "due today"
    if not (by.days.knows(due) and by.days.knows(by.today)):
        return ""
    left = by.days.between(by.today, due)
    if left > by.due_soon:
        return ""
    return f"due in {working_days(left)}" if left else "due before the next working day"


def working_days(count: int) -> str:
    """1 working day, 6 working days."""
    return f"{count} working day" if count == 1 else f"{count} working days"
