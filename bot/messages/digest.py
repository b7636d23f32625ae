"""The weekly digest of one partner, and the heartbeat to the business unit."""

from datetime import date, datetime
from typing import NamedTuple

from bot.domain.actions import Action, Stage
from bot.domain.brag import Colour, Yardstick, rate, working_days
from bot.domain.clocks import local_date
from bot.domain.filters import Week
from bot.domain.pauses import Pauses
from bot.domain.plan import Deadline, RemitItem
from bot.messages import blocks as b
from bot.messages.actions import due, named, rating, spoken
from bot.messages.blocks import Block, Reply
from bot.messages.deadlines import pressing
from bot.messages.plan import INVENTED
from bot.messages.text import count, day, full_day, listed, safe

MOST_GLANCES = 20
HOW = (
    "To answer, reply in this thread: `done {ref} what was done` or `update {ref} how it is going`. "
    "Or press a button there."
)


class Since(NamedTuple):
    """The day of the last digest, and how many of the partner's reports were accepted and returned from then on."""

    day: date
    accepted: int = 0
    returned: int = 0


def digest(partner: str, week: Week, first: list[Action], by: Yardstick, since: Since) -> Reply:
    """One partner's week: counts, what changed, up to three things that need attention, how to answer.

    Args:
        partner: its name.
        week: its counts.
        first: its most urgent actions.
        by: what they are held against.
        since: the last digest, and what was decided since.
    """
    urgent = [one for one in first if rate(one, by).colour in {Colour.RED, Colour.AMBER}][:3]
    counts = _counts(week, by)
    changes = _changes(week, since)
    shown: list[Block] = [
        b.header(f"Your actions on {full_day(by.today)}"),
        b.section(f"*{safe(partner)}*\n{counts}\n{changes}"),
    ]
    if urgent:
        lines = [f"{named(one)}\n{rating(one, by)}, {due(one)}{_part(one, partner)}" for one in urgent]
        shown.append(b.section("*Needs attention*\n" + "\n".join(lines)))
    shown.append(b.context(HOW.format(ref=first[0].ref)))
    said = "; ".join(f"{spoken(one)}, {rate(one, by)}" for one in urgent)
    return Reply(f"{safe(partner, 100)}, {full_day(by.today)}. {counts} {said}", shown)


def _part(action: Action, partner: str) -> str:
    return "" if action.lead.name == partner else f" · your part, led by {safe(action.lead.name, 80)}"


def _counts(week: Week, by: Yardstick) -> str:
    parts = [
        f"{week.overdue:,} overdue" if week.overdue else "none overdue",
        f"{week.due_soon:,} due in {working_days(by.due_soon)}" if week.due_soon else "",
    ]
    waiting = f" Reported done and waiting for acceptance: {week.awaiting:,}." if week.awaiting else ""
    return f"{count(week.to_do, 'action')} to do: {', '.join(filter(None, parts))}.{waiting}"


def _changes(week: Week, since: Since) -> str:
    told = [
        (week.newly_reported, "reported done"),
        (since.accepted, "accepted"),
        (since.returned, "returned"),
        (week.newly_overdue, "became overdue"),
    ]
    said = ", ".join(f"{number:,} {words}" for number, words in told if number)
    return f"Since {full_day(since.day)}: {said or 'nothing reported done, nothing newly overdue'}."


class Sent(NamedTuple):
    """What became of the week's digests: partners' names, for those left out the reason, and why they come late."""

    sent: list[str]
    skipped: list[tuple[str, str]]
    late: str = ""


class Unit(NamedTuple):
    """What the business unit needs to know besides: who waits, who is quiet, what failed.

    `deadlines` are the soonest of those that press, with how many there are; `gone` are the names of partners whose
    named lead, and whose deputy, can't be reached; `pauses` are those of everything and of partners.
    """

    awaiting: tuple[int, list[Action]]
    quiet: list[tuple[str, datetime | None]]
    failures: list[str]
    remit: list[RemitItem]
    deadlines: tuple[int, list[Deadline]]
    gone: tuple[list[str], list[str]]
    invented: bool
    pauses: Pauses


def heartbeat(week: Sent, unit: Unit, by: Yardstick) -> Reply:
    """To the business unit: what went to whom, what did not and why, who waits, who is quiet, the remit."""
    skipped = [f"{safe(name, 60)} ({reason})" for name, reason in week.skipped]
    parts = [
        ("This week's digest is for", _some([safe(name, 60) for name in week.sent]) or "nobody"),
        ("Late", safe(week.late)),
        ("Paused", _paused(unit.pauses)),
        ("Skipped", _some(skipped)),
        ("Could not be sent since last week", _some(unit.failures)),
        ("Waiting for acceptance", _awaiting(unit, by)),
        ("No update for 3 weeks", _some([_quiet(name, at, by) for name, at in unit.quiet])),
        ("No reachable lead", _some([safe(name, 60) for name in unit.gone[0]])),
        ("No reachable deputy", _some([safe(name, 60) for name in unit.gone[1]])),
        ("Deadlines", "\n".join(pressing(*unit.deadlines, by))),
        ("The remit at a glance", _remit(unit.remit)),
    ]
    shown = [b.section(f"*{name}*\n{words}") for name, words in parts if words]
    head = f"The week's digests, {full_day(by.today)}"
    text = f"{head}: {count(len(week.sent), 'partner')} sent, {len(week.skipped):,} skipped."
    note = [b.context(INVENTED)] if unit.invented else []
    return Reply(text, [b.header(head), *shown, *note])


def _paused(found: Pauses) -> str:
    everything = found.everything
    whole = [f"Everything, until {full_day(everything.until)}: {safe(everything.reason, 200)}"] if everything else []
    each = [f"{code}, until {full_day(one.until)}: {safe(one.reason, 200)}" for code, one in found.partners.items()]
    return "\n".join([*whole, *each])


def _remit(items: list[RemitItem]) -> str:
    more = [f"And {len(items) - MOST_GLANCES:,} more: `/remit`"] if len(items) > MOST_GLANCES else []
    return "\n".join([*map(_glance, items[:MOST_GLANCES]), *more])


def _awaiting(unit: Unit, by: Yardstick) -> str:
    total, longest = unit.awaiting
    if not total:
        return "Nothing."
    rows = [f"• {named(one, 120)}, {_waited(one, by)}" for one in longest]
    more = f"\nAnd {total - len(longest):,} more: `/actions awaiting`" if total > len(longest) else ""
    return "\n".join(rows) + more


def _waited(action: Action, by: Yardstick) -> str:
    waited = by.days.between(local_date(action.stage_since, by.zone), by.today)
    return f"{safe(action.lead.name, 60)}, for {working_days(waited)}"


def _quiet(name: str, at: datetime | None, by: Yardstick) -> str:
    last = f"last on {day(local_date(at, by.zone))}" if at else "none yet"
    return f"{safe(name, 60)} ({last})"


def _glance(item: RemitItem) -> str:
    stages = [f"{item.stages[stage]:,} {stage}" for stage in Stage if item.stages.get(stage)]
    return f"• *{item.ref}* {safe(item.text, 70)}: {', '.join(stages) or 'no action yet'}"


def _some(names: list[str], most: int = 15) -> str:
    more = [f"{len(names) - most:,} others"] if len(names) > most else []
    return listed([*names[:most], *more])
