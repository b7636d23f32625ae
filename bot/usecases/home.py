"""What App Home shows somebody: gathered in one reading, and only what they may see."""

from collections.abc import Collection, Sequence
from datetime import UTC, date, datetime, time, timedelta

from bot.domain.brag import Yardstick
from bot.domain.errors import BadInput
from bot.domain.filters import Filters
from bot.domain.home import Mine, Offers, Some, Stranger, Whole
from bot.domain.people import Person, Role, Verb, may
from bot.usecases import progress, setting_up
from storage import digests, home_lists, ladder, nudges, pauses, people, queries
from storage.database import Transaction

ROWS = 10  # of the first list
FEW = 5  # of each other one
ITEMS = 12  # of the remit
HEARD_FOR = timedelta(days=7)
NEAR = 20  # working days in which a deadline presses
MOST_DEADLINES = 10

Found = Mine | Whole | Stranger


def found(  # noqa: PLR0913, PLR0917 — what is shown depends on these things
    tx: Transaction, person: Person, by: Yardstick, soon: date, coordinators: Collection[str], unit_channel: str
) -> Found:
    """What `person` is shown.

    Args:
        tx: a unit of work.
        person: as they stand now.
        by: what actions are held against.
        soon: the last date that counts as due soon; tests until then are shown.
        coordinators: user ids of the business unit's first members.
        unit_channel: the business unit's channel by the settings, "" for none.
    """
    if not person.known:
        if setting_up.nobody(tx, coordinators, person.team):
            return Stranger([], person.user if setting_up.is_empty(tx) else "")
        return Stranger(list(dict.fromkeys([*coordinators, *people.with_role(tx, Role.BUSINESS_UNIT)])))
    direct = not nudges.silent(tx, person.user)
    if not person.sees_everything:
        return _mine(tx, person, by, soon)._replace(direct=direct)
    unit = Role.BUSINESS_UNIT in person.roles and setting_up.under_way(tx)
    steps = setting_up.found(tx, coordinators, unit_channel) if unit else None
    return _whole(tx, person, by, soon)._replace(direct=direct, setting_up=steps)


def _mine(tx: Transaction, person: Person, by: Yardstick, soon: date) -> Mine:
    partners = home_lists.partners(tx, sorted(person.partners))
    ids = [row["id"] for row in partners]
    led, parts = home_lists.led(tx, ids, ROWS), home_lists.parts(tx, ids, FEW)
    requests, tests = _others(tx, ids, led, parts), home_lists.tests(tx, ids, soon, FEW)
    return Mine(
        partners={row["code"]: row["name"] for row in partners},
        counts=queries.count(tx, person, Filters(), by.today, soon),
        urgent=home_lists.most_urgent(tx, ids),
        led=led,
        parts=parts,
        requests=requests,
        tests=tests,
        offers=_offers(person, led, parts, requests, tests),
        pauses=pauses.on(tx, by.today),
    )


def _whole(tx: Transaction, person: Person, by: Yardstick, soon: date) -> Whole:
    overdue, awaiting = home_lists.overdue(tx, by.today, ROWS), home_lists.awaiting(tx, FEW)
    requests, tests = _others(tx, None, overdue, awaiting), home_lists.tests(tx, None, soon, FEW)
    remit, remit_left = home_lists.remit(tx, ITEMS)
    unit = Role.BUSINESS_UNIT in person.roles
    since = datetime.combine(by.today - HEARD_FOR, time(), by.zone).astimezone(UTC)
    return Whole(
        counts=queries.count(tx, person, Filters(), by.today, soon),
        overdue=overdue,
        awaiting=awaiting,
        requests=requests,
        tests=tests,
        remit=remit,
        remit_left=remit_left,
        deadlines=home_lists.deadlines(tx, near(by), MOST_DEADLINES),
        gone=home_lists.unreachable(tx) if unit else ([], []),
        engagement=home_lists.engagement(tx, since) if unit else None,
        keeps=may(Verb.MANAGE, person.standings(None)),
        invented=queries.any_invented(tx, person),
        offers=_offers(person, overdue, awaiting, requests, tests),
        pauses=pauses.on(tx, by.today),
        paused=digests.paused(tx, by.today, ROWS) if unit else (0, []),
        exceptions=queries.count(tx, person, Filters(exceptions=True), by.today, soon).total,
        reached=ladder.reached(tx, [action.number for action in overdue.first]),
    )


def near(by: Yardstick) -> date:
    """The last day on which a deadline that falls due presses already; the last known one where it lies beyond."""
    try:
        return by.days.add(by.today, NEAR)
    except BadInput:
        return max(by.today, by.days.last)


def _others(tx: Transaction, ids: Sequence[int] | None, *shown: Some) -> Some:
    """The requests for more time for actions that are in no other list: those there say it in their own row."""
    there = {action.number for some in shown for action in some.first}
    found = home_lists.requests(tx, ids, len(there) + FEW)
    left = [action for action in found.first if action.number not in there]
    return Some(left[:FEW], found.more or len(left) > FEW)


def _offers(person: Person, *lists: Some) -> Offers:
    return {action.number: progress.offers(action, person) for some in lists for action in some.first}
