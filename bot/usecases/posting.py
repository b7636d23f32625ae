"""Putting into a channel what one person was shown."""

from collections.abc import Collection

from bot.domain.actions import Action
from bot.domain.errors import NotAllowed
from bot.domain.people import Person, Role
from storage import people
from storage.database import Transaction


def allowed(tx: Transaction, person: Person, channel: str, shown: Collection[Action]) -> bool:
    """Whether everybody in the channel may see these actions, if `person` puts them there.

    A partner's channel may be shown the actions that the partner leads or contributes to; the business unit's channel
    anything, by the unit. No other channel: nobody can tell who reads there.
    """
    if not shown:
        return True
    kind, code = people.channel_kind(tx, channel)
    unit = Role.BUSINESS_UNIT in person.roles
    if unit and (kind == "business unit" or channel == people.unit_channel(tx)):
        return True
    mine = code is not None and (unit or code in person.partners)
    return mine and all(code in one.contributors | {one.lead.code} for one in shown)


def permit(tx: Transaction, person: Person, channel: str, shown: Collection[Action]) -> None:
    """Raise NotAllowed unless these actions may be shown in the channel."""
    if not allowed(tx, person, channel, shown):
        raise NotAllowed(
            "That was not posted: an action can be shown in the channels of the partners that work on it, "
            "and in the business unit's."
        )
