"""/actions settings: people with a role, partners and sources, in a modal that the business unit keeps.

`/actions settings check` looks whether all is in order. That takes seconds, so it is an errand.
"""

import json
from collections.abc import Callable

from bot.messages import findings
from bot.messages import setting_up as steps
from bot.messages import settings as messages
from bot.messages.blocks import Block, Opened, Reply
from bot.messages.lines import plain
from bot.messages.settings import Kept
from bot.usecases import pausing, setting_up
from bot.usecases import people as keeping
from bot.usecases.people import Named
from commands.answering import Ask
from commands.grammar import Said
from storage import errands, partnership, pauses, people

ERRAND = "look"


def is_check(said: Said) -> bool:
    """Whether somebody asks to look whether all is in order."""
    return said.words.lower().strip(" .") == "check"


def open_settings(ask: Ask, said: Said) -> Opened | Reply:
    """The settings, to be opened, or that it is being looked. Raises NotAllowed."""
    return _look(ask, "") if is_check(said) else Opened(settings(ask))


def _look(ask: Ask, _value: str) -> Reply:
    keeping.permit(ask.person)
    asked = ask.asked
    carries = {"user": asked.user, "team": asked.team, "answer_at": asked.answer_at, "delivery": asked.delivery}
    errands.add(ask.tx, ERRAND, asked.user, ask.now, carries)  # one waits at most: what was asked last is answered
    return plain(findings.LOOKING if asked.answer_at else findings.LOOKING_ELSEWHERE)


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
    return messages.settings(kept, only, _setting_up(ask))


def _setting_up(ask: Ask) -> list[Block]:
    """What is still to be done, while the bot is being set up."""
    if not setting_up.under_way(ask.tx):
        return []
    own = ask.services.settings
    found = setting_up.found(ask.tx, own.coordinators, own.unit_channel)
    return steps.in_settings(found, ask.services.today()) if found.left else []


def _remove(ask: Ask, value: str) -> Block:
    keeping.remove(ask.tx, Named(**json.loads(value)), ask.by, ask.services.settings.coordinators)
    return settings(ask)


def _resume(ask: Ask, value: str) -> Block:
    pausing.resume(ask.tx, None if value == pausing.EVERYTHING else value, ask.by, ask.services.yardstick())
    return settings(ask)


def _leave(ask: Ask, _value: str) -> Block:
    setting_up.leave(ask.tx, ask.person)
    return settings(ask)


PRESSED: dict[str, Callable[[Ask, str], Reply]] = {"look_at_all": _look}
"""By action_id; each is called in a unit of work that can write. Raises NotAllowed."""
VIEWS: dict[str, Callable[[Ask, str], Block]] = {
    "person_remove": _remove,
    "partner_resume": _resume,
    "setting_up_leave": _leave,
}
"""Buttons that do something in a unit of work that can write, and give the view to show in place, by action_id."""
