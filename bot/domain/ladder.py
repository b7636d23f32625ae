"""The ladder: who hears of an action that stays overdue, one step after the other, each of them announced before."""

from datetime import date
from typing import NamedTuple

from bot.domain.clocks import WorkingDays
from bot.domain.errors import BadInput

NOTICE = 5
"""Working days from saying that a step will be taken to taking it: whoever looks in once a week has read of it."""
LEADS, EXCEPTION_LIST, EXECUTIVE = 1, 2, 3
"""The steps: the named lead and the deputy, the business unit's exception list, the executive."""


class Rung(NamedTuple):
    """Where an overdue action is on the ladder.

    Args:
        due: the due date that it is overdue against; with another one it begins anew.
        step: the last step that was taken, 0 for none.
        next_on: the day on which the next one is taken; None while none is announced.
        announced: the day on which that was said.
        taken: the day on which the last step was taken.
    """

    due: date
    step: int = 0
    next_on: date | None = None
    announced: date | None = None
    taken: date | None = None


class Ladder(NamedTuple):
    """The ladder on one working day; `steps` are the working days overdue after which each step is taken."""

    today: date
    days: WorkingDays
    steps: tuple[int, int, int]

    def climbed(self, due: date, was: Rung | None, *, paused: bool) -> Rung:
        """Where an overdue action is once this day's step was taken or announced; asked again, the same.

        What was announced and not taken on its day, nor on the working day after it, is announced anew: the bot was
        down, or the action was paused, or reported done in between. So is everything after a pause.
        """
        rung = was if was and was.due == due else Rung(due)
        if paused:
            return rung._replace(next_on=None, announced=None)
        if rung.step == EXECUTIVE or self.today in {rung.announced, rung.taken}:
            return rung
        if rung.next_on is None:
            return self._announced(rung)
        if self.today < rung.next_on:
            return rung
        in_time = self.days.between(rung.next_on, self.today) <= 1
        return self._announced(rung._replace(step=rung.step + 1, taken=self.today) if in_time else rung)

    def _announced(self, rung: Rung) -> Rung:
        if rung.step == EXECUTIVE:
            return rung._replace(next_on=None, announced=None)
        try:
            late = self.days.between(rung.due, self.today) if self.days.knows(rung.due) else self.steps[rung.step]
            next_on = self.days.add(self.today, max(NOTICE, self.steps[rung.step] - late))
        except BadInput:  # the bank holidays of that time are not published yet
            return rung._replace(next_on=None, announced=None)
        return rung._replace(next_on=next_on, announced=self.today)
