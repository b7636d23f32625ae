"""Who asks, and what they may do. The table is data: the tests try every cell of it."""

from collections.abc import Mapping
from enum import StrEnum

from pydantic import BaseModel, ConfigDict


class Role(StrEnum):
    """A role somebody was named to. Members of partners are not named: Slack says who is in the channel."""

    BUSINESS_UNIT = "business unit"
    ASSURER = "assurer"
    OBSERVER = "observer"


PARTNER_KINDS = ("safeguarding partner", "relevant agency", "business unit", "other")
"""What a partner can be."""


class Standing(StrEnum):
    """How a person stands to one action: the columns of the permission table."""

    BUSINESS_UNIT = "business unit"
    LEAD = "member of lead partner"
    CONTRIBUTOR = "member of contributing partner"
    ASSURER = "assurer"
    OBSERVER = "observer"


class Verb(StrEnum):
    """What can be done: the rows of the permission table."""

    SEE = "see actions"
    UPDATE = "update, report done"
    ASK_FOR_TIME = "ask for more time"
    DECIDE = "decide an extension, accept, return"
    ASSURE_EMBEDDED = "assure embedded"
    ASSURE_SUSTAINED = "assure sustained"
    ASSIGN = "assign the named lead"
    MANAGE = "add, edit, withdraw, reopen, import, pause, settings"
    KEEP_REMIT = "remit items: add, edit, mark met"
    ADD_READING = "indicator readings"
    REPORT = "report, export"


_UNIT, _LEAD, _PART = Standing.BUSINESS_UNIT, Standing.LEAD, Standing.CONTRIBUTOR
_ASSURER, _OBSERVER = Standing.ASSURER, Standing.OBSERVER

MAY: Mapping[Verb, frozenset[Standing]] = {
    Verb.SEE: frozenset({_UNIT, _LEAD, _PART, _ASSURER, _OBSERVER}),
    Verb.UPDATE: frozenset({_UNIT, _LEAD, _PART}),
    Verb.ASK_FOR_TIME: frozenset({_UNIT, _LEAD}),
    Verb.DECIDE: frozenset({_UNIT, _ASSURER}),
    Verb.ASSURE_EMBEDDED: frozenset({_UNIT, _ASSURER}),
    Verb.ASSURE_SUSTAINED: frozenset({_ASSURER}),
    Verb.ASSIGN: frozenset({_UNIT, _LEAD}),
    Verb.MANAGE: frozenset({_UNIT}),
    Verb.KEEP_REMIT: frozenset({_UNIT, _ASSURER}),
    Verb.ADD_READING: frozenset({_UNIT, _LEAD}),
    Verb.REPORT: frozenset({_UNIT, _LEAD, _ASSURER, _OBSERVER}),
}
SEES_EVERYTHING = frozenset(Role)
"""Roles that see the whole plan; a partner's member sees what the partner leads or contributes to."""


class Person(BaseModel):
    """Someone in Slack, as they stand at this moment.

    Args:
        user: Slack's user id.
        team: Slack's id of the person's own workspace, which may not be the bot's (Slack Connect).
        roles: roles they were named to.
        partners: codes of the partners whose member they are.
    """

    model_config = ConfigDict(frozen=True)
    user: str
    team: str
    roles: frozenset[Role] = frozenset()
    partners: frozenset[str] = frozenset()

    @property
    def sees_everything(self) -> bool:
        """Whether the whole plan is theirs to see."""
        return bool(self.roles & SEES_EVERYTHING)

    @property
    def known(self) -> bool:
        """Whether the partnership knows them at all."""
        return bool(self.roles or self.partners)

    def standings(self, lead: str | None, contributors: frozenset[str] = frozenset()) -> frozenset[Standing]:
        """How they stand to something led by `lead` with `contributors` (partner codes)."""
        found = {Standing(role.value) for role in self.roles}
        if lead in self.partners:
            found.add(Standing.LEAD)
        if contributors & self.partners:
            found.add(Standing.CONTRIBUTOR)
        return frozenset(found)


def may(verb: Verb, standings: frozenset[Standing]) -> bool:
    """Whether somebody who stands so may do `verb`."""
    return bool(MAY[verb] & standings)
