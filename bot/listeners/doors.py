"""The other way in which Slack tells the bot what people do: over HTTP, signed, where a public address is at hand."""

import asyncio
import time
from collections import OrderedDict
from threading import Lock, Thread

import structlog
import uvicorn
from slack_bolt import App
from slack_bolt.adapter.starlette.handler import to_bolt_request, to_starlette_response
from slack_sdk.signature import SignatureVerifier
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.listeners.faults import heard
from bot.metrics import Metrics

log = structlog.get_logger()

PATH = "/slack/events"
LARGEST = 1_000_000  # bytes: Slack's own are far smaller
SIGNED_FOR = 300  # seconds for which a signature is good, before and after its own moment
MOST_AT_ONCE = 100
REFUSED, TOO_LARGE = 401, 413
STARTS_WITHIN = 10.0  # seconds
PATIENCE = 5.0  # seconds for all of a request: Slack itself waits for three


class Doors:
    """Serves Slack's requests on one address and port, behind something that speaks HTTPS.

    A request has to be signed by Slack within the last five minutes, and none is heard twice.
    """

    def __init__(self, app: App, secret: str, host: str, port: int, metrics: Metrics) -> None:
        self._app, self._verifier, self._metrics = app, SignatureVerifier(secret), metrics
        self._seen: OrderedDict[str, float] = OrderedDict()
        self._guard = Lock()
        pages = Starlette(routes=[Route(PATH, self._hear, methods=["POST"])])
        self._server = uvicorn.Server(
            uvicorn.Config(
                pages,
                host=host,
                port=port,
                log_config=None,
                access_log=False,
                server_header=False,
                limit_concurrency=MOST_AT_ONCE,
                timeout_graceful_shutdown=5,
            )
        )
        self._thread = Thread(target=self._serve, name="doors", daemon=True)

    def connect(self) -> None:
        """Listen. Raises OSError where the address can't be had."""
        self._thread.start()
        until = time.monotonic() + STARTS_WITHIN
        while not self._server.started and self._thread.is_alive() and time.monotonic() < until:
            self._thread.join(0.01)
        if not self._server.started:
            raise OSError(None, "the port is taken or not allowed", f"port {self._server.config.port}")

    def is_connected(self) -> bool:
        """Whether Slack's requests are answered."""
        return self._server.started and self._thread.is_alive()

    @property
    def port(self) -> int:
        """Where it listens, also where any free port was asked for."""
        return int(self._server.servers[0].sockets[0].getsockname()[1])

    def hear_no_more(self) -> None:
        """Take no new requests; what is being answered is answered."""
        self._server.should_exit = True

    def close(self) -> None:
        """End."""
        self.hear_no_more()
        self._thread.join(STARTS_WITHIN)

    def _serve(self) -> None:
        try:
            self._server.run()
        except SystemExit:  # uvicorn's way to say that it could not listen
            log.error("not_listening", port=self._server.config.port)  # noqa: TRY400 — the exit has nothing to say

    async def _hear(self, request: Request) -> Response:
        start = time.monotonic()
        body = await _body(request)
        if body is None:
            return PlainTextResponse("too large, or too slow\n", TOO_LARGE)
        # Only what is signed is remembered, so that nobody else can fill the memory.
        if not self._is_slacks(request, body) or self._again(request.headers["x-slack-signature"]):
            return PlainTextResponse("not signed by Slack just now\n", REFUSED)
        answer = await run_in_threadpool(heard, lambda: self._app.dispatch(to_bolt_request(request, body)))
        self._metrics.acknowledged("http", time.monotonic() - start)
        return to_starlette_response(answer)

    def _is_slacks(self, request: Request, body: bytes) -> bool:
        """Whether Slack signed it within the last five minutes."""
        try:
            return self._verifier.is_valid_request(body.decode(), dict(request.headers))
        except ValueError:  # a moment that is no number, bytes that are no text
            return False

    def _again(self, signature: str) -> bool:
        """Whether the same request, to its signature, came before within the time for which it is good."""
        now = time.monotonic()
        with self._guard:
            while self._seen and next(iter(self._seen.values())) < now - 2 * SIGNED_FOR:
                self._seen.popitem(last=False)
            again = signature in self._seen
            self._seen.setdefault(signature, now)
        return again


async def _body(request: Request) -> bytes | None:
    """What was sent, unless it is too much, or came to no end in time: who holds many open holds Slack up."""
    found = bytearray()
    try:
        async with asyncio.timeout(PATIENCE):
            async for part in request.stream():
                found += part
                if len(found) > LARGEST:
                    return None
    except (ClientDisconnect, TimeoutError):
        return None
    return bytes(found)
