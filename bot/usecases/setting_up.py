"""Setting the bot up: from the first start on a new database until every step was taken, or is left at that.

Only that it has begun and not ended is kept. How far it is, is what the store holds anyway.
"""

from collections.abc import Collection
from datetime import date

from bot.domain.people import Person, Role
from bot.domain.setting_up import Looked, Place, SettingUp
from bot.usecases.people import permit
from storage import homes, people
from storage import setting_up as stored
from storage.database import Transaction
from storage.setting_up import FIRST_RUN

LOOKED = "looked"
BEGUN, LEFT = "begun", "left"


def begin(tx: Transaction) -> None:
    """It begins where no bot has worked with this database before: an upgrade greets no old hand."""
    if stored.never_ran(tx):
        people.remember(tx, FIRST_RUN, BEGUN)


def under_way(tx: Transaction) -> bool:
    """Whether it has begun, and neither ended nor was left at that."""
    return people.remembered(tx, FIRST_RUN) == BEGUN


def left(tx: Transaction) -> bool:
    """Whether somebody has left it at that, and the coordinators were not told yet."""
    return people.remembered(tx, FIRST_RUN) == LEFT


def end(tx: Transaction) -> None:
    """The coordinators are told that it is over, whether every step was taken or not."""
    people.remember(tx, FIRST_RUN, "")


def leave(tx: Transaction, person: Person) -> None:
    """Leave it at that, though steps are missing. Raises NotAllowed."""
    permit(person)
    if under_way(tx):
        people.remember(tx, FIRST_RUN, LEFT)
        homes.all_changed(tx)


def found(tx: Transaction, coordinators: Collection[str], unit_channel: str) -> SettingUp:
    """How things stand; `unit_channel` is the business unit's channel by the settings, "" for none."""
    rows = stored.places(tx, coordinators)
    places = [Place(**{**row, "inside": bool(row["inside"]), "asked": bool(row["asked"])}) for row in rows]
    on, _, bad = people.remembered(tx, LOOKED).partition(" ")
    looked = Looked(date.fromisoformat(on), int(bad)) if on else None
    return SettingUp(places, bool(unit_channel), stored.actions(tx), looked)


def looked(tx: Transaction, today: date, bad: int) -> None:
    """It was looked whether all is in order, and so much is to be put right."""
    people.remember(tx, LOOKED, f"{today} {bad}")


def nobody(tx: Transaction, coordinators: Collection[str], team: str) -> bool:
    """Whether nobody at all keeps the plan, and somebody from workspace `team` could: it is the bot's own."""
    own = team == people.remembered(tx, "home")
    return own and not coordinators and not people.with_role(tx, Role.BUSINESS_UNIT)


def is_empty(tx: Transaction) -> bool:
    """Whether there is no plan yet: whoever comes first may be the one who is to keep it."""
    return not (stored.actions(tx) or people.partners(tx))
