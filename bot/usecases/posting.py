"""Putting into a channel what one person was shown."""

from collections.abc import Collection

from bot.domain.actions import Action
from bot.domain.errors import NotAllowed
from bot.domain.people import Person, Role
from bot.domain.setting_up import UNIT
from storage import people
from storage.database import Transaction

POSTS_ANYWHERE = frozenset({Role.BUSINESS_UNIT, Role.ASSURER})
"""Roles that put packs and indicators into channels that are not their own partner's."""


def whose(tx: Transaction, channel: str) -> tuple[bool, str | None]:
    """Whether the channel is the business unit's, and the code of the partner that it is of; else (False, None)."""
    kind, code = people.channel_kind(tx, channel)
    return kind == UNIT or channel == people.unit_channel(tx), code


def seen_in(tx: Transaction, channel: str, action: Action) -> bool:
    """Whether everybody in the channel may see the action as it is now.

    A partner's channel sees what the partner leads or contributes to, and the business unit's everything. In a direct
    message only one person reads, who is asked about themselves.
    """
    the_units, code = whose(tx, channel)
    if the_units or channel.startswith("D"):
        return True
    return code in action.contributors | {action.lead.code}


def allowed(tx: Transaction, person: Person, channel: str, shown: Collection[Action]) -> bool:
    """Whether `person` may put these actions into the channel, where everybody may see them.

    In the business unit's channel only the unit does so. No other channel but it and the partners': nobody can tell
    who reads there.
    """
    if not shown:
        return True
    the_units, code = whose(tx, channel)
    unit = Role.BUSINESS_UNIT in person.roles
    mine = unit if the_units else code is not None and (unit or code in person.partners)
    return mine and all(seen_in(tx, channel, one) for one in shown)


def permit(tx: Transaction, person: Person, channel: str, shown: Collection[Action]) -> None:
    """Raise NotAllowed unless these actions may be shown in the channel."""
    if not allowed(tx, person, channel, shown):
        raise NotAllowed(
            "That was not posted: an action can be shown in the channels of the partners that work on it, "
            "and in the business unit's."
        )


def permit_indicator(tx: Transaction, person: Person, channel: str) -> None:
    """Raise NotAllowed unless `person` may put an indicator into the channel."""
    the_units, code = whose(tx, channel)
    if not the_units and code is None:
        raise NotAllowed(
            "That was not posted: an indicator can be shown in the channels of the partners and the business unit."
        )
    if not (person.roles & POSTS_ANYWHERE or code in person.partners):
        raise NotAllowed(
            "That was not posted: only the channel's own members, the business unit and assurers can show one here."
        )
