"""Putting into a channel what one person was shown."""

from collections.abc import Collection

from bot.domain.actions import Action
from bot.domain.errors import NotAllowed
from bot.domain.people import Person, Role
from storage import people
from storage.database import Transaction


def allowed(tx: Transaction, person: Person, channel: str, shown: Collection[Action]) -> bool:
    """Whether everybody in the channel may see these actions, if `person` puts them there.

    A partner's channel may be shown the actions that the partner leads or contributes to. Anything else may be shown
    by the business unit only, and not in a partner's channel, unless it is the unit's own.
    """
    if not shown:
        return True
    kind, code = people.channel_kind(tx, channel)
    unit = Role.BUSINESS_UNIT in person.roles
    if kind in {None, "business unit"} and unit:
        return True
    mine = code is not None and (unit or code in person.partners)
    return mine and all(code in one.contributors | {one.lead.code} for one in shown)


def permit(tx: Transaction, person: Person, channel: str, shown: Collection[Action]) -> None:
    """Raise NotAllowed unless these actions may be shown in the channel."""
    if not allowed(tx, person, channel, shown):
        raise NotAllowed("People in this channel may not see that, so it was not posted.")
