"""What a board pack is made from: the plan as at two days, and what happened between them."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.actions import TO_DO, Action, Stage
from bot.domain.brag import Yardstick
from bot.domain.clocks import local_date
from bot.domain.events import Event
from bot.domain.people import Person
from bot.domain.plan import RemitItem
from storage import history, updates
from storage.database import Transaction
from storage.history import PlanAsAt
from storage.updates import Word

WEEKS = 26
SAID = frozenset({"update", "blocked", "unblocked", "done", "part done", "evidence", "return", "accept", "refuse"})
"""Deeds whose words tell how an action is going."""
EVIDENCE = frozenset({"done", "evidence", "accept", "embedded", "sustained"})


@dataclass(frozen=True)
class Facts:
    """All that a pack says, before it is put into words.

    Args:
        plan: as at the pack's day, with the actions that are in the pack only.
        then: as at the day since which changes are told, alike.
        by: what actions are held against; its `today` is the pack's day.
        since: that other day.
        events: what happened between the two, and was not taken back.
        dated: every event until then about due dates and more time.
        words: the last words about actions, by number.
        evidence: the last words that were evidence, or about it, alike.
        points: how many actions were in each stage at the end of each of the last weeks.
        seen_by: "" for the whole plan, else the name of whose actions alone are in the pack.
    """

    plan: PlanAsAt
    then: PlanAsAt
    by: Yardstick
    since: date
    events: list[Event]
    dated: list[Event]
    words: Mapping[int, Word]
    evidence: Mapping[int, Word]
    points: list[tuple[date, Counter[str]]]
    seen_by: str = ""

    @property
    def to_do(self) -> list[Action]:
        """What is still to do."""
        return [one for one in self.plan.actions.values() if one.stage in TO_DO]

    @property
    def overdue(self) -> list[Action]:
        """What is still to do and past its date, longest overdue first."""
        return overdue(self.plan, self.by.today)

    def stages(self, *stages: Stage) -> list[Action]:
        """Actions in these stages, those that came into theirs first before the others."""
        found = [one for one in self.plan.actions.values() if one.stage in stages]
        return sorted(found, key=lambda one: (one.stage_since, one.number))

    @property
    def bare(self) -> list[RemitItem]:
        """Remit items that were not met and that no action serves, but for withdrawn ones."""
        kept = [one for one in self.plan.actions.values() if one.stage is not Stage.WITHDRAWN]
        served = {number for one in kept for number in one.remit}
        return [item for item in self.plan.remit if not item.met and item.number not in served]

    def working_days(self, start: date, end: date) -> int | None:
        """Working days after `start` up to `end`; None where bank holidays are not known."""
        days = self.by.days
        return days.between(start, end) if days.knows(start) and days.knows(end) else None

    def late(self, due: date) -> int | None:
        """How many working days `due` lies back on the pack's day."""
        return self.working_days(due, self.by.today)

    def day(self, moment: datetime) -> date:
        """The date in the partnership's zone."""
        return local_date(moment, self.by.zone)

    def organisation(self, code: str | None) -> str:
        """A partner's name as it was then."""
        found = self.plan.partners.get(code or "")
        return found.name if found else code or ""


def end_of(day: date, zone: ZoneInfo) -> datetime:
    """The last moment of a day in `zone`, in UTC."""
    return datetime.combine(day + timedelta(days=1), time(), zone).astimezone(UTC) - timedelta(microseconds=1)


def overdue(plan: PlanAsAt, today: date) -> list[Action]:
    """What is still to do and past its date on `today`, longest overdue first."""
    found = [one for one in plan.actions.values() if one.stage in TO_DO and one.due and one.due < today]
    return sorted(found, key=lambda one: (one.due or today, one.number))


def found(tx: Transaction, by: Yardstick, since: date, person: Person) -> Facts:
    """The facts of the pack of `by.today`, as `person` may see them: all, or what their own partners lead."""
    until, from_ = end_of(by.today, by.zone), end_of(since, by.zone)
    plan, then = (_seen(history.as_at(tx, moment), person) for moment in (until, from_))
    return Facts(
        plan=plan,
        then=then,
        by=by,
        since=since,
        events=_about(history.happened(tx, from_, until), plan, person),
        dated=_about(history.dated(tx, until), plan, person),
        words=updates.last_words(tx, until, SAID),
        evidence=updates.last_words(tx, until, EVIDENCE),
        points=_points(tx, by, plan),
        seen_by="" if person.sees_everything else " and ".join(_names(plan, person)),
    )


def _names(plan: PlanAsAt, person: Person) -> list[str]:
    return [plan.partners[code].name if code in plan.partners else code for code in sorted(person.partners)]


def _seen(plan: PlanAsAt, person: Person) -> PlanAsAt:
    """Only what `person` may report."""
    if person.sees_everything:
        return plan
    own = {one.number: one for one in plan.actions.values() if one.lead.code in person.partners}
    return replace(plan, actions=own, remit=tuple(item.model_copy(update={"stages": {}}) for item in plan.remit))


def _about(events: list[Event], plan: PlanAsAt, person: Person) -> list[Event]:
    """Of events, those of the plan's actions; who sees everything hears of the rest of the plan too."""
    refs = {str(one.ref) for one in plan.actions.values()}
    if person.sees_everything:
        refs |= {str(one.ref) for one in plan.remit} | {str(one.ref) for one in plan.deadlines}
    return [event for event in events if event.subject in refs]


def _points(tx: Transaction, by: Yardstick, plan: PlanAsAt) -> list[tuple[date, Counter[str]]]:
    """The end of each of the last weeks, from the first one on of which anything is known."""
    first = history.first(tx)
    days = [by.today - timedelta(weeks=weeks) for weeks in range(WEEKS, -1, -1)]
    known = [day for day in days if first and end_of(day, by.zone) >= first]
    counts = history.stages_at(tx, [end_of(day, by.zone) for day in known], plan.actions)
    return list(zip(known, counts, strict=True))
