"""What a nudge says: from actions and why each is in it, as they are at this moment."""

from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, datetime, time, timedelta
from typing import NamedTuple

from bot.digests import ladder, reach
from bot.domain.actions import Action
from bot.domain.nudges import STEPS, holds, near
from bot.domain.pauses import Pauses
from bot.messages import nudges as messages
from bot.messages import unit_nudges
from bot.messages.blocks import Reply
from bot.messages.nudges import Group, Line
from bot.services import Services
from storage import actions, nudges, partnership, pauses, people
from storage.database import Transaction

MOST, MOST_TO_UNIT = 10, 5
"""Actions that are shown in a nudge, and of each kind to the business unit: Slack takes 50 blocks."""
TO_PARTNER = "partner"
PAST = "its day had passed"
"""Why a nudge is dropped that could not be sent on its day."""
UNITS_OWN = frozenset({"test", "waits", "asks"})
"""What the business unit itself is waited for: no pause of a partner's messages silences it."""


class Why(NamedTuple):
    """An action, by number, and why it is in a nudge: see bot.domain.nudges.holds."""

    number: int
    why: str

    @property
    def kind(self) -> str:
        """To whom, or for the business unit as what, it is told."""
        first = self.why.partition(" ")[0]
        return TO_PARTNER if first in {"due", "overdue", "step"} else first


class Holding(NamedTuple):
    """Actions of which what a nudge says still holds, each with why; and what comes next for them, in words."""

    whys: list[tuple[Action, Why]]
    ahead: Mapping[int, str]

    def of(self, kind: str) -> list[tuple[Action, Why]]:
        """Those that are told of as this."""
        return [(action, why) for action, why in self.whys if why.kind == kind]


def first(whys: Iterable[Why]) -> tuple[list[Why], dict[str, int]]:
    """The first of each kind, as many as are shown; and how many more there are, by kind."""
    shown: list[Why] = []
    counts: dict[str, int] = {}
    for one in whys:
        counts[one.kind] = counts.get(one.kind, 0) + 1
        if counts[one.kind] <= _most(one.kind):
            shown.append(one)
    return shown, {kind: count - _most(kind) for kind, count in counts.items() if count > _most(kind)}


def _most(kind: str) -> int:
    return MOST_TO_UNIT if kind in unit_nudges.TITLES else MOST


def reply(  # noqa: PLR0913, PLR0917 — a nudge is these things
    tx: Transaction, services: Services, key: str, channel: str, whys: Collection[Why], more: Mapping[str, int]
) -> Reply | None:
    """What a nudge with this key says at this moment; None where nothing in it holds any more.

    Only to whom it was meant: to a partner's channel what is the partner's, and to a lead who wants to be told.
    """
    if key.startswith("ladder:"):
        return _direct(tx, services, key.rsplit(":", 1)[1], whys, more)
    by, here, parts = services.yardstick(), holding(tx, services, whys), []
    code = people.channel_kind(tx, channel)[1]
    row = partnership.partner(tx, code) if code else None
    if row and (group := _partner(tx, services, row["code"], here, more)):
        parts.append(messages.partner(row["name"], row["code"], group, by))
    if channel == people.unit_channel(tx) and (groups := unit(tx, services, here, more)):
        parts.append(unit_nudges.unit(groups, by))
    raised = here.of("executive") if channel == reach.executive(tx, services).channel else []
    if raised:
        parts.append(messages.executive(Group([Line(one) for one, _ in raised], more.get("executive", 0)), by))
    return messages.joined(parts, by) if parts else None


def unit(tx: Transaction, services: Services, here: Holding, more: Mapping[str, int]) -> dict[str, Group]:
    """What the business unit is told, by the names of unit_nudges.TITLES."""
    groups = {}
    for kind in unit_nudges.TITLES:
        lines = [Line(one, _why_alone(tx, services, one) if kind == "alone" else "") for one, _ in here.of(kind)]
        note = reach.executive(tx, services).why if kind == "instead" else ""
        if lines:
            groups[kind] = Group(lines, more.get(kind, 0), note)
    return groups


def weekly(tx: Transaction, services: Services) -> set[tuple[str, str]]:
    """Channels to which a digest or a heartbeat goes today, with which of the two it is."""
    return nudges.weekly(tx, *_week(services))


def again(tx: Transaction, services: Services) -> set[tuple[int, str]]:
    """Steps of the ladder that were taken and could not be told on their day: action's number, and to whom (why)."""
    return nudges.lost(tx, list(STEPS), PAST, *_week(services))


def _week(services: Services) -> tuple[datetime, datetime]:
    """When today began, and a week before (in UTC)."""
    day = datetime.combine(services.today(), time(), services.zone).astimezone(UTC)
    return day, day - timedelta(days=7)


def holding(tx: Transaction, services: Services, whys: Collection[Why]) -> Holding:
    """What of a nudge still holds at this moment."""
    today = services.today()
    paused, on = pauses.on(tx, today), near(today, services.days)
    numbers = list(dict.fromkeys(one.number for one in whys))
    there = {one.number: one for one in actions.by_numbers(tx, numbers)} if numbers else {}
    rungs = ladder.rungs(tx, services, numbers)
    left = [
        (there[why.number], why)
        for why in whys
        if not _paused(there[why.number], why.kind, paused)
        and not (why.kind in STEPS and there[why.number].extension)  # decided first: nobody hears of a step meanwhile
        and holds(why.why, there[why.number], rungs.get(why.number), on)
    ]
    return Holding(left, ladder.ahead(tx, services, there.values(), rungs))


def _paused(action: Action, kind: str, paused: Pauses) -> bool:
    return (paused._replace(partners={}) if kind in UNITS_OWN else paused).of_action(action) is not None


def _partner(tx: Transaction, services: Services, code: str, here: Holding, more: Mapping[str, int]) -> Group | None:
    if pauses.on(tx, services.today()).of_partner(code):
        return None
    lines = []
    for action, why in here.of(TO_PARTNER):
        if action.lead.code == code:
            lines.append(Line(action, _what_next(tx, services, action, why, here)))
        elif code in {one.code for one in action.outstanding}:
            lines.append(Line(action, part=True))
    return Group(lines, more.get(TO_PARTNER, 0)) if lines else None


def _what_next(tx: Transaction, services: Services, action: Action, why: Why, here: Holding) -> str:
    """The step that was taken today, and the one that is announced."""
    step = int(why.why.removeprefix("step ")) if why.why.startswith("step ") else 0
    return " ".join(filter(None, [ladder.taken(tx, services, action, step), here.ahead.get(action.number, "")]))


def _direct(
    tx: Transaction, services: Services, user: str, whys: Collection[Why], more: Mapping[str, int]
) -> Reply | None:
    here = holding(tx, services, whys)
    lines = [
        Line(action, here.ahead.get(action.number, ""))
        for action, _ in here.of("direct")
        if user in reach.leads(tx, services, action.lead.code, action.named_lead).users
    ]
    return messages.direct(Group(lines, more.get("direct", 0)), services.yardstick()) if lines else None


def _why_alone(tx: Transaction, services: Services, action: Action) -> str:
    found = reach.leads(tx, services, action.lead.code, action.named_lead)
    return f"Nobody could be told directly: {found.why}." if found.why else ""
