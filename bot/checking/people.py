"""Whether there are people: those who keep the plan, and those who are to hear of it in each partner's channel."""

from collections.abc import Iterator

from bot.checking.finding import Finding
from bot.domain.people import Role
from bot.messages.text import count, listed
from bot.services import Services
from bot.usecases import setting_up
from storage import people
from storage.database import Transaction

NAME = "Set FOLLOWTHROUGH_COORDINATORS to the Slack user id of whoever is to keep the plan, and start again"
INSTEAD = "Name somebody who is in Slack: /actions settings, or FOLLOWTHROUGH_COORDINATORS"
MOST = 12


def named(tx: Transaction, services: Services) -> Iterator[Finding]:
    """Whether somebody keeps the plan, and whether the partners' people are in the channels that the bot is in."""
    yield _unit(tx, services)
    settings = services.settings
    found = setting_up.found(tx, settings.coordinators, settings.unit_channel)
    empty = [one.code for one in found.empty]
    more = [f"{len(empty) - MOST:,} more"] if len(empty) > MOST else []
    said = (
        f"nobody of {listed([*empty[:MOST], *more])} is in the channel"
        if empty
        else "each partner's channel has some"
    )
    yield Finding("People in channels", said, "Invite the partner's people to it" if empty else "")


def _unit(tx: Transaction, services: Services) -> Finding:
    what, first = "Business unit", services.settings.coordinators
    users = {*first, *people.with_role(tx, Role.BUSINESS_UNIT)}
    gone = [one for one in users if (people.account(tx, one) or {}).get("deactivated")]
    if not users:
        return Finding(what, "nobody is named who keeps the plan", NAME)
    there = len(users) - len(gone)
    return Finding(what, f"{count(there, 'member')} in Slack", "" if there else INSTEAD)
