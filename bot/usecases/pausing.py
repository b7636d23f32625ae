"""The business unit pauses what the bot says of its own accord, to one partner or to all, until a day."""

from typing import Any

from bot.domain import pauses as rules
from bot.domain.brag import Yardstick
from bot.domain.errors import BadInput, MovedOn, NotAllowed, NotFound
from bot.domain.events import By
from bot.domain.pauses import Pause, Pauses
from bot.domain.people import Person, Verb, may
from bot.usecases.words import Words
from storage import audit, homes, partnership, pauses
from storage.database import Transaction

EVERYTHING = "all"
"""What the audit trail calls everything; no partner and no source can be called so."""


def permit(person: Person) -> None:
    """Raise NotAllowed unless `person` may pause and resume."""
    if not may(Verb.MANAGE, person.standings(None)):
        raise NotAllowed("Only the business unit pauses and resumes messages, so nothing was changed.")


def current(tx: Transaction, code: str | None, by: Yardstick) -> Pause | None:
    """The pause of a partner (by code), or of everything (None), that holds today. Raises NotFound."""
    if code and partnership.partner(tx, code) is None:
        raise NotFound(f"There is no partner {code[:20]}.", "/actions settings")
    return _of(pauses.on(tx, by.today), code)


def pause(tx: Transaction, code: str | None, words: Words, by: By, yard: Yardstick) -> Pause:
    """Pause messages to a partner, or everything, until `words.due`; an earlier pause of the same gives way.

    Raises NotAllowed, NotFound, BadInput, and MovedOn where it is paused just so already.
    """
    permit(by.person)
    was = current(tx, code, yard)
    until = rules.check(words.due, yard.today)
    if not any(letter.isalnum() for letter in words.text):
        raise BadInput("Say why.", field="words")
    made = Pause(until, words.text)
    if made == was:
        raise MovedOn("That is paused until then already, so nothing was changed.")
    pauses.put(tx, code, made)
    _append(tx, "pause", code, was, made, by)
    return made


def resume(tx: Transaction, code: str | None, by: By, yard: Yardstick) -> Pauses:
    """End the pause of a partner, or of everything; those that are left. Raises NotAllowed, NotFound, MovedOn."""
    permit(by.person)
    was = current(tx, code, yard)
    if was is None:
        what = f"Messages to {code} are not paused" if code else "Digests and nudges are not paused as a whole"
        raise MovedOn(f"{what}, so nothing was changed.")
    pauses.end(tx, code)
    _append(tx, "resume", code, was, None, by)
    return pauses.on(tx, yard.today)


def _of(found: Pauses, code: str | None) -> Pause | None:
    return found.partners.get(code) if code else found.everything


def _append(tx: Transaction, verb: str, code: str | None, was: Pause | None, now: Pause | None, by: By) -> None:  # noqa: PLR0913, PLR0917 — an event is these things
    audit.append(tx, by, verb, code or EVERYTHING, before=_recorded(was), after=_recorded(now))
    homes.all_changed(tx)


def _recorded(one: Pause | None) -> dict[str, Any]:
    return {"paused_until": str(one.until) if one else None, "reason": one.reason if one else None}
