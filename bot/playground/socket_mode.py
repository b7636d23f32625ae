"""Socket Mode: envelopes to the app over its WebSockets, and the app's acknowledgements back.

Everything that touches a connection runs on the server's event loop. Callers on other threads get a
`concurrent.futures.Future` to wait on.
"""

import asyncio
import itertools
import json
import secrets
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field

from starlette.websockets import WebSocket, WebSocketDisconnect

from bot.playground.errors import AppFailedError
from bot.playground.records import Json

RETRY_DELAYS = (0.0, 60.0, 300.0)
ANSWERABLE = ("slash_commands", "interactive")

Ack = Future[Json | None]
"""Resolves to the payload of an acknowledgement, or raises AppFailedError."""


@dataclass
class Delivery:
    """How an event's delivery went.

    Attributes:
        payload: the event as sent.
        attempts: how often it was sent so far.
        acknowledged: whether the app has acknowledged it.
        tried: resolves when the first attempt ended, either way.
        ended: resolves to whether it was acknowledged in the end.
    """

    payload: Json
    attempts: int = 0
    acknowledged: bool = False
    tried: Future[None] = field(default_factory=Future)
    ended: Future[bool] = field(default_factory=Future)


@dataclass
class _Waiting:
    ack: Ack
    connection: WebSocket
    timer: asyncio.TimerHandle


