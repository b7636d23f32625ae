"""Events on their way to the app: only those it subscribed to, each with its own id, sent again if need be."""

import itertools
import threading

from bot.playground.app_profile import AppProfile
from bot.playground.records import Channel, Json
from bot.playground.socket_mode import Delivery, SocketMode
from bot.playground.timestamps import moment_of

# Slack sends it to whoever declares the step; nobody subscribes to it.
UNASKED = frozenset({"function_executed"})
MESSAGE_EVENTS = {"channel": "message.channels", "group": "message.groups", "im": "message.im"}


class EventFeed:
    """Wraps events as Slack does and hands them to Socket Mode.

    Attributes:
        sent: the payload of every event so far, oldest first.
        deliveries: how each of them went.
    """

    def __init__(self, app: AppProfile, team_id: str, socket: SocketMode) -> None:
        self._app, self._team_id, self._socket = app, team_id, socket
        self._subscribed = frozenset(app.events) | UNASKED
        self._numbers = itertools.count(1)
        self._lock = threading.Lock()
        self.sent: list[Json] = []
        self.deliveries: list[Delivery] = []

    def emit(self, event: Json, channel: Channel | None = None) -> Delivery | None:
        """Send an event if the app subscribed to its kind and its bot is in `channel`.

        Returns:
            The delivery, or None where Slack would not have sent it.
        """
        if self._name(event, channel) not in self._subscribed:
            return None
        if channel is not None and self._app.user_id not in channel.members:
            return None
        return self._send(self._wrap(event, shared=bool(channel and channel.is_ext_shared)))

    def redeliver(self, payload: Json | None = None) -> Delivery:
        """Send an event (the last one, if none is given) once more under the same `event_id`."""
        return self._send(payload or self.sent[-1], attempt=1)

    def _name(self, event: Json, channel: Channel | None) -> str:
        if event["type"] == "message" and channel is not None:
            return MESSAGE_EVENTS[channel.kind]
        return str(event["type"])

    def _send(self, payload: Json, attempt: int = 0) -> Delivery:
        delivery = self._socket.deliver_event(payload, attempt)
        with self._lock:
            self.sent.append(payload)
            self.deliveries.append(delivery)
        return delivery

    def _wrap(self, event: Json, *, shared: bool) -> Json:
        authorization = {
            "enterprise_id": None,
            "team_id": self._team_id,
            "user_id": self._app.user_id,
            "is_bot": True,
            "is_enterprise_install": False,
        }
        number = next(self._numbers)
        return {
            "token": self._app.verification_token,
            "team_id": self._team_id,
            "context_team_id": self._team_id,
            "context_enterprise_id": None,
            "api_app_id": self._app.app_id,
            "event": event,
            "type": "event_callback",
            "event_id": f"Ev{number:09d}",
            "event_time": int(moment_of(event["event_ts"]).timestamp()),
            "authorizations": [authorization],
            "is_ext_shared_channel": shared,
            "event_context": f"4-event-{number}",
        }
