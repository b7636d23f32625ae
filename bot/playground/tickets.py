"""Things that run out: trigger ids (3 s, once) and response URLs (30 minutes, 5 uses)."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.playground.errors import SlackError

TRIGGER_SECONDS = 3.0
RESPONSE_LIFETIME = timedelta(minutes=30)
RESPONSE_USES = 5


@dataclass
class Trigger:
    """Permission to open a view for `user`. `made` is a monotonic reading in seconds."""

    user: str
    made: float
    in_modal: bool = False
    used: bool = False


@dataclass
class ResponseTicket:
    """Permission to answer in `channel`, with the message it answers if it was an interaction."""

    user: str
    channel: str
    made: datetime
    source_ts: str | None = None
    source_ephemeral: bool = False
    thread_ts: str | None = None
    uses: int = 0


class Triggers:
    """Hands out trigger ids and takes each back once."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._triggers: dict[str, Trigger] = {}

    def issue(self, user: str, *, in_modal: bool = False) -> str:
        """A new trigger id for what `user` just did."""
        trigger_id = f"{len(self._triggers) + 1}.{secrets.randbelow(10**10)}.{secrets.token_hex(16)}"
        self._triggers[trigger_id] = Trigger(user, self._monotonic(), in_modal)
        return trigger_id

    def exchange(self, trigger_id: str) -> Trigger:
        """Use a trigger id up.

        Raises:
            SlackError: invalid_trigger_id, exchanged_trigger_id or expired_trigger_id.
        """
        trigger = self._triggers.get(trigger_id)
        if trigger is None:
            raise SlackError("invalid_trigger_id")
        if trigger.used:
            raise SlackError("exchanged_trigger_id")
        if self._monotonic() - trigger.made > TRIGGER_SECONDS:
            raise SlackError("expired_trigger_id")
        trigger.used = True
        return trigger


class ResponseTickets:
    """Hands out the last part of response URLs and counts their use."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._tickets: dict[str, ResponseTicket] = {}

    def issue(
        self,
        user: str,
        channel: str,
        *,
        source_ts: str | None = None,
        source_ephemeral: bool = False,
        thread_ts: str | None = None,
    ) -> str:
        """A new token to answer `user` in `channel`."""
        token = secrets.token_hex(12)
        self._tickets[token] = ResponseTicket(user, channel, self._clock(), source_ts, source_ephemeral, thread_ts)
        return token

    def use(self, token: str) -> ResponseTicket:
        """Count one use.

        Raises:
            SlackError: no_such_url, expired_url (30 minutes passed) or used_url (5 uses).
        """
        ticket = self._tickets.get(token)
        if ticket is None:
            raise SlackError("no_such_url")
        if self._clock() - ticket.made > RESPONSE_LIFETIME:
            raise SlackError("expired_url")
        if ticket.uses >= RESPONSE_USES:
            raise SlackError("used_url")
        ticket.uses += 1
        return ticket
