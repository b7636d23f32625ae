"""The Web API's views.* methods, and the two that end a workflow step."""

from bot.playground.errors import SlackError
from bot.playground.method import STEP, Method, parsed, require
from bot.playground.records import Json
from bot.playground.steps import complete, fail
from bot.playground.views import find_view, open_modal, publish_home, push_modal, replace_view, view_json
from bot.playground.workspace import Workspace


def open_view(workspace: Workspace, arguments: Json) -> Json:
    """views.open."""
    trigger = workspace.triggers.exchange(str(arguments.get("trigger_id", "")))
    body = parsed(arguments, "view", "invalid_arguments")
    return {"view": view_json(workspace, open_modal(workspace, trigger.user, body, arguments.get(STEP)))}


def push_view(workspace: Workspace, arguments: Json) -> Json:
    """views.push; the trigger has to come from a modal."""
    trigger = workspace.triggers.exchange(str(arguments.get("trigger_id", "")))
    if not trigger.in_modal:
        raise SlackError("invalid_trigger_id")
    body = parsed(arguments, "view", "invalid_arguments")
    return {"view": view_json(workspace, push_modal(workspace, trigger.user, body, arguments.get(STEP)))}


def update_view(workspace: Workspace, arguments: Json) -> Json:
    """views.update, by `view_id` or `external_id`; with `hash` only if nothing changed since."""
    view_id, external_id = str(arguments.get("view_id") or ""), str(arguments.get("external_id") or "")
    view = find_view(workspace, view_id, external_id)
    if arguments.get("hash") and arguments["hash"] != view.hash:
        raise SlackError("hash_conflict")
    body = parsed(arguments, "view", "invalid_arguments")
    return {"view": view_json(workspace, replace_view(workspace, view, body))}


def publish_view(workspace: Workspace, arguments: Json) -> Json:
    """views.publish."""
    require(arguments, "user_id")
    if not workspace.app.has_home:
        raise SlackError("not_enabled")
    user = str(arguments["user_id"])
    if user not in workspace.users:
        raise SlackError("user_not_found")
    old = workspace.home(user)
    if arguments.get("hash") and old is not None and arguments["hash"] != old.hash:
        raise SlackError("hash_conflict")
    body = parsed(arguments, "view", "invalid_arguments")
    return {"view": view_json(workspace, publish_home(workspace, user, body))}


def complete_success(workspace: Workspace, arguments: Json) -> Json:
    """functions.completeSuccess."""
    require(arguments, "function_execution_id")
    outputs = parsed(arguments, "outputs", "invalid_arguments")
    complete(workspace, str(arguments["function_execution_id"]), outputs)
    return {}


def complete_error(workspace: Workspace, arguments: Json) -> Json:
    """functions.completeError."""
    require(arguments, "function_execution_id", "error")
    fail(workspace, str(arguments["function_execution_id"]), str(arguments["error"]))
    return {}


METHODS = {
    "views.open": Method(open_view),
    "views.push": Method(push_view),
    "views.update": Method(update_view),
    "views.publish": Method(publish_view),
    "functions.completeSuccess": Method(complete_success),
    "functions.completeError": Method(complete_error),
}
