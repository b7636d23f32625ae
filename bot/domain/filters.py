"""What somebody wants to see of the plan. Filters combine: of one kind either will do, of several kinds all must."""

from datetime import date

from pydantic import BaseModel, ConfigDict

from bot.domain.actions import OPEN, Stage


class Filters(BaseModel):
    """Which actions to list.

    Args:
        stages: actions in any of these stages.
        overdue: still to do, and past their due date.
        due_by: still to do, and due on or before this date (from today on, unless `overdue` too).
        mine: those whose named lead the person is.
        paused: those about which, or about whose lead partner's work, nudges are paused.
        exceptions: those on the business unit's exception list, those raised further included.
        partners: codes; led by or contributed to by any of them.
        remit: numbers; serving any of these remit items.
        sources: refs; from any of these sources.
        words: in the title, the success measure or an update, or the ref in the tracker; all of them.
    """

    model_config = ConfigDict(frozen=True)
    stages: frozenset[Stage] = OPEN
    overdue: bool = False
    due_by: date | None = None
    mine: bool = False
    paused: bool = False
    exceptions: bool = False
    partners: tuple[str, ...] = ()
    remit: tuple[int, ...] = ()
    sources: tuple[str, ...] = ()
    words: tuple[str, ...] = ()

    @property
    def narrows(self) -> bool:
        """Whether anything beyond stage and due date is asked for."""
        flags = self.mine or self.paused or self.exceptions
        return bool(flags or self.partners or self.remit or self.sources or self.words)


class Counts(BaseModel):
    """How many actions there are of what matters."""

    model_config = ConfigDict(frozen=True)
    total: int = 0
    to_do: int = 0
    overdue: int = 0
    due_soon: int = 0
    awaiting: int = 0


class Week(BaseModel):
    """One partner's week: what it still has to do (its own parts too), and what changed since the last digest."""

    model_config = ConfigDict(frozen=True)
    to_do: int
    overdue: int
    due_soon: int
    newly_overdue: int
    awaiting: int
    newly_reported: int
    paused: int = 0
