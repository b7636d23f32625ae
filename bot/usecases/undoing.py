"""Taking back what was just done: one's own, within 15 minutes, while nobody has built on it."""

from datetime import timedelta

from bot.domain.errors import MovedOn
from bot.domain.events import ESCALATED, By, Event, Origin
from bot.domain.refs import Ref
from storage import audit
from storage.database import Transaction

UNDO = timedelta(minutes=15)


def last_own(tx: Transaction, ref: Ref, by: By) -> Event:
    """The last thing that happened to `ref` and was not taken back, where this person may do that now.

    Raises MovedOn.
    """
    events = [event for event in audit.history(tx, str(ref)) if event.verb != ESCALATED]
    undone = {event.undoes for event in events}
    last = next((event for event in events if not event.undoes and event.id not in undone), None)
    if last is None or last.origin in {Origin.IMPORT, Origin.CLOCK}:
        raise MovedOn(f"There is nothing to take back on {ref}.")
    if (last.user, last.team) != (by.person.user, by.person.team):
        raise MovedOn(f"Somebody else has changed {ref} since, so nothing was taken back.")
    if by.at - last.at > UNDO:
        raise MovedOn(f"{ref} was changed more than 15 minutes ago, so it can't be taken back.")
    return last
