"""App Home is opened: it is built and published after the acknowledgement, since Slack may take its time."""

import structlog
from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient

from bot.domain.events import Origin
from bot.domain.people import Person
from bot.listeners.faults import FAULTS
from bot.listeners.who import Body, by_event
from bot.messages.home.view import view
from bot.services import Services
from bot.usecases import home
from storage import errands, homes, people
from storage.database import Transaction

log = structlog.get_logger()


def register(app: App, services: Services) -> None:
    """Listen for App Home being opened."""

    def taken(ack: Ack) -> None:
        ack()

    def shown(event: Body, body: Body, context: BoltContext, client: WebClient) -> None:
        if event.get("tab") == "home":
            publish(services, body, context, client)

    app.event("app_home_opened")(ack=taken, lazy=[shown])


def publish(services: Services, body: Body, context: BoltContext, client: WebClient) -> None:
    """Show somebody App Home. Where that fails they are owed it, and the worker that sends messages tries again."""
    with services.store.write() as tx:
        person = _person(tx, services, body, context)
        owed = homes.opened(tx, person.user, person.team, services.clock(), everything=person.sees_everything)
    by, own = services.yardstick(), services.settings
    with services.store.read() as tx:
        found = home.found(tx, person, by, services.soon(), own.coordinators, own.unit_channel)
    try:
        client.views_publish(user_id=person.user, view=view(found, by))
    except FAULTS as error:
        log.warning("home_later", error=type(error).__name__)
        return
    with services.store.write() as tx:
        homes.published(tx, owed, everything=person.sees_everything)


def _person(tx: Transaction, services: Services, body: Body, context: BoltContext) -> Person:
    asked = by_event(body, context, "", Origin.BUTTON)
    # The event tells the workspace that the bot is in, and not the one that somebody comes from: only their account
    # does. Without one they are nobody until Slack was asked, and then they are shown another Home.
    account = people.account(tx, asked.user)
    if account is None:
        errands.add(tx, "account", asked.user, services.clock())
    elif account["team"]:
        homes.forget(tx, asked.user, "")  # it was kept under no workspace until the account was known
    team = account["team"] if account else ""
    return people.person(tx, asked.user, team, services.home, coordinators=services.settings.coordinators)
