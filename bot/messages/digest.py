"""The weekly digest of one partner."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import NamedTuple

from bot.domain.actions import Action
from bot.domain.brag import Colour, Yardstick, rate, working_days
from bot.domain.filters import Week
from bot.messages import blocks as b
from bot.messages.actions import due, named, rating, spoken
from bot.messages.blocks import Block, Reply
from bot.messages.text import count, full_day, safe

MOST_TAKEN = 10
HOW = (
    "To answer, reply in this thread: `done {ref} what was done` or `update {ref} how it is going`. "
    "Or press a button there."
)


class Since(NamedTuple):
    """The day of the last digest, and how many of the partner's reports were accepted and returned from then on."""

    day: date
    accepted: int = 0
    returned: int = 0


class Quiet(NamedTuple):
    """A partner (its name) that was not heard for weeks: the day of its last word, or of its first action if none.

    Where it was `paused` after that, the day on which its pause ended.
    """

    partner: str
    since: date
    heard: bool
    paused: bool = False

    def weeks(self, by: Yardstick) -> str:
        """For how many weeks."""
        return count((by.today - self.since).days // 7, "week")


def digest(  # noqa: PLR0913 — a digest is these things
    partner: str,
    week: Week,
    first: list[Action],
    by: Yardstick,
    since: Since,
    *,
    ahead: Mapping[int, str] = MappingProxyType({}),
    taken: Mapping[int, str] = MappingProxyType({}),
    quiet: Quiet | None = None,
) -> Reply:
    """One partner's week: counts, what changed, up to three things that need attention, how to answer.

    Args:
        partner: its name.
        week: its counts.
        first: its most urgent actions.
        by: what they are held against.
        since: the last digest, and what was decided since.
        ahead: by number, what comes next for those that stay overdue.
        taken: by number, the step that is taken with them today.
        quiet: since when nothing was heard, where that is long ago.
    """
    nudged = [one for one in first if not one.pause_on(by.today)]
    urgent = [one for one in nudged if rate(one, by).colour in {Colour.RED, Colour.AMBER}][:3]
    counts = _counts(week, by)
    changes = _changes(week, since)
    shown: list[Block] = [
        b.header(f"Your actions on {full_day(by.today)}"),
        b.section("\n".join([f"*{safe(partner)}*", counts, changes, *_no_update(quiet, by)])),
    ]
    if urgent:
        lines = [f"{named(one)}\n{rating(one, by)}, {due(one)}{_after(one, partner, taken, ahead)}" for one in urgent]
        shown.append(b.section("*Needs attention*\n" + "\n\n".join(lines)))
    shown += _also([one for one in nudged if one.lead.name == partner and one not in urgent], taken)
    shown.append(b.context(HOW.format(ref=first[0].ref)))
    said = "; ".join(f"{spoken(one)}, {rate(one, by)}" for one in urgent)
    return Reply(f"{safe(partner, 100)}, {full_day(by.today)}. {counts} {said}", shown)


def _also(others: list[Action], taken: Mapping[int, str]) -> list[Block]:
    """Steps taken today with the others: the thread is brought up to date on other days too, so can't say "today"."""
    also = [one for one in others if one.number in taken]
    if not also:
        return []
    lines = [f"{named(one, 120)}\n{taken[one.number]}" for one in also[:MOST_TAKEN]]
    more = [f"And {len(also) - MOST_TAKEN:,} more: `/actions overdue`"] if len(also) > MOST_TAKEN else []
    return [b.section("\n".join(["*Also today*", *lines, *more]))]


def _after(action: Action, partner: str, taken: Mapping[int, str], ahead: Mapping[int, str]) -> str:
    """Whose part it is, or for the partner that leads it what is done today and what comes next."""
    if action.lead.name != partner:
        return f" · your part, led by {safe(action.lead.name, 80)}"
    words = [found[action.number] for found in (taken, ahead) if action.number in found]
    return f"\n{' '.join(words)}" if words else ""


def _no_update(quiet: Quiet | None, by: Yardstick) -> list[str]:
    if quiet is None:
        return []
    said = "No update" if quiet.heard or quiet.paused else "No update yet,"
    ended = " the pause ended on" if quiet.paused else ""
    return [f"{said} since{ended} {full_day(quiet.since)}: {quiet.weeks(by)}."]


def _counts(week: Week, by: Yardstick) -> str:
    parts = [
        f"{week.overdue:,} overdue" if week.overdue else "none overdue",
        f"{week.due_soon:,} due in {working_days(by.due_soon)}" if week.due_soon else "",
    ]
    waiting = f" Reported done and waiting for acceptance: {week.awaiting:,}." if week.awaiting else ""
    paused = f" {count(week.paused, 'action')} {'is' if week.paused == 1 else 'are'} paused." if week.paused else ""
    return f"{count(week.to_do, 'action')} to do: {', '.join(filter(None, parts))}.{waiting}{paused}"


def _changes(week: Week, since: Since) -> str:
    told = [
        (week.newly_reported, "reported done"),
        (since.accepted, "accepted"),
        (since.returned, "returned"),
        (week.newly_overdue, "became overdue"),
    ]
    said = ", ".join(f"{number:,} {words}" for number, words in told if number)
    return f"Since {full_day(since.day)}: {said or 'nothing reported done, nothing newly overdue'}."
