"""The permission table as it was agreed, who is tried in each column of it, and from where."""

from itertools import product
from typing import NamedTuple

import pytest

PRODUCT = """
| see actions | all | own partner's | those it contributes to | all | all | none |
| update, report done | yes, marked "recorded on behalf of" | yes | own part | no | no | no |
| ask for more time | yes | yes | no | no | no | no |
| decide an extension, accept, return | yes, not one's own | no | no | yes | no | no |
| assure embedded | yes | no | no | yes | no | no |
| assure sustained | no | no | no | yes | no | no |
| assign the named lead | yes | own partner | no | no | no | no |
| add, edit, withdraw, reopen, import, pause, settings | yes | no | no | no | no | no |
| remit items: add, edit, mark met | yes | no | no | yes | no | no |
| indicator readings | yes | own indicators | no | no | no | no |
| report, export | yes | own partner's | no | yes | yes | no |
"""
"""The permission table as it was agreed: a row for each thing to do, a column for each way to stand to an action."""
COLUMNS = ("unit", "lead", "part", "assurer", "observer", "anyone else")
MAY = {
    row: {column for column, cell in zip(COLUMNS, cells, strict=True) if cell not in {"no", "none"}}
    for row, *cells in (line.strip("| ").split(" | ") for line in PRODUCT.strip().splitlines())
}
SEE, UPDATE, TIME, DECIDE, EMBEDDED, SUSTAINED, ASSIGN, MANAGE, REMIT, READINGS, REPORT = MAY

LEAD, PART, OTHER, UNIT = "bsol-icb", "west-midlands-police", "probation", "partnership-business-unit"
"""Channels: of the partner that leads A9, of one that contributes to it, of one that has no part in it, the unit's."""
WHO = {
    "unit": ("U0MANAGER", "unit"),
    "lead": ("U0NHS", "lead"),
    "part": ("U0POLICE", "part"),
    "assurer": ("U0COMMISSION", "assurer"),
    "observer": ("U0OBSERVER", "observer"),
    "other partner": ("U0PROBATION", "anyone else"),
    "unknown": ("U0OUTSIDE", "anyone else"),
    "Slack Connect": ("U0CONNECT", "anyone else"),
}
"""User and column. The last one is of another workspace, and sits in the lead partner's channel."""
OURS = [who for who in WHO if who != "Slack Connect"]
"""Those of the partnership's own workspace."""
ROLES = {"unit": "business unit", "assurer": "assurer", "observer": "observer"}
STRANGER = (
    "This answers members of the partnership only. Ask <@U0MANAGER> to add you, or join your organisation's channel."
)
TITLE = "Make sure that every relevant agency is invited to strategy meetings"
"""Words of A9's that nothing else has."""


class Place(NamedTuple):
    """Where something is said: as a command or in the thread of the bot's card, in a channel or (None) a direct one."""

    how: str
    channel: str | None


PLACES = {
    "command": Place("command", "general"),
    "command in another partner's channel": Place("command", OTHER),
    "command in direct messages": Place("command", None),
    "reply in the lead partner's channel": Place("thread", LEAD),
    "reply in the unit's channel": Place("thread", UNIT),
    "reply in direct messages": Place("thread", None),
}
COMMAND_PLACES = [where for where, place in PLACES.items() if place.how == "command"]


def stands(who, channel):
    """The column of somebody in this channel, and whether the partnership knows them.

    Whoever is in a partner's channel is its member, unless they sit there for a role of theirs or are from elsewhere.
    """
    column = WHO[who][1]
    if who == "Slack Connect":
        return column, False
    if channel == LEAD and who not in ROLES:
        return "lead", True
    return column, who != "unknown" or channel in {OTHER, UNIT}


def sitting(channel):
    """Who sits in this channel: somebody of another workspace in the lead partner's only."""
    return [who for who in WHO if who != "Slack Connect" or channel == LEAD]


def cells(*dimensions):
    """Everything with everything, except what Slack itself does not let anybody do from another workspace."""
    return [
        pytest.param(*cell, id="-".join(cell))
        for cell in product(*dimensions)
        if "Slack Connect" not in cell or cell[-1] == "reply in the lead partner's channel"
    ]
