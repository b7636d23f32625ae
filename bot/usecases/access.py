"""Who may see and do what to one action: enforced in use cases; the edges ask too, to offer only what may be done."""

from collections.abc import Iterable

from bot.domain.actions import TO_DO, Action
from bot.domain.errors import NotAllowed, NotFound
from bot.domain.people import Person, Standing, Verb, may
from storage import actions
from storage.database import Transaction


def visible(tx: Transaction, number: int, person: Person) -> Action:
    """Action A`number` as `person` may see it. Raises NotFound, also for one that they may not see."""
    action = actions.find(tx, number)
    if action is None or not may(Verb.SEE, standings(action, person)):
        raise NotFound(f"There is no action A{number} that you can see.", "/actions")
    return action


def standings(action: Action, person: Person) -> frozenset[Standing]:
    """How `person` stands to this action."""
    return person.standings(action.lead.code, action.contributors)


def seen_of(tx: Transaction, numbers: Iterable[int], person: Person) -> list[Action]:
    """Those of these actions that `person` may see."""
    return [one for one in actions.by_numbers(tx, numbers) if may(Verb.SEE, standings(one, person))]


def can_report(action: Action, person: Person) -> bool:
    """Whether there is something left that `person` could report done on the action."""
    stands = standings(action, person)
    if action.stage not in TO_DO or not may(Verb.UPDATE, stands):
        return False
    mine = [part for part in action.contributions if part.partner.code in person.partners]
    return bool(stands & {Standing.BUSINESS_UNIT, Standing.LEAD}) or any(not part.reported for part in mine)


def permit(verb: Verb, action: Action, person: Person) -> frozenset[Standing]:
    """How `person` stands to the action, where that lets them do `verb`. Raises NotAllowed."""
    stands = standings(action, person)
    if not may(verb, stands):
        who = f"{action.lead.name} or the business unit"
        raise NotAllowed(f"Updates on {action.ref} come from {who}, so nothing was changed.")
    return stands
