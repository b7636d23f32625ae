"""How far a partnership is with setting the bot up: computed from what there is, each time anew."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple

UNIT = "business unit"
"""The kind of the partner that the business unit itself is."""


class Step(StrEnum):
    """One step, in the order in which they are best taken."""

    PARTNERS = "Partners"
    CHANNELS = "Channels"
    PEOPLE = "People"
    PLAN = "The plan"
    LOOK = "Is all in order?"


class Place(NamedTuple):
    """A partner, and what there is of it in Slack.

    Args:
        code: the partner's code.
        kind: what kind of partner it is.
        channel: its channel's id; "" while there is none.
        inside: whether the bot is in that channel.
        asked: whether Slack is still to be asked who is in it.
        members: how many people of the partner there are: in its channel, or named.
    """

    code: str
    kind: str
    channel: str
    inside: bool
    asked: bool
    members: int


class Looked(NamedTuple):
    """The day on which it was last looked whether all is in order, and how much was to be put right."""

    on: date
    bad: int


class SettingUp(NamedTuple):
    """How things stand.

    Args:
        partners: every partner, by code.
        elsewhere: whether the settings name the business unit's channel, so that it need not be a partner with one.
        actions: how many actions the plan has.
        looked: the last look; None while there was none.
    """

    partners: Sequence[Place]
    elsewhere: bool
    actions: int
    looked: Looked | None

    @property
    def others(self) -> list[Place]:
        """The partners beside the business unit."""
        return [one for one in self.partners if one.kind != UNIT]

    @property
    def unit(self) -> bool:
        """Whether the business unit is among the partners, or has a channel by the settings."""
        return self.elsewhere or len(self.others) < len(self.partners)

    @property
    def posted_to(self) -> list[Place]:
        """The partners that need a channel."""
        return self.others if self.elsewhere else list(self.partners)

    @property
    def unplaced(self) -> list[Place]:
        """Partners that have no channel."""
        return [one for one in self.posted_to if not one.channel]

    @property
    def uninvited(self) -> list[Place]:
        """Partners in whose channels the bot is not."""
        return [one for one in self.posted_to if one.channel and not one.inside and not one.asked]

    @property
    def asked(self) -> list[Place]:
        """Partners of whose channels Slack has not told yet."""
        return [one for one in self.posted_to if one.channel and not one.inside and one.asked]

    @property
    def empty(self) -> list[Place]:
        """Partners of whom there is nobody, though the bot is in their channel."""
        return [one for one in self.others if one.inside and not one.members]

    @property
    def left(self) -> list[Step]:
        """The steps that are still to be taken."""
        ready = {
            Step.PARTNERS: bool(self.others) and self.unit,
            Step.CHANNELS: bool(self.partners) and all(one.inside for one in self.posted_to),
            Step.PEOPLE: bool(self.others) and all(one.members for one in self.others),
            Step.PLAN: self.actions > 0,
            Step.LOOK: self.looked is not None and not self.looked.bad,
        }
        return [step for step in Step if not ready[step]]
