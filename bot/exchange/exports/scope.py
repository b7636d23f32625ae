"""What somebody may take out of the plan."""

from typing import NamedTuple

from bot.domain.errors import NotAllowed
from bot.domain.people import Person, Verb, may


class Scope(NamedTuple):
    """What an export holds.

    Args:
        partners: codes of the partners whose own actions alone it holds, with what these refer to; None for the
            whole plan.
        people: whether people's roles are in it.
    """

    partners: frozenset[str] | None = None
    people: bool = False

    @property
    def whole(self) -> bool:
        """Whether it holds the whole plan."""
        return self.partners is None


def scope_of(person: Person, *, people: bool = False) -> Scope:
    """What `person` may take out: everything, or what their own partners lead. Raises NotAllowed."""
    if may(Verb.REPORT, person.standings(None)):
        return Scope(people=people)
    own = frozenset(code for code in person.partners if may(Verb.REPORT, person.standings(code)))
    if not own:
        raise NotAllowed("Members of the partnership can export what they may see. You are not one of them here.")
    return Scope(partners=own)
