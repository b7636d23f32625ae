"""Whom the ladder reaches: the named lead and the deputy by direct message, and the executive's channel."""

from collections.abc import Iterator
from typing import NamedTuple

from bot.domain.ladder import EXECUTIVE, LEADS
from bot.messages.ladder import Whom
from bot.services import Services
from storage import nudges, partnership, people
from storage.database import Row, Transaction

LEFT = "has left Slack"
NO_MEMBER = "is no member of it in Slack any more"
OFF = "has turned direct messages off"


class Leads(NamedTuple):
    """User ids of those who are told of a partner's action, as lead and as deputy; where nobody can be, why."""

    lead: str | None
    deputy: str | None
    why: str = ""

    @property
    def users(self) -> set[str]:
        """Each of them once."""
        return {user for user in (self.lead, self.deputy) if user}


class Executive(NamedTuple):
    """The executive's channel; where there is none of its own, why the business unit is told instead."""

    channel: str
    why: str = ""


def leads(tx: Transaction, services: Services, code: str, named_lead: str | None) -> Leads:
    """Whom to tell of a partner's action: its named lead, or the partner's where that fails; and the deputy."""
    partner = partnership.partner(tx, code)
    if partner is None:
        raise KeyError(code)
    whom = [user for user in (named_lead, partner["lead"], partner["deputy"]) if user]
    tried = {user: _why_not(tx, services, user, partner) for user in whom}
    lead = next((user for user in (named_lead, partner["lead"]) if user and not tried[user]), None)
    deputy = partner["deputy"] if partner["deputy"] and not tried[partner["deputy"]] else None
    return Leads(lead, deputy, "" if lead or deputy else " and ".join(_reasons(partner, named_lead, tried)))


def whom(tx: Transaction, services: Services, step: int, code: str, named_lead: str | None) -> Whom:
    """Who can be told of a step of the ladder with a partner's action, at this moment."""
    if step == LEADS:
        found = leads(tx, services, code, named_lead)
        return Whom(lead=found.lead is not None, deputy=found.deputy is not None)
    return Whom(executive=step == EXECUTIVE and not executive(tx, services).why)


def _reasons(partner: Row, named_lead: str | None, tried: dict[str, str]) -> Iterator[str]:
    lead = named_lead or partner["lead"]
    yield f"its named lead {tried[lead]}" if lead else "no named lead is set"
    yield f"its deputy {tried[partner['deputy']]}" if partner["deputy"] else "no deputy is set"


def _why_not(tx: Transaction, services: Services, user: str, partner: Row) -> str:
    """Why somebody can't be told directly; "" where they can. Of members that Slack has not told, nobody has left."""
    account = people.account(tx, user)
    if account and account["deactivated"]:
        return LEFT
    if nudges.silent(tx, user):
        return OFF
    team = account["team"] if account else services.home
    found = people.person(tx, user, team, services.home, coordinators=services.settings.coordinators)
    member = partner["code"] in found.partners or not nudges.members_known(tx, partner["channel_id"])
    return "" if member else NO_MEMBER


def executive(tx: Transaction, services: Services) -> Executive:
    """The executive's channel, unless it is one in which others read who may not see every action."""
    wanted = services.settings.executive_channel
    if not wanted:
        return Executive("", "No channel is set for the executive, so you are told instead.")
    found = people.remembered(tx, "executive channel")
    if not found or people.remembered(tx, "executive channel was named") != wanted:
        return Executive("", "The executive's channel was not found, so you are told instead.")
    if found == people.unit_channel(tx):
        return Executive("", "For the executive, whose channel this is.")
    if people.channel_kind(tx, found)[1]:
        return Executive("", "The executive's channel is one partner's own, so you are told instead.")
    return Executive(found)
