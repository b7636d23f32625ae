"""The ladder on one day: which steps are taken, which are announced, and what stands ahead of an action."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from bot.digests import reach
from bot.digests.reach import Executive
from bot.domain.actions import TO_DO, Action
from bot.domain.events import ESCALATED, By, Origin
from bot.domain.ladder import EXECUTIVE, LEADS, Ladder, Rung
from bot.domain.pauses import Pauses
from bot.domain.people import Person
from bot.messages import ladder as messages
from bot.services import Services
from storage import homes, ladder, outbox, pauses, people
from storage.database import Transaction
from storage.importing import Entry, trail
from storage.ladder import Overdue

BOT = Person(user="", team="")


class Climb(NamedTuple):
    """An overdue action on one day: where it was, where it is now, and the step that is taken, 0 for none."""

    action: Overdue
    now: Rung
    step: int
    announced: bool


def climbs(tx: Transaction, services: Services, paused: Pauses, only: Collection[int] | None = None) -> list[Climb]:
    """Overdue actions with which something happens today, most overdue first: the same once that was kept.

    `only`: of these actions, by number; None: of all.
    """
    found = ladder.to_climb(tx, services.today(), paused.partners, only, everything=paused.everything is not None)
    return [_climb(tx, services, one, paused) for one in found]


def _climb(tx: Transaction, services: Services, action: Overdue, paused: Pauses) -> Climb:
    today, was = services.today(), action.rung
    own = action.paused_until is not None and action.paused_until > today
    quiet = own or action.asked or paused.of_partner(action.lead) is not None
    if was and was.announced and was.next_on and was.announced < today and was.next_on <= today:
        said = was.announced
        keys = [f"nudge:{said}:{people.partner_channel(tx, action.lead)}", f"digest:{said:%G-W%V}:{action.lead}"]
        day_after = datetime.combine(said + timedelta(days=1), time(), services.zone)
        if ladder.unsaid(tx, keys, day_after):  # Slack was down for that whole day, or all else in it was done
            was = was._replace(next_on=None)
    now = Ladder(today, services.days, services.settings.ladder).climbed(action.due, was, paused=quiet)
    return Climb(action, now, now.step if now.taken == today else 0, now.announced == today)


def keep(tx: Transaction, services: Services, found: Iterable[Climb]) -> None:
    """Keep where actions are now, and each step that was taken in the audit trail."""
    executive, entries = reach.executive(tx, services), []
    for one in found:
        if one.now == one.action.rung or (one.now.next_on is None and one.action.rung is None):
            continue
        if not ladder.put(tx, one.action.number, one.now):
            continue
        outbox.refresh_cards(tx, one.action.number, services.clock())
        if one.step:
            told = _told(tx, services, one, executive)
            before, after = {"step": one.step - 1}, {"step": one.step, "told": told}
            entries.append(Entry(ESCALATED, f"A{one.action.number}", before, after, one.action.lead))
    if entries:
        homes.changed(tx, ())  # who sees the whole plan finds the exception list there
        trail(tx, By(person=BOT, at=services.clock(), origin=Origin.CLOCK), entries)


def _told(tx: Transaction, services: Services, one: Climb, executive: Executive) -> str:
    if one.step == LEADS:
        found = reach.leads(tx, services, one.action.lead, one.action.named_lead)
        return messages.leads(lead=found.lead is not None, deputy=found.deputy is not None, why=found.why)
    return messages.INSTEAD if one.step == EXECUTIVE and executive.why else messages.WHO[one.step]


def rungs(tx: Transaction, services: Services, numbers: Collection[int]) -> dict[int, Rung]:
    """Where these actions are on the ladder after today, by number; those that are on it."""
    paused = pauses.on(tx, services.today())
    today = {one.action.number: one.now for one in climbs(tx, services, paused, numbers)}
    return ladder.rungs(tx, numbers) | today


def ahead(
    tx: Transaction, services: Services, actions: Iterable[Action], after_today: Mapping[int, Rung] | None = None
) -> dict[int, str]:
    """What comes next for each of these that is overdue, in words, by number; or that more time was asked for.

    `after_today`: where they are once today's steps were taken and announced; else as they are.
    """
    today, paused = services.today(), pauses.on(tx, services.today())
    there = [one for one in actions if one.stage in TO_DO and not paused.of_action(one)]
    asked = {one.number: messages.undecided(one.extension.due) for one in there if one.extension}
    late = [one for one in there if one.due and one.due < today and not one.extension]
    found = ladder.rungs(tx, [one.number for one in late]) if after_today is None else after_today
    return asked | {
        one.number: _ahead(tx, services, one, rung.step + 1, rung.next_on)
        for one in late
        if (rung := found.get(one.number)) and rung.due == one.due and rung.next_on and rung.next_on >= today
    }


def _ahead(tx: Transaction, services: Services, action: Action, step: int, on: date) -> str:
    return messages.ahead(step, on, reach.whom(tx, services, step, action.lead.code, action.named_lead))


def taken(tx: Transaction, services: Services, action: Action, step: int) -> str:
    """That this step was taken today, in words; "" for none, and while a request for more time waits."""
    if not step or action.extension:
        return ""
    return messages.taken(step, reach.whom(tx, services, step, action.lead.code, action.named_lead))


def taken_today(
    tx: Transaction, services: Services, actions: Iterable[Action], after_today: Mapping[int, Rung]
) -> dict[int, str]:
    """The step that was taken today with each of these that is overdue, in words, by number."""
    today, paused = services.today(), pauses.on(tx, services.today())
    return {
        one.number: words
        for one in actions
        if one.stage in TO_DO and not paused.of_action(one) and (rung := after_today.get(one.number))
        if rung.taken == today and rung.due == one.due and (words := taken(tx, services, one, rung.step))
    }
