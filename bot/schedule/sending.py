"""One message to Slack: posting it, looking for it there, bringing it up to date, and what a refusal means."""

import json
import re
from datetime import datetime, timedelta
from http.client import HTTPException
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackRequestError
from slack_sdk.web import SlackResponse

from bot.digests import ladder
from bot.domain.plan import Indicator
from bot.messages import actions as messages
from bot.messages import lines, offering
from bot.messages.blocks import Reply, fitted
from bot.messages.card import card
from bot.schedule import pictures
from bot.services import Services
from bot.usecases import posting
from storage import actions, people, updates
from storage.database import Transaction
from storage.outbox import LONGEST_WAIT, Message

EVENT = "followthrough"
NOT_NOW = frozenset(
    {
        *("ratelimited", "rate_limited", "message_limit_exceeded"),
        *("invalid_auth", "not_authed", "token_revoked", "token_expired", "account_inactive", "missing_scope"),
        *("org_login_required", "ekm_access_denied", "team_access_not_granted", "team_added_to_org", "accesslimited"),
    }
)
"""Slack's words for "not now, and nothing was posted": somebody has to wait, or to put a token right."""
PERHAPS = frozenset({"internal_error", "fatal_error", "request_timeout", "unknown"})
"""Slack's words that leave it open whether something was posted. Any other word means never."""
DOWN = frozenset({"service_unavailable", "no_words"})
"""Slack is out of order, and says so or answers with no words of its own: it may have arrived, or not."""
UNSURE = (OSError, HTTPException, SlackRequestError)
"""The connection failed: the message may have arrived, or not."""
FAULTS = (SlackApiError, *UNSURE)
"""Whatever may go wrong in a call to Slack."""
OWN_FAULT = "own_fault"
"""What a fault of this program is called; the log has more about it."""
MISMADE = frozenset(
    {
        *("invalid_blocks", "invalid_blocks_format", "invalid_arguments", "no_text"),
        *("msg_too_long", "msg_blocks_too_long", OWN_FAULT),
    }
)
"""Words for a message that this program made wrong, so that somebody has to hear of it."""
TRIES = 12
"""How often a message is tried to which Slack answers with a fault of its own."""
PATIENCE = timedelta(days=3)
"""How long after it was queued a message is tried while Slack can't be reached or refuses everything."""
HASTE = 5  # seconds that Slack is given for what others wait for
LONGEST_PAUSE = 300.0  # seconds between two tries of what is not a message's own fault
LOOK_BACK = timedelta(days=1)  # clocks differ, and a thread may be older than the message
PAGES = 10
TOO_MANY = 429
_WORD = re.compile(r"[a-z][a-z_]*")


def is_person(channel: str) -> bool:
    """Whether a message is addressed to somebody, so that its channel is still to be asked for."""
    return channel.startswith(("U", "W"))


def hasty(client: WebClient, seconds: int = HASTE) -> WebClient:
    """The same client, but it gives Slack only so many seconds for each call, and does not try again by itself."""
    return WebClient(token=client.token, base_url=client.base_url, ssl=client.ssl, timeout=seconds, retry_handlers=[])


def direct(client: WebClient, user: str) -> str:
    """The id of the direct messages with somebody. Raises SlackApiError and UNSURE."""
    return str(client.conversations_open(users=user)["channel"]["id"])


def post(client: WebClient, message: Message, thread_ts: str | None, indicator: Indicator | None) -> str | None:
    """Post a message with the picture of `indicator`, if it has one.

    Its ts comes back, or None for one that only its reader sees. Raises SlackApiError and UNSURE.
    """
    blocks = pictures.added(json.loads(message.blocks), message, indicator)
    common: dict[str, Any] = {"channel": message.channel, "text": message.text, "blocks": blocks}
    if message.only_for:
        client.chat_postEphemeral(user=message.only_for, thread_ts=thread_ts, **common)
        return None
    metadata = {"event_type": EVENT, "event_payload": {"key": message.key}}
    answer = client.chat_postMessage(
        thread_ts=thread_ts, metadata=metadata, unfurl_links=False, unfurl_media=False, **common
    )
    return str(answer["ts"])


