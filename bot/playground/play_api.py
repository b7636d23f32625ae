"""The page's own API, under `/play/`. It shows what one person sees, and does what that person does.

Everything is JSON. A question is GET with a query string; a deed is POST with a JSON body and
`Content-Type: application/json`. `user` is always the id of the person whose screen it is.

Shapes
    person   {"id", "name", "real_name", "title", "team_id", "is_outsider": bool, "is_bot": bool,
              "deleted": bool}
    channel  {"id", "name", "is_private": bool, "is_im": bool, "is_member": bool, "is_archived": bool,
              "is_ext_shared": bool, "is_read_only": bool (the app takes no messages),
              "with": person id or null (whom a direct message is with),
              "members": [person id], "unread": int, "last_ts": str or null}
    message  {"ts", "channel", "thread_ts": str or null, "user", "name": whom it shows as author,
              "is_bot": bool, "text", "blocks": [block], "reactions": [{"name", "users": [id]}],
              "edited": bool, "ephemeral": bool (only you see it), "reply_count": int,
              "latest_reply": str or null, "files": [{"id", "name", "title", "mimetype", "size", "alt",
              "url": address to fetch it from}], "error": bool (Slackbot says that something failed),
              "at": ISO datetime in UTC}
             `text` and mrkdwn text objects hold Slack's markup (*bold*, _italic_, <@U1>, <#C1>,
             <https://…|words>, &amp; &lt; &gt;). Every block has a block_id, and every element an action_id.
    view     {"id", "type": "modal" or "home", "callback_id", "title", "submit", "close": text object or
              null, "blocks": [block], "values": {block_id: {action_id: what was typed or chosen so far,
              as `value` below}}}
    value    what a person chose or typed, by the kind of element:
             button: null; overflow, static_select, radio_buttons: the option's value;
             checkboxes, multi_static_select: [option values]; users_select, channels_select,
             conversations_select: an id; multi_…: [ids]; datepicker "YYYY-MM-DD"; timepicker "HH:MM";
             plain_text_input, url_text_input, email_text_input, number_input: the text;
             file_input: [{"id", "name", …}]. null: nothing.
    step     {"callback_id", "title", "description", "inputs" and "outputs": [{"name", "title", "description",
              "type": as in the manifest, "required": bool}]}: a workflow step that the manifest declares
    run      {"id", "callback_id", "user": who ran it, "at": ISO datetime in UTC, "inputs": {name: value},
              "state": "waiting", "completed" or "failed", "outputs": {name: value}, "error": sentence or null}
    clock    {"now": ISO datetime in UTC, "local": ISO datetime in the place's own time with its offset,
              "can_move": bool}

Questions
    GET /play/state?user=U1        {"me": person, "people": [person that one may be], "everyone": [person],
                                    "channels": [channel that the person sees], "commands": [{"command",
                                    "description", "usage_hint"}], "shortcuts": [{"callback_id", "name",
                                    "description"}], "steps": [step], "clock": clock, "app": {"name", "bot_user_id"},
                                    "workspace": name, "connected": bool (is the bot running),
                                    "modals": int, "version": int, "run": str (another one for each start),
                                    "tour": bool (is it offered)}.
                                    Without user: as the first person.
    GET /play/channel?user=&channel=      {"channel": channel, "messages": [message, oldest first]}; it marks
                                    the channel as read. Replies in threads are not in it.
    GET /play/thread?user=&channel=&ts=   {"channel": channel, "messages": [the first one, then replies]}
    GET /play/home?user=           {"view": view or null}
    GET /play/steps?user=          {"runs": [run, newest first]}, everybody's
    GET /play/modals?user=         {"views": [view, the one on top last]}
    GET /play/files/ID             the file's bytes (a message's files have this address)

Deeds, each answered with {"ok": true, …} or, when Slack or the bot refuses, {"ok": false, "error": a name,
"text": a sentence to show}; status 400 when the request itself makes no sense.
    POST /play/command  {"user", "channel", "command": "/actions", "text"}
                                    {"ok", "message": message or null, "modals": int}
    POST /play/say      {"user", "channel", "text", "thread_ts": str or null}        {"ok", "ts"}
    POST /play/edit     {"user", "channel", "ts", "text"}                            {"ok"}
    POST /play/delete   {"user", "channel", "ts"}                                    {"ok"}
    POST /play/react    {"user", "channel", "ts", "name", "on": bool}                {"ok"}
    POST /play/press    {"user", "block_id", "action_id", "value": value, and either "channel" and "ts" of
                         the message, or "view_id"; "values": {block_id: {action_id: value}} of the other
                         fields of that message or view, may be left out}            {"ok", "modals": int}
    POST /play/submit   {"user", "view_id", "values": {block_id: {action_id: value}}}
                                    {"ok", "errors": {block_id: sentence}, "modals": int}; it was accepted
                                    when errors is empty
    POST /play/close    {"user", "view_id"}  the view on top; with "all": true the stack   {"ok", "modals"}
    POST /play/home     {"user", "tab": "home" or "messages"}        open a tab of the app
                                    {"ok", "view": view of the Home tab or null}
    POST /play/run      {"user", "callback_id", "inputs": {name: value}}   run a workflow step
                                    {"ok", "errors": {name: sentence}, "run": run or null}; it runs when
                                    errors is empty
    POST /play/shortcut {"user", "channel", "ts", "callback_id"}     {"ok", "modals": int}
    POST /play/upload   ?user=&channel=&name=  body: the file's bytes (any content type)   {"ok", "ts"}
    POST /play/attach   ?user=&name=  body: as above; a file for a form            {"ok", "file": a message's file}
    POST /play/join, /play/leave  {"user", "channel"}                {"ok"}
    POST /play/clock    {"to": ISO datetime with its offset} or {"step": "next-monday-0900" or
                         "next-working-day" or "next-hour"}          {"ok", "clock": clock, "did": [what the app
                                    wrote meanwhile, oldest first: {"at": ISO datetime in UTC, "kind": the first
                                    word of the key in its metadata, or "", "channel", "ts", "to": the channel's
                                    or the person's name, "is_im": bool}]}

Live
    WebSocket /play/live           sends {"version": int} at once and whenever anything changed: ask again.

A message's buttons act as the one who presses. After any deed the page asks for state and whatever is open.
"""

