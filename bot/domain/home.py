"""What App Home shows: to a member of partners, to those who see the whole plan, and to a stranger."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import NamedTuple

from bot.domain.actions import Action
from bot.domain.filters import Counts
from bot.domain.ladder import Rung
from bot.domain.pauses import Pauses
from bot.domain.plan import Deadline, RemitItem
from bot.domain.setting_up import SettingUp


class Some(NamedTuple):
    """The first actions of a list, and whether there are more of them."""

    first: list[Action]
    more: bool = False


Offers = Mapping[int, list[str]]
"""By action's number, the deeds that the person could do to it."""


class Mine(NamedTuple):
    """For a member of partners: nothing here is of an action that they may not see. No action is in two lists.

    Args:
        partners: names by code, of the partners whose member they are.
        counts: of everything open, led or contributed to.
        urgent: what is due first of what is still to do, or most overdue.
        led: what their partners lead and is open, most urgent first.
        parts: open actions of others that their partners contribute to, outstanding parts first.
        requests: their other requests for more time that wait to be decided.
        tests: what they lead that is soon to be tested, or should have been.
        offers: what the person could do to each of these.
        pauses: those of partners and of everything.
        direct: whether they want direct messages of the bot's own accord.
    """

    partners: Mapping[str, str]
    counts: Counts
    urgent: Action | None
    led: Some
    parts: Some
    requests: Some
    tests: Some
    offers: Offers
    pauses: Pauses
    direct: bool = True


class Glance(NamedTuple):
    """A remit item with its deadlines and how many actions serve it; its `stages` are empty in a very large plan."""

    item: RemitItem
    actions: int


class Heard(NamedTuple):
    """What was heard from a partner.

    Args:
        partner: its name.
        said: its words in the last days.
        on_behalf: how many of these the business unit recorded for it.
        last: when it last said something, as far back as was looked.
        to_do: whether it leads anything that is still to do.
    """

    partner: str
    said: int
    on_behalf: int
    last: datetime | None
    to_do: bool


class Whole(NamedTuple):
    """For those who see the whole plan. No action is in two lists.

    Args:
        counts: of everything open.
        overdue: most overdue first.
        awaiting: reported done, those that have waited longest first.
        requests: for more time for other actions than those before, those that have waited longest first.
        tests: addressed and embedded actions that are soon to be tested, or should have been.
        remit: what is not met first.
        remit_left: remit items that are left out.
        deadlines: that are near or past, soonest first; how many there are, and the first of them.
        gone: names of partners whose named lead, and of those whose deputy, can't be reached, for the business unit.
        engagement: of each partner but the business unit, by name; None for those whom it does not concern.
        keeps: whether the person keeps the plan: adds actions, changes settings.
        invented: whether demonstration actions are among these.
        offers: what the person could do to each action.
        pauses: those of partners and of everything.
        paused: how many actions are paused, and the first of them, for the business unit.
        direct: whether they want direct messages of the bot's own accord.
        exceptions: how many actions are on the exception list.
        setting_up: how far that is, for the business unit while it is under way.
        reached: by number, where those of them that are shown as overdue are on the ladder.
    """

    counts: Counts
    overdue: Some
    awaiting: Some
    requests: Some
    tests: Some
    remit: list[Glance]
    remit_left: int
    deadlines: tuple[int, list[Deadline]]
    gone: tuple[list[str], list[str]]
    engagement: list[Heard] | None
    keeps: bool
    invented: bool
    offers: Offers
    pauses: Pauses
    paused: tuple[int, list[Action]]
    direct: bool = True
    exceptions: int = 0
    setting_up: SettingUp | None = None
    reached: Mapping[int, Rung] = MappingProxyType({})


class Stranger(NamedTuple):
    """For somebody whom the partnership doesn't know: user ids of those whom they can ask.

    `alone` is set where nobody at all is named: their own where they could be the first, "" where there is a plan.
    """

    ask: list[str]
    alone: str | None = None
