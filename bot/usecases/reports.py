"""Board packs and exports: who may have what of the plan, and where it may be put."""

from datetime import date

from pydantic import BaseModel, ConfigDict

from bot.domain.errors import BadInput, NotAllowed
from bot.domain.events import By
from bot.domain.people import Person, Verb, may
from bot.usecases.posting import POSTS_ANYWHERE, whose
from storage import errands
from storage.database import Transaction

ERRAND = "file"
"""What makes a file and sends it."""


class Wanted(BaseModel):
    """A file that somebody asked for.

    Args:
        kind: which of the kinds of files.
        user: by whom, with the id of their workspace as `team`.
        as_at: the day of a pack; `since`: from when on it tells changes, None for since the last one.
        channel: where it goes; "" for the person's direct messages.
        code: of the partner whose part alone goes into that channel; "" for the whole plan.
        file: Slack's id of the file, once there is one; `looks`: how often it was looked for in its channel.
    """

    model_config = ConfigDict(frozen=True)
    kind: str
    user: str
    team: str
    as_at: date
    since: date | None = None
    channel: str = ""
    code: str = ""
    file: str = ""
    looks: int = 0


def permit(person: Person) -> None:
    """Raise NotAllowed unless there is something that `person` may report."""
    if not any(may(Verb.REPORT, person.standings(code)) for code in (None, *person.partners)):
        raise NotAllowed("Board packs and exports are for the partnership's members, so nothing was made.")


def shown_in(tx: Transaction, person: Person, channel: str) -> str | None:
    """What `person` may have put into a channel: the code of the partner whose part it is, or "" for the whole plan.

    None where nothing may go there: nobody can tell who reads in any other channel.
    """
    whole, code = whose(tx, channel)
    if not (person.roles & POSTS_ANYWHERE or (code and code in person.partners)):
        return None
    return "" if whole and person.sees_everything else code if not whole else None


def seen_by(person: Person, code: str) -> Person:
    """As whom the plan is looked at: the person, or a member of the one partner whose channel it is for."""
    return Person(user=person.user, team=person.team, partners=frozenset({code})) if code else person


def ask(tx: Transaction, wanted: Wanted, delivery: str, by: By, today: date) -> None:
    """Have a file made and sent. Raises NotAllowed, BadInput."""
    permit(by.person)
    if wanted.as_at > today:
        raise BadInput("That day has not come yet: choose today or an earlier day.", field="as_at")
    if wanted.since and wanted.since >= wanted.as_at:
        raise BadInput("Choose a day before the one that the pack is as at.", field="since")
    if wanted.channel:
        check_place(tx, wanted, by.person)
    errands.add(tx, ERRAND, delivery, by.at, wanted.model_dump(mode="json"))


def check_place(tx: Transaction, wanted: Wanted, person: Person) -> None:
    """Raise NotAllowed where what was asked for may not, or no longer, go into its channel."""
    if shown_in(tx, person, wanted.channel) != wanted.code:
        raise NotAllowed(
            "It may go into the channels of the partners that it is about and of the business unit only."
        )
