"""The heartbeat: the week in one message to the business unit."""

from collections import Counter
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, NamedTuple

from bot.domain.actions import Action, Stage
from bot.domain.brag import Yardstick, working_days
from bot.domain.clocks import local_date
from bot.domain.pauses import Pauses
from bot.domain.plan import Deadline, RemitItem
from bot.messages import blocks as b
from bot.messages import pauses
from bot.messages.actions import due, named
from bot.messages.alerts import why
from bot.messages.blocks import Reply
from bot.messages.deadlines import pressing
from bot.messages.digest import Quiet
from bot.messages.home import rows
from bot.messages.remit import INVENTED
from bot.messages.text import count, day, first_few, full_day, safe
from bot.messages.unit_nudges import TITLES

HEAD = (
    "Audit trail: `{0}`. Keep it: `followthrough verify --head {0}` shows later that nothing up to here was changed."
)
MOST_GLANCES = 20
GLANCES = (1000, 300, 150, 70)
"""Of how many characters of each remit item are told: as many as leave room for all of them."""
MOST_TEXT = 2900  # characters that one block takes, its title left out
MOST_REASONS = 10
MOST_NAMED = 15  # partners in one line


class Sent(NamedTuple):
    """What became of the week's digests: partners' names, for those left out the reason, and why they come late."""

    sent: list[str]
    skipped: list[tuple[str, str]]
    late: str = ""


class Unit(NamedTuple):
    """What the business unit needs to know besides: who waits, who is quiet, what failed.

    `awaiting` acceptance, `asking` for more time and due for `tests`: how many, and those that waited longest.
    `deadlines` are the soonest of those that press, with how many there are; `gone` are the names of partners whose
    named lead, and whose deputy, can't be reached; `pauses` are those of everything and of partners, `paused` how
    many actions are paused and the first of them; `names` are partners' by code; `today` has titles and words of
    what it would be nudged about and that does not wait; `head` is the audit trail's.
    Of the last week: `posted` is how many messages went out, `failures` have the channel and Slack's word for each
    that can't be sent, `dropped` the reason for each that no longer held.
    """

    awaiting: tuple[int, list[Action]]
    asking: tuple[int, list[Action]]
    tests: tuple[int, list[Action]]
    quiet: list[Quiet]
    failures: list[dict[str, Any]]
    dropped: list[dict[str, Any]]
    posted: int
    remit: list[RemitItem]
    deadlines: tuple[int, list[Deadline]]
    gone: tuple[list[str], list[str]]
    invented: bool
    pauses: Pauses
    paused: tuple[int, list[Action]]
    names: Mapping[str, str]
    today: list[tuple[str, str]]
    head: str


def heartbeat(week: Sent, unit: Unit, by: Yardstick) -> Reply:
    """To the business unit: what went to whom, what did not and why, who waits, who is quiet, the remit."""
    skipped = [f"{safe(name, 60)} ({reason})" for name, reason in week.skipped]
    parts = [
        ("This week's digest is for", _some([safe(name, 60) for name in week.sent]) or "nobody"),
        ("Late", safe(week.late)),
        ("Paused", "\n".join(pauses.overview(unit.pauses, unit.paused, unit.names))),
        ("Skipped", _some(skipped)),
        ("In the last 7 days", _sending(unit)),
        ("Waiting for acceptance", _awaiting(unit, by)),
        (TITLES["asks"], _listed(unit.asking, partial(_asked, by=by))),
        (TITLES["test"], _listed(unit.tests, partial(_tested, by=by))),
        *((title, words) for title, words in unit.today if title != TITLES["alone"]),
        ("No update for 3 weeks", _some([_quiet(one, by) for one in unit.quiet])),
        (TITLES["alone"], _alone(unit)),
        ("No reachable deputy", _some([safe(name, 60) for name in unit.gone[1]])),
        ("Deadlines", "\n".join(pressing(*unit.deadlines, by))),
        ("The remit at a glance", _remit(unit.remit)),
    ]
    shown = [b.section(f"*{name}*\n{words}") for name, words in parts if words]
    head = f"The week's digests, {full_day(by.today)}"
    text = f"{head}: {count(len(week.sent), 'partner')} sent, {len(week.skipped):,} skipped."
    notes = [b.context(words) for words in (INVENTED if unit.invented else "", HEAD.format(unit.head)) if words]
    return Reply(text, [b.header(head), *shown, *notes])


