"""Who may see and do what to one action: enforced in use cases; the edges ask too, to offer only what may be done."""

from collections.abc import Iterable

from bot.domain.actions import Account, Action, Stage
from bot.domain.errors import NotAllowed, NotFound
from bot.domain.people import Person, Role, Standing, Verb, may
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


_WHO = {
    Verb.UPDATE: "Updates on {ref} come from {lead} or the business unit",
    Verb.ASK_FOR_TIME: "More time for {ref} is asked for by {lead} or the business unit",
    Verb.DECIDE: "The business unit or an assurer decides on {ref}",
    Verb.ASSURE_EMBEDDED: "The business unit or an assurer says whether {ref} is embedded",
    Verb.ASSURE_SUSTAINED: "An assurer says whether {ref} is sustained",
    Verb.ASSIGN: "The named lead of {ref} is chosen by {lead} or the business unit",
    Verb.KEEP_REMIT: "The business unit and assurers say which remit items {ref} serves",
    Verb.MANAGE: "The business unit adds, edits, pauses, withdraws and reopens actions",
}


def permit(verb: Verb, action: Action, person: Person) -> frozenset[Standing]:
    """How `person` stands to the action, where that lets them do `verb`. Raises NotAllowed."""
    stands = standings(action, person)
    if not may(verb, stands):
        who = _WHO[verb].format(ref=action.ref, lead=action.lead.name)
        raise NotAllowed(f"{who}, so nothing was changed.")
    return stands


def permit_plan(verb: Verb, person: Person) -> None:
    """Raise NotAllowed unless `person` may do `verb` whatever it is done to."""
    if not may(verb, person.standings(None)):
        raise NotAllowed(_WHO[verb] + ", so nothing was changed.")


def is_own_report(action: Action, person: Person) -> bool:
    """Whether somebody, or their own organisation, reported the action or a part of it done."""
    spoke = {part.partner.code for part in action.contributions if part.reported}
    spoke |= {action.lead.code} if action.reported_by or action.stage is Stage.REPORTED_DONE else set()
    return Account(user=person.user, team=person.team) in action.reporters or bool(spoke & person.partners)


def is_own_work(action: Action, person: Person) -> bool:
    """Whether somebody's own organisation leads the action or contributes to it."""
    return bool((action.contributors | {action.lead.code}) & person.partners)


def is_own_or_units(action: Action, person: Person) -> bool:
    """Whether it is somebody's own organisation's work, or they belong to the business unit as well."""
    return Role.BUSINESS_UNIT in person.roles or is_own_work(action, person)


def is_own_request(action: Action, person: Person) -> bool:
    """Whether somebody, or their own organisation, asked for the extension that waits."""
    asked = action.extension
    own = Account(user=person.user, team=person.team)
    return bool(asked and (asked.by == own or asked.partner.code in person.partners))
