"""Slack's accounts, as far as they matter: whose workspace, whether a machine, whether gone. No names are kept."""

import structlog
from slack_bolt import App
from slack_sdk import WebClient

from bot.domain.errors import Busy
from bot.listeners.faults import FAULTS
from bot.listeners.who import Body
from bot.services import Services
from storage import errands, homes, people
from storage.database import Transaction
from storage.errands import Errand

log = structlog.get_logger()

SLACKBOT = "USLACKBOT"  # Slack calls it a person


def register(app: App, services: Services) -> None:
    """Listen for accounts that are made, changed and deactivated."""

    def changed(event: Body) -> None:
        user = event["user"]
        with services.store.read() as tx:  # it is told of every new status and picture too
            if people.account(tx, user["id"]) == _kept(user):
                return
        with services.store.write() as tx:
            _keep(tx, user)

    app.event("user_change")(changed)
    app.event("team_join")(changed)


def read_accounts(client: WebClient, services: Services) -> None:
    """Read every account of the workspace; what Slack won't tell now is left as it was known."""
    try:
        for page in client.users_list(limit=200):
            _keep_all(services, page["members"])
    except FAULTS as error:
        log.warning("accounts_unknown", error=type(error).__name__)


def _keep_all(services: Services, users: list[Body]) -> None:
    try:
        with services.store.write() as tx:
            for user in users:
                _keep(tx, user)
    except Busy:
        log.warning("accounts_unknown", error="Busy")


def wonder(services: Services) -> None:
    """Ask about those in partners' channels of whom Slack has told nothing: people from other workspaces."""
    with services.store.write() as tx:
        for user in people.unheard_of(tx):
            errands.add(tx, "account", user, services.clock())


def ask_about(client: WebClient, services: Services, errand: Errand) -> None:
    """Ask Slack about one account. Raises SlackApiError, OSError."""
    user = client.users_info(user=errand.about)["user"]
    with services.store.write() as tx:
        _keep(tx, user)


def _kept(user: Body) -> Body:
    bot = bool(user.get("is_bot")) or user["id"] == SLACKBOT
    return {"team": user.get("team_id") or "", "bot": int(bot), "deactivated": int(user.get("deleted") is True)}


def _keep(tx: Transaction, user: Body) -> None:
    was, now = people.account(tx, user["id"]), _kept(user)
    if was == now:
        return
    if was is None:
        homes.person_changed(tx, user["id"])
    people.keep_account(tx, user["id"], now["team"], bot=bool(now["bot"]), deactivated=bool(now["deactivated"]))
    if now["deactivated"]:
        people.left_slack(tx, user["id"])
        for team in (now["team"], ""):
            homes.forget(tx, user["id"], team)
