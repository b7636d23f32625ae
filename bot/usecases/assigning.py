"""Who can be an action's named lead: somebody of its lead partner who is a person and still there."""

from bot.domain.actions import Partner
from bot.domain.errors import BadInput
from storage import people
from storage.database import Transaction


def check(tx: Transaction, user: str, partner: Partner) -> None:
    """Raise BadInput unless the user can be a named lead for the partner."""
    account = people.account(tx, user)
    if account and account["bot"]:
        raise _refused("That is an app, and a named lead has to be a person.")
    if account and account["deactivated"]:
        raise _refused("That person's Slack account was deactivated.")
    home = people.remembered(tx, "home")
    coordinators = people.remembered(tx, "coordinators").split(",")
    known = people.person(tx, user, account["team"] if account else home, home, coordinators=coordinators)
    if partner.code not in known.partners:
        raise _refused(f"That person is not in {partner.name}'s channel, so they can't be its named lead.")


def _refused(sentence: str) -> BadInput:
    return BadInput(sentence, "assign A12 @council.lead", "named")
