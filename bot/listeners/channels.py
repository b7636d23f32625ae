"""Whether the bot can post where it is to: asked at the start, and when somebody chooses a partner's channel."""

import re
from typing import Any

import structlog
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.domain.errors import BadInput
from bot.listeners.faults import FAULTS
from bot.messages import blocks as b
from bot.services import Services
from bot.usecases import setting_up
from storage import outbox, people
from storage.database import Transaction
from storage.errands import Errand
from storage.outbox import Message

log = structlog.get_logger()

NOT_IN = "Followthrough is not in it"
NOT_SEEN = "there is no such channel, or it is private and Followthrough is not in it"
ARCHIVED = "it is archived"
INVITE = "Invite Followthrough to it: /invite @Followthrough"
ANOTHER = "Choose another one, or take it out of the archive in Slack"
NO_CHANNEL = (
    "{}: “{}” is no channel that Followthrough can post in: write a channel's name or id, as business-unit or "
    "C012AB3CD, and invite Followthrough to it with /invite @Followthrough."
)

_ID = re.compile(r"[CG][A-Z0-9]{5,}")


def own(client: WebClient) -> dict[str, dict[str, Any]]:
    """Every channel that the bot is in, by id, as Slack tells of it. Raises SlackApiError, OSError."""
    pages = client.users_conversations(types="public_channel,private_channel", limit=1000)
    return {one["id"]: one for page in pages for one in page["channels"]}


def is_id(given: str) -> bool:
    """Whether a channel is given by its id and not by its name."""
    return _ID.fullmatch(given) is not None


def plain(name: str) -> str:
    """A channel's name as Slack has it, however it was written: "probation" for " #Probation"."""
    return name.strip().lstrip("#").lower()


def named(channels: dict[str, dict[str, Any]], given: str) -> str:
    """The id of the channel that is given by name or id; "" where there is none of that name among these."""
    return given if is_id(given) else next((id_ for id_, one in channels.items() if one["name"] == plain(given)), "")


def unfit(client: WebClient, channel: str) -> str:
    """Why the bot can't post in the channel with this id, in a few words; "" where it can.

    Raises SlackApiError, OSError where Slack doesn't tell.
    """
    try:
        told = client.conversations_info(channel=channel)["channel"]
    except SlackApiError as error:
        if error.response.get("error") != "channel_not_found":
            raise
        return NOT_SEEN
    if told.get("is_archived"):
        return ARCHIVED
    return "" if told.get("is_member") else NOT_IN


def check_settings(client: WebClient, services: Services) -> None:
    """Raise BadInput where a channel of the settings is none that the bot can post in.

    What Slack doesn't tell is let be: a bot that starts while Slack is down has to come up with it.
    """
    settings = services.settings
    for name, given in (("unit channel", settings.unit_channel), ("executive channel", settings.executive_channel)):
        try:
            if given and not _fits(client, services, name, given):
                raise BadInput(NO_CHANNEL.format(f"FOLLOWTHROUGH_{name.upper().replace(' ', '_')}", given[:60]))
        except FAULTS as error:
            log.warning("channel_not_checked", setting=name, error=type(error).__name__)


def found(tx: Transaction, name: str, given: str) -> str:
    """The id that was found for the setting `name`: what was given may be called otherwise now. "" where none was."""
    return people.remembered(tx, name) if people.remembered(tx, f"{name} was named") == given else ""


def _fits(client: WebClient, services: Services, name: str, given: str) -> bool:
    with services.store.read() as tx:
        known = found(tx, name, given)
    channel = known or named({} if is_id(given) else own(client), given)
    return bool(channel) and not unfit(client, channel)


def tell_unfit(client: WebClient, services: Services, errand: Errand) -> None:
    """Tell whoever chose a channel for a partner where the bot can't post in it. Raises SlackApiError, OSError."""
    user = errand.carries.get("chosen_by")
    if not user or not (why := unfit(client, errand.about)):
        return
    with services.store.read() as tx:
        if why != ARCHIVED and setting_up.under_way(tx):
            return  # the list of what is still to be done says so
    do = ANOTHER if why == ARCHIVED else INVITE
    text = f"Followthrough can't post in <#{errand.about}>, which you chose in the settings: {why}. {do}."
    with services.store.write() as tx:
        key = f"unfit:{errand.about}:{errand.carries['delivery']}"
        outbox.queue(tx, Message.of(key, user, text, [b.section(text)]), services.clock())
    services.mail.set()
