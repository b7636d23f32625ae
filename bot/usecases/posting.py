"""Putting into a channel what one person was shown."""

from collections.abc import Collection

from bot.domain.actions import Action
from bot.domain.errors import NotAllowed
from bot.domain.people import Person, Role
from storage import people
from storage.database import Transaction


def seen_in(tx: Transaction, channel: str, action: Action) -> bool:
    """Whether everybody in the channel may see the action as it is now.

    A partner's channel sees what the partner leads or contributes to, and the business unit's everything. In a direct
    message only one person reads, who is asked about themselves.
    """
    kind, code = people.channel_kind(tx, channel)
    if kind == "business unit" or channel == people.unit_channel(tx) or channel.startswith("D"):
        return True
    return code in action.contributors | {action.lead.code}


def allowed(tx: Transaction, person: Person, channel: str, shown: Collection[Action]) -> bool:
    """Whether `person` may put these actions into the channel, where everybody may see them.

    In the business unit's channel only the unit does so. No other channel but it and the partners': nobody can tell
    who reads there.
    """
    if not shown:
        return True
    kind, code = people.channel_kind(tx, channel)
    unit = Role.BUSINESS_UNIT in person.roles
    theirs = kind == "business unit" or channel == people.unit_channel(tx)
    mine = unit if theirs else code is not None and (unit or code in person.partners)
    return mine and all(seen_in(tx, channel, one) for one in shown)


def permit(tx: Transaction, person: Person, channel: str, shown: Collection[Action]) -> None:
    """Raise NotAllowed unless these actions may be shown in the channel."""
    if not allowed(tx, person, channel, shown):
        raise NotAllowed(
            "That was not posted: an action can be shown in the channels of the partners that work on it, "
            "and in the business unit's."
        )
