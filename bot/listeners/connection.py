"""The connection on which Slack tells the bot what people do: Socket Mode, kept steady."""

import socket
import time
from contextlib import suppress
from threading import Event
from typing import Any

import structlog
from slack_bolt import App
from slack_bolt.adapter.socket_mode.base_handler import BaseSocketModeHandler
from slack_bolt.adapter.socket_mode.internals import run_bolt_app, send_response
from slack_sdk import WebClient
from slack_sdk.socket_mode import SocketModeClient
from slack_sdk.socket_mode.builtin.connection import Connection as Session
from slack_sdk.socket_mode.request import SocketModeRequest

from bot.clock import system_clock
from bot.listeners.faults import heard
from bot.metrics import Metrics

log = structlog.get_logger()

PING_SECONDS = 10
LOOK = 0.1  # seconds between looks for a session that was opened unheard


class Reading:
    """Says that a session is read to its end once the client is closed, or has another one."""

    def __init__(self, client: SocketModeClient, session: Session) -> None:
        self._client, self._session = client, session
        self._ended = False

    @property
    def terminated(self) -> bool:
        """Whether to stop."""
        return self._ended or self._client.closed or self._client.current_session is not self._session

    @terminated.setter
    def terminated(self, ended: bool) -> None:
        self._ended = ended


class SteadyClient(SocketModeClient):
    """Slack's client without a race in it (seen in slack_sdk 3.47).

    There the session and the flag that ends its reading are replaced one after the other, and the thread that reads
    takes the flag back as it begins. Coming in between, it reads for ever what nobody ends: then the bot does not
    stop, and hears nothing once Slack renews the connection. Here the flag follows from what is current.
    """

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 — as the library has them
        self._opened = Event()
        super().__init__(**options)

    def connect(self) -> None:
        """Open a session, and read it from now on: the library would look for it ten times a second."""
        super().connect()
        self._opened.set()

    def close(self) -> None:
        """Stop at once: what waits for Slack's next word (3 seconds) or the next message (1 second) is woken."""
        self.closed = True
        self._opened.set()
        self.auto_reconnect_enabled = False
        if self.current_session is not None:
            with suppress(OSError):
                self.current_session.ping("bye")
        self.enqueue_message("{}")
        super().close()

    def _run_current_session(self) -> None:
        if self._opened.wait(LOOK):
            self._opened.clear()
        session = self.current_session
        if session is None or not session.is_active():
            return
        if sock := session.sock:
            with suppress(OSError):
                # An answer goes out at once: else it waits, up to 40 ms, until Slack has confirmed the one before.
                sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            session.run_until_completion(Reading(self, session))  # type: ignore[arg-type]
        except Exception:  # an edge of the process: the connection is opened anew
            log.exception("connection_broke")


class Connection(BaseSocketModeHandler):
    """Hands what comes from Slack to Bolt, and Bolt's answers to Slack."""

    def __init__(self, app: App, app_token: str, client: WebClient, metrics: Metrics) -> None:
        self.app = app
        self._metrics = metrics
        self.client: SteadyClient = SteadyClient(
            app_token=app_token, logger=app.logger, web_client=client, ping_interval=PING_SECONDS
        )
        self.client.socket_mode_request_listeners.append(self.handle)  # type: ignore[arg-type]

    def is_connected(self) -> bool:
        """Whether Slack can be heard."""
        return self.client.is_connected()

    def hear_no_more(self) -> None:
        """Don't connect again."""
        self.client.auto_reconnect_enabled = False

    def handle(self, client: SocketModeClient, req: SocketModeRequest) -> None:  # type: ignore[override]
        """Run the listener, and send what it acknowledges with."""
        began, start = system_clock().timestamp(), time.monotonic()
        send_response(client, req, heard(lambda: run_bolt_app(self.app, req)), began)
        self._metrics.acknowledged(req.type, time.monotonic() - start)
