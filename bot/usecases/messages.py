"""Somebody turns the bot's own direct messages to them off, or on again. What they ask for is always answered."""

from bot.domain.errors import MovedOn
from bot.domain.events import By
from storage import audit, homes, nudges
from storage.database import Transaction


def turn(tx: Transaction, by: By, *, on: bool) -> None:
    """Send the person direct messages, or none. Raises MovedOn where that is so already."""
    user, team = by.person.user, by.person.team
    changed = nudges.unsilence(tx, user) if on else nudges.silence(tx, user, team, by.at)
    word = "on" if on else "off"
    if not changed:
        raise MovedOn(f"Direct messages from Followthrough are {word} already, so nothing was changed.")
    audit.append(tx, by, f"direct messages {word}", user)
    homes.person_changed(tx, user)
