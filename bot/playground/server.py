"""The stand-in's HTTP and WebSocket server, in a thread of its own, on 127.0.0.1 only."""

import asyncio
import socket
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime
from email.utils import format_datetime
from pathlib import Path
from types import TracebackType
from typing import Self

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route, WebSocketRoute
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.clock import Clock
from bot.loopback import is_own_host
from bot.playground.errors import SlackError
from bot.playground.file_server import receive, serve
from bot.playground.gates import PAGE_HEADERS, is_same_origin
from bot.playground.play_api import PlayApi
from bot.playground.response_urls import respond
from bot.playground.web_api import answer, failed, read_arguments, take_token
from bot.playground.workspace import Workspace

PAGE = Path(__file__).parent / "page"
START_SECONDS = 10.0
STOP_SECONDS = 1.0
FORBIDDEN, NOT_FOUND, BAD_REQUEST = 403, 404, 400


class Server:
    """Serves a workspace to a Slack app, to response URLs and to the page.

    Args:
        workspace: what it serves.
        port: where; 0 takes any free port.
        move_clock: called with an aware moment when the page moves the clock; without it the page can't.
        tour: whether the page offers its tour, which is of the example partnership.

    It may be used as a context manager: started on entering, stopped on leaving.
    """

    def __init__(
        self,
        workspace: Workspace,
        port: int = 0,
        *,
        move_clock: Callable[[datetime], None] | None = None,
        tour: bool = False,
    ) -> None:
        self._workspace = workspace
        # By its protocol asyncio knows it for TCP, and then sends small answers without waiting 40 ms for receipts.
        self._listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        self._listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._wanted_port = port
        self._started = threading.Event()
        self._asked_to_stop = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._play = PlayApi(workspace, move_clock, tour=tour)
        self._uvicorn = uvicorn.Server(self._settings())
        self._thread = threading.Thread(target=self._run, name="stand-in-slack", daemon=True)

    def _settings(self) -> uvicorn.Config:
        return uvicorn.Config(
            dated(own_hosts_only(self._app()), self._workspace.clock),
            loop="asyncio",
            http="h11",
            ws="websockets-sansio",
            ws_per_message_deflate=False,
            lifespan="off",
            log_config=None,
            access_log=False,
            server_header=False,
            date_header=False,  # the workspace's clock is not the machine's
        )

    @property
    def port(self) -> int:
        """The port it listens on."""
        return int(self._listener.getsockname()[1])

    @property
    def url(self) -> str:
        """Its address, such as `http://127.0.0.1:8001`."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def api_url(self) -> str:
        """The base URL to give to a Slack client."""
        return f"{self.url}/api/"

    def start(self) -> Self:
        """Listen, and come back when it answers.

        Raises:
            OSError: the port is taken.
            TimeoutError: it did not come up.
        """
        self._listener.bind(("127.0.0.1", self._wanted_port))
        self._workspace.base_url = self.url
        self._thread.start()
        if not self._started.wait(START_SECONDS):
            raise TimeoutError("the stand-in did not start")
        return self

    def stop(self) -> None:
        """Close every connection and end the thread."""
        if self._loop is not None and self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._asked_to_stop.set)
            self._thread.join()
        self._listener.close()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _run(self) -> None:
        asyncio.run(self._serve())

    async def _serve(self) -> None:
        self._listener.listen(128)
        self._loop = asyncio.get_running_loop()
        self._workspace.socket.start(self._loop)
        self._play.start(self._loop)
        serving = asyncio.create_task(self._uvicorn.serve(sockets=[self._listener]))
        self._started.set()
        await self._asked_to_stop.wait()
        self._play.stop()
        self._workspace.socket.stop()
        serving.cancel()
        await asyncio.wait([serving])
        await self._close_all()

    async def _close_all(self) -> None:
        """What uvicorn does on its own way out, but at once: it takes 0.2 s, and tests start many servers."""
        for server in self._uvicorn.servers:
            server.close()
        for connection in list(self._uvicorn.server_state.connections):
            connection.shutdown()
        if tasks := list(self._uvicorn.server_state.tasks):
            await asyncio.wait(tasks, timeout=STOP_SECONDS)

    def _app(self) -> Starlette:
        routes: list[BaseRoute] = [
            Route("/api/{method}", self._call, methods=["GET", "POST"]),
            Route("/response/{token}", self._respond, methods=["POST"]),
            Route("/upload/{token}", self._upload, methods=["POST"]),
            Route("/files/{file_id}/{name:path}", self._file, methods=["GET"]),
            Route("/archives/{channel}/{message}", _into_page, methods=["GET"]),
            WebSocketRoute("/socket", self._workspace.socket.serve),
            *self._play.routes(),
        ]
        if PAGE.is_dir():
            page = with_headers(StaticFiles(directory=PAGE, html=True))
            routes.append(Mount("/", page))
        return Starlette(routes=routes)

    async def _call(self, request: Request) -> Response:
        method = request.path_params["method"]
        try:
            arguments = await read_arguments(request)
        except SlackError as refusal:
            return JSONResponse({"ok": False, "error": refusal.name})
        token = take_token(request, arguments)
        channel = str(arguments.get("channel", ""))
        fault = self._workspace.faults.take(method, channel) or self._workspace.limits.take(method, channel)
        if fault is None:
            own = token == self._workspace.app.bot_token
            granted = {"x-oauth-scopes": ",".join(self._workspace.app.scopes)} if own else None
            return JSONResponse(answer(self._workspace, method, token, arguments), headers=granted)
        told = answer(self._workspace, method, token, arguments) if fault.done else None
        with suppress(TimeoutError):  # a caller who has given up is not kept waiting
            await asyncio.wait_for(request.receive(), fault.seconds)
        if fault.cut:
            self._hang_up(request)
        if told is None or fault.error:
            return failed(self._workspace, method, fault, arguments)
        return JSONResponse(told)

    def _hang_up(self, request: Request) -> None:
        """Cut the connection that a request came on, before anything is answered."""
        for connection in list(self._uvicorn.server_state.connections):
            if getattr(connection, "client", None) == tuple(request.scope["client"]):
                connection.transport.abort()

    async def _respond(self, request: Request) -> Response:
        try:
            respond(self._workspace, request.path_params["token"], await read_arguments(request))
        except SlackError as refusal:
            self._workspace.record_error(f"response_url: {refusal.name} {refusal.details}")
            gone = refusal.name.endswith("_url")
            told = {"ok": False, "error": refusal.name, **refusal.extra}
            return JSONResponse(told, NOT_FOUND if gone else BAD_REQUEST)
        return PlainTextResponse("ok")

    async def _upload(self, request: Request) -> Response:
        return await receive(self._workspace, request, self._hang_up)

    async def _file(self, request: Request) -> Response:
        return await serve(self._workspace, request, self._hang_up)


async def _into_page(request: Request) -> Response:
    """A permalink leads to the page, which keeps its place after the #."""
    query = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(f"/#{request.url.path}{query}")


