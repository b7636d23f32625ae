"""The connection on which Slack tells the bot what people do: Socket Mode, kept steady."""

import time

from slack_bolt import App
from slack_bolt.adapter.socket_mode.base_handler import BaseSocketModeHandler
from slack_bolt.adapter.socket_mode.internals import run_bolt_app, send_response
from slack_sdk import WebClient
from slack_sdk.socket_mode import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest

from bot.clock import system_clock
from bot.metrics import Metrics

PING_SECONDS = 10


class SteadyClient(SocketModeClient):
    """Slack's client without a race in it (seen in slack_sdk 3.47).

    `connect` puts the new session in its place before the new session's state. The thread that reads may come in
    between and read the new session under the old state, which nobody ends any more: then the bot never stops, and
    hears nothing once Slack renews the connection.
    """

    def connect(self) -> None:
        """Open a session, and end whatever was begun under the state of the one before."""
        before = self.current_session_state
        super().connect()
        before.terminated = True


class Connection(BaseSocketModeHandler):
    """Hands what comes from Slack to Bolt, and Bolt's answers to Slack."""

    def __init__(self, app: App, app_token: str, client: WebClient, metrics: Metrics) -> None:
        self.app = app
        self._metrics = metrics
        self.client: SteadyClient = SteadyClient(
            app_token=app_token, logger=app.logger, web_client=client, ping_interval=PING_SECONDS
        )
        self.client.socket_mode_request_listeners.append(self.handle)  # type: ignore[arg-type]

    def handle(self, client: SocketModeClient, req: SocketModeRequest) -> None:  # type: ignore[override]
        """Run the listener, and send what it acknowledges with."""
        began, start = system_clock().timestamp(), time.monotonic()
        send_response(client, req, run_bolt_app(self.app, req), began)
        self._metrics.acknowledged(req.type, time.monotonic() - start)
