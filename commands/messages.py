"""/actions messages on and off, and the buttons for it: whether the bot writes to somebody of its own accord."""

from collections.abc import Callable

from bot.messages import lines
from bot.messages.blocks import Reply
from bot.usecases.messages import turn
from commands.answering import Ask
from storage import nudges

ON = (
    "Direct messages from Followthrough are on: you are told directly where something of yours stays overdue. "
    "To turn them off, type /actions messages off."
)
OFF = (
    "Direct messages from Followthrough are off. What you ask for is still answered. "
    "To turn them on again, type /actions messages on."
)


def messages(ask: Ask, word: str) -> Reply:
    """Turn them on or off; with no word, say which they are. Raises MovedOn."""
    if word:
        turn(ask.tx, ask.by, on=word == "on")
    return lines.plain(OFF if nudges.silent(ask.tx, ask.person.user) else ON)


PRESSED: dict[str, Callable[[Ask, str], Reply]] = {
    "messages_off": lambda ask, _: messages(ask, "off"),
    "messages_on": lambda ask, _: messages(ask, "on"),
}
"""By action_id; each is called in a unit of work that can write. Raises MovedOn."""
