"""The Web API's views.* methods, and the two that end a workflow step."""

from bot.playground.errors import SlackError
from bot.playground.method import Method, parsed, require
from bot.playground.records import Json
from bot.playground.views import find_view, open_modal, publish_home, push_modal, replace_view, view_json
from bot.playground.workspace import Workspace


def open_view(workspace: Workspace, arguments: Json) -> Json:
    """views.open."""
    trigger = workspace.triggers.exchange(str(arguments.get("trigger_id", "")))
    body = parsed(arguments, "view", "invalid_arguments")
    return {"view": view_json(workspace, open_modal(workspace, trigger.user, body))}


def push_view(workspace: Workspace, arguments: Json) -> Json:
    """views.push; the trigger has to come from a modal."""
    trigger = workspace.triggers.exchange(str(arguments.get("trigger_id", "")))
    if not trigger.in_modal:
        raise SlackError("invalid_trigger_id")
    body = parsed(arguments, "view", "invalid_arguments")
    return {"view": view_json(workspace, push_modal(workspace, trigger.user, body))}


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
    user = str(arguments["user_id"])
    if user not in workspace.users:
        raise SlackError("user_not_found")
    old = workspace.home(user)
    if arguments.get("hash") and old is not None and arguments["hash"] != old.hash:
        raise SlackError("hash_conflict")
    body = parsed(arguments, "view", "invalid_arguments")
    return {"view": view_json(workspace, publish_home(workspace, user, body))}


def _end_run(workspace: Workspace, arguments: Json, result: Json) -> Json:
    run = workspace.function_runs.get(str(arguments.get("function_execution_id", "")))
    if run is None:
        raise SlackError("function_execution_not_found")
    if run.get("ended"):
        raise SlackError("execution_not_in_running_state")
    run.update(result, ended=True)
    workspace.touch()
    return {}


def complete_success(workspace: Workspace, arguments: Json) -> Json:
    """functions.completeSuccess."""
    outputs = parsed(arguments, "outputs", "invalid_arguments")
    return _end_run(workspace, arguments, {"outputs": outputs})


def complete_error(workspace: Workspace, arguments: Json) -> Json:
    """functions.completeError."""
    require(arguments, "error")
    return _end_run(workspace, arguments, {"error": str(arguments["error"])})


METHODS = {
    "views.open": Method(open_view),
    "views.push": Method(push_view),
    "views.update": Method(update_view),
    "views.publish": Method(publish_view),
    "functions.completeSuccess": Method(complete_success),
    "functions.completeError": Method(complete_error),
}
