"""Taking words out of the record that should never have been in it."""

from bot.domain.errors import BadInput
from bot.domain.events import By
from bot.domain.identifiers import NOTHING_MORE, Allowed, refusal
from storage import correcting, holds
from storage.correcting import Place
from storage.database import Transaction

SHORTEST = 4  # characters: fewer would be found all over the plan
LONGEST_REASON = 100  # it stands in messages, whose parts may not become much longer
EXAMPLE = 'followthrough correct --reason "a reference that identifies a family"'


def find(tx: Transaction, words: str) -> list[Place]:
    """Where these words are kept. Raises BadInput where they are too short to mean anything."""
    return list(correcting.places(tx, _meant(words)))


def correct(tx: Transaction, words: str, reason: str, by: By, allowed: Allowed = NOTHING_MORE) -> list[Place]:
    """Put the reason in place of the words, wherever they are kept; where that was.

    Raises BadInput where they are too short, where the reason is missing or repeats them, and where something that
    they are in is held: whoever put the hold has to end it first. `allowed` is what the settings let a reason name.
    """
    if not reason.strip():
        raise BadInput("Say why these words are taken out: the reason stands in their place.", EXAMPLE)
    if len(reason) > LONGEST_REASON:
        raise BadInput(f"The reason is too long: {LONGEST_REASON} characters at most.", EXAMPLE)
    if why := refusal(reason, allowed):
        raise BadInput(f"The reason can't be kept: {why}.", EXAMPLE)
    if correcting.pattern(_meant(words)).search(reason):
        raise BadInput("The reason repeats the words that it is to stand for.", EXAMPLE)
    for held in holds.holding(tx, {place.subject for place in find(tx, words)}):
        what = held.subject or "all"
        raise BadInput(f"There is a legal hold on {what}: {held.reason}.", f"followthrough hold {what} --end")
    return correcting.replace(tx, words, " ".join(reason.split()), by)


def _meant(words: str) -> str:
    plain = " ".join(words.split())
    if len(plain) < SHORTEST:
        raise BadInput(f"That is too short to look for: {SHORTEST} characters at least.", "followthrough find")
    return plain
