"""`followthrough check`: everything that has to be in order, looked at without changing anything."""

from collections.abc import Iterator

from pydantic import ValidationError

from bot.checking import disk, people, slack, store
from bot.checking.finding import Finding
from bot.clock import Clock
from bot.services import Services
from bot.settings import Settings
from bot.words import why_not
from storage.database import Store


def look(clock: Clock) -> Iterator[Finding]:
    """Look at everything, from the settings on: where these can't be read, nothing else can be looked at."""
    try:
        settings = Settings()
    except ValidationError as error:
        yield Finding("Settings", why_not(error)[1], "Put it right, then look again: nothing else could be looked at")
        return
    yield Finding("Settings", "all can be read")
    yield from look_with(settings, clock)


def look_with(settings: Settings, clock: Clock) -> Iterator[Finding]:
    """Look at everything else."""
    yield from of(Services(settings, Store(settings.database), clock))


def of(services: Services, patience: int = slack.PATIENCE) -> Iterator[Finding]:
    """The same, with a store that is there; `patience`: how often Slack is waited for where it asks for time."""
    yield store.holidays(services)
    database = store.database(services.store, services.settings.backup_folder)
    yield from (database, disk.room(services.settings), disk.backups(services))
    places = []
    if database.well:
        with services.store.read() as tx:
            places = slack.places(tx, services.settings)
            yield from [*people.named(tx, services), *store.messages(tx, services)]
    client = slack.client_of(services.settings, patience)
    found = list(slack.tokens(client, services.settings))
    yield from found
    if any(one.what == slack.BOT and one.well for one in found):
        yield from slack.channels(client, places)
