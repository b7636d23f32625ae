"""Digests that the business unit looks at before they go out, and sends by hand."""

from datetime import datetime, timedelta

from bot.digests import week
from bot.domain.errors import MovedOn, NotAllowed
from bot.domain.events import By
from bot.domain.hours import next_open
from bot.domain.people import Person, Verb, may
from bot.messages.text import moment
from bot.services import Services
from storage import audit
from storage.database import Row, Transaction

BETWEEN = timedelta(minutes=15)
VERB = "digest sent"


def permit(person: Person) -> None:
    """Raise NotAllowed unless `person` looks after every partner's digest."""
    if not may(Verb.MANAGE, person.standings(None)):
        raise NotAllowed("Only the business unit previews and sends partners' digests, so nothing was changed.")


def send(tx: Transaction, services: Services, row: Row, by: By) -> datetime:
    """Queue a partner's digest and its thread, also where this week's went already; from when on it goes out.

    Raises NotAllowed, and MovedOn where there is none now or one was sent by hand just before.
    """
    permit(by.person)
    code, last = row["code"], audit.last_at(tx, row["code"], VERB)
    if last and by.at < last + BETWEEN:
        raise MovedOn(
            f"A digest for {code} was sent by hand on {moment(last, services.zone)}, so none was sent now. "
            f"Another one can be sent from {moment(last + BETWEEN, services.zone)}."
        )
    audit.append(tx, by, VERB, code, after={"week": week.period(services.today())})
    found = week.of_partner(tx, services, row, f"again-{audit.last_id(tx, code)}")
    if isinstance(found, str):
        raise MovedOn(f"No digest was sent to {row['name']}: {found}.")
    week.queue(tx, found, by.at)
    return next_open(by.at, services.zone, services.days)