def _sending(unit: Unit) -> str:
    """What went out, what could not, and what no longer held when it was to go out."""
    failed = Counter((row["channel"], row["fault"]) for row in unit.failures)
    dropped = Counter(row["fault"] for row in unit.dropped if row["parent_id"] is None)
    refused = [
        f"• {count(number, 'message')} to {_place(channel)} could not be sent: {safe(why(fault).why, 200)}"
        for (channel, fault), number in failed.most_common(MOST_REASONS)
    ]
    left = [
        f"• {count(number, 'message')} no longer held and {'was' if number == 1 else 'were'} not sent: "
        f"{safe(reason, 200)}"
        for reason, number in dropped.most_common(MOST_REASONS)
    ]
    return "\n".join([f"{count(unit.posted, 'message')} sent.", *refused, *left])


def _place(channel: str) -> str:
    return "somebody" if channel.startswith(("D", "U", "W")) else f"<#{channel}>"


def _remit(items: list[RemitItem]) -> str:
    more = [f"And {len(items) - MOST_GLANCES:,} more: `/remit`"] if len(items) > MOST_GLANCES else []
    shown = ["\n".join([*(_glance(item, longest) for item in items[:MOST_GLANCES]), *more]) for longest in GLANCES]
    return next((words for words in shown if len(words) <= MOST_TEXT), shown[-1])


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


def _listed(some: tuple[int, list[Action]], words: Callable[[Action], str]) -> str:
    total, first = some
    more = [f"And {total - len(first):,} more."] if total > len(first) else []
    return "\n".join([*(f"• {named(one, 120)}, {words(one)}" for one in first), *more])


def _asked(action: Action, by: Yardstick) -> str:
    asked = action.extension
    if not asked:
        return ""
    return f"until {day(asked.due)}, asked by {safe(asked.partner.name, 60)} {rows.since(asked.at, by)}"


def _tested(action: Action, by: Yardstick) -> str:
    if not action.review:
        return ""
    known = by.days.knows(action.review) and by.days.knows(by.today)
    off = by.days.between(by.today, action.review) if known else 0
    when = f", in {working_days(off)}" if off > 0 else f", {working_days(-off)} ago" if off < 0 else ""
    return f"{safe(action.lead.name, 60)}, {due(action)}{when}"


def _alone(unit: Unit) -> str:
    """Partners whose named lead can't be reached, and actions of which nobody could be told directly, in one list."""
    told = [words for title, words in unit.today if title == TITLES["alone"]]
    partners = _some([safe(name, 60) for name in unit.gone[0]])
    return "\n".join([f"• {partners}", *told]) if partners and told else partners or "".join(told)


def _quiet(one: Quiet, by: Yardstick) -> str:
    last = f"last on {day(one.since)}, {one.weeks(by)} ago" if one.heard else "none yet"
    if one.paused:
        last = f"none since its pause ended on {day(one.since)}, {one.weeks(by)} ago"
    return f"{safe(one.partner, 60)} ({last})"


def _glance(item: RemitItem, longest: int) -> str:
    stages = [f"{item.stages[stage]:,} {stage}" for stage in Stage if item.stages.get(stage)]
    return f"• *{item.ref}* {safe(item.text, longest)}: {', '.join(stages) or 'no action yet'}"


def _some(names: list[str]) -> str:
    return first_few(names, MOST_NAMED, "others")
