"""The Web API at `/api/METHOD`: who calls, whether it may, what is asked, and Slack's way to say no."""

import json
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from bot.playground import basic_methods, chat_methods, conversation_methods, file_methods, view_methods
from bot.playground.errors import SlackError
from bot.playground.faults import Fault
from bot.playground.method import STEP, Method, require_scope
from bot.playground.records import Json
from bot.playground.steps import run_of_token
from bot.playground.workspace import Call, Workspace

METHODS: dict[str, Method] = {
    **basic_methods.METHODS,
    **chat_methods.METHODS,
    **conversation_methods.METHODS,
    **view_methods.METHODS,
    **file_methods.METHODS,
}
TOO_MANY_REQUESTS, SERVER_ERROR = 429, 500
EDGE_PAGE = "<!DOCTYPE html><html><head><title>Server Error | Slack</title></head><body>Server Error</body></html>"
REFUSED_BY_SHAPE = (
    "invalid_",
    "messages_tab_disabled",
    "metadata_",
    "missing_scope",
    "msg_",
    "no_text",
    "not_enabled",
    "parameter_validation_failed",
    "token_",
    "unknown_method",
)


async def read_arguments(request: Request) -> Json:
    """The arguments of a call, from its address and its form or JSON body.

    Raises:
        SlackError: invalid_json or invalid_form_data.
    """
    body = await request.body()
    in_address: Json = dict(request.query_params)
    kind = request.headers.get("content-type", "").partition(";")[0]
    if kind != "application/json":
        return in_address | _form(body)
    try:
        told = json.loads(body or b"{}")
    except ValueError:
        raise SlackError("invalid_json") from None
    if not isinstance(told, dict):
        raise SlackError("json_not_object")
    return in_address | told


def _form(body: bytes) -> Json:
    try:
        return dict(parse_qsl(body.decode(), keep_blank_values=True))
    except UnicodeDecodeError:
        raise SlackError("invalid_form_data") from None


def take_token(request: Request, arguments: Json) -> str:
    """The token of a call; it is taken out of the arguments."""
    in_body = str(arguments.pop("token", "") or "")
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    return given.strip() if scheme.lower() == "bearer" else in_body


def check_token(workspace: Workspace, method: Method, token: str, step: str | None) -> None:
    """Refuse any token but the stand-in's own: a real one must never be used here.

    Args:
        workspace: whose tokens count.
        method: what is called.
        token: what it is called with.
        step: the run of a workflow step that the token belongs to.

    Raises:
        SlackError: not_authed, invalid_auth or not_allowed_token_type.
    """
    app = workspace.app
    if method.token == "any":  # noqa: S105 - a kind of token, not one
        return
    if not token:
        raise SlackError("not_authed")
    if token not in (app.bot_token, app.app_token) and step is None:
        raise SlackError("invalid_auth")
    if (token == app.app_token) != (method.token == "app"):  # noqa: S105 - as above
        raise SlackError("not_allowed_token_type")


def run(workspace: Workspace, name: str, token: str, arguments: Json) -> Json:
    """Do one call.

    Raises:
        SlackError: whatever Slack would refuse.
    """
    method = METHODS.get(name)
    if method is None:
        raise SlackError("unknown_method", req_method=name)
    step = run_of_token(workspace, token)
    check_token(workspace, method, token, step)
    require_scope(workspace, *method.scopes)
    with workspace.lock:
        return method.run(workspace, arguments | {STEP: step} if step else arguments)


def answer(workspace: Workspace, name: str, token: str, arguments: Json) -> Json:
    """Do one call and give what Slack answers, whether it worked or not."""
    error = None
    try:
        told = {"ok": True, **run(workspace, name, token, arguments)}
    except SlackError as refusal:
        error = refusal.name
        told = {"ok": False, "error": error, **refusal.extra}
    with workspace.lock:
        workspace.calls.append(Call(name, arguments, error))
        if error and refused_by_shape(error):
            workspace.errors.append(f"{name}: {error} {told.get('response_metadata', '')}".strip())
    workspace.touch()
    return told


def refused_by_shape(error: str) -> bool:
    """Whether an error means that the app sent something that Slack can never take."""
    return error.startswith(REFUSED_BY_SHAPE)


def failed(workspace: Workspace, name: str, fault: Fault, arguments: Json) -> Response:
    """The answer to a call that was ordered to fail."""
    if not fault.done:
        with workspace.lock:
            workspace.calls.append(Call(name, arguments, fault.error or "connection_lost"))
        workspace.touch()
    if fault.page:
        return HTMLResponse(EDGE_PAGE, SERVER_ERROR)
    told = {"ok": False, "error": fault.error}
    if fault.error == "ratelimited":
        after = {} if fault.retry_after is None else {"Retry-After": str(fault.retry_after)}
        return JSONResponse(told, TOO_MANY_REQUESTS, after)
    return JSONResponse(told)