class SocketMode:
    """The app's connections, and what it has not acknowledged yet.

    Args:
        app_id: told to the app in `hello`.
        ack_seconds: an envelope not acknowledged within these has failed.
        retry_delays: seconds before each further delivery of an event.
    """

    def __init__(self, app_id: str, ack_seconds: float, retry_delays: tuple[float, ...]) -> None:
        self._app_id, self._ack_seconds, self._retry_delays = app_id, ack_seconds, retry_delays
        self._loop: asyncio.AbstractEventLoop | None = None
        self._connections: dict[WebSocket, asyncio.Queue[str]] = {}
        self._turn = itertools.count()
        self._waiting: dict[str, _Waiting] = {}
        self._tickets: set[str] = set()
        self._timers: set[asyncio.TimerHandle] = set()
        self.on_change: Callable[[], None] = lambda: None

    @property
    def connections(self) -> int:
        """How many connections the app has open."""
        return len(self._connections)

    def start(self, loop: asyncio.AbstractEventLoop) -> None:
        """Work on this loop from now on."""
        self._loop = loop

    def stop(self) -> None:
        """Give up everything that is under way; called on the loop."""
        self._loop = None
        for timer in self._timers:
            timer.cancel()
        for envelope_id in list(self._waiting):
            self._fail(envelope_id, "dispatch_failed")

    def issue_ticket(self) -> str:
        """A ticket with which one connection may be opened."""
        ticket = secrets.token_hex(8)
        self._tickets.add(ticket)
        return ticket

    def send(self, kind: str, payload: Json, attempt: int = 0) -> Ack:
        """Send one envelope (`slash_commands`, `interactive` or `events_api`) to one of the connections."""
        ack: Ack = Future()
        loop = self._loop
        if loop is None:
            ack.set_exception(_not_connected())
        else:
            loop.call_soon_threadsafe(self._dispatch, kind, payload, attempt, ack)
        return ack

    def deliver_event(self, payload: Json, attempt: int = 0) -> Delivery:
        """Send an event, and again after each retry delay until it is acknowledged."""
        delivery = Delivery(payload)
        self._attempt(delivery, attempt)
        return delivery

    def disconnect(self, reason: str | None = "refresh_requested") -> None:
        """Close every connection, after telling the app to come back; with None, without a word."""
        if self._loop is not None:
            asyncio.run_coroutine_threadsafe(self._disconnect_all(reason), self._loop).result()

    async def serve(self, websocket: WebSocket) -> None:
        """Serve one connection of the app until it ends."""
        ticket = websocket.query_params.get("ticket", "")
        if ticket not in self._tickets:
            await websocket.close(code=1008)
            return
        self._tickets.discard(ticket)
        await websocket.accept()
        await websocket.send_text(json.dumps(self._hello()))
        outgoing: asyncio.Queue[str] = asyncio.Queue()
        self._connections[websocket] = outgoing
        self.on_change()
        writer = asyncio.create_task(_write(websocket, outgoing))
        try:
            await self._read(websocket)
        finally:
            writer.cancel()
            self._forget(websocket)

    def _hello(self) -> Json:
        host = {"host": "applink-stand-in", "build_number": 1, "approximate_connection_time": 18060}
        connections = len(self._connections) + 1
        info = {"app_id": self._app_id}
        return {"type": "hello", "num_connections": connections, "debug_info": host, "connection_info": info}

    async def _read(self, websocket: WebSocket) -> None:
        while True:
            try:
                told = json.loads(await websocket.receive_text())
            except (WebSocketDisconnect, ValueError):
                return
            self._acknowledged(told)

    def _acknowledged(self, told: Json) -> None:
        waiting = self._waiting.pop(str(told.get("envelope_id")), None)
        if waiting is not None:
            waiting.timer.cancel()
            waiting.ack.set_result(told.get("payload"))

    def _dispatch(self, kind: str, payload: Json, attempt: int, ack: Ack) -> None:
        if not self._connections:
            ack.set_exception(_not_connected())
            return
        turn = next(self._turn) % len(self._connections)
        websocket = list(self._connections)[turn]
        envelope = _envelope(kind, payload, attempt)
        envelope_id = str(envelope["envelope_id"])
        timer = asyncio.get_running_loop().call_later(self._ack_seconds, self._fail, envelope_id, "operation_timeout")
        self._waiting[envelope_id] = _Waiting(ack, websocket, timer)
        self._connections[websocket].put_nowait(json.dumps(envelope))

    def _fail(self, envelope_id: str, code: str) -> None:
        waiting = self._waiting.pop(envelope_id, None)
        if waiting is not None:
            waiting.timer.cancel()
            waiting.ack.set_exception(AppFailedError(code, "the app did not acknowledge in time"))

    def _forget(self, websocket: WebSocket) -> None:
        del self._connections[websocket]
        lost = [key for key, waiting in self._waiting.items() if waiting.connection is websocket]
        for envelope_id in lost:
            self._fail(envelope_id, "dispatch_failed")
        self.on_change()

    async def _disconnect_all(self, reason: str | None) -> None:
        note = {"type": "disconnect", "reason": reason, "debug_info": {"host": "applink-stand-in"}}
        for websocket in list(self._connections):
            if reason is not None:
                await websocket.send_text(json.dumps(note))
            await websocket.close(code=1001)

    def _attempt(self, delivery: Delivery, attempt: int) -> None:
        delivery.attempts += 1
        ack = self.send("events_api", delivery.payload, attempt)
        ack.add_done_callback(lambda done: self._attempted(delivery, attempt, done))

    def _attempted(self, delivery: Delivery, attempt: int, ack: Ack) -> None:
        delivery.acknowledged = ack.exception() is None
        loop, again = self._loop, attempt < len(self._retry_delays)
        if not delivery.tried.done():
            delivery.tried.set_result(None)
        if delivery.acknowledged or loop is None or not again:
            delivery.ended.set_result(delivery.acknowledged)
        else:
            loop.call_soon_threadsafe(self._try_later, delivery, attempt)
        self.on_change()

    def _try_later(self, delivery: Delivery, attempt: int) -> None:
        delay = self._retry_delays[attempt]
        timer = asyncio.get_running_loop().call_later(delay, self._attempt, delivery, attempt + 1)
        self._timers.add(timer)


def _envelope(kind: str, payload: Json, attempt: int) -> Json:
    envelope: Json = {
        "envelope_id": secrets.token_hex(16),
        "type": kind,
        "payload": payload,
        "accepts_response_payload": kind in ANSWERABLE,
    }
    if kind == "events_api":
        envelope |= {"retry_attempt": attempt, "retry_reason": "timeout" if attempt else ""}
    return envelope


def _not_connected() -> AppFailedError:
    return AppFailedError("dispatch_failed", "the app is not connected")


async def _write(websocket: WebSocket, outgoing: asyncio.Queue[str]) -> None:
    """One writer for each connection keeps its envelopes in order."""
    while True:
        await websocket.send_text(await outgoing.get())