def find(client: WebClient, message: Message, thread_ts: str | None) -> str | None:
    """The ts under which a message stands in Slack, by the key in its metadata; None where it doesn't.

    Raises SlackApiError and UNSURE.
    """
    if message.only_for:
        return None  # Slack keeps no list of those; sending it again shows one person the same words
    oldest = (datetime.fromisoformat(message.queued) - LOOK_BACK).timestamp()
    where: dict[str, Any] = {"channel": message.channel, "include_all_metadata": True, "limit": 200}
    if thread_ts:
        pages = client.conversations_replies(ts=thread_ts, **where)
    else:
        pages = client.conversations_history(oldest=f"{oldest:.6f}", **where)
    for _, page in zip(range(PAGES), pages, strict=False):
        for one in page["messages"]:
            if one.get("metadata", {}).get("event_payload", {}).get("key") == message.key:
                return str(one["ts"])
    return None


def update(client: WebClient, message: Message, reply: Reply) -> SlackResponse:
    """Bring a message in Slack up to date. Raises SlackApiError and UNSURE."""
    assert message.ts is not None  # noqa: S101 — only messages in Slack are brought up to date
    return client.chat_update(channel=message.channel, ts=message.ts, text=reply.text, blocks=reply.blocks)


def as_it_is_now(tx: Transaction, services: Services, message: Message) -> Reply:
    """What a card or a list of actions shows at this moment, its picture staying; other messages, what they hold."""
    if not message.actions:
        return Reply(message.text, json.loads(message.blocks))
    there, by = actions.by_numbers(tx, message.actions), services.yardstick()
    found = [action for action in there if posting.seen_in(tx, message.channel, action)]
    unit = message.channel == people.unit_channel(tx)
    code = None if unit else people.channel_kind(tx, message.channel)[1]
    ahead = ladder.ahead(tx, services, found)
    if not found:
        reply = lines.gone(there)
    elif message.shows == "card":
        one, said = found[0], updates.last(tx, found[0].number)
        part = offering.is_part(one, code)
        reply = card(
            one, said, by, offering.public(one, unit=unit, code=code), part=part, ahead=ahead.get(one.number, "")
        )
    else:
        gone = [one for one in there if one not in found]
        reply = messages.rows(found, by, unit=unit, code=code, gone=gone, ahead=ahead)
    reply = fitted(reply)
    return Reply(reply.text, pictures.added(reply.blocks, message, pictures.shown(tx, message)))


def word(error: Exception) -> str:
    """What a fault is called: Slack's word, or the kind of error."""
    if not isinstance(error, FAULTS):
        return OWN_FAULT
    if not isinstance(error, SlackApiError):
        return type(error).__name__
    said = str(error.response.get("error", "unknown"))
    return said if _WORD.fullmatch(said) else "ratelimited" if _status(error) == TOO_MANY else "no_words"


def passes(error: Exception) -> bool:
    """Whether trying again may help."""
    return not isinstance(error, SlackApiError) or word(error) in NOT_NOW | PERHAPS | DOWN


def nothing_done(error: Exception) -> bool:
    """Whether Slack said that it did not do what it was asked to."""
    return isinstance(error, SlackApiError) and word(error) in NOT_NOW


def doubtful(error: Exception) -> bool:
    """Whether a fault may be the message's own, so that it is not tried for ever."""
    return word(error) in PERHAPS | {OWN_FAULT}


def given_up(message: Message, error: Exception, now: datetime) -> bool:
    """Whether a message is not tried again after this fault."""
    if doubtful(error):
        return message.doubts + 1 >= TRIES
    # One that had to wait for working hours for that long is tried like any other.
    long = message.attempts >= TRIES and now - datetime.fromisoformat(message.queued) > PATIENCE
    return long or not passes(error)


def refused(error: Exception) -> bool:
    """Whether Slack has been asked too much."""
    return isinstance(error, SlackApiError) and word(error) in {"ratelimited", "rate_limited"}


def wait(error: Exception) -> float:
    """The seconds that Slack asks to be left alone for, an hour at most; 0 where it doesn't."""
    answer = error.response if isinstance(error, SlackApiError) else None
    headers = answer.headers if isinstance(answer, SlackResponse) else {}
    said = str({key.lower(): value for key, value in headers.items()}.get("retry-after", ""))
    return min(float(said), LONGEST_WAIT.total_seconds()) if said.isdigit() else 0.0


def pause(error: Exception, tries: int) -> float:
    """Seconds until what failed so often is tried again: those that Slack asks for, or twice as many each time."""
    return wait(error) or min(LONGEST_PAUSE, 2.0 ** min(tries, 9))


def _status(error: SlackApiError) -> int:
    return error.response.status_code if isinstance(error.response, SlackResponse) else 0
