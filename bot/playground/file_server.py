"""The addresses at which the app hands in the bytes of a file and fetches those of another one."""

from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response

from bot.playground.faults import Fault
from bot.playground.file_methods import app_sees, receive_upload
from bot.playground.records import Json
from bot.playground.shapes import file_json
from bot.playground.workspace import Call, Workspace

UPLOAD, DOWNLOAD = "upload", "download"
"""What faults and calls name these two, which are no methods of the Web API."""
SIGN_IN = (
    "<!DOCTYPE html><html><head><title>Sign in | Slack</title></head><body>Sign in to see this file</body></html>"
)
UNAUTHORIZED, NOT_FOUND, TOO_MANY, SERVER_ERROR = 401, 404, 429, 500

HangUp = Callable[[Request], None]


async def receive(workspace: Workspace, request: Request, hang_up: HangUp) -> Response:
    """Take the bytes of an upload."""
    content = await request.body()
    said: Json = {"length": len(content)}
    fault = workspace.faults.take(UPLOAD)
    known = (fault is None or fault.done) and receive_upload(workspace, request.path_params["token"], content)
    if fault:
        return _failed(workspace, UPLOAD, said, fault, lambda: hang_up(request))
    _told(workspace, UPLOAD, said, None if known else "not_found")
    return PlainTextResponse(f"OK - {len(content)}", 200 if known else NOT_FOUND)


async def serve(workspace: Workspace, request: Request, hang_up: HangUp) -> Response:
    """Give a file to the app, which has to show its token; anybody else gets a page of HTML, as at Slack."""
    file = workspace.files.get(request.path_params["file_id"])
    said: Json = {"file": request.path_params["file_id"]}
    if fault := workspace.faults.take(DOWNLOAD):
        return _failed(workspace, DOWNLOAD, said, fault, lambda: hang_up(request))
    if request.headers.get("authorization") != f"Bearer {workspace.app.bot_token}":
        _told(workspace, DOWNLOAD, said, "not_authed")
        return HTMLResponse(SIGN_IN, UNAUTHORIZED)
    if "files:read" not in workspace.app.scopes:
        _told(workspace, DOWNLOAD, said, "missing_scope")
        return HTMLResponse(SIGN_IN)  # and not a word of a scope
    if file is None or file.deleted or not file.complete or not app_sees(workspace, file):
        _told(workspace, DOWNLOAD, said, "file_not_found")
        return HTMLResponse(SIGN_IN, NOT_FOUND)
    _told(workspace, DOWNLOAD, said, None)
    return Response(file.content, media_type=file_json(workspace, file)["mimetype"])


def _failed(workspace: Workspace, name: str, said: Json, fault: Fault, hang_up: Callable[[], None]) -> Response:
    """The answer where something was ordered to go wrong."""
    _told(workspace, name, said, fault.error or "connection_lost")
    if fault.cut:
        hang_up()
    if fault.error == "ratelimited":
        return JSONResponse({}, TOO_MANY, {"Retry-After": str(fault.retry_after)})
    return HTMLResponse(SIGN_IN, SERVER_ERROR)


def _told(workspace: Workspace, name: str, said: Json, error: str | None) -> None:
    with workspace.lock:
        workspace.calls.append(Call(name, said, error))
    workspace.touch()
