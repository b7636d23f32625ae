"""Pauses: the bot says nothing of its own accord about an action, to a partner, or at all, until a day."""

from datetime import date
from typing import NamedTuple

from bot.domain.actions import Action
from bot.domain.dates import in_words, months_later
from bot.domain.errors import BadInput

LONGEST = 6  # months: what nobody is reminded of for longer is forgotten, and had better be withdrawn or extended


class Pause(NamedTuple):
    """A pause: the day on which messages begin again, and why."""

    until: date
    reason: str


class Pauses(NamedTuple):
    """The pauses that hold on one day: of everything (None where there is none), and of partners by code."""

    today: date
    everything: Pause | None
    partners: dict[str, Pause]

    def of_partner(self, code: str) -> date | None:
        """The day on which messages to a partner begin again, where they are paused."""
        found = [pause.until for pause in (self.everything, self.partners.get(code)) if pause]
        return max(found, default=None)

    def of_action(self, action: Action) -> date | None:
        """The day on which nudges about an action begin again, where they are paused."""
        own = action.pause_on(self.today)
        return max((day for day in (own, self.of_partner(action.lead.code)) if day), default=None)


def check(until: date | None, today: date, example: str = "") -> date:
    """The day on which a pause made today may end. Raises BadInput, with `example`, for none, a past or a far one."""
    if until is None:
        raise BadInput("Say on which day messages begin again.", example, "due")
    if until <= today:
        raise BadInput(f"{in_words(until)} is not in the future, so messages can't begin again then.", example, "due")
    if until > (latest := months_later(today, LONGEST)):
        raise BadInput(
            f"A pause is at most {LONGEST} months long: from today, until {in_words(latest)}.", example, "due"
        )
    return until
