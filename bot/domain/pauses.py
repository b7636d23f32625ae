"""Pauses: the bot says nothing of its own accord about an action, to a partner, or at all, until a day."""

from datetime import date
from typing import NamedTuple

from bot.domain.actions import Action


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
        own = action.paused_until if action.paused_until and action.paused_until > self.today else None
        return max((day for day in (own, self.of_partner(action.lead.code)) if day), default=None)
