"""What Slack tells: whether the tokens work, what they may do, and whether the bot is where it is to post."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_handlers import RateLimitErrorRetryHandler
from slack_sdk.web import SlackResponse

from bot.checking.finding import Finding
from bot.domain.setting_up import UNIT
from bot.listeners.channels import ANOTHER, ARCHIVED, INVITE, found, named, own, unfit
from bot.listeners.faults import FAULTS
from bot.messages.text import count
from bot.settings import Settings
from storage import digests, people
from storage.database import Row, Transaction

MANIFEST = Path(__file__).parents[2] / "manifest.yml"
BOT, APP = "SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"
INSTALL = "Paste manifest.yml under App Manifest on api.slack.com/apps, and install the app again"
LATER = "Look again in some minutes"
PASSES = frozenset({"ratelimited", "internal_error", "fatal_error", "service_unavailable", "request_timeout"})
"""Slack's words for what has nothing to do with the token."""
PATIENCE = 5
UNSET = "Set it in the environment or in .env: docs/install.md says where Slack shows it"


CHOOSE = "Choose one in Slack: /actions settings"
ADD_UNIT = "Add the business unit as a partner with its channel: /actions settings"


class Place(NamedTuple):
    """Where the bot is to post: what that is called here, the channel's id if it is known, the name it was given.

    `waiting` is how many actions are still to do there, and `none` what to do where no channel is set.
    """

    what: str
    channel: str
    name: str
    waiting: int = 0
    none: str = CHOOSE


def places(tx: Transaction, settings: Settings) -> list[Place]:
    """The business unit's channel, the executive's if there is to be one, and each partner's."""
    unit, board = settings.unit_channel, settings.executive_channel
    own_ = found(tx, "unit channel", unit) if unit else people.unit_channel(tx)
    first = [Place("Channel of the business unit", own_ or "", unit, none=ADD_UNIT)]
    if board:
        first.append(Place("Channel of the executive", found(tx, "executive channel", board), board))
    rows = [row for row in people.partners(tx) if row["channel_id"] or not (unit and row["kind"] == UNIT)]
    return [*first, *(_of(tx, row) for row in rows)]


def _of(tx: Transaction, row: Row) -> Place:
    waiting = 0 if row["channel_id"] else digests.count_to_do(tx, row["id"])
    return Place(f"Channel of {row['code']}", row["channel_id"] or "", row["channel"], waiting)


def tokens(client: WebClient, settings: Settings) -> Iterator[Finding]:
    """Whether the two tokens are set and Slack takes them, and whether the bot's may do what it has to."""
    token = settings.slack_app_token.get_secret_value()
    for name in settings.missing:
        yield Finding(name, "is not set", UNSET)
    if BOT not in settings.missing:
        finding, answer = _tried(BOT, client.auth_test)
        yield finding
        if answer:
            yield _scopes(answer)
    if APP not in settings.missing and not settings.over_http:
        yield _tried(APP, lambda: client.apps_connections_open(app_token=token))[0]


def _tried(name: str, call: Callable[[], SlackResponse]) -> tuple[Finding, SlackResponse | None]:
    try:
        return Finding(name, "Slack takes it"), call()
    except SlackApiError as error:
        if (word := error.response["error"]) in PASSES:
            return Finding(name, f"Slack does not tell: {word}", LATER), None
        do = f"Copy {name} again from where Slack shows it: docs/install.md says where"
        return Finding(name, f"Slack refuses it: {word}", do), None
    except FAULTS as error:
        return Finding(name, f"Slack can't be reached: {error}", "See whether this machine reaches Slack"), None


def _scopes(answer: SlackResponse) -> Finding:
    said = {key.lower(): value for key, value in answer.headers.items()}.get("x-oauth-scopes", "")
    have = {one.strip() for one in (said[0] if isinstance(said, list) else said).split(",")}
    wanted = yaml.safe_load(MANIFEST.read_text())["oauth_config"]["scopes"]["bot"]
    if lacking := sorted(set(wanted) - have):
        return Finding("Scopes", f"the bot's token lacks {', '.join(lacking)}", INSTALL)
    return Finding("Scopes", "the bot's token has all that manifest.yml asks for")


def channels(client: WebClient, wanted: Sequence[Place]) -> Iterator[Finding]:
    """Whether the bot can post in each of these: one call to Slack for all that it is in, and one for each other."""
    try:
        there = own(client)
        for place in wanted:
            yield _channel(client, place, there)
    except SlackApiError as error:
        word = error.response["error"]
        yield Finding(
            "Channels", f"Slack does not tell: {word}", LATER if word in PASSES else "Put the token right first"
        )
    except FAULTS as error:
        yield Finding("Channels", f"Slack can't be reached: {error}", "See whether this machine reaches Slack")


def _channel(client: WebClient, place: Place, there: dict[str, dict[str, Any]]) -> Finding:
    channel = place.channel or named(there, place.name)
    if not channel and place.name:
        return Finding(place.what, f"Followthrough is in no channel called “{place.name}”", INVITE)
    if not channel:
        unseen = f", so nobody there sees its {count(place.waiting, 'action')}" if place.waiting else ""
        return Finding(place.what, f"none is set{unseen}", place.none)
    known = there.get(channel)
    why = (ARCHIVED if known["is_archived"] else "") if known else unfit(client, channel)
    name = f"#{known['name']}" if known else channel
    if not why:
        return Finding(place.what, name)
    return Finding(place.what, f"{name}: {why}", ANOTHER if why == ARCHIVED else INVITE)


def client_of(settings: Settings, patience: int = PATIENCE) -> WebClient:
    """A client that waits as long as Slack asks it to, so many times."""
    client = WebClient(token=settings.slack_bot_token.get_secret_value(), base_url=settings.api_url)
    client.retry_handlers.append(RateLimitErrorRetryHandler(max_retry_count=patience))
    return client