def own_hosts_only(app: ASGIApp) -> ASGIApp:
    """Refuse requests that were addressed to another name than this machine's own, or come from another's page."""

    async def gate(scope: Scope, receive: Receive, send: Send) -> None:
        headers = Request({**scope, "type": "http"}).headers
        if is_own_host(headers) and is_same_origin(headers):
            await app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        else:
            await PlainTextResponse("this server is for this machine only", FORBIDDEN)(scope, receive, send)

    return gate


def with_headers(app: ASGIApp) -> ASGIApp:
    """Add the page's security headers to every answer."""
    return adding(app, lambda: PAGE_HEADERS)


def dated(app: ASGIApp, clock: Clock) -> ASGIApp:
    """Give every answer the workspace's moment as its Date: what Slack's clock shows."""
    return adding(app, lambda: {"Date": format_datetime(clock(), usegmt=True)})


def adding(app: ASGIApp, more: Callable[[], Mapping[str, str]]) -> ASGIApp:
    """Add headers to every answer, made as it begins."""

    async def add(scope: Scope, receive: Receive, send: Send) -> None:
        async def send_more(message: Message) -> None:
            if message["type"] == "http.response.start":
                extra = [(name.lower().encode(), value.encode()) for name, value in more().items()]
                message["headers"] = [*message["headers"], *extra]
            await send(message)

        await app(scope, receive, send_more)

    return add
