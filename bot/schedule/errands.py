"""Does what the store says is still owed to Slack, or is to be asked of it; tried again until Slack takes it."""

from collections.abc import Callable, Mapping
from datetime import timedelta

import structlog
from slack_sdk import WebClient

from bot.domain.errors import Busy
from bot.schedule import sending
from bot.services import Services
from storage import errands
from storage.errands import Errand

log = structlog.get_logger()

EVERY = 2  # seconds between two looks into the store
BEING_DONE = timedelta(minutes=2)  # until what was begun is begun again: its process may have ended

Deed = Callable[[WebClient, Services, Errand], None]
"""Does one kind of errand. May raise what Slack and the connection raise; done twice it changes nothing more."""


def run(client: WebClient, services: Services, deeds: Mapping[str, Deed]) -> int:
    """Do what may be done now, by the errands' kinds; how many were done. After a fault the rest waits."""
    now = services.clock()
    with services.store.read() as tx:
        due = errands.due(tx, now, deeds)
    number = 0
    for errand in due:
        with services.store.write() as tx:
            if not errands.put_off(tx, errand, services.clock() + BEING_DONE):
                continue  # another process does it
        try:
            deeds[errand.kind](client, services, errand)
        except (*sending.FAULTS, Busy) as error:
            said = {"kind": errand.kind, "about": errand.about, "error": sending.word(error)}
            if sending.passes(error):
                log.warning("errand_again", **said)
                _again(services, errand, sending.pause(error, errand.attempts + 1))
                return number
            log.warning("errand_given_up", **said)
        with services.store.write() as tx:
            errands.done(tx, errand)
        number += 1
    return number


def _again(services: Services, errand: Errand, seconds: float) -> None:
    with services.store.write() as tx:
        errands.not_done(tx, errand, services.clock() + timedelta(seconds=seconds))
