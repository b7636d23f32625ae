"""A tracker is imported in three steps: it is asked for, its check is shown, and then all of it is taken or nothing.

Each step is a state of the store's; a file is read and applied later, where it holds nobody up.
"""

from typing import Any

from bot.domain.errors import MovedOn, NotFound
from bot.domain.events import By
from bot.domain.people import Verb
from bot.usecases.access import permit_plan
from storage import errands, imports
from storage.database import Transaction
from storage.imports import Import

ERRAND = "import"
"""What reads a file, or applies it: its import's state says which."""


def key(number: int) -> str:
    """Of the message that shows an import's check."""
    return f"import:{number}"


def ask(tx: Transaction, file: str, choices: dict[str, Any], by: By) -> int:
    """Have a file in Slack looked at; the import's number. Raises NotAllowed."""
    permit_plan(Verb.MANAGE, by.person)
    number = imports.add(tx, by.person.user, by.person.team, file, choices, by.at)
    errands.add(tx, ERRAND, str(number), by.at)
    return number


def begin(tx: Transaction, number: int, by: By) -> Import:
    """Have everything imported that the check shows. Raises NotAllowed, NotFound, MovedOn."""
    found = shown(tx, number, by)
    imports.move(tx, number, "shown", "applying")
    errands.add(tx, ERRAND, str(number), by.at)
    return found


def again(tx: Transaction, number: int, choices: dict[str, Any], by: By) -> Import:
    """Have the same file looked at anew with other choices. Raises NotAllowed, NotFound, MovedOn."""
    found = shown(tx, number, by)
    imports.move(tx, number, "shown", "cancelled")
    ask(tx, found.file, choices, by)
    return found


def cancel(tx: Transaction, number: int, by: By) -> Import:
    """Import nothing. Raises NotAllowed, NotFound, MovedOn."""
    found = shown(tx, number, by)
    imports.move(tx, number, "shown", "cancelled")
    return found


def shown(tx: Transaction, number: int, by: By) -> Import:
    """One's own import whose check is shown. Raises NotAllowed, NotFound, MovedOn where it went on from there."""
    permit_plan(Verb.MANAGE, by.person)
    found = imports.find(tx, number)
    if found is None or (found.user, found.team) != (by.person.user, by.person.team):
        raise NotFound("There is no such import of yours.", "/actions import")
    if found.state != "shown":
        raise MovedOn(_BECAME.get(found.state, "That file is being read."))
    return found


_BECAME = {
    "applying": "That is being imported already.",
    "applied": "That was imported already.",
    "cancelled": "That was cancelled, or a newer check took its place.",
    "refused": "That could not be imported, so there is nothing to do with it.",
}
