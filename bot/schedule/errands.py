"""Does what the store says is still owed to Slack, or is to be asked of it; tried again until Slack takes it."""

from collections.abc import Callable, Mapping
from datetime import timedelta

import structlog
from slack_sdk import WebClient

from bot.schedule import sending
from bot.services import Services
from storage import errands
from storage.errands import Errand

log = structlog.get_logger()

EVERY = 2  # seconds between two looks into the store
LONGEST_WAIT = 300.0

Deed = Callable[[WebClient, Services, Errand], None]
"""Does one kind of errand. May raise what Slack and the connection raise; done twice it changes nothing more."""


def run(client: WebClient, services: Services, deeds: Mapping[str, Deed]) -> int:
    """Do what may be done now, by the errands' kinds; how many were done. After a fault the rest waits."""
    now = services.clock()
    with services.store.read() as tx:
        due = errands.due(tx, now)
    for number, errand in enumerate(due):
        _put_off(services, errand, min(LONGEST_WAIT, 2.0 ** min(errand.attempts + 1, 9)))
        try:
            deeds[errand.kind](client, services, errand)
        except sending.FAULTS as error:
            word = sending.word(error)
            if sending.passes(error):
                log.warning("errand_again", kind=errand.kind, about=errand.about, error=word)
                if seconds := sending.wait(error):
                    _put_off(services, errand, seconds)
                return number
            log.warning("errand_given_up", kind=errand.kind, about=errand.about, error=word)
        with services.store.write() as tx:
            errands.done(tx, errand)
    return len(due)


def _put_off(services: Services, errand: Errand, seconds: float) -> None:
    with services.store.write() as tx:
        errands.put_off(tx, errand, services.clock() + timedelta(seconds=seconds))
