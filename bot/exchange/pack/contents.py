"""What stands in a board pack as at a day, from the audit trail alone; and that packs were made."""

from datetime import date, timedelta

from bot.domain.brag import Yardstick
from bot.domain.clocks import local_date
from bot.domain.errors import BadInput, NotAllowed
from bot.domain.events import By
from bot.domain.people import Person, Standing, Verb, may
from bot.exchange.pack import (
    assurance,
    changes,
    decisions,
    exceptions,
    extensions,
    facts,
    indicators,
    notes,
    remit,
    summary,
)
from bot.exchange.pack.facts import Facts
from bot.exchange.pack.model import Pack
from bot.exchange.pack.telling import clean
from bot.messages.text import day, full_day
from storage import audit, history
from storage.database import Transaction

TITLE = "Board pack"
USUAL = timedelta(weeks=4)
"""How far back changes are told where no pack was made before: a board meets every four weeks or so."""

_SECTIONS = (
    summary.section,
    decisions.section,
    exceptions.section,
    exceptions.by_age,
    changes.section,
    assurance.waiting,
    assurance.lasting,
    remit.section,
    remit.deadlines,
    indicators.section,
    extensions.section,
    notes.funding,
    notes.reading,
)
"""In the order in which a board reads them."""


def gathered(tx: Transaction, by: Yardstick, as_at: date, since: date, person: Person) -> Pack:
    """The pack as at the end of the day `as_at`: the same, whenever it is made, as long as the trail is.

    Args:
        tx: a unit of work.
        by: what actions are held against. Its `today` only says which days are still to come.
        as_at: a date in the partnership's zone.
        since: what changed is told from the end of this day on; `last_pack` has the usual one.
        person: who asks. Who sees everything gets the whole plan, a partner's member what that partner leads.

    Raises NotAllowed, and BadInput for a day of which nothing can be known.
    """
    permit(person)
    _check(tx, by, as_at, since)
    found = facts.found(tx, by.model_copy(update={"today": as_at}), since, person)
    return _pack(found)


def _pack(found: Facts) -> Pack:
    sections = tuple(section(found) for section in _SECTIONS)
    return Pack(TITLE, found.by.today, found.since, sections, clean(found.seen_by))


def permit(person: Person) -> None:
    """Raise NotAllowed for who may not make a pack, not even of their own partner's actions."""
    own = {Standing.LEAD} if person.partners else set()
    if not may(Verb.REPORT, person.standings(None) | own):
        raise NotAllowed("Board packs are for the partnership's members, assurers and observers.")


def _check(tx: Transaction, by: Yardstick, as_at: date, since: date) -> None:
    if as_at > by.today:
        raise BadInput(
            f"{full_day(as_at)} is still to come, so nobody knows how the plan will stand.", day(by.today), "as_at"
        )
    first = history.first(tx)
    if first is None:
        raise BadInput("Nothing is recorded yet, so there is nothing to report.", "followthrough import plan.xlsx")
    if facts.end_of(as_at, by.zone) < first:
        begun = local_date(first, by.zone)
        raise BadInput(f"Nothing is recorded from before {full_day(begun)}.", day(begun), "as_at")
    if since >= as_at:
        raise BadInput(
            f"What changed is told since a day before {full_day(as_at)}, so {full_day(since)} is too late.",
            day(as_at - USUAL),
            "since",
        )


def last_pack(tx: Transaction, as_at: date, person: Person | None = None) -> date:
    """Since when the pack of `as_at` usually tells what changed: the day of the pack before it, else four weeks back.

    Packs that were made after the first one of `as_at` are left out, so that it says the same when it is made again.
    `person`: whose packs count, those of the whole plan or of their partners; None for the whole plan.
    """
    return history.last_reported(tx, as_at, _whose(person)) or max(as_at, date.min + USUAL) - USUAL


def recorded(tx: Transaction, by: By, as_at: date, since: date, kind: str) -> None:
    """Write in the audit trail who took out which pack, as a file of which `kind` ("docx", "xlsx")."""
    after = {"as_at": str(as_at), "since": str(since), "kind": kind}
    audit.append(tx, by, history.REPORTED, history.PACK, after=after, partner=_whose(by.person))


def _whose(person: Person | None) -> str | None:
    """The codes of the partners whose pack it is; None for that of the whole plan."""
    return None if person is None or person.sees_everything else ", ".join(sorted(person.partners))
