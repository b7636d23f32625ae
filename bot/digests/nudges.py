"""The day's nudges, built from one moment's reading: to be queued, to be looked at, or to be looked at again."""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from bot.digests import ladder, reach, told
from bot.digests.ladder import Climb
from bot.digests.told import Why
from bot.domain.ladder import EXCEPTION_LIST, EXECUTIVE, LEADS
from bot.domain.nudges import STEPS, Near, near, waits
from bot.domain.pauses import Pauses
from bot.messages import unit_nudges
from bot.messages.blocks import fitted
from bot.services import Services
from storage import actions, nudges, pauses, people
from storage.database import Row, Transaction
from storage.outbox import Message


class Day(NamedTuple):
    """A day's nudges: the messages, and what happens to overdue actions on the ladder."""

    messages: list[Message]
    climbs: list[Climb]


class _Step(NamedTuple):
    """A step of the ladder that is told of today: of which action, its lead partner's code, its own named lead."""

    number: int
    step: int
    lead: str
    named_lead: str | None


class _Found(NamedTuple):
    """What a day is about."""

    near: Near
    paused: Pauses
    climbs: list[Climb]
    steps: list[_Step]
    partners: list[Row]


def made(tx: Transaction, services: Services) -> list[Message]:
    """The messages that would be queued now, in order."""
    return day(tx, services).messages


def day(tx: Transaction, services: Services) -> Day:
    """All of it as it would be queued now."""
    found = _found(tx, services)
    drafts = [*_to_channels(tx, services, found), *_to_leads(tx, services, found)]
    return Day([message for one in drafts if (message := _message(tx, services, *one))], found.climbs)


def for_heartbeat(tx: Transaction, services: Services) -> list[tuple[str, str]]:
    """What the business unit would be told today, as titles and words: the heartbeat tells it on its day.

    But for what waits, of which the heartbeat tells all there is.
    """
    whys = [why for why in _to_unit(tx, services, _found(tx, services)) if why.kind not in {"waits", "asks", "test"}]
    shown, more = told.first(whys)
    groups = told.unit(tx, services, told.holding(tx, services, shown), more)
    return unit_nudges.sections(groups, services.yardstick())


def _found(tx: Transaction, services: Services) -> _Found:
    today = services.today()
    paused = pauses.on(tx, today)
    climbs = ladder.climbs(tx, services, paused)
    steps = [_Step(one.action.number, one.step, one.action.lead, one.action.named_lead) for one in climbs if one.step]
    steps += [one for one in _again(tx, services) if one not in steps]
    return _Found(near(today, services.days), paused, climbs, steps, people.partners(tx))


def _again(tx: Transaction, services: Services) -> list[_Step]:
    """Steps that were taken before and could not be told on their day, as Slack was down."""
    lost = sorted({(number, STEPS[why]) for number, why in told.again(tx, services)})
    there = {one.number: one for one in actions.by_numbers(tx, {number for number, _ in lost})} if lost else {}
    return [_Step(number, step, there[number].lead.code, there[number].named_lead) for number, step in lost]


def _message(tx: Transaction, services: Services, key: str, channel: str, whys: Iterable[Why]) -> Message | None:
    shown, more = told.first(whys)
    reply = told.reply(tx, services, key, channel, shown, more)
    if reply is None:
        return None
    numbers, said = tuple(one.number for one in shown), tuple(one.why for one in shown)
    carries = json.dumps(more) if more else ""
    return Message.of(
        key, channel, *fitted(reply), shows="nudge", carries=carries, actions=numbers, whys=said, scheduled=True
    )


def _to_channels(tx: Transaction, services: Services, found: _Found) -> Iterator[tuple[str, str, list[Why]]]:
    """A draft for each channel that has no digest or heartbeat today: what it is about."""
    weekly, unit = told.weekly(tx, services), people.unit_channel(tx)
    by_partner, executive = _to_partners(tx, found), reach.executive(tx, services).channel
    whys: dict[str, list[Why]] = {}
    for row in found.partners:
        if row["channel_id"] and (row["channel_id"], "digest") not in weekly:
            whys[row["channel_id"]] = by_partner.get(row["code"], [])
    if unit and (unit, "heartbeat") not in weekly:
        whys.setdefault(unit, []).extend(_to_unit(tx, services, found))
    if executive:
        whys[executive] = [Why(one.number, "executive") for one in found.steps if one.step == EXECUTIVE]
    for channel, about in whys.items():
        yield f"nudge:{services.today()}:{channel}", channel, about


def _to_partners(tx: Transaction, found: _Found) -> Mapping[str, list[Why]]:
    """What each partner is nudged about, by code, most urgent first."""
    today, quiet = found.paused.today, found.paused.of_partner
    soon = [
        (one, f"due {off}")
        for off, span in found.near.soon.items()
        for parts in (False, True)
        for one in nudges.falling(tx, span, today, parts=parts)
    ]
    late = [(one, "overdue") for one in nudges.falling(tx, found.near.past, today, parts=True)]
    rows = [
        (one.due, one.number, one.code, why)
        for one, why in (*soon, *late)
        if not (quiet(one.lead) or quiet(one.code))
    ]
    for climb in found.climbs:
        fell_held = climb.action.asked and found.near.past.first <= climb.action.due  # the ladder has no word on it
        if climb.announced or climb.step or fell_held:
            why = f"step {climb.step}" if climb.step else "overdue"
            rows.append((climb.action.due, climb.action.number, climb.action.lead, why))
    whys: dict[str, list[Why]] = {}
    for _, number, code, why in sorted(rows):
        whys.setdefault(code, []).append(Why(number, why))
    return whys


def _to_unit(tx: Transaction, services: Services, found: _Found) -> list[Why]:
    """What the business unit is told of."""
    today, days, zone = services.today(), services.days, services.zone
    if found.paused.everything:
        return []
    spans = [found.near.past, *(found.near.soon[off] for off in sorted(found.near.soon))]
    return [
        *(Why(number, "test") for span in spans for number in nudges.tests(tx, span, today)),
        *(
            Why(number, kind)
            for kind, some in (("waits", nudges.waiting(tx, today)), ("asks", nudges.requests(tx, today)))
            for number, since in some
            if waits(since.astimezone(zone).date(), today, days)
        ),
        *(Why(one.number, "list") for one in found.steps if one.step == EXCEPTION_LIST),
        *(Why(number, "alone") for number, users in _leads(tx, services, found) if not users),
        *(Why(one.number, "instead") for one in _instead(tx, services, found)),
    ]


def _instead(tx: Transaction, services: Services, found: _Found) -> list[_Step]:
    if reach.executive(tx, services).channel:
        return []
    return [one for one in found.steps if one.step == EXECUTIVE]


def _leads(tx: Transaction, services: Services, found: _Found) -> Iterator[tuple[int, Collection[str]]]:
    """Each action of which leads are told today, and the user ids of those who are."""
    for one in found.steps:
        if one.step == LEADS:
            yield one.number, reach.leads(tx, services, one.lead, one.named_lead).users


def _to_leads(tx: Transaction, services: Services, found: _Found) -> Iterator[tuple[str, str, list[Why]]]:
    """A draft for each lead and deputy who is told directly."""
    whys: dict[str, list[Why]] = {}
    for number, users in _leads(tx, services, found):
        for user in users:
            whys.setdefault(user, []).append(Why(number, "direct"))
    for user, about in sorted(whys.items()):
        yield f"ladder:{services.today()}:{user}", user, about
