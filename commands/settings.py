"""/actions settings: people with a role, partners and sources, in a modal that the business unit keeps."""

import json
from collections.abc import Callable

from bot.messages import settings as messages
from bot.messages.blocks import Block, Opened
from bot.messages.settings import Kept
from bot.usecases import pausing
from bot.usecases import people as keeping
from bot.usecases.people import Named
from commands.answering import Ask
from commands.grammar import Said
from storage import partnership, pauses, people


def open_settings(ask: Ask, _said: Said) -> Opened:
    """The settings, to be opened. Raises NotAllowed."""
    return Opened(settings(ask))


def settings(ask: Ask, only: str = "") -> Block:
    """The settings as they are; `only`: the roles of the person with this user id. Raises NotAllowed."""
    keeping.permit(ask.person)
    kept = Kept(
        roles=partnership.roles(ask.tx),
        first=ask.services.settings.coordinators,
        partners=people.partners(ask.tx),
        sources=partnership.sources(ask.tx),
        home=ask.services.home,
        pauses=pauses.on(ask.tx, ask.services.today()),
    )
    return messages.settings(kept, only)


def _remove(ask: Ask, value: str) -> Block:
    keeping.remove(ask.tx, Named(**json.loads(value)), ask.by, ask.services.settings.coordinators)
    return settings(ask)


def _resume(ask: Ask, value: str) -> Block:
    pausing.resume(ask.tx, None if value == pausing.EVERYTHING else value, ask.by, ask.services.yardstick())
    return settings(ask)


VIEWS: dict[str, Callable[[Ask, str], Block]] = {"person_remove": _remove, "partner_resume": _resume}
"""Buttons that do something in a unit of work that can write, and give the view to show in place, by action_id."""