import asyncio
import secrets
from collections.abc import Callable
from datetime import datetime
from functools import partial
from threading import Lock

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from bot.playground.errors import AppFailedError, BadRequestError, CannotDoError, SlackError
from bot.playground.gates import PAGE_HEADERS
from bot.playground.people import Person
from bot.playground.pictures import SHOWN_KINDS
from bot.playground.play_clock import clock_json, target
from bot.playground.play_deeds import DEEDS, attach, need, upload
from bot.playground.play_did import since, written
from bot.playground.play_screens import SCREENS
from bot.playground.records import Json
from bot.playground.shapes import file_json
from bot.playground.workspace import Workspace

BAD_REQUEST, FORBIDDEN, NOT_FOUND = 400, 403, 404


class PlayApi:
    """The routes under `/play/`.

    Args:
        workspace: what the page shows.
        move_clock: called with an aware moment to move the clock; without it the page can't.
        tour: whether the page offers its tour.
    """

    def __init__(
        self, workspace: Workspace, move_clock: Callable[[datetime], None] | None, *, tour: bool = False
    ) -> None:
        self._workspace, self._move_clock, self._tour = workspace, move_clock, tour
        self._run, self._moving = secrets.token_hex(4), Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._watchers: set[asyncio.Event] = set()

    def start(self, loop: asyncio.AbstractEventLoop) -> None:
        """Tell open pages about changes from now on."""
        self._loop = loop
        self._workspace.on_change.append(self._changed)

    def stop(self) -> None:
        """Tell nobody any more."""
        self._loop = None
        self._workspace.on_change.remove(self._changed)

    def routes(self) -> list[BaseRoute]:
        """The routes, questions before deeds."""
        return [
            Route("/play/files/{file_id}", self._file, methods=["GET"]),
            Route("/play/{screen}", self._screen, methods=["GET"]),
            Route("/play/clock", self._clock, methods=["POST"]),
            Route("/play/upload", partial(self._upload, upload), methods=["POST"]),
            Route("/play/attach", partial(self._upload, attach), methods=["POST"]),
            Route("/play/{deed}", self._deed, methods=["POST"]),
            WebSocketRoute("/play/live", self._live),
        ]

    def _changed(self) -> None:
        if self._loop is not None and self._watchers:
            self._loop.call_soon_threadsafe(self._wake)

    def _wake(self) -> None:
        for watcher in self._watchers:
            watcher.set()

    async def _screen(self, request: Request) -> Response:
        show = SCREENS.get(request.path_params["screen"])
        if show is None:
            return _refused("unknown_screen", "There is no such screen.", NOT_FOUND)
        try:
            with self._workspace.lock:
                shown = show(self._workspace, dict(request.query_params))
        except (BadRequestError, SlackError) as refusal:
            return _refused("bad_request", str(refusal), BAD_REQUEST)
        if "clock" in shown:
            shown["clock"]["can_move"] = self._move_clock is not None
            shown |= {"run": self._run, "tour": self._tour}
        return JSONResponse(shown, headers=PAGE_HEADERS)

    async def _deed(self, request: Request) -> Response:
        do = DEEDS.get(request.path_params["deed"])
        if do is None:
            return _refused("unknown_deed", "There is no such deed.", NOT_FOUND)
        return await self._attempt(request, lambda body: do(self._person(body), body))

    async def _clock(self, request: Request) -> Response:
        return await self._attempt(request, self._move)

    def _move(self, body: Json) -> Json:
        if self._move_clock is None:
            raise CannotDoError("this clock can't be moved")
        with self._moving:  # one after the other: neither may take the clock back
            before = written(self._workspace)
            self._move_clock(target(self._workspace.clock(), body))
            did = since(self._workspace, before)
        self._workspace.touch()
        return {"clock": clock_json(self._workspace) | {"can_move": True}, "did": did}

    async def _upload(self, take: Callable[[Person, Json, bytes], Json], request: Request) -> Response:
        content, asked = await request.body(), dict(request.query_params)
        return await self._done(lambda: take(self._person(asked), asked, content))

    async def _attempt(self, request: Request, do: Callable[[Json], Json]) -> Response:
        """Do what the page asks, in a thread, since it may wait. Another page's form can't send JSON."""
        kind = request.headers.get("content-type", "").partition(";")[0]
        if kind != "application/json":
            return _refused("forbidden", "Only JSON is taken here.", FORBIDDEN)
        try:
            body = await request.json()
        except ValueError:
            return _refused("bad_request", "That is not JSON.", BAD_REQUEST)
        if not isinstance(body, dict):
            return _refused("bad_request", "That is not a JSON object.", BAD_REQUEST)
        return await self._done(lambda: do(body))

    async def _done(self, do: Callable[[], Json]) -> Response:
        try:
            return JSONResponse({"ok": True, **await run_in_threadpool(do)}, headers=PAGE_HEADERS)
        except BadRequestError as refusal:
            return _refused("bad_request", str(refusal), BAD_REQUEST)
        except AppFailedError as failure:
            return _refused(failure.code, failure.text)
        except SlackError as refusal:
            return _refused(refusal.name, refusal.name.replace("_", " "))
        except CannotDoError as refusal:
            return _refused("cannot_do", str(refusal))

    def _person(self, body: Json) -> Person:
        user = self._workspace.users.get(need(body, "user"))
        if user is None or user.is_bot or user.deleted:
            raise BadRequestError("nobody can be that person")
        return Person(self._workspace, user.id)

    async def _file(self, request: Request) -> Response:
        file = self._workspace.files.get(request.path_params["file_id"])
        if file is None:
            return _refused("file_not_found", "There is no such file.", NOT_FOUND)
        kind = file_json(self._workspace, file)["mimetype"]
        # Only pictures are shown in place; anything else is a download, so that it can't run as a page.
        shown = {} if kind in SHOWN_KINDS else {"Content-Disposition": "attachment"}
        return Response(file.content, media_type=kind, headers=PAGE_HEADERS | shown)

    async def _live(self, websocket: WebSocket) -> None:
        await websocket.accept()
        changed = asyncio.Event()
        changed.set()
        self._watchers.add(changed)
        teller = asyncio.create_task(self._tell(websocket, changed))
        try:
            while True:
                await websocket.receive_text()
        except WebSocketDisconnect:
            return
        finally:
            teller.cancel()
            self._watchers.discard(changed)

    async def _tell(self, websocket: WebSocket, changed: asyncio.Event) -> None:
        while True:
            await changed.wait()
            changed.clear()
            await websocket.send_json({"version": self._workspace.version})


def _refused(error: str, text: str, status: int = 200) -> Response:
    return JSONResponse({"ok": False, "error": error, "text": text}, status, PAGE_HEADERS)
